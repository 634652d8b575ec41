// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSemaphore>
#include <QThreadPool>
#include <QtTest>

#include "tests/ui/lanes/viewfixture.h"

using namespace somno;
using namespace somno::test;
using plot::PlotTheme;
using plot::RecordingView;
using scoring::EpochSource;
using scoring::ScoringDocument;
using scoring::Stage;

/// Pixels of the real widget, rendered offscreen.
class tst_RecordingViewPainting : public QObject {
    Q_OBJECT

    std::unique_ptr<RecordingView> m_view;

    void show(const signal::RecordingPtr &recording, ScoringDocument *document = nullptr)
    {
        m_view = std::make_unique<RecordingView>();
        m_view->resize(1148, 700);
        m_view->setRecording(recording, {0}, {0, -1});
        m_view->setDocument(document);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QTest::qWait(80); // the pyramid arrives
    }

    /// Largest share of the way from lane to trace colour along one column of the lane, and where.
    struct Darkest {
        double share = 0;
        int top = -1, bottom = -1; ///< rows nearer to the trace's colour than to the lane's
    };
    [[nodiscard]] Darkest darkest(const QImage &image, int x) const
    {
        const int lane = qGray(m_view->theme().lane.rgb()), trace = qGray(m_view->theme().trace.rgb());
        Darkest result;
        for (int y = 0; y < image.height(); ++y) {
            const double share = double(lane - qGray(image.pixel(x, y))) / (lane - trace);
            result.share = std::max(result.share, share);
            if (share > 0.5) {
                result.top = result.top < 0 ? y : result.top;
                result.bottom = y;
            }
        }
        return result;
    }

    static std::shared_ptr<signal::Recording> recordingOf(std::vector<float> samples, int seconds)
    {
        auto recording = std::make_shared<signal::Recording>();
        recording->time = signal::TimeMap::continuous(seconds * kTicksPerSecond);
        const double hz = double(samples.size()) / seconds;
        recording->channels.push_back(channel(QStringLiteral("EEG"), hz, std::move(samples)));
        return recording;
    }

    static bool hasColour(const QImage &image, const QRect &part, const QColor &colour)
    {
        const QRect rect = part.intersected(image.rect());
        for (int y = rect.top(); y <= rect.bottom(); ++y)
            for (int x = rect.left(); x <= rect.right(); ++x)
                if (image.pixelColor(x, y) == colour)
                    return true;
        return false;
    }

    /// Only the lane's own colour and its grid.
    [[nodiscard]] bool isEmpty(const QImage &image, const QRect &part) const
    {
        // QCustomPlot clips one row short of the bottom.
        const QRect rect = part.intersected(image.rect().adjusted(0, 0, 0, -1));
        for (int y = rect.top(); y <= rect.bottom(); ++y)
            for (int x = rect.left(); x <= rect.right(); ++x)
                if (const QColor colour = image.pixelColor(x, y);
                    colour != m_view->theme().lane && colour != m_view->theme().grid)
                    return false;
        return true;
    }

