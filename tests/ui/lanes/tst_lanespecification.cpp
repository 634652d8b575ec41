// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QSignalSpy>
#include <QtTest>
#include <map>

#include "tests/ui/lanes/viewfixture.h"
#include "ui/lanes/laneplottable.h"
#include "ui/lanes/standardlanes.h"

using namespace somno;
using namespace somno::test;
using plot::Lane;
using plot::LaneSpecification;
using plot::RecordingView;
using plot::ViewChange;
using scoring::ScoringDocument;
using scoring::Stage;

namespace {

/// What the plottables of one test went through, by lane.
struct Seen {
    std::map<QString, int> drawings;
    int recordings = 0;
    double scaled = 1;
    int autoscaled = 0;
};

/// Fills its lane with one colour and counts.
class Marker : public plot::LanePlottable {
public:
    Marker(Lane *lane, Seen &seen) : LanePlottable(lane), m_seen(seen) {}

    void paint(QCPPainter *painter, const QRect &rect) override
    {
        painter->fillRect(rect, Qt::magenta);
        ++m_seen.drawings[m_lane->objectName()];
    }
    void recordingChanged() override { ++m_seen.recordings; }
    void scaleAmplitude(double factor) override { m_seen.scaled *= factor; }
    void autoscale() override { ++m_seen.autoscaled; }

private:
    Seen &m_seen;
};

} // namespace

/// A view with one more lane than the standard ones.
class tst_LaneSpecification : public QObject {
    Q_OBJECT

    Seen m_seen;
    std::unique_ptr<ScoringDocument> m_document;
    std::unique_ptr<RecordingView> m_view;

    [[nodiscard]] LaneSpecification marker()
    {
        return {.id = QStringLiteral("markerLane"),
                .minimumHeight = 30,
                .preferredHeight = 60,
                .fill = [this](Lane *lane) { new Marker(lane, m_seen); }};
    }

    void show(std::vector<LaneSpecification> lanes)
    {
        m_view = std::make_unique<RecordingView>(std::move(lanes));
        m_view->resize(1148, 800);
        m_document = std::make_unique<ScoringDocument>(scoring::Hypnogram(1000, 1));
        m_view->setRecording(sineRecording(1000), {0, 1});
        m_view->setDocument(m_document.get());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QTest::qWait(50);
    }

    void showWith(LaneSpecification lane)
    {
        auto lanes = plot::standardLanes();
        lanes.push_back(std::move(lane));
        show(std::move(lanes));
    }

    /// Drawings of every standard lane are counted, too.
    void showCounted()
    {
        auto lanes = plot::standardLanes();
        for (LaneSpecification &lane : lanes)
            lane.fill = [this](Lane *on) { new Marker(on, m_seen); };
        show(std::move(lanes));
    }

    /// The lanes that are drawn again by what `change` does.
    template <class Change>
    QStringList drawnAfter(Change change)
    {
        QTest::qWait(50);
        m_seen.drawings.clear();
        change();
        QTest::qWait(50);
        QStringList names;
        for (const auto &[name, count] : m_seen.drawings)
            names.append(name.chopped(name.size() - name.indexOf(QLatin1String("Lane"))));
        names.removeDuplicates();
        return names;
    }

