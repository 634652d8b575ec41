// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/edf/edfstart.h"
#include "tests/support/edfbytes.h"

using namespace somno;

class TestEdfStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void reads_data();
    void reads();
    void saysWhatWasTaken();
};

void TestEdfStart::reads_data()
{
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<QByteArray>("recording");
    QTest::addColumn<bool>("isPlus");
    QTest::addColumn<QDateTime>("start");
    QTest::addColumn<QStringList>("codes");
    const auto row = [](const char *name, const char *date, const char *time, const char *recording, bool isPlus,
                        const QDateTime &start, const QStringList &codes) {
        QTest::newRow(name) << QByteArray(date) << QByteArray(time) << QByteArray(recording) << isPlus << start
                            << codes;
    };
    const QDateTime usual(QDate(2024, 1, 2), QTime(3, 4, 5));
    const QTime time = usual.time();
    row("as EDF asks", "02.01.24", "03.04.05", "left", false, usual, {});
    row("as EDF+ asks", "02.01.24", "03.04.05", "Startdate 02-JAN-2024 X X X", true, usual, {});
    row("date unknown in EDF+", "01.01.85", "03.04.05", "Startdate X X X X", true, {QDate(1985, 1, 1), time}, {});
    row("mixed case", "02.01.24", "03.04.05", "STARTDATE 02-jan-2024 X X X", true, usual, {});
    row("other separators", "2/1/24", "3:4:5", "left", false, usual, {"start-date-form", "start-time-form"});
    row("long year", "2.1.2024", "03.04.05", "left", false, usual, {"start-date-form"});
    row("another date in EDF+", "02.01.23", "03.04.05", "Startdate 02-JAN-2024 X X X", true, usual,
        {"start-date-contradicts"});
    row("another date in plain EDF", "02.01.24", "03.04.05", "Startdate 02-JAN-2023 X X X", false, usual, {});
    row("another order than EDF asks", "24-01-02", "03.04.05", "Startdate 02-JAN-2024 X X X", false, usual,
        {"start-date-contradicts"});
    row("a date that stands for none", "02.01.24", "03.04.05", "Startdate 01-JAN-1970 X X X", true, usual,
        {"start-date-contradicts"});
    row("no date, but in the recording field", "00.00.00", "03.04.05", "Startdate 02-JAN-2024 X X X", false, usual,
        {"start-date-unknown"});
    row("year by EDF+ after 2084", "02.01.yy", "03.04.05", "Startdate 02-JAN-2124 X X X", true,
        {QDate(2124, 1, 2), time}, {"start-date-unknown"});
    row("cut date", "2024-01-", "03.04.05", "left", false, {QDate(1985, 1, 1), time}, {"start-date-unknown"});
    row("nothing", "", "", "", false, {QDate(1985, 1, 1), QTime(0, 0)}, {"start-date-unknown", "start-time-unknown"});
    row("midnight by rounding", "31.12.24", "23.59.60", "", false, {QDate(2025, 1, 1), QTime(0, 0)},
        {"start-time-form"});
}

void TestEdfStart::reads()
{
    QFETCH(bool, isPlus);
    test::EdfBytes file;
    QFETCH(QByteArray, date);
    QFETCH(QByteArray, time);
    QFETCH(QByteArray, recording);
    file.date = date;
    file.time = time;
    file.recording = recording;
    io::EdfFields fields(QStringLiteral("file.edf"), file.bytes());
    const io::EdfStart start = io::readEdfStart(fields, isPlus);
    QTEST(QDateTime(start.date, start.time), "start");
    QStringList codes;
    for (const Deviation &deviation : fields.takeDeviations())
        codes << deviation.code;
    QTEST(codes, "codes");
}

void TestEdfStart::saysWhatWasTaken()
{
    test::EdfBytes file;
    file.date = "02.01.23";
    io::EdfFields fields(QStringLiteral("file.edf"), file.bytes());
    [[maybe_unused]] const auto start = io::readEdfStart(fields, true);
    QCOMPARE(fields.takeDeviations().front().sentence(),
             "start date (byte 168): \"02.01.23\"; the recording field says 2024-01-02; taken as 2024-01-02.");
}

QTEST_APPLESS_MAIN(TestEdfStart)
#include "tst_edfstart.moc"