    /// NREM throughout: 100 s automatic, 100 unscored, 100 by hand, 100 imported, 100 confirmed, 100 automatic.
    static scoring::Hypnogram everySource()
    {
        scoring::Hypnogram hypnogram(600, 1);
        constexpr std::array kSources{EpochSource::Automatic, EpochSource::None,      EpochSource::Human,
                                      EpochSource::Imported,  EpochSource::Confirmed, EpochSource::Automatic};
        for (EpochIndex i = 0; i < 600; ++i)
            if (const EpochSource source = kSources[size_t(i / 100)]; source != EpochSource::None)
                hypnogram.set(i, Stage::Nrem, source);
        return hypnogram;
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void cleanup() { m_view.reset(); }

    void traceStandsWhereTheSamplesAre_data()
    {
        QTest::addColumn<double>("span");
        QTest::newRow("many samples a column") << 600.0;
        QTest::newRow("a few samples a column") << 30.0;
        QTest::newRow("samples wider than columns") << 4.0;
    }

    void traceStandsWhereTheSamplesAre()
    {
        QFETCH(double, span);
        std::vector<float> samples(600 * 100);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = i < samples.size() / 2 ? 100.F : -100.F;
        show(recordingOf(std::move(samples), 600));
        m_view->timeAxis()->setRange(300 - span / 2, 300 + span / 2);
        const QImage image = painted(lane(*m_view, "traceLane0"));
        const double up = (1 - 1 / 1.3) * image.height() / 2, down = (1 + 1 / 1.3) * image.height() / 2;
        for (const int x : {5, 100, 400, 490}) {
            const Darkest left = darkest(image, kGutter + x), right = darkest(image, kGutter + 999 - x);
            QVERIFY2(std::abs(left.top - up) <= 1.5 && std::abs(left.bottom - up) <= 1.5,
                     qPrintable(QStringLiteral("%1 to %2, not %3").arg(left.top).arg(left.bottom).arg(up)));
            QVERIFY(std::abs(right.top - down) <= 1.5 && std::abs(right.bottom - down) <= 1.5);
        }
        // The step itself is joined, not two loose ends.
        bool joined = false;
        for (int x = kGutter + 490; x < kGutter + 510; ++x)
            joined |= darkest(image, x).bottom - darkest(image, x).top > image.height() / 2;
        QVERIFY(joined || span < 10);
    }

    void gapsAreEmpty()
    {
        std::vector<float> samples(600 * 100, 50.F);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = i >= 20'000 && i < 40'000 ? std::nanf("") : float(50 * std::sin(double(i) * 0.2));
        show(recordingOf(std::move(samples), 600));
        const QImage image = painted(lane(*m_view, "traceLane0"));
        for (int x = 345; x < 655; x += 10)
            QVERIFY2(darkest(image, kGutter + x).share < 0.3, qPrintable(QString::number(x)));
        for (const int x : {100, 320, 680, 900})
            QVERIFY(darkest(image, kGutter + x).share > 0.5);
        QVERIFY(isEmpty(painted(lane(*m_view, "spectrogramLane")), QRect(kGutter + 350, 2, 300, 40)));
    }

    void aSingleSpikeIsNeverLost()
    {
        std::vector<float> samples(600 * 500, 0.F);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = float(i % 7) - 3;
        samples[123'457] = 20'000;
        show(recordingOf(std::move(samples), 600));
        const QImage image = painted(lane(*m_view, "traceLane0"));
        const int x = kGutter + int(123'457.0 / 500 / 600 * 1000);
        QVERIFY(darkest(image, x).top <= 1);
        QVERIFY(darkest(image, x - 3).top > 5);
        QVERIFY(darkest(image, x + 3).top > 5);
    }

    void theFirstPageWaitsForNoBackgroundTask()
    {
        QThreadPool *pool = QThreadPool::globalInstance();
        QSemaphore gate;
        for (int i = 0; i < pool->maxThreadCount(); ++i)
            pool->start([&gate] { gate.acquire(); });
        show(sineRecording(600));
        const QImage trace = painted(lane(*m_view, "traceLane0"));
        const bool noSpectrogram = isEmpty(painted(lane(*m_view, "spectrogramLane")), QRect(kGutter + 2, 2, 900, 40));
        gate.release(pool->maxThreadCount());
        QVERIFY(darkest(trace, kGutter + 300).share > 0.5);
        QVERIFY(noSpectrogram);
        QTRY_VERIFY(!isEmpty(painted(lane(*m_view, "spectrogramLane")), QRect(kGutter + 2, 2, 900, 40)));
        m_view->setRecording(sineRecording(500), {});
        QVERIFY(isEmpty(painted(lane(*m_view, "spectrogramLane")), QRect(kGutter + 2, 2, 900, 40)));
    }

    void theSpectrogramIsOfTheEegWhereverItIsShown()
    {
        auto recording = sineRecording(600);
        recording->channels[1] = channel(QStringLiteral("EMG"), 100, std::vector<float>(600 * 100)); // silent
        show(recording);
        QWidget *spectrogram = lane(*m_view, "spectrogramLane");
        const QRect data(kGutter + 2, 2, 900, 40), words(0, 0, kGutter - 45, spectrogram->height());
        QTRY_VERIFY(!isEmpty(painted(spectrogram), data));
        const QImage words0 = painted(spectrogram).copy(words);
        m_view->setRecording(recording, {1, 0}, {0, 1});
        QTRY_COMPARE(painted(spectrogram).copy(words), words0);
        QVERIFY(!isEmpty(painted(spectrogram), data));
        m_view->setRecording(recording, {0, 1}, {1, 0});
        QTest::qWait(200);
        QVERIFY(isEmpty(painted(spectrogram), data));
        const QImage words1 = painted(spectrogram).copy(words);
        QVERIFY(words1 != words0);
        m_view->setRecording(recording, {0, 1}, {-1, 0});
        QTest::qWait(200);
        QVERIFY(isEmpty(painted(spectrogram), data));
        QVERIFY(painted(spectrogram).copy(words) != words1); // there is no EEG, and it says so
    }

    void panningMovesTheSamePixels()
    {
        show(sineRecording(600));
        m_view->timeAxis()->setRange(100, 200);
        const QRect data(kGutter + 100, 0, 700, lane(*m_view, "traceLane0")->height());
        const QImage before = painted(lane(*m_view, "traceLane0")).copy(data);
        m_view->timeAxis()->pan(7);
        QCOMPARE(painted(lane(*m_view, "traceLane0")).copy(data.translated(-70, 0)), before);
    }

    void unscoredIsEmptyAndSourcesDiffer()
    {
        ScoringDocument document(everySource());
        show(sineRecording(600), &document);
        m_view->selection()->setCurrent(599);
        const QImage image = painted(lane(*m_view, "hypnogramLane"));
        const auto part = [&](int firstSec, int lastSec) {
            return QRect(kGutter + firstSec * 1000 / 600 + 3, 0, (lastSec - firstSec) * 1000 / 600 - 6, image.height());
        };
        const QColor nrem = m_view->theme().stage(Stage::Nrem);
        QVERIFY(isEmpty(image, part(100, 200)));
        const auto solidShare = [&](const QRect &rect) {
            int solid = 0, coloured = 0;
            for (int y = rect.top(); y <= rect.bottom(); ++y)
                for (int x = rect.left(); x <= rect.right(); ++x) {
                    const QColor colour = image.pixelColor(x, y);
                    solid += colour == nrem;
                    coloured += colour.blue() - colour.red() > 30;
                }
            return coloured == 0 ? 0.0 : double(solid) / coloured;
        };
        const double automatic = solidShare(part(0, 100));
        QVERIFY2(automatic > 0.1 && automatic < 0.4, qPrintable(QString::number(automatic)));
        const double imported = solidShare(part(300, 400));
        QVERIFY2(imported > 0.3 && imported < 0.7, qPrintable(QString::number(imported)));
        QVERIFY(solidShare(part(200, 300)) > 0.95);
        QVERIFY(solidShare(part(400, 500)) > 0.95);
        // Without colour too: stripes run along, hatching does not, and only what a hand set is underlined.
        const auto isUniformAlong = [&](const QRect &rect) {
            for (int y = rect.top(); y <= rect.bottom(); ++y)
                for (int x = rect.left(); x < rect.right(); ++x)
                    if (qGray(image.pixel(x, y)) != qGray(image.pixel(x + 1, y)))
                        return false;
            return true;
        };
        const int centre = image.height() - image.height() / 6;
        const auto bar
            = [&](int firstSec, int lastSec) { return QRect(part(firstSec, lastSec).left(), centre - 5, 80, 10); };
        QVERIFY(isUniformAlong(bar(300, 400)));
        QVERIFY(!isUniformAlong(bar(0, 100)));
        QVERIFY(hasColour(image, part(200, 300), m_view->theme().trace));
        for (const int first : {0, 300, 400})
            QVERIFY(!hasColour(image, part(first, first + 100), m_view->theme().trace));
        QVERIFY(isEmpty(painted(lane(*m_view, "overviewLane")), part(100, 200).intersected(QRect(0, 4, 1148, 38))));
    }

    void theBackdropIsFainterWhereReviewIsAwaited()
    {
        ScoringDocument document(everySource());
        show(sineRecording(600), &document);
        m_view->selection()->setCurrent(599);
        const auto wash
            = [&](int sec) { // how far from the bare lane, above the trace and between the lines of the grid
                  const QColor colour = painted(lane(*m_view, "traceLane0")).pixelColor(kGutter + sec * 1000 / 600, 3),
                               bare = m_view->theme().lane;
                  return std::abs(colour.red() - bare.red()) + std::abs(colour.green() - bare.green())
                         + std::abs(colour.blue() - bare.blue());
              };
        const int automatic = wash(37), human = wash(237);
        QVERIFY(automatic > 0);
        QVERIFY2(2 * human > 3 * automatic, qPrintable(QStringLiteral("%1, %2").arg(human).arg(automatic)));
        QCOMPARE(wash(137), 0);
        QCOMPARE(wash(337), automatic); // imported
        QCOMPARE(wash(437), human);     // confirmed
        document.confirm(scoring::EpochRange{0, 100});
        QCOMPARE(wash(37), human);
    }

    void theOverviewUnderlinesWhatIsReviewed()
    {
        ScoringDocument document(everySource());
        show(sineRecording(600), &document);
        m_view->timeAxis()->setRange(0, 1); // its frame out of the way
        const auto linedShare = [&](int firstSec, int lastSec) {
            const QImage image = painted(lane(*m_view, "overviewLane"));
            int lined = 0, columns = 0;
            for (int x = kGutter + firstSec * 1000 / 600 + 3; x < kGutter + lastSec * 1000 / 600 - 3; ++x, ++columns)
                lined += hasColour(image, QRect(x, image.height() - 5, 1, 4), m_view->theme().trace);
            return double(lined) / columns;
        };
        QCOMPARE(linedShare(10, 100), 0.0);
        QCOMPARE(linedShare(100, 200), 0.0);
        QCOMPARE(linedShare(200, 300), 1.0);
        QVERIFY(linedShare(300, 400) > 0.4 && linedShare(300, 400) < 0.6);
        QCOMPARE(linedShare(400, 500), 1.0);
        document.confirm(scoring::EpochRange{500, 600});
        QCOMPARE(linedShare(500, 600), 1.0);
        document.undoStack()->undo();
        QCOMPARE(linedShare(500, 600), 0.0);
    }

    void theLastUnreviewedEpochOfAColumnShows()
    {
        scoring::Hypnogram hypnogram(60'000, 1);
        for (EpochIndex i = 0; i < 60'000; ++i)
            hypnogram.set(i, Stage::Nrem, i == 30'030 ? EpochSource::Automatic : EpochSource::Confirmed);
        ScoringDocument document(std::move(hypnogram));
        std::vector<float> samples(60'000, 0.F);
        show(recordingOf(std::move(samples), 60'000), &document);
        m_view->timeAxis()->setRange(0, 60'000); // sixty epochs a column
        const QColor solid = m_view->theme().stage(Stage::Nrem);
        const QImage image = painted(lane(*m_view, "hypnogramLane"));
        const int y = image.height() - image.height() / 6;
        const auto isSolid = [&](int x) {
            for (int i = y - 4; i < y + 4; ++i)
                if (image.pixelColor(x, i) != solid)
                    return false;
            return true;
        };
        QVERIFY(isSolid(kGutter + 499) && isSolid(kGutter + 501));
        QVERIFY(!isSolid(kGutter + 500));
    }

    void lowConfidenceIsMarkedUntilSettled()
    {
        scoring::Proposal proposal;
        proposal.classes = {Stage::Wake, Stage::Nrem};
        for (int i = 0; i < 600; ++i) {
            const float wake = i >= 300 && i < 330 ? 0.55F : 0.95F;
            proposal.probabilities.insert(proposal.probabilities.end(), {wake, 1 - wake});
        }
        ScoringDocument document{scoring::Hypnogram(600, 1)};
        document.applyProposal(proposal);
        show(sineRecording(600), &document);
        const QColor mark = m_view->theme().attention;
        const QRect doubtful(kGutter + 502, 0, 46, 48), sure(kGutter + 10, 0, 400, 40);
        QVERIFY(hasColour(painted(lane(*m_view, "confidenceLane")), doubtful, mark));
        QVERIFY(hasColour(painted(lane(*m_view, "overviewLane")), doubtful, mark));
        QVERIFY(!hasColour(painted(lane(*m_view, "confidenceLane")), sure, mark));
        document.setStage({300, 330}, Stage::Wake);
        QVERIFY(!hasColour(painted(lane(*m_view, "confidenceLane")), doubtful, mark));
        document.undoStack()->undo();
        QVERIFY(hasColour(painted(lane(*m_view, "confidenceLane")), doubtful, mark));
        m_view->setUncertaintyThreshold(0.5F);
        QVERIFY(!hasColour(painted(lane(*m_view, "confidenceLane")), doubtful, mark));
    }

    void selectionAndFlashAreSeen()
    {
        ScoringDocument document{scoring::Hypnogram(600, 1)};
        show(sineRecording(600), &document);
        QWidget *eeg = lane(*m_view, "traceLane0");
        const QPoint inside(kGutter + 250, 3);
        const QColor plain = painted(eeg).pixelColor(inside);
        m_view->selection()->select({120, 180});
        const QColor selected = painted(eeg).pixelColor(inside);
        QVERIFY(selected != plain);
        QCOMPARE(painted(eeg).pixelColor(kGutter + 700, 3), plain);
        m_view->selection()->clear();
        QCOMPARE(painted(eeg).pixelColor(inside), plain);
        m_view->flash({120, 180});
        QVERIFY(painted(eeg).pixelColor(inside) != plain);
        QTest::qWait(120);
        QCOMPARE(painted(eeg).pixelColor(inside), plain);
    }

    void themeSwitches()
    {
        ScoringDocument document{scoring::Hypnogram(600, 1)};
        document.setStage({0, 600}, Stage::Rem);
        show(sineRecording(600), &document);
        for (const PlotTheme &theme : {PlotTheme::dark(), PlotTheme::light(plot::StageColours::Laboratory)}) {
            m_view->setTheme(theme);
            const QImage image = painted(lane(*m_view, "hypnogramLane"));
            QCOMPARE(image.pixelColor(4, 4), theme.background);
            QVERIFY(hasColour(image, image.rect(), theme.lane));
            QVERIFY(hasColour(image, image.rect(), theme.stage(Stage::Rem)));
        }
    }

    void highResolutionScreens()
    {
        show(sineRecording(600));
        QImage twice(m_view->size() * 2, QImage::Format_RGB32);
        twice.setDevicePixelRatio(2);
        twice.fill(Qt::red);
        m_view->render(&twice);
        QVERIFY(!hasColour(twice, QRect(300, 400, 100, 100), Qt::red));
    }

    void loadingIsShownInTheOverview()
    {
        show(nullptr);
        QWidget *overview = lane(*m_view, "overviewLane");
        const QImage before = painted(overview);
        m_view->setLoading(0.5);
        const QImage half = painted(overview);
        QVERIFY(half.pixelColor(kGutter + 100, overview->height() - 1) == m_view->theme().accent);
        QVERIFY(half.pixelColor(kGutter + 900, overview->height() - 1) != m_view->theme().accent);
        m_view->setLoading(1);
        QCOMPARE(painted(overview), before);
    }
};

QTEST_MAIN(tst_RecordingViewPainting)
#include "tst_recordingviewpainting.moc"
