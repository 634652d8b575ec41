// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/scorer.h"

#include <QFileInfo>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <new>
#include <optional>

#include "sdreamer/compute.h"
#include "sdreamer/epochlength.h"

namespace somno::sdreamer {

namespace {

void appendSoftmax(std::span<const float> logits, double temperature, std::vector<float> &out)
{
    const float largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits)
        sum += std::exp(double(logit - largest) / temperature);
    for (const float logit : logits)
        out.push_back(float(std::exp(double(logit - largest) / temperature) / sum));
}

/// One recording on its way through the network, batches of windows spread over threads.
class WindowRun {
public:
    WindowRun(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
              const Progress &progress)
        : m_prepared(prepared), m_network(network), m_options(options), m_progress(progress),
          m_windows(sequenceWindows(prepared.epochs, network.config().sequenceLength)), m_batchWindows(size_t(options.batchWindows)),
          m_classes(size_t(network.config().classCount())), m_probabilities(size_t(prepared.epochs) * m_classes)
    {
    }

    /// Probabilities of each second.
    Result<std::vector<float>> compute()
    {
        const size_t batches = (m_windows.size() + m_batchWindows - 1) / m_batchWindows;
        const int threads = m_options.threads > 0 ? m_options.threads : availableThreads();
        runInThreads(int(std::min(batches, size_t(threads))), [this] { work(); });
        if (m_error)
            return failure(*m_error);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Scoring was cancelled."));
        return std::move(m_probabilities);
    }

private:
    void work()
    {
        while (!m_failed && !m_progress.cancelled()) {
            const size_t first = m_nextWindow.fetch_add(m_batchWindows);
            if (first >= m_windows.size())
                return;
            const auto batch = std::span(m_windows).subspan(first, std::min(m_batchWindows, m_windows.size() - first));
            const Result<> done = scoreBatch(batch);
            const std::lock_guard lock(m_mutex);
            if (done)
                m_progress.advance(QStringLiteral("score"), m_done, m_prepared.epochs);
            else if (!m_failed.exchange(true))
                m_error = done.error();
        }
    }

    Result<> scoreBatch(std::span<const SequenceWindow> batch)
    try {
        const int epochs = batch.front().epochs;
        const auto eeg = gathered(m_prepared.eeg, m_options.input != Input::Emg, batch);
        const auto emg = gathered(m_prepared.emg, m_options.input != Input::Eeg, batch);
        if (!eeg || !emg)
            return failure(eeg ? emg.error() : eeg.error());
        const auto logits = m_network.logits(*eeg, *emg, int(batch.size()), epochs, m_options.input);
        if (!logits)
            return failure(logits.error());
        for (size_t w = 0; w < batch.size(); ++w)
            keep(batch[w], std::span(*logits).subspan(w * size_t(epochs) * m_classes, size_t(epochs) * m_classes),
                 windowOf(*eeg, w, epochs), windowOf(*emg, w, epochs));
        return {};
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to score."),
                       QStringLiteral("Close other programs and start again."));
    }

    /// The windows of a batch, read and normalised here, so that preparing goes on beside computing.
    static Result<std::vector<float>> gathered(const PreparedChannel &channel, bool isUsed,
                                               std::span<const SequenceWindow> batch)
    {
        const size_t windowSamples = size_t(batch.front().epochs) * kSamplesPerEpoch;
        std::vector<float> out(isUsed ? batch.size() * windowSamples : 0);
        for (size_t w = 0; isUsed && w < batch.size(); ++w)
            if (auto read = channel.read(batch[w].first, std::span(out).subspan(w * windowSamples, windowSamples)); !read)
                return failure(read.error());
        return out;
    }

    /// Empty of a signal that is not used.
    static std::span<const float> windowOf(std::span<const float> samples, size_t window, int epochs)
    {
        const size_t size = size_t(epochs) * kSamplesPerEpoch;
        return samples.empty() ? samples : samples.subspan(window * size, size);
    }

    static bool isSilent(std::span<const float> window, int epoch)
    {
        return window.empty() || isConstant(window.subspan(size_t(epoch) * kSamplesPerEpoch, kSamplesPerEpoch));
    }

