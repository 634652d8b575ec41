// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QtTest>

#include "core/labels/table/cellvalues.h"

using namespace somno;
using io::Moment;

class TestCellValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        const io::NumberStyle decimal{true};
        const io::NumberStyle thousands{false};
        for (const char *text :
             {"1234.5", "1234,5", "1 234,5", "1.234,5", "1,234.5", "1'234.5", "+1234.5", "1234.5 s", "1.2345e3"})
            QVERIFY2(io::numberOf(QString::fromLatin1(text), decimal) == 1234.5, text);
        QCOMPARE(io::numberOf(QStringLiteral("1,029"), decimal), std::optional(1.029));
        QCOMPARE(io::numberOf(QStringLiteral("1,029"), thousands), std::optional(1029.0));
        QCOMPARE(io::numberOf(QStringLiteral("1,234,567"), decimal), std::optional(1234567.0));
        for (const char *text : {"", "s", "nan", "inf", "1e999", "W", "1:30", "--1", "1.2.3"})
            QVERIFY2(!io::numberOf(QString::fromLatin1(text)), text);
    }

    void codes()
    {
        for (const char *text : {"2", "2.0", "2.000000000000000000e+00", " 2.0 "})
            QCOMPARE(io::codeText(QString::fromLatin1(text)).trimmed(), QStringLiteral("2"));
        QCOMPARE(io::codeText(QStringLiteral("-2.0")), QStringLiteral("-2"));
        for (const char *text : {"2.5", "N2.0", "", "1e308", "Sleep stage 2"})
            QCOMPARE(io::codeText(QString::fromLatin1(text)), QString::fromLatin1(text));
    }

    void clocks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("seconds");
        const auto add
            = [](const char *text, double seconds) { QTest::newRow(text) << QString::fromLatin1(text) << seconds; };
        add("09:00:01", 32401);
        add("9:00", 32400);
        add("09:00:00.25", 32400.25);
        add("09:00:00,25", 32400.25);
        add("12:00:00 AM", 0);
        add("12:30:00 pm", 45000);
        add("9:00:00 p.m.", 75600);
        add("25:00:00", 90000);
    }

    void clocks()
    {
        QFETCH(QString, text);
        const auto moment = io::momentOf(text);
        QVERIFY(moment && moment->kind == Moment::Clock);
        QTEST(double(moment->ticks) / double(kTicksPerSecond), "seconds");
    }

    void dates()
    {
        const auto ticks = [](int month, int day) {
            return QDateTime(QDate(2024, month, day), QTime(9, 0), Qt::UTC).toSecsSinceEpoch() * kTicksPerSecond;
        };
        for (const char *text :
             {"2024-03-25T09:00:00", "2024/03/25 09:00:00", "25.03.2024 09:00", "03/25/2024 9:00:00 AM",
              "25/03/2024 09:00:00", "25-Mar-2024 09:00:00", "2024-03-25T09:00:00Z", "25/03/24 09:00:00"}) {
            const auto moment = io::momentOf(QString::fromLatin1(text));
            QVERIFY2(moment && moment->kind == Moment::Dated, text);
            QCOMPARE(moment->ticks, ticks(3, 25));
        }
        const QString either = QStringLiteral("03/04/2024 09:00:00");
        QCOMPARE(io::momentOf(either)->kind, Moment::Clock); // the date is not known
        QCOMPARE(io::momentOf(either, {}, io::DateOrder::DayFirst)->ticks, ticks(4, 3));
        QCOMPARE(io::momentOf(either, {}, io::DateOrder::MonthFirst)->ticks, ticks(3, 4));
        for (const char *text :
             {"2024-13-45T09:00:00", "09:99:00", "31/31/2024 09:00:00", "13:00 PM", "W", "2024-03-25T0x"})
            QVERIFY2(!io::momentOf(QString::fromLatin1(text)), text);
    }
};

QTEST_APPLESS_MAIN(TestCellValues)
#include "tst_cellvalues.moc"
