// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/pagereader.h"
#include "tests/support/standinsource.h"
#include "tests/ui/lanes/viewfixture.h"

using namespace somno;
using namespace somno::plot;
using namespace somno::test;

namespace {

constexpr double kHz = 512;

/// Ten hours of one channel that is read as it is looked at, in a view.
struct Paged {
    Paged() : source(std::make_shared<StandInSource>())
    {
        auto described = std::make_shared<signal::Recording>(
            standInRecording({source}, SampleIndex(36'000 * kHz), SampleRate::fromHz(kHz)));
        reader = std::make_unique<signal::PageReader>(*described);
        if (!reader->survey({0}))
            qFatal("no survey");
        described->channels[0].envelope = reader->envelope(0);
        recording = described;
        view.resize(900, 700);
    }
    void show()
    {
        view.setRecording(recording, {0}, {.eeg = 0});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    [[nodiscard]] QImage trace() const { return painted(lane(view, "traceLane0")); }
    [[nodiscard]] QImage spectrogram() const { return painted(lane(view, "spectrogramLane")); }

    std::shared_ptr<StandInSource> source;
    std::unique_ptr<signal::PageReader> reader;
    signal::RecordingPtr recording;
    RecordingView view;
};

/// How many colours there are in the middle row of the data.
qsizetype coloursOf(const QImage &image)
{
    QSet<QRgb> colours;
    for (int x = kGutter + 5; x < image.width() - kRightMargin - 5; ++x)
        colours.insert(image.pixel(x, image.height() / 2));
    return colours.size();
}

QRgb centre(const QImage &image)
{
    return image.pixel((kGutter + image.width() - kRightMargin) / 2, 3);
}

} // namespace

/// Lanes of a recording that is too large for memory.
class TestPagedLanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    /// The first page is there while the whole is still to come; the rest fills in by itself.
    void whatIsStillToComeIsPaleUntilItComes()
    {
        Paged paged;
        paged.source->isStuck = true;
        paged.show();
        const QRgb waiting = centre(paged.trace());
        QVERIFY(waiting != paged.view.theme().lane.rgb());
        paged.source->isStuck = false;
        QTRY_VERIFY(centre(paged.trace()) != waiting);
    }

    void jumpingShowsTheOtherPlace_data()
    {
        QTest::addColumn<double>("spanSec");
        QTest::newRow("samples") << 0.5;
        QTest::newRow("pages") << 600.0;
    }

    void jumpingShowsTheOtherPlace()
    {
        QFETCH(double, spanSec);
        Paged paged;
        paged.show();
        QVERIFY(QTest::qWaitFor([&] { return !paged.reader->state().isSurveying(); }, 20'000));
        const auto restingTrace = [&] {
            paged.view.timeAxis()->setRange(30'000, 30'000 + spanSec);
            QImage last = paged.trace(), now = paged.trace();
            for (int i = 0; i < 50 && now != last; ++i)
                last = std::exchange(now, paged.trace());
            return now;
        };
        const QImage here = restingTrace();
        QTest::qWait(300);
        QCOMPARE(restingTrace(), here);

        // The same from memory.
        auto held = std::make_shared<signal::Recording>(*paged.recording);
        std::vector<float> samples(size_t(held->channels[0].sampleCount));
        QVERIFY(held->channels[0].read(0, samples));
        held->channels[0].samples = std::make_shared<signal::SampleStore>(std::move(samples));
        paged.view.setRecording(held, {0}, {.eeg = 0});
        QTest::qWait(200);
        QCOMPARE(restingTrace(), here);
    }

    /// Only what is looked at is computed.
    void theSpectrogramIsThatOfTheWindow()
    {
        Paged paged;
        paged.show();
        QTRY_VERIFY(coloursOf(paged.spectrogram()) > 5);
        paged.reader->endSurvey();
        QTest::qWait(100);
        const size_t before = paged.source->reads().size();
        paged.view.timeAxis()->setRange(20'000, 20'600);
        QTRY_VERIFY(coloursOf(paged.spectrogram()) > 5);
        QTest::qWait(100);
        const auto reads = paged.source->reads();
        QVERIFY(reads.size() > before + 500);
        for (size_t i = before; i < reads.size(); ++i)
            QVERIFY(reads[i] > 19'000 * kHz && reads[i] < 21'600 * kHz);
        paged.view.timeAxis()->setRange(20'100, 20'700); // a little further: it is there already
        QVERIFY(coloursOf(paged.spectrogram()) > 5);
        QTest::qWait(100);
        QVERIFY(paged.source->reads().size() < reads.size() + 10);
        paged.view.timeAxis()->setRange(0, 36'000);
        QTRY_VERIFY(coloursOf(paged.spectrogram()) > 5);
    }
};

QTEST_MAIN(TestPagedLanes)
#include "tst_pagedlanes.moc"
