// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How long the lanes take to draw: a scored recording of 24 h, two channels at 512 Hz, at several zooms.
// Prints JSON; `bench_drawing [HOURS [WIDTH HEIGHT]]`.
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>
#include <QThreadPool>
#include <algorithm>
#include <random>

#include "core/document/scoringdocument.h"
#include "core/signal/memoryenvelope.h"
#include "ui/lanes/recordingview.h"

using namespace somno;

namespace {

/// Knows the longest time that the event loop was held up.
class MeasuringApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        QElapsedTimer timer;
        timer.start();
        const bool result = QApplication::notify(receiver, event);
        m_longestMs = std::max(m_longestMs, double(timer.nsecsElapsed()) / 1e6);
        return result;
    }
    double takeLongestMs() { return std::exchange(m_longestMs, 0.0); }

private:
    double m_longestMs = 0;
};

signal::RecordingPtr noiseRecording(int hours)
{
    auto recording = std::make_shared<signal::Recording>();
    recording->time = signal::TimeMap::continuous(Ticks(hours) * 3600 * kTicksPerSecond);
    std::mt19937 random(1);
    for (const char *label : {"EEG", "EMG"}) {
        std::vector<qint16> samples(static_cast<size_t>(hours) * 3600 * 512);
        std::generate(samples.begin(), samples.end(), [&] { return qint16(random() % 2000) - 1000; });
        signal::Channel channel;
        channel.label = QString::fromLatin1(label);
        channel.unit = QStringLiteral("uV");
        channel.rate = {512, kTicksPerSecond};
        channel.sampleCount = SampleIndex(samples.size());
        channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
        recording->channels.push_back(std::move(channel));
    }
    return recording;
}

scoring::Proposal proposalFor(const signal::Recording &recording)
{
    scoring::Proposal proposal;
    proposal.classes = {scoring::Stage::Wake, scoring::Stage::Nrem, scoring::Stage::Rem};
    std::mt19937 random(2);
    for (int i = 0; i < int(recording.durationSec()); ++i)
        for (int stage = 0; stage < 3; ++stage)
            proposal.probabilities.push_back(stage == i / 70 % 3 ? 0.6F + 0.4F * float(random() % 100) / 100 : 0.1F);
    return proposal;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

QJsonObject measure(MeasuringApplication &app, const plot::RecordingView &view, double spanSec)
{
    constexpr int kRounds = 15;
    std::vector<double> frames, longest, hovers;
    const double total = view.timeAxis()->total();
    for (int i = 0; i < kRounds; ++i) {
        const double first = (total - spanSec) * i / kRounds;
        QElapsedTimer timer;
        app.takeLongestMs();
        timer.start();
        view.timeAxis()->setRange(first, first + spanSec - i * 1e-3);
        QCoreApplication::processEvents();
        frames.push_back(double(timer.nsecsElapsed()) / 1e6);
        longest.push_back(app.takeLongestMs());
        timer.restart();
        view.selection()->setCurrent(EpochIndex(first) + 1 + i);
        QCoreApplication::processEvents();
        hovers.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    return {{QStringLiteral("span_s"), spanSec},
            {QStringLiteral("frame_ms"), median(frames)},
            {QStringLiteral("longest_slot_ms"), median(longest)},
            {QStringLiteral("cursor_ms"), median(hovers)}};
}

} // namespace

int main(int argc, char **argv)
{
    MeasuringApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const int hours = arguments.size() > 1 ? std::max(1, arguments[1].toInt()) : 24;
    const auto recording = noiseRecording(hours);
    QElapsedTimer timer;
    timer.start();
    const auto envelope = signal::MemoryEnvelope::withPyramid(recording->channels[0].samples);
    const double buildMs = double(timer.nsecsElapsed()) / 1e6;

    scoring::ScoringDocument document(scoring::Hypnogram(EpochIndex(recording->durationSec())));
    document.applyProposal(proposalFor(*recording));
    plot::RecordingView view;
    view.resize(arguments.size() > 3 ? QSize(arguments[2].toInt(), arguments[3].toInt()) : QSize(1440, 900));
    view.setDocument(&document);
    QEventLoop untilPainted;
    QObject::connect(&view, &plot::RecordingView::firstPagePainted, &untilPainted, &QEventLoop::quit);
    timer.restart();
    view.show();
    view.setRecording(recording, {0, 1}, {0, 1});
    untilPainted.exec();
    const double firstPageMs = double(timer.nsecsElapsed()) / 1e6;
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();

    QJsonArray zooms;
    for (const double span : {2.0, 30.0, 600.0, 3600.0, 21600.0, hours * 3600.0})
        zooms.append(measure(app, view, std::min(span, hours * 3600.0)));
    const QJsonObject result{{QStringLiteral("hours"), hours},
                             {QStringLiteral("size"), QStringLiteral("%1x%2").arg(view.width()).arg(view.height())},
                             {QStringLiteral("pyramid_build_ms"), buildMs},
                             {QStringLiteral("first_page_ms"), firstPageMs},
                             {QStringLiteral("zooms"), zooms}};
    QTextStream(stdout) << QJsonDocument(result).toJson();
    return 0;
}
