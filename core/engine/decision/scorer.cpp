// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/scorer.h"

#include <QFileInfo>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <new>
#include <optional>

#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/doubts.h"
#include "core/engine/decision/epochlength.h"
#include "core/engine/network/compute.h"

namespace somno::sdreamer {

namespace {

constexpr int kSpansAtOnce
    = 4; ///< lengths of a window over which a thread takes all that overlap, so that what they share is encoded once

/// Windows from `first`, each a stride after the one before and overlapping it, so that no gap lies between.
struct Stretch {
    size_t first;
    size_t count;
};

std::vector<Stretch> stretchesOf(const std::vector<SequenceWindow> &windows, int stride, size_t most)
{
    std::vector<Stretch> stretches;
    for (size_t w = 0; w < windows.size(); ++w)
        if (w > 0 && stretches.back().count < most && windows[w].first == windows[w - 1].first + stride
            && stride < windows[w - 1].epochs)
            ++stretches.back().count;
        else
            stretches.push_back({w, 1});
    return stretches;
}

/// Those that see an epoch of `wanted`; all where nothing is named.
std::vector<SequenceWindow> windowsThatSee(const std::vector<scoring::EpochRange> &wanted,
                                           std::vector<SequenceWindow> windows)
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
    WindowRun(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options, bool allHeads,
              const Progress &progress)
        : m_prepared(prepared), m_network(network), m_options(options),
          m_allHeads(allHeads && options.input == Input::Both), m_progress(progress),
          // Where epochs do not see each other, a second window says the same.
          m_overlap(network.config().architecture != QLatin1String("Epoch") ? options.viewsAsked() : 1),
          m_stride((network.config().sequenceLength + m_overlap - 1) / m_overlap),
          m_windows(
              windowsThatSee(options.only, sequenceWindows(prepared.spans, network.config().sequenceLength, m_stride))),
          m_stretches(stretchesOf(m_windows, m_stride, m_overlap > 1 ? size_t(kSpansAtOnce * m_overlap) : 1)),
          m_classes(size_t(network.config().classCount())), m_views(size_t(prepared.epochs))
    {
    }

    Result<HeadLogits> compute()
    {
        const NetworkConfig &config = m_network.config();
        for (const auto &[asked, sums] :
             {std::pair{m_options.input == Input::Both, &m_sums.mix},
              {m_options.input == Input::Eeg || (m_allHeads && config.eegHeadTrained), &m_sums.eeg},
              {m_options.input == Input::Emg || (m_allHeads && config.emgHeadTrained), &m_sums.emg}})
            if (asked)
                sums->resize(size_t(m_prepared.epochs) * m_classes);
        const int threads = m_options.threads > 0 ? m_options.threads : availableThreads();
        runInThreads(int(std::min(m_stretches.size(), size_t(threads))), [this] { work(); });
        if (m_error)
            return failure(*m_error);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Scoring was cancelled."));
        return HeadLogits{means(m_sums.mix), means(m_sums.eeg), means(m_sums.emg)};
    }

private:
    /// Summed over the windows that saw the epoch; of so few floats exact, so that their order does not matter.
    struct Sums {
        std::vector<double> mix, eeg, emg;
    };

