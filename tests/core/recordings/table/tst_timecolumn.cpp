// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/recordings/table/timecolumn.h"

using namespace somno;
using io::TimeColumn;

namespace {

/// Times of a rate, rounded as a file rounds them.
TimeColumn timesAt(double hz, double step, int rows, double unitSec = 1, double start = 0)
{
    TimeColumn column(unitSec, step);
    for (int i = 0; i < rows; ++i)
        column.add(std::round((start + i / hz / unitSec) / step) * step, i + 2);
    column.end();
    return column;
}

} // namespace

class TestTimeColumn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRateIsExactThoughTimesAreRounded_data()
    {
        QTest::addColumn<double>("hz");
        QTest::addColumn<double>("step");
        QTest::addColumn<int>("rows");
        QTest::newRow("512 Hz to a microsecond") << 512.0 << 1e-6 << 2000;
        QTest::newRow("512 Hz to a millisecond") << 512.0 << 1e-3 << 400000;
        QTest::newRow("305.1758 Hz") << 305.1758 << 1e-6 << 200000;
        QTest::newRow("250 Hz, few rows") << 250.0 << 1e-3 << 20;
        QTest::newRow("511.9596 Hz, an hour") << 511.9596 << 1e-6 << 1843000;
    }

    void theRateIsExactThoughTimesAreRounded()
    {
        QFETCH(double, hz);
        QFETCH(double, step);
        QFETCH(int, rows);
        const auto rate = timesAt(hz, step, rows).rate();
        QVERIFY(rate);
        QVERIFY2(std::abs(rate->hz() / hz - 1) < 1e-8, qPrintable(QString::number(rate->hz(), 'g', 12)));
        QVERIFY(!timesAt(hz, step, rows).unevenness());
        const auto inMs = timesAt(hz, step, rows, 1e-3, 5000).rate();
        QVERIFY(inMs && std::abs(inMs->hz() / hz - 1) < 1e-8);
    }

    void aGapIsNamedByItsLine()
    {
        TimeColumn column(1, 1e-6);
        for (int i = 0; i < 1000; ++i)
            column.add(i / 100.0 + (i >= 700 ? 5 : 0), i + 2);
        column.end();
        QVERIFY(!column.rate());
        QVERIFY2(column.problem().contains(QStringLiteral("line 702")), qPrintable(column.problem()));
        QVERIFY(column.problem().contains(QStringLiteral("5.01")));
        TimeColumn early(1, 1e-6); // among the rows by which the usual step is found
        for (int i = 0; i < 50; ++i)
            early.add(i / 100.0 + (i >= 10 ? 1 : 0), i + 1);
        early.add(100, 51);
        early.end();
        QVERIFY(!early.rate());
    }

    void oneSampleTooFewIsAGap()
    {
        TimeColumn column(1, 1e-3);
        for (int i = 0; i < 5000; ++i)
            column.add(std::round((i + (i >= 3000)) / 512.0 * 1000) / 1000, i + 1);
        QVERIFY2(column.problem().contains(QStringLiteral("line 3001")), qPrintable(column.problem()));
    }

    void timesThatShakeAreTakenAsEvenAndSaid()
    {
        TimeColumn column(1, 1e-6);
        for (int i = 0; i < 5000; ++i)
            column.add(i / 200.0 + (i % 2 == 0 ? 0.0004 : 0), i + 1);
        QVERIFY(column.rate() && std::abs(column.rate()->hz() - 200) < 0.01);
        QCOMPARE(column.unevenness()->code, QStringLiteral("times-uneven"));
    }

    void whatIsNotBeyondDoubtIsNoRate()
    {
        TimeColumn index(0, 1);
        for (int i = 0; i < 1000; ++i)
            index.add(i, i + 1);
        index.end();
        QVERIFY(index.isIndex() && !index.rate());
        TimeColumn unknown(0, 1); // 2, 4, 6: milliseconds?
        for (int i = 0; i < 1000; ++i)
            unknown.add(2 * i, i + 1);
        unknown.end();
        QVERIFY(!unknown.rate());
        QCOMPARE(unknown.likelyHz(), 500.0);
        TimeColumn coarse(1, 1); // whole seconds at 100 Hz
        for (int i = 0; i < 1000; ++i)
            coarse.add(i / 100, i + 1);
        coarse.end();
        QVERIFY(!coarse.rate());
        TimeColumn still(1, 1e-3);
        for (int i = 0; i < 10; ++i)
            still.add(3, i + 1);
        still.end();
        QVERIFY(!still.rate());
        QVERIFY(!TimeColumn(1, 1).rate());
    }
};

QTEST_APPLESS_MAIN(TestTimeColumn)
#include "tst_timecolumn.moc"
