// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "ui/lanes/timeaxis.h"

using somno::plot::TimeAxis;

class tst_TimeAxis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void rangeStaysInsideTheRecording_data()
    {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("last");
        QTest::addColumn<double>("expectedFirst");
        QTest::addColumn<double>("expectedLast");
        QTest::newRow("inside") << 10.0 << 40.0 << 10.0 << 40.0;
        QTest::newRow("before the start") << -20.0 << 10.0 << 0.0 << 30.0;
        QTest::newRow("beyond the end") << 590.0 << 650.0 << 540.0 << 600.0;
        QTest::newRow("longer than the recording") << -100.0 << 5000.0 << 0.0 << 600.0;
        QTest::newRow("too narrow") << 100.0 << 100.1 << 100.0 << 100.5;
        QTest::newRow("upside down") << 100.0 << 50.0 << 100.0 << 100.5;
    }

    void rangeStaysInsideTheRecording()
    {
        QFETCH(double, first);
        QFETCH(double, last);
        TimeAxis axis;
        axis.setTotal(600);
        axis.setRange(first, last);
        QTEST(axis.first(), "expectedFirst");
        QTEST(axis.last(), "expectedLast");
    }

    void zoomKeepsTheAnchor()
    {
        TimeAxis axis;
        axis.setTotal(3600);
        axis.setRange(1000, 1100);
        axis.zoom(2, 1025);
        QCOMPARE(axis.span(), 50.0);
        QCOMPARE((1025 - axis.first()) / axis.span(), 0.25);
        axis.zoom(0.5, 1025);
        QCOMPARE(axis.first(), 1000.0);
        axis.setSpan(3600, 1025);
        QCOMPARE(axis.first(), 0.0);
        QCOMPARE(axis.last(), 3600.0);
    }

    void zoomStopsAtTheLimits()
    {
        TimeAxis axis;
        axis.setTotal(3600);
        axis.setRange(0, 600);
        for (int i = 0; i < 40; ++i)
            axis.zoom(1.25, 300);
        QCOMPARE(axis.span(), TimeAxis::kMinSpanSec);
        axis.zoom(0, 300);
        axis.zoom(-3, 300);
        QCOMPARE(axis.span(), TimeAxis::kMinSpanSec);
        for (int i = 0; i < 60; ++i)
            axis.zoom(0.8, 300);
        QCOMPARE(axis.span(), 3600.0);
    }

    void panningLeavesTheSpanBitIdentical()
    {
        TimeAxis axis;
        axis.setTotal(86400);
        axis.setRange(12345.6789, 12345.6789 + 0.7 * 600);
        const double span = axis.span();
        for (int i = 0; i < 1000; ++i)
            axis.pan(i % 3 == 0 ? -0.1 : 0.3);
        QVERIFY(axis.span() == span);
        axis.pan(-1e9);
        QVERIFY(axis.first() == 0 && axis.span() == span);
    }

    void shortRecordingIsShownWhole()
    {
        TimeAxis axis;
        axis.setTotal(0.2);
        axis.setRange(0, 600);
        QCOMPARE(axis.span(), 0.2);
        axis.setTotal(0);
        QCOMPARE(axis.span(), 0.0);
        axis.pan(5);
        QCOMPARE(axis.first(), 0.0);
    }

    void tellsOnlyOfChanges()
    {
        TimeAxis axis;
        axis.setTotal(600);
        QSignalSpy spy(&axis, &TimeAxis::rangeChanged);
        axis.setRange(0, 30);
        axis.setRange(0, 30);
        axis.pan(-1);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][1].toDouble(), 30.0);
    }
};

QTEST_GUILESS_MAIN(tst_TimeAxis)
#include "tst_timeaxis.moc"
