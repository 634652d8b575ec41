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

constexpr int kSpansAtOnce = 4; ///< lengths of a window over which a thread takes all that overlap, so that what they share is encoded once

void appendSoftmax(std::span<const float> logits, double temperature, std::vector<float> &out)
{
    const float largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits)
        sum += std::exp(double(logit - largest) / temperature);
    for (const float logit : logits)
        out.push_back(float(std::exp(double(logit - largest) / temperature) / sum));
}

/// Windows from `first`, each a stride after the one before.
struct Stretch {
    size_t first;
    size_t count;
};

std::vector<Stretch> stretchesOf(const std::vector<SequenceWindow> &windows, int stride, size_t most)
{
    std::vector<Stretch> stretches;
    for (size_t w = 0; w < windows.size(); ++w)
        if (w > 0 && stretches.back().count < most && windows[w].first == windows[w - 1].first + stride)
            ++stretches.back().count;
        else
            stretches.push_back({w, 1});
    return stretches;
}

/// Those that see an epoch of `wanted`; all where nothing is named.
std::vector<SequenceWindow> windowsThatSee(const std::vector<scoring::EpochRange> &wanted, std::vector<SequenceWindow> windows)
{
    const auto seesNone = [&](const SequenceWindow &window) {
        return std::none_of(wanted.begin(), wanted.end(), [&](const scoring::EpochRange &range) {
            return range.first < window.first + window.epochs && window.first < range.last;
        });
    };
    if (!wanted.empty())
        std::erase_if(windows, seesNone);
    return windows;
}

/// One recording on its way through the network, stretches of windows spread over threads.
class WindowRun {
public:
    WindowRun(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
              const Progress &progress)
        : m_prepared(prepared), m_network(network), m_options(options), m_progress(progress),
          // Where epochs do not see each other, a second window says the same.
          m_overlap(network.config().architecture != QLatin1String("Epoch") ? options.views : 1),
          m_stride((network.config().sequenceLength + m_overlap - 1) / m_overlap),
          m_windows(windowsThatSee(options.only, sequenceWindows(prepared.epochs, network.config().sequenceLength, m_stride))),
          m_stretches(stretchesOf(m_windows, m_stride, m_overlap > 1 ? size_t(kSpansAtOnce * m_overlap) : 1)),
          m_classes(size_t(network.config().classCount())), m_logits(size_t(prepared.epochs) * m_classes), m_views(size_t(prepared.epochs))
    {
    }

    /// Probabilities of each second.
    Result<std::vector<float>> compute()
    {
        const int threads = m_options.threads > 0 ? m_options.threads : availableThreads();
        runInThreads(int(std::min(m_stretches.size(), size_t(threads))), [this] { work(); });
        if (m_error)
            return failure(*m_error);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Scoring was cancelled."));
        return probabilities();
    }

private:
    void work()
    {
        while (!m_failed && !m_progress.cancelled()) {
            const size_t next = m_nextStretch++;
            if (next >= m_stretches.size())
                return;
            const Result<> done = score(std::span(m_windows).subspan(m_stretches[next].first, m_stretches[next].count));
            const std::lock_guard lock(m_mutex);
            if (done)
                m_progress.advance(QStringLiteral("score"), ++m_done * m_prepared.epochs / EpochIndex(m_stretches.size()), m_prepared.epochs);
            else if (!m_failed.exchange(true))
                m_error = done.error();
        }
    }

    Result<> score(std::span<const SequenceWindow> windows)
    try {
        const int length = windows.front().epochs;
        const auto epochs = size_t(windows.back().first - windows.front().first + length);
        const auto eeg = gathered(m_prepared.eeg, m_options.input != Input::Emg, windows.front().first, epochs);
        const auto emg = gathered(m_prepared.emg, m_options.input != Input::Eeg, windows.front().first, epochs);
        if (!eeg || !emg)
            return failure(eeg ? emg.error() : eeg.error());
        const auto logits = m_network.logits(*eeg, *emg, int(windows.size()), length, m_options.input, std::min(m_stride, length));
        if (!logits)
            return failure(logits.error());
        const std::lock_guard lock(m_mutex);
        for (size_t w = 0; w < windows.size(); ++w)
            for (int i = windows[w].keepFrom; i < length; ++i)
                keep(windows[w].first + i, std::span(*logits).subspan((w * size_t(length) + size_t(i)) * m_classes, m_classes));
        // Where no signal says anything, an epoch stays unscored, whatever the network makes of its neighbours.
        for (size_t i = 0; i < epochs; ++i)
            if (isSilent(*eeg, i) && isSilent(*emg, i))
                keep(windows.front().first + EpochIndex(i), std::vector<float>(m_classes, std::numeric_limits<float>::quiet_NaN()));
        return {};
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to score."),
                       QStringLiteral("Close other programs and start again."));
    }

    /// Epochs that are read and normalised here, so that preparing goes on beside computing; none of a signal that is not used.
    static Result<std::vector<float>> gathered(const PreparedChannel &channel, bool isUsed, EpochIndex first, size_t epochs)
    {
        std::vector<float> out(isUsed ? epochs * kSamplesPerEpoch : 0);
        if (isUsed)
            if (auto read = channel.read(first, out); !read)
                return failure(read.error());
        return out;
    }

    static bool isSilent(std::span<const float> samples, size_t epoch)
    {
        return samples.empty() || isConstant(samples.subspan(epoch * kSamplesPerEpoch, kSamplesPerEpoch));
    }

    void keep(EpochIndex epoch, std::span<const float> logits)
    {
        for (size_t c = 0; c < m_classes; ++c)
            m_logits[size_t(epoch) * m_classes + c] += logits[c];
        ++m_views[size_t(epoch)];
    }

    [[nodiscard]] std::vector<float> probabilities() const
    {
        std::vector<float> rows, logits(m_classes);
        rows.reserve(m_logits.size());
        for (size_t epoch = 0; epoch < m_views.size(); ++epoch) {
            for (size_t c = 0; c < m_classes; ++c) // no number where no window looked
                logits[c] = float(m_logits[epoch * m_classes + c] / m_views[epoch]);
            appendSoftmax(logits, m_options.temperature, rows);
        }
        return rows;
    }

    const PreparedRecording &m_prepared;
    const Network &m_network;
    const ScoreOptions &m_options;
    const Progress &m_progress;
    const int m_overlap; ///< windows that see an epoch
    const int m_stride;
    const std::vector<SequenceWindow> m_windows;
    const std::vector<Stretch> m_stretches;
    const size_t m_classes;
    std::atomic<size_t> m_nextStretch = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex; // guards what follows, and reporting
    std::vector<double> m_logits; ///< summed over the windows that saw the epoch; of so few floats exact, so that their order does not matter
    std::vector<quint8> m_views;
    EpochIndex m_done = 0; ///< stretches
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
