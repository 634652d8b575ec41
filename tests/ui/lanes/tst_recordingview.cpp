// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include "tests/ui/lanes/viewfixture.h"

using namespace somno;
using namespace somno::test;
using plot::RecordingView;
using scoring::EpochRange;
using scoring::ScoringDocument;
using scoring::Stage;

/// The mouse on the real widget.
class tst_RecordingView : public QObject {
    Q_OBJECT

    std::unique_ptr<ScoringDocument> m_document;
    std::unique_ptr<RecordingView> m_view;

    static void wheel(QWidget *lane, QPoint at, int steps, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(at, lane->mapToGlobal(at), {}, {0, steps * 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(lane, &event);
    }

    void drag(QWidget *lane, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mousePress(lane, button, modifiers, from);
        for (int i = 1; i <= 4; ++i) {
            const QPoint point = from + (to - from) * i / 4;
            QMouseEvent move(QEvent::MouseMove, point, lane->mapToGlobal(point), Qt::NoButton, button, modifiers);
            QCoreApplication::sendEvent(lane, &move);
        }
        QTest::mouseRelease(lane, button, modifiers, to);
    }

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_view = std::make_unique<RecordingView>();
        m_view->resize(1148, 700); // 1000 pixels of lane
        m_document = std::make_unique<ScoringDocument>(scoring::Hypnogram(1000, 1));
        m_document->setStage({100, 300}, Stage::Nrem);
        m_document->setStage({300, 360}, Stage::Rem);
        m_view->setRecording(sineRecording(1000), {0, 1});
        m_view->setDocument(m_document.get());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QCOMPARE(lane(*m_view, "traceLane0")->width(), 1148);
    }

    void cleanup()
    {
        m_view.reset();
        m_document.reset();
    }

    void startsOnTheFirstTenMinutes()
    {
        QCOMPARE(m_view->timeAxis()->first(), 0.0);
        QCOMPARE(m_view->timeAxis()->span(), 600.0);
        QCOMPARE(m_view->selection()->count(), EpochIndex(1000));
    }

    void clickSetsTheCurrentEpoch()
    {
        m_view->selection()->select({5, 9});
        QWidget *eeg = lane(*m_view, "traceLane0");
        QTest::mouseClick(eeg, Qt::LeftButton, {}, at(*m_view, eeg, 240.5));
        QCOMPARE(m_view->selection()->current(), EpochIndex(240));
        QVERIFY(m_view->selection()->selection().isEmpty());
        QCOMPARE(m_view->timeAxis()->first(), 0.0);
    }

    void dragSelectsTheEpochsItCrossed_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::newRow("forwards") << 120.5 << 180.5;
        QTest::newRow("backwards") << 180.5 << 120.5;
    }

