// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/gaps.h"
#include "tests/ui/lanes/viewfixture.h"

using namespace somno;
using namespace somno::test;
using plot::PlotTheme;
using plot::RecordingView;
using scoring::EpochSource;
using scoring::Stage;

/// A recording of a minute of which the seconds 20 to 40 are missing, as it is drawn.
class TestGapBand : public QObject {
    Q_OBJECT

    std::unique_ptr<RecordingView> m_view;

    void show(double firstSec, double lastSec, const PlotTheme &theme = PlotTheme::light())
    {
        auto recording = std::make_shared<signal::Recording>(
            kept(*sineRecording(60), {{0, 20 * kTicksPerSecond, 0}, {40 * kTicksPerSecond, 20 * kTicksPerSecond, 0}}));
        m_view = std::make_unique<RecordingView>();
        m_view->setTheme(theme);
        m_view->resize(1148, 700);
        m_view->setRecording(recording, {0, 1});
        m_view->timeAxis()->setRange(firstSec, lastSec);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QTest::qWait(120); // pyramid and spectrogram arrive
    }

    [[nodiscard]] int xOf(const QWidget *lane, double sec, bool ofWhole = false) const
    {
        const double first = ofWhole ? 0 : m_view->timeAxis()->first(),
                     last = ofWhole ? 60 : m_view->timeAxis()->last();
        return at(lane, sec, first, last).x();
    }

    /// Columns [left, right) in which some pixel is nearer to the trace's colour than to the lane's.
    [[nodiscard]] int tracedColumns(const QImage &image, int left, int right) const
    {
        const int lane = qGray(m_view->theme().lane.rgb()), trace = qGray(m_view->theme().trace.rgb());
        int count = 0;
        for (int x = left; x < right; ++x)
            for (int y = 0; y < image.height(); ++y)
                if (std::abs(qGray(image.pixel(x, y)) - trace) < std::abs(qGray(image.pixel(x, y)) - lane)) {
                    ++count;
                    break;
                }
        return count;
    }