    /// Epochs in which no signal says anything stay unscored, whatever the network makes of their neighbours.
    void keep(const SequenceWindow &window, std::span<const float> logits, std::span<const float> eeg, std::span<const float> emg)
    {
        std::vector<float> rows;
        rows.reserve(logits.size());
        for (int epoch = window.keepFrom; epoch < window.epochs; ++epoch)
            if (isSilent(eeg, epoch) && isSilent(emg, epoch))
                rows.insert(rows.end(), m_classes, std::numeric_limits<float>::quiet_NaN());
            else
                appendSoftmax(logits.subspan(size_t(epoch) * m_classes, m_classes), m_options.temperature, rows);
        const std::lock_guard lock(m_mutex);
        std::copy(rows.begin(), rows.end(), m_probabilities.begin() + (window.first + window.keepFrom) * qint64(m_classes));
        m_done += window.epochs - window.keepFrom;
    }

    const PreparedRecording &m_prepared;
    const Network &m_network;
    const ScoreOptions &m_options;
    const Progress &m_progress;
    const std::vector<SequenceWindow> m_windows;
    const size_t m_batchWindows;
    const size_t m_classes;
    std::atomic<size_t> m_nextWindow = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex; // guards what follows, and reporting
    std::vector<float> m_probabilities;
    EpochIndex m_done = 0;
    std::optional<Error> m_error;
};

QString fileName(const signal::Recording &recording)
{
    return recording.path.isEmpty() ? QStringLiteral("The recording") : QFileInfo(recording.path).fileName();
}

} // namespace

Result<io::ChannelChoice> channelsFor(const signal::Recording &recording, const io::ChannelChoice &choice,
                                      const NetworkConfig &config, Input input)
{
    const bool lacksEeg = input != Input::Emg && choice.eeg < 0;
    const bool lacksEmg = input != Input::Eeg && choice.emg < 0;
    if (!lacksEeg && !lacksEmg)
        return io::ChannelChoice{input == Input::Emg ? -1 : choice.eeg, input == Input::Eeg ? -1 : choice.emg};
    QStringList labels;
    for (const signal::Channel &channel : recording.channels)
        labels << QLatin1Char('"') + channel.label.trimmed() + QLatin1Char('"');
    const QString missing = QLatin1String(lacksEeg && lacksEmg ? "EEG and EMG" : lacksEeg ? "EEG" : "EMG");
    QString remedy = labels.isEmpty()
        ? QStringLiteral("The file holds no signals.")
        : QStringLiteral("The file has %1. Name the channels with --eeg LABEL and --emg LABEL, or by number, as in "
                         "--eeg \"#1\".")
              .arg(labels.join(QStringLiteral(", ")));
    if (lacksEmg && choice.eeg >= 0 && config.eegHeadTrained)
        remedy += QStringLiteral(" This model can also score from EEG alone: --input eeg.");
    if (lacksEeg && choice.emg >= 0 && config.emgHeadTrained)
        remedy += QStringLiteral(" This model can also score from EMG alone: --input emg.");
    return failure(ErrorCode::ChannelMissing,
                   QStringLiteral("%1: it is not clear which channel is the %2.").arg(fileName(recording), missing), remedy);
}

Result<scoring::Proposal> scorePrepared(const PreparedRecording &prepared, const Network &network,
                                        const ScoreOptions &options, const Progress &progress)
try {
    if (auto fits = checkEpochLength(options.epochSec, prepared.epochs); !fits)
        return failure(fits.error());
    scoring::Proposal proposal;
    proposal.classes = network.config().classes;
    const size_t classes = proposal.classes.size();
    std::vector<float> rows;
    if ((options.input == Input::Emg || prepared.eeg.isFlat()) && (options.input == Input::Eeg || prepared.emg.isFlat())) {
        progress.warning(QStringLiteral("No channel holds a signal, so every epoch stays unscored."));
        rows.assign(size_t(prepared.epochs) * classes, std::numeric_limits<float>::quiet_NaN());
    } else {
        auto computed = WindowRun(prepared, network, options, progress).compute();
        if (!computed)
            return failure(computed.error());
        rows = std::move(*computed);
    }
    proposal.probabilities = std::move(rows);
    return inEpochs(std::move(proposal), options.epochSec);
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to score."),
                   QStringLiteral("Close other programs and start again."));
}

Result<scoring::Proposal> score(const signal::Recording &recording, const io::ChannelChoice &choice,
                                const Network &network, const ScoreOptions &options, const Progress &progress)
{
    const auto channels = channelsFor(recording, choice, network.config(), options.input);
    if (!channels)
        return failure(channels.error());
    const auto prepared = prepareRecording(recording, *channels, network.config().normalisation, progress);
    if (!prepared)
        return failure(prepared.error());
    for (const QString &warning : prepared->warnings)
        progress.warning(warning);
    return scorePrepared(*prepared, network, options, progress);
}

} // namespace somno::sdreamer