    void work()
    {
        while (!m_failed && !m_progress.cancelled()) {
            const size_t next = m_nextStretch++;
            if (next >= m_stretches.size())
                return;
            const Result<> done = score(std::span(m_windows).subspan(m_stretches[next].first, m_stretches[next].count));
            const std::lock_guard lock(m_mutex);
            if (done)
                m_progress.advance(QStringLiteral("score"),
                                   ++m_done * m_prepared.epochs / EpochIndex(m_stretches.size()), m_prepared.epochs);
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
        const auto logits = ask(*eeg, *emg, int(windows.size()), length);
        if (!logits)
            return failure(logits.error());
        const std::lock_guard lock(m_mutex);
        for (size_t w = 0; w < windows.size(); ++w)
            for (int i = windows[w].keepFrom; i < length; ++i) {
                ++m_views[size_t(windows[w].first + i)];
                for (const auto &[values, sums] :
                     {std::pair{&logits->mix, &m_sums.mix}, {&logits->eeg, &m_sums.eeg}, {&logits->emg, &m_sums.emg}})
                    if (!values->empty())
                        add(windows[w].first + i, values->data() + (w * size_t(length) + size_t(i)) * m_classes, *sums);
            }
        // Where no signal says anything, an epoch stays unscored, whatever the network makes of its neighbours.
        const std::vector<float> nothing(m_classes, std::numeric_limits<float>::quiet_NaN());
        for (size_t i = 0; i < epochs; ++i)
            if (isSilent(*eeg, i) && isSilent(*emg, i))
                for (auto *sums : {&m_sums.mix, &m_sums.eeg, &m_sums.emg})
                    if (!sums->empty())
                        add(windows.front().first + EpochIndex(i), nothing.data(), *sums);
        return {};
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to score."),
                       QStringLiteral("Close other programs and start again."));
    }

    Result<HeadLogits> ask(std::span<const float> eeg, std::span<const float> emg, int windows, int length) const
    {
        const int stride = std::min(m_stride, length);
        if (m_allHeads)
            return m_network.logitsOfHeads(eeg, emg, windows, length, stride);
        auto logits = m_network.logits(eeg, emg, windows, length, m_options.input, stride);
        if (!logits)
            return failure(logits.error());
        HeadLogits heads;
        (m_options.input == Input::Both  ? heads.mix
         : m_options.input == Input::Eeg ? heads.eeg
                                         : heads.emg)
            = std::move(*logits);
        return heads;
    }

    /// Epochs that are read and normalised here, so that preparing goes on beside computing; none of a signal that is
    /// not used.
    static Result<std::vector<float>> gathered(const PreparedChannel &channel, bool isUsed, EpochIndex first,
                                               size_t epochs)
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

    void add(EpochIndex epoch, const float *logits, std::vector<double> &sums) const
    {
        for (size_t c = 0; c < m_classes; ++c)
            sums[size_t(epoch) * m_classes + c] += double(logits[c]);
    }

    [[nodiscard]] std::vector<float> means(const std::vector<double> &sums) const
    {
        std::vector<float> result(sums.size()); // no number where no window looked
        for (size_t i = 0; i < sums.size(); ++i)
            result[i] = float(sums[i] / m_views[i / m_classes]);
        return result;
    }

    const PreparedRecording &m_prepared;
    const Network &m_network;
    const ScoreOptions &m_options;
    const bool m_allHeads;
    const Progress &m_progress;
    const int m_overlap; ///< windows that see an epoch
    const int m_stride;
    const std::vector<SequenceWindow> m_windows;
    const std::vector<Stretch> m_stretches;
    const size_t m_classes;
    std::atomic<size_t> m_nextStretch = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex; // guards what follows, and reporting
    Sums m_sums;
    std::vector<quint8> m_views;
    EpochIndex m_done = 0; ///< stretches
    std::optional<Error> m_error;
};

Result<Decision> decideTogether(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
                                const Progress &progress)
{
    const auto evidence = evidenceOf(prepared, network, options, progress);
    if (!evidence)
        return failure(evidence.error());
    auto proposal = decide(*options.committee, *evidence, options.input, options.threads, progress);
    if (!proposal)
        return failure(proposal.error());
    QStringList doubts = doubtsOf(*evidence, *options.committee, options.input, *proposal);
    return Decision{std::move(*proposal), std::move(doubts)};
}

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
    QString remedy
        = labels.isEmpty()
              ? QStringLiteral("The file holds no signals.")
              : QStringLiteral(
                    "The file has %1. Name the channels with --eeg LABEL and --emg LABEL, or by number, as in "
                    "--eeg \"#1\".")
                    .arg(labels.join(QStringLiteral(", ")));
    if (lacksEmg && choice.eeg >= 0 && config.eegHeadTrained)
        remedy += QStringLiteral(" This model can also score from EEG alone: --input eeg.");
    if (lacksEeg && choice.emg >= 0 && config.emgHeadTrained)
        remedy += QStringLiteral(" This model can also score from EMG alone: --input emg.");
    return failure(ErrorCode::ChannelMissing,
                   QStringLiteral("%1: it is not clear which channel is the %2.").arg(fileName(recording), missing),
                   remedy);
}