    void rest(const char *name)
    {
        QWidget *target = lane(*m_view, name);
        const QPoint point(kGutter + 300, 10);
        QHelpEvent event(QEvent::ToolTip, point, target->mapToGlobal(point));
        QCoreApplication::sendEvent(target, &event);
    }

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_seen = {};
    }
    void cleanup()
    {
        m_view.reset();
        m_document.reset();
    }

    void theStandardListIsWhatIsOnTheScreen()
    {
        show(plot::standardLanes());
        QList<std::pair<int, QString>> found;
        for (const Lane *lane : m_view->findChildren<Lane *>())
            found.append({lane->mapTo(m_view.get(), QPoint()).y(), lane->objectName()});
        std::ranges::sort(found);
        QStringList names;
        for (const auto &[y, name] : found)
            names.append(name);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("overviewLane hypnogramLane confidenceLane "
                                                              "spectrogramLane traceLane0 traceLane1 rulerLane"));
    }

    void oneMoreLaneIsFoundAndDrawn()
    {
        showWith(marker());
        QWidget *target = lane(*m_view, "markerLane");
        QVERIFY(target && target->isVisible());
        QVERIFY(target->height() >= 30);
        QCOMPARE(painted(target).pixelColor(kGutter + 400, 10), QColor(Qt::magenta));
        QCOMPARE(painted(target).pixelColor(40, 10), m_view->theme().background);
        QVERIFY(m_seen.recordings > 0);
    }

    void itsClickIsItsRole_data()
    {
        QTest::addColumn<LaneSpecification::Click>("click");
        QTest::addColumn<double>("firstOnPress");
        QTest::addColumn<double>("firstOnRelease");
        QTest::newRow("sets the epoch") << LaneSpecification::Click::SetsEpoch << 300.0 << 300.0;
        QTest::newRow("centres it") << LaneSpecification::Click::CentresEpoch << 300.0 << 340.0;
        QTest::newRow("jumps at once") << LaneSpecification::Click::Jumps << 340.0 << 340.0;
    }

    void itsClickIsItsRole()
    {
        QFETCH(LaneSpecification::Click, click);
        QFETCH(double, firstOnPress);
        QFETCH(double, firstOnRelease);
        LaneSpecification specification = marker();
        specification.click = click;
        showWith(specification);
        m_view->timeAxis()->setRange(300, 400);
        QWidget *target = lane(*m_view, "markerLane");
        const QPoint point = at(*m_view, target, 390.5);
        QTest::mousePress(target, Qt::LeftButton, {}, point);
        QVERIFY(std::abs(m_view->timeAxis()->first() - firstOnPress) < 1);
        QTest::mouseRelease(target, Qt::LeftButton, {}, point);
        QVERIFY(std::abs(m_view->timeAxis()->first() - firstOnRelease) < 1);
        QCOMPARE(m_view->selection()->current(), EpochIndex(390));
    }

    void onlyLanesThatTellTheStageDoSo()
    {
        LaneSpecification silent = marker(), telling = marker();
        telling.id = QStringLiteral("tellingLane");
        telling.tellsStage = true;
        auto lanes = plot::standardLanes();
        lanes.insert(lanes.end(), {silent, telling});
        show(std::move(lanes));
        QSignalSpy spy(m_view.get(), &RecordingView::rested);
        for (const char *name : {"markerLane", "confidenceLane", "spectrogramLane", "traceLane0", "rulerLane"})
            rest(name);
        QCOMPARE(spy.count(), 0);
        for (const char *name : {"tellingLane", "hypnogramLane", "overviewLane"})
            rest(name);
        QCOMPARE(spy.count(), 3);
    }

    void itIsDrawnFromWhatItSays()
    {
        showCounted();
        QCOMPARE(drawnAfter([&] { m_view->timeAxis()->pan(50); }).join(QLatin1Char(' ')),
                 QStringLiteral("confidence hypnogram ruler spectrogram trace"));
        QCOMPARE(drawnAfter([&] {
                     m_document->setStage({10, 20}, Stage::Rem);
                 }).join(QLatin1Char(' ')),
                 QStringLiteral("confidence hypnogram overview trace"));
        QCOMPARE(drawnAfter([&] { m_view->setUncertaintyThreshold(0.4F); }).join(QLatin1Char(' ')),
                 QStringLiteral("confidence overview"));
        QCOMPARE(drawnAfter([&] { m_view->setClockTime(false); }).join(QLatin1Char(' ')),
                 QStringLiteral("confidence hypnogram ruler trace"));
        QCOMPARE(drawnAfter([&] { m_view->setLoading(0.5); }), QStringList{QStringLiteral("overview")});
    }

    void hoveringAndSelectingDrawNothingAnew()
    {
        showCounted();
        QSignalSpy spy(m_view.get(), &RecordingView::hovered);
        QCOMPARE(drawnAfter([&] {
                     QWidget *eeg = lane(*m_view, "traceLane0");
                     QTest::mouseMove(eeg, {kGutter + 200, 20});
                     QTest::mouseMove(eeg, {kGutter + 400, 20});
                     m_view->selection()->setCurrent(77);
                     m_view->selection()->select({60, 90});
                     m_view->flash({70, 80});
                 }),
                 QStringList());
        QVERIFY(spy.count() > 0);
    }

    void itHearsOfRecordingsAndScales()
    {
        showWith(marker());
        const int before = m_seen.recordings;
        m_view->setRecording(sineRecording(300), {0});
        QCOMPARE(m_seen.recordings, before + 1);
        m_view->scaleAmplitude(2);
        m_view->scaleAmplitude(3);
        QCOMPARE(m_seen.scaled, 6.0);
        m_view->autoscale();
        QCOMPARE(m_seen.autoscaled, 1);
    }

    void oneForEachChannel()
    {
        LaneSpecification specification = marker();
        specification.perChannel = true;
        std::vector<int> channels;
        specification.fill = [this, &channels](Lane *lane) {
            channels.push_back(lane->channel());
            new Marker(lane, m_seen);
        };
        showWith(specification);
        QVERIFY(lane(*m_view, "markerLane0") && lane(*m_view, "markerLane1") && !lane(*m_view, "markerLane2"));
        QCOMPARE(channels, (std::vector<int>{0, 1}));
        m_view->setRecording(sineRecording(300), {1, 7});
        QCOMPARE(channels, (std::vector<int>{0, 1, 1}));
        QVERIFY(lane(*m_view, "markerLane0") && !lane(*m_view, "markerLane1"));
        QVERIFY(lane(*m_view, "traceLane0") && !lane(*m_view, "traceLane1"));
        m_view->setRecording(nullptr, {});
        QVERIFY(!lane(*m_view, "markerLane0"));
    }

    void aLaneBelowTheStackAlignsWithIt()
    {
        LaneSpecification specification = marker();
        specification.place = LaneSpecification::Place::Bottom;
        showWith(specification);
        const QWidget *target = lane(*m_view, "markerLane"), *ruler = lane(*m_view, "rulerLane");
        QCOMPARE(target->height(), 60);
        QVERIFY(target->y() > ruler->y());
        QVERIFY(!lane(*m_view, "traceLane0")->parentWidget()->isAncestorOf(target));
        QCOMPARE(qobject_cast<const Lane *>(target)->secAt(500), qobject_cast<const Lane *>(ruler)->secAt(500));
    }
};

QTEST_MAIN(tst_LaneSpecification)
#include "tst_lanespecification.moc"