    /// Whether a column holds the band: the lane's colour and the hatching, and nothing else.
    [[nodiscard]] bool isBand(const QImage &image, int x) const
    {
        int hatched = 0;
        for (int y = 0; y < image.height() - 1; ++y) {
            const QColor colour = image.pixelColor(x, y);
            hatched += colour == m_view->theme().hairline;
            if (colour != m_view->theme().hairline && colour != m_view->theme().lane
                && colour != m_view->theme().grid) // a trace's zero line
                return false;
        }
        return hatched > 2;
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void cleanup() { m_view.reset(); }

    void nothingIsDrawnInAGap_data()
    {
        QTest::addColumn<double>("firstSec");
        QTest::addColumn<double>("lastSec");
        QTest::addColumn<bool>("dark");
        QTest::newRow("spans") << 0.0 << 60.0 << false;
        QTest::newRow("spans, dark") << 0.0 << 60.0 << true;
        QTest::newRow("at its start") << 15.0 << 25.0 << false;
        QTest::newRow("a line at its start") << 19.5 << 20.5 << false;
        QTest::newRow("a line at its end") << 39.5 << 40.5 << true;
    }

    void nothingIsDrawnInAGap()
    {
        QFETCH(double, firstSec);
        QFETCH(double, lastSec);
        QFETCH(bool, dark);
        show(firstSec, lastSec, dark ? PlotTheme::dark() : PlotTheme::light());
        for (const char *name : {"traceLane0", "traceLane1"}) {
            QWidget *trace = lane(*m_view, name);
            const QImage image = painted(trace);
            const int left = xOf(trace, std::max(20.0, firstSec)) + 2, right = xOf(trace, std::min(40.0, lastSec)) - 2;
            QVERIFY(right - left > 100);
            // The words on its length stand in the middle.
            const int words = (left + right) / 2;
            QCOMPARE(tracedColumns(image, left, words - 60) + tracedColumns(image, words + 60, right), 0);
            for (const int x : {left, left + 30, right - 30, right - 1})
                QVERIFY2(isBand(image, x), qPrintable(QString::number(x)));
            // Data begins and ends beside it.
            if (firstSec < 20)
                QVERIFY(tracedColumns(image, left - 40, left - 14) >= 20);
            if (lastSec > 40)
                QVERIFY(tracedColumns(image, right + 4, right + 15) >= 9);
        }
    }

    void theSamplesBehindAGapStandInTheirPlace()
    {
        show(40, 42);
        const QImage behind = painted(lane(*m_view, "traceLane0"));
        auto recording = std::make_shared<signal::Recording>(*sineRecording(60));
        m_view->setRecording(recording, {0, 1});
        m_view->timeAxis()->setRange(40, 42);
        QTest::qWait(120);
        const QImage whole = painted(lane(*m_view, "traceLane0"));
        int different = 0;
        for (int x = kGutter + 20; x < behind.width() - 20; ++x)
            for (int y = 0; y < behind.height(); ++y)
                different += behind.pixel(x, y) != whole.pixel(x, y);
        QVERIFY2(different < 40, qPrintable(QString::number(different))); // the clock's grid is the same, too
    }

    void spectrogramAndOverviewShowTheBand()
    {
        show(0, 60);
        for (const char *name : {"spectrogramLane", "overviewLane", "hypnogramLane"}) {
            QWidget *strip = lane(*m_view, name);
            const QImage image = painted(strip);
            for (const double sec : {22.0, 30.0, 38.0})
                QVERIFY2(isBand(image, xOf(strip, sec, true)) || qstrcmp(name, "overviewLane") == 0, name);
            QVERIFY(!isBand(image, xOf(strip, 10, true)));
        }
    }

    void stagesInAGapStayVisible()
    {
        show(0, 60);
        scoring::ScoringDocument document(scoring::Hypnogram(60));
        document.setStage({20, 40}, Stage::Nrem, EpochSource::Human);
        m_view->setDocument(&document);
        QWidget *hypnogram = lane(*m_view, "hypnogramLane");
        QVERIFY(!isBand(painted(hypnogram), xOf(hypnogram, 30)));
        m_view.reset();
    }

    void aNarrowGapIsALine()
    {
        auto recording = std::make_shared<signal::Recording>(
            kept(*sineRecording(6000),
                 {{0, 3000 * kTicksPerSecond, 0}, {3001 * kTicksPerSecond, 2999 * kTicksPerSecond, 0}}));
        m_view = std::make_unique<RecordingView>();
        m_view->resize(1148, 700);
        m_view->setRecording(recording, {0});
        m_view->timeAxis()->setRange(0, 6000);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QWidget *hypnogram = lane(*m_view, "hypnogramLane");
        const QImage image = painted(hypnogram);
        const int x = at(hypnogram, 3000.5, 0, 6000).x();
        int lines = 0;
        for (int dx = -2; dx <= 2; ++dx)
            lines += image.pixelColor(x + dx, 40) == m_view->theme().hairline;
        QCOMPARE(lines, 1);
    }

    void aPointerAtRestTellsOfIt()
    {
        show(0, 60);
        QSignalSpy rested(m_view.get(), &RecordingView::rested);
        QWidget *trace = lane(*m_view, "traceLane0");
        for (const double sec : {10.0, 30.0}) {
            const QPoint place = at(*m_view, trace, sec);
            QHelpEvent event(QEvent::ToolTip, place, trace->mapToGlobal(place));
            QCoreApplication::sendEvent(trace, &event);
        }
        QCOMPARE(rested.size(), 1);
        QVERIFY(std::abs(rested[0][0].toDouble() - 30) < 0.1);
    }
};

QTEST_MAIN(TestGapBand)
#include "tst_gapband.moc"
