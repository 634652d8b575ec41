// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/edf/edfdate.h"

using namespace somno;

class TestEdfDate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readsDates_data();
    void readsDates();
    void refusesDates_data();
    void refusesDates();
    void readsTimes_data();
    void readsTimes();
    void refusesTimes_data();
    void refusesTimes();
};

void TestEdfDate::readsDates_data()
{
    QTest::addColumn<QDate>("date");
    for (const char *text : {"05.03.24", "5.3.24",     "05/03/24",   "05-03-24",     "05:03:24",    "05 03 24",
                             "05_03_24", "5. 3. 24",   "05.03.2024", "5.3.2024",     "2024-03-05",  "2024/3/5",
                             "05032024", "20240305",   "05MAR24",    "5-mar-24",     "05-Mar-2024", "05-MARCH-2024",
                             "5.Mär.24", "05-mars-24", "5 mrz 24",   "5 marzo 2024", "2024-MAR-05", "05-MAA-2024"})
        QTest::newRow(text) << QDate(2024, 3, 5);
    QTest::newRow("03/25/24") << QDate(2024, 3, 25); // no month has number 25
    QTest::newRow("99-03-25") << QDate(1999, 3, 25); // no day has number 99
    QTest::newRow("45-12-31") << QDate(2045, 12, 31);
    QTest::newRow("311299") << QDate(1999, 12, 31);
    QTest::newRow("01.01.85") << QDate(1985, 1, 1);
    QTest::newRow("31.12.84") << QDate(2084, 12, 31);
    QTest::newRow("29.02.24") << QDate(2024, 2, 29);
    QTest::newRow("14-JUIL-2024") << QDate(2024, 7, 14);
    QTest::newRow("03-OKT-2024") << QDate(2024, 10, 3);
}

void TestEdfDate::readsDates()
{
    const auto date = io::parseEdfDate(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(date);
    QTEST(*date, "date");
}

void TestEdfDate::refusesDates_data()
{
    QTest::addColumn<int>("unused");
    for (const char *text : {"", "00.00.00", "X", "31.02.24", "29.02.23", "dd.mm.yy", "05.03", "05.03.yy", "05.03.4",
                             "050324", "13.13.13", "05-XYZ-2024", "14-JUI-2024", "05.03.1024", "05.03.24x"})
        QTest::newRow(text) << 0;
}

void TestEdfDate::refusesDates()
{
    QVERIFY(!io::parseEdfDate(QString::fromUtf8(QTest::currentDataTag())));
}

void TestEdfDate::readsTimes_data()
{
    QTest::addColumn<int>("seconds");
    for (const char *text : {"09.01.17", "09:01:17", "9:1:17", "09-01-17", "09/01/17", "09 01 17", "090117", "9h01m17",
                             "09.01.17.5", "9:01:17AM", "9:01:17 a"})
        QTest::newRow(text) << 9 * 3600 + 77;
    QTest::newRow("00.00.00") << 0;
    QTest::newRow("23.59.59") << 86399;
    QTest::newRow("24.00.00") << 86400;
    QTest::newRow("23.59.60") << 86400;
    QTest::newRow("09:01") << 9 * 3600 + 60;
    QTest::newRow("0901") << 9 * 3600 + 60;
    QTest::newRow("9:01 PM") << 21 * 3600 + 60;
    QTest::newRow("12:00AM") << 0;
    QTest::newRow("12:30PM") << 45000;
}

void TestEdfDate::readsTimes()
{
    const auto seconds = io::parseEdfTime(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(seconds);
    QTEST(*seconds, "seconds");
}

void TestEdfDate::refusesTimes_data()
{
    QTest::addColumn<int>("unused");
    for (const char *text :
         {"", "X", "24.00.01", "25.00.00", "09.60.00", "09.01.61", "hh.mm.ss", "9", "13:00PM", "-1.00.00"})
        QTest::newRow(text) << 0;
}

void TestEdfDate::refusesTimes()
{
    QVERIFY(!io::parseEdfTime(QString::fromUtf8(QTest::currentDataTag())));
}

QTEST_APPLESS_MAIN(TestEdfDate)
#include "tst_edfdate.moc"