    void dragSelectsTheEpochsItCrossed()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        m_view->timeAxis()->setRange(100, 200);
        for (const char *name : {"traceLane1", "hypnogramLane", "confidenceLane", "spectrogramLane", "rulerLane"}) {
            QWidget *target = lane(*m_view, name);
            drag(target, at(*m_view, target, from), at(*m_view, target, to));
            QVERIFY2((m_view->selection()->selection() == EpochRange{120, 181}), name);
            QCOMPARE(m_view->timeAxis()->first(), 100.0);
            m_view->selection()->clear();
        }
    }

    void dragBeyondTheEdgePans()
    {
        m_view->timeAxis()->setRange(0, 100);
        QWidget *eeg = lane(*m_view, "traceLane0");
        const QPoint from = at(*m_view, eeg, 50.5), edge(eeg->width() - kRightMargin + 8, 20);
        QTest::mousePress(eeg, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, edge, eeg->mapToGlobal(edge), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(eeg, &move);
        QTRY_VERIFY(m_view->timeAxis()->first() > 10);
        QTest::mouseRelease(eeg, Qt::LeftButton, {}, edge);
        const double first = m_view->timeAxis()->first();
        QVERIFY2(m_view->selection()->selection().first == 50, "the selection keeps its start");
        QVERIFY(double(m_view->selection()->selection().last) >= first + 99);
        QTest::qWait(100);
        QCOMPARE(m_view->timeAxis()->first(), first);
    }

    void rightClickSelectsTheBout()
    {
        QWidget *emg = lane(*m_view, "traceLane1");
        QTest::mouseClick(emg, Qt::RightButton, {}, at(*m_view, emg, 330.5));
        QVERIFY((m_view->selection()->selection() == EpochRange{300, 360}));
        QCOMPARE(m_view->selection()->current(), EpochIndex(330));
        QTest::mouseClick(emg, Qt::RightButton, {}, at(*m_view, emg, 50.5));
        QVERIFY((m_view->selection()->selection() == EpochRange{0, 100}));
    }

    void wheelScrollsZoomsAndScales()
    {
        QWidget *eeg = lane(*m_view, "traceLane0");
        m_view->timeAxis()->setRange(100, 200);
        wheel(eeg, at(*m_view, eeg, 150), -1);
        QVERIFY(std::abs(m_view->timeAxis()->first() - 110) < 0.2);
        wheel(eeg, at(*m_view, eeg, 150), 1);
        QVERIFY(std::abs(m_view->timeAxis()->first() - 100) < 0.2);
        m_view->timeAxis()->setRange(100, 200);
        wheel(eeg, at(*m_view, eeg, 125), 1, Qt::ControlModifier);
        QCOMPARE(m_view->timeAxis()->span(), 80.0);
        QVERIFY(std::abs(m_view->timeAxis()->first() - 105) < 0.2);
        const QImage before = painted(eeg);
        wheel(eeg, at(*m_view, eeg, 125), 3, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_view->timeAxis()->span(), 80.0);
        QVERIFY(painted(eeg) != before);
        m_view->autoscale();
        QVERIFY(painted(eeg) == before);
    }

    void middleOrShiftDragPans()
    {
        QWidget *eeg = lane(*m_view, "traceLane0");
        m_view->timeAxis()->setRange(200, 300);
        drag(eeg, {600, 20}, {400, 20}, Qt::MiddleButton);
        QVERIFY(std::abs(m_view->timeAxis()->first() - 220) < 1e-6);
        drag(eeg, {400, 20}, {600, 20}, Qt::LeftButton, Qt::ShiftModifier);
        QVERIFY(std::abs(m_view->timeAxis()->first() - 200) < 1e-6);
        QVERIFY(m_view->selection()->selection().isEmpty());
    }

    void clickOnTheOverviewJumps()
    {
        QWidget *overview = lane(*m_view, "overviewLane");
        m_view->timeAxis()->setRange(0, 100);
        QTest::mouseClick(overview, Qt::LeftButton, {}, at(overview, 700.5, 0, 1000));
        QVERIFY(std::abs(m_view->timeAxis()->first() - 650) < 2);
        QCOMPARE(m_view->timeAxis()->span(), 100.0);
        QCOMPARE(m_view->selection()->current(), EpochIndex(700));
        drag(overview, at(overview, 700.5, 0, 1000), at(overview, 200.5, 0, 1000));
        QVERIFY(std::abs(m_view->timeAxis()->first() - 150) < 2);
    }

    void clickOnTheHypnogramCentres()
    {
        for (const char *name : {"hypnogramLane", "spectrogramLane"}) {
            m_view->timeAxis()->setRange(300, 400);
            QWidget *target = lane(*m_view, name);
            QTest::mouseClick(target, Qt::LeftButton, {}, at(*m_view, target, 390.5));
            QCOMPARE(m_view->selection()->current(), EpochIndex(390));
            QVERIFY(std::abs(m_view->timeAxis()->first() - 340) < 1);
        }
    }

    void gutterIsNoTime()
    {
        QWidget *eeg = lane(*m_view, "traceLane0");
        m_view->selection()->setCurrent(77);
        QTest::mouseClick(eeg, Qt::LeftButton, {}, {40, 30});
        QTest::mouseClick(eeg, Qt::RightButton, {}, {40, 30});
        QCOMPARE(m_view->selection()->current(), EpochIndex(77));
        QVERIFY(m_view->selection()->selection().isEmpty());
    }

    void pointerTellsItsTime()
    {
        QSignalSpy spy(m_view.get(), &RecordingView::hovered);
        QWidget *eeg = lane(*m_view, "traceLane0");
        drag(eeg, {kGutter + 500, 20}, {kGutter + 501, 20}, Qt::NoButton);
        QVERIFY(spy.count() > 0);
        QVERIFY(std::abs(spy.last()[0].toDouble() - 300) < 1);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(eeg, &leave);
        QVERIFY(spy.last()[0].toDouble() < 0);
    }

    void viewFollowsOnlyNearTheEdge()
    {
        m_view->timeAxis()->setRange(100, 200);
        m_view->ensureVisible(150);
        m_view->ensureVisible(185);
        QCOMPARE(m_view->timeAxis()->first(), 100.0);
        m_view->ensureVisible(195);
        QCOMPARE(m_view->timeAxis()->first(), 106.0);
        m_view->ensureVisible(20);
        QCOMPARE(m_view->timeAxis()->first(), 10.0);
        m_view->ensureVisible(0);
        QCOMPARE(m_view->timeAxis()->first(), 0.0);
    }

    void withoutRecordingNothingHappens()
    {
        m_view->setRecording(nullptr, {});
        m_view->setDocument(nullptr);
        QCOMPARE(m_view->selection()->count(), EpochIndex(0));
        QVERIFY(!lane(*m_view, "traceLane0"));
        QWidget *overview = lane(*m_view, "overviewLane");
        QTest::mouseClick(overview, Qt::LeftButton, {}, {400, 20});
        wheel(overview, {400, 20}, 2);
        QCOMPARE(m_view->timeAxis()->total(), 0.0);
        m_view->setLoading(0.4);
        QVERIFY(!painted(overview).isNull());
    }

    void documentMayGoFirst()
    {
        m_document.reset();
        QCOMPARE(m_view->selection()->count(), EpochIndex(0));
        QVERIFY(!painted(lane(*m_view, "hypnogramLane")).isNull());
    }

    void firstPageIsToldOncePerRecording()
    {
        QSignalSpy spy(m_view.get(), &RecordingView::firstPagePainted);
        m_view->setRecording(sineRecording(300), {0});
        QTRY_COMPARE(spy.count(), 1);
        QTest::qWait(50);
        QCOMPARE(spy.count(), 1);
        QVERIFY(!lane(*m_view, "traceLane1"));
        QCOMPARE(m_view->timeAxis()->span(), 300.0);
    }

    void manyChannelsScrollAndStayAligned()
    {
        auto recording = sineRecording(60);
        for (int i = 0; i < 138; ++i)
            recording->channels.push_back(recording->channels.front());
        QVector<int> channels(140);
        std::iota(channels.begin(), channels.end(), 0);
        m_view->setRecording(recording, channels);
        QTest::qWait(50);
        QWidget *last = lane(*m_view, "traceLane139");
        QVERIFY(last && last->height() >= 50);
        QVERIFY(last->width() <= m_view->width());
        // Where a scroll bar takes room beside the lanes, the ruler ends with them.
        const double end = m_view->timeAxis()->last();
        QSignalSpy spy(m_view.get(), &RecordingView::hovered);
        drag(last, {last->width() - kRightMargin - 1, 10}, {last->width() - kRightMargin - 1, 11}, Qt::NoButton);
        const double inLane = spy.last()[0].toDouble();
        QWidget *ruler = lane(*m_view, "rulerLane");
        drag(ruler, {last->width() - kRightMargin - 1, 10}, {last->width() - kRightMargin - 1, 11}, Qt::NoButton);
        QVERIFY(std::abs(m_view->timeAxis()->last() - end) < 1e-9);
        QVERIFY(std::abs(inLane - spy.last()[0].toDouble()) < 0.2);
    }
};

QTEST_MAIN(tst_RecordingView)
#include "tst_recordingview.moc"
