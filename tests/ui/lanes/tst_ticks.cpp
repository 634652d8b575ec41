// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QtTest>

#include "ui/lanes/ticks.h"

using namespace somno::plot;

class tst_Ticks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void elapsedTimesAreRound()
    {
        const auto ticks = timeTicks(95, 215, 8, {});
        QCOMPARE(ticks.size(), size_t(8));
        QCOMPARE(ticks.front().sec, 105.0);
        QCOMPARE(ticks.front().label, QStringLiteral("00:01:45"));
        QCOMPARE(ticks.back().sec, 210.0);
    }

    void clockTimesAreRoundOnTheClock()
    {
        const QDateTime start(QDate(2024, 3, 12), QTime(7, 0, 13));
        const auto ticks = timeTicks(0, 600, 10, start);
        QCOMPARE(ticks.front().sec, 47.0);
        QCOMPARE(ticks.front().label, QStringLiteral("07:01"));
        QCOMPARE(ticks.size(), size_t(10));
    }

    void midnightShowsTheDate()
    {
        const QDateTime start(QDate(2024, 3, 12), QTime(18, 0));
        const auto ticks = timeTicks(0, 43200, 4, start);
        const auto midnight
            = std::find_if(ticks.begin(), ticks.end(), [](const TimeTick &tick) { return tick.sec == 21600; });
        QVERIFY(midnight != ticks.end());
        QCOMPARE(midnight->label, QStringLiteral("13 Mar"));
    }

    void neverMoreTicksThanAskedFor()
    {
        for (const double span : {0.5, 3.0, 30.0, 601.0, 4000.0, 86400.0, 2e6, 1e8})
            for (const int most : {1, 3, 11}) {
                const auto count = timeTicks(17.3, 17.3 + span, most, {}).size();
                QVERIFY2(count <= size_t(most) + 1, qPrintable(QString::number(count)));
            }
        QVERIFY(timeTicks(5, 5, 10, {}).empty());
    }

    void timeText_data()
    {
        QTest::addColumn<double>("sec");
        QTest::addColumn<QDateTime>("start");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QString>("expected");
        const QDateTime evening(QDate(2024, 3, 12), QTime(23, 59, 58));
        QTest::newRow("elapsed") << 3661.24 << QDateTime() << 1 << QStringLiteral("01:01:01.2");
        QTest::newRow("days elapsed") << 180000.0 << QDateTime() << 0 << QStringLiteral("50:00:00");
        QTest::newRow("over midnight") << 3.0 << evening << 0 << QStringLiteral("00:00:01");
        QTest::newRow("rounds up to midnight") << 1.96 << evening << 1 << QStringLiteral("00:00:00.0");
        QTest::newRow("milliseconds") << 0.0125 << QDateTime() << 3 << QStringLiteral("00:00:00.013");
    }

    void timeText()
    {
        QFETCH(double, sec);
        QFETCH(QDateTime, start);
        QFETCH(int, decimals);
        QTEST(somno::plot::timeText(sec, start, decimals), "expected");
    }

    void lengthText()
    {
        for (const auto &[sec, expected] : {std::pair{0.25, "0.25 s"},
                                            {7.0, "7 s"},
                                            {59.7, "1 min"},
                                            {200.0, "3 min 20 s"},
                                            {3599.9, "1 h"},
                                            {7500.0, "2 h 5 min"},
                                            {90000.0, "25 h"}})
            QCOMPARE(somno::plot::lengthText(sec), QString::fromLatin1(expected));
    }

    void valuesAreRound()
    {
        const ValueTicks ticks = valueTicks(-143, 143, 4);
        QCOMPARE(ticks.values, (std::vector<double>{-100, 0, 100}));
        QCOMPARE(ticks.label(-100), QString(QChar(0x2212)) + QStringLiteral("100"));
        QCOMPARE(ticks.label(0), QStringLiteral("0"));
        QCOMPARE(ticks.unitText(QStringLiteral("uV")), QStringLiteral("uV"));
    }

    void smallValuesAreWrittenInAPowerOfTen()
    {
        const ValueTicks ticks = valueTicks(-3.1e-4, 3.1e-4, 3);
        QCOMPARE(ticks.exponent, -6);
        QCOMPARE(ticks.label(ticks.values.back()), QStringLiteral("200"));
        QCOMPARE(ticks.unitText(QStringLiteral("V")), QStringLiteral("10\u207b\u2076 V"));
        QCOMPARE(valueTicks(-4e6, 4e6, 3).exponent, 6);
    }

    void noScaleWithoutARange()
    {
        QVERIFY(valueTicks(1, 1, 3).values.empty());
        QVERIFY(valueTicks(2, 1, 3).values.empty());
        QVERIFY(valueTicks(std::nan(""), 1, 3).values.empty());
    }
};

QTEST_GUILESS_MAIN(tst_Ticks)
#include "tst_ticks.moc"