Result<HeadLogits> meanLogits(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
                              bool allHeads, const Progress &progress)
{
    return WindowRun(prepared, network, options, allHeads, progress).compute();
}

Result<Evidence> evidenceOf(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
                            const Progress &progress)
{
    if (prepared.features.size() != prepared.epochs)
        return failure(
            ErrorCode::InvalidArgument,
            QStringLiteral("The recording was prepared without the features that the model's committee reads."));
    ScoreOptions whole = options;
    whole.only.clear();
    whole.views = options.views > 0 ? options.views : kViewsOfCommittee;
    auto heads = meanLogits(prepared, network, whole, true, progress);
    if (!heads)
        return failure(heads.error());
    return Evidence{prepared.features, std::move(*heads)};
}

scoring::Proposal proposalFrom(std::span<const float> logits, const std::vector<scoring::Stage> &classes,
                               double temperature)
{
    scoring::Proposal proposal;
    proposal.classes = classes;
    proposal.probabilities.reserve(logits.size());
    for (size_t at = 0; at < logits.size(); at += classes.size()) {
        const auto row = logits.subspan(at, classes.size());
        const float largest = *std::max_element(row.begin(), row.end());
        double sum = 0;
        for (const float logit : row)
            sum += std::exp(double(logit - largest) / temperature);
        for (const float logit : row)
            proposal.probabilities.push_back(float(std::exp(double(logit - largest) / temperature) / sum));
    }
    return proposal;
}

Result<Decision> decidePrepared(const PreparedRecording &prepared, const Network &network, const ScoreOptions &options,
                                const Progress &progress)
try {
    if (auto fits = checkEpochLength(options.epochSec, prepared.epochs); !fits)
        return failure(fits.error());
    Decision decision;
    scoring::Proposal &proposal = decision.proposal;
    proposal.classes = network.config().classes;
    if ((options.input == Input::Emg || prepared.eeg.isFlat())
        && (options.input == Input::Eeg || prepared.emg.isFlat())) {
        progress.warning(QStringLiteral("No channel holds a signal, so every epoch stays unscored."));
        proposal.probabilities.assign(size_t(prepared.epochs) * proposal.classes.size(),
                                      std::numeric_limits<float>::quiet_NaN());
    } else if (options.asksCommittee()) {
        auto decided = decideTogether(prepared, network, options, progress);
        if (!decided)
            return failure(decided.error());
        decision = std::move(*decided);
    } else {
        const auto logits = meanLogits(prepared, network, options, false, progress);
        if (!logits)
            return failure(logits.error());
        const auto &asked = options.input == Input::Both  ? logits->mix
                            : options.input == Input::Eeg ? logits->eeg
                                                          : logits->emg;
        proposal = proposalFrom(asked, proposal.classes, options.temperature);
    }
    proposal = inEpochs(proposal, options.epochSec, prepared.time);
    return decision;
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to score."),
                   QStringLiteral("Close other programs and start again."));
}

Result<scoring::Proposal> scorePrepared(const PreparedRecording &prepared, const Network &network,
                                        const ScoreOptions &options, const Progress &progress)
{
    auto decision = decidePrepared(prepared, network, options, progress);
    if (!decision)
        return failure(decision.error());
    return std::move(decision->proposal);
}

Result<scoring::Proposal> score(const signal::Recording &recording, const io::ChannelChoice &choice,
                                const Network &network, const ScoreOptions &options, const Progress &progress)
{
    const auto channels = channelsFor(recording, choice, network.config(), options.input);
    if (!channels)
        return failure(channels.error());
    const auto prepared
        = prepareRecording(recording, *channels, network.config().normalisation, progress, options.asksCommittee());
    if (!prepared)
        return failure(prepared.error());
    for (const QString &warning : prepared->warnings)
        progress.warning(warning);
    return scorePrepared(*prepared, network, options, progress);
}

} // namespace somno::sdreamer
