// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/preprocessing.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

#include "core/engine/prepare/channelstatistics.h"

namespace somno::sdreamer {

namespace {

constexpr int kCoarseLevels = 8; ///< below it, a file's digital steps are as large as the signal itself
constexpr SampleIndex kLevelBlock = 1 << 16;

QString fileName(const signal::Recording &recording)
{
    return recording.path.isEmpty() ? QStringLiteral("The recording") : QFileInfo(recording.path).fileName();
}

/// Number of different values in the samples as stored (resampling makes many of few), up to `limit`.
Result<int> distinctValues(const signal::Channel &channel, int limit, const Progress &progress)
{
    std::vector<float> seen;
    std::vector<float> block(size_t(std::min(kLevelBlock, channel.sampleCount)));
    for (SampleIndex first = 0; first < channel.sampleCount && !progress.cancelled(); first += kLevelBlock) {
        const auto part = std::span(block).first(size_t(std::min(kLevelBlock, channel.sampleCount - first)));
        if (auto read = channel.read(first, part); !read)
            return failure(read.error());
        for (const float value : part)
            if (std::isfinite(value) && std::find(seen.begin(), seen.end(), value) == seen.end()) {
                seen.push_back(value);
                if (int(seen.size()) >= limit)
                    return limit;
            }
    }
    return int(seen.size());
}

/// One channel on its way.
struct PendingChannel {
    PreparedChannel *target = nullptr;
    EpochReader reader;
    bool isEmg = false;
};

class Preparation {
public:
    Preparation(const signal::Recording &recording, Normalisation normalisation, bool withFeatures,
                const Progress &progress)
        : m_recording(recording), m_normalisation(normalisation), m_withFeatures(withFeatures), m_progress(progress)
    {
    }

    Result<PreparedRecording> run(const io::ChannelChoice &choice)
    {
        auto found = findChannels(choice);
        if (found)
            found = dropFlat();
        if (!found)
            return failure(found.error());
        if (m_withFeatures)
            m_result.features.resize(m_result.epochs);
        std::vector<StatisticsRequest> requests;
        for (const PendingChannel &pending : m_channels)
            requests.push_back({&pending.reader, isRobust(pending), isRunning(pending), isEqualised(),
                                m_withFeatures ? &m_result.features : nullptr, pending.isEmg});
        auto statistics = measureChannels(requests, m_result.epochs, m_progress);
        if (!statistics)
            return failure(statistics.error());
        for (size_t i = 0; i < m_channels.size(); ++i) {
            finish(m_channels[i], (*statistics)[i]);
            warnOfSamples(m_channels[i].reader.channel());
        }
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool isEqualised() const { return m_normalisation == Normalisation::Equalised; }
    [[nodiscard]] bool isRunning(const PendingChannel &pending) const
    {
        return pending.isEmg && (isEqualised() || m_normalisation == Normalisation::RunningEmg);
    }
    [[nodiscard]] bool isRobust(const PendingChannel &pending) const
    {
        return m_normalisation != Normalisation::ZScoreRecording && !isRunning(pending);
    }
    [[nodiscard]] Normaliser normaliserOf(const PendingChannel &pending, ChannelStatistics &statistics) const
    {
        if (isRunning(pending))
            return Normaliser::running(statistics);
        return isRobust(pending) ? Normaliser::robust(statistics) : Normaliser::zScore(statistics);
    }

    Result<> findChannels(const io::ChannelChoice &choice)
    {
        m_result.epochs = std::numeric_limits<EpochIndex>::max();
        for (const bool isEmg : {false, true}) {
            const int index = isEmg ? choice.emg : choice.eeg;
            if (index < 0)
                continue;
            if (index >= int(m_recording.channels.size()) || !m_recording.channels[size_t(index)].isReadable())
                return failure(
                    ErrorCode::InvalidArgument,
                    QStringLiteral("%1: channel %2 has not been read.").arg(fileName(m_recording)).arg(index + 1));
            const EpochReader reader(m_recording.channels[size_t(index)], m_recording.time);
            m_result.epochs = std::min(m_result.epochs, reader.epochs());
            m_channels.push_back({isEmg ? &m_result.emg : &m_result.eeg, reader, isEmg});
        }
        if (m_channels.empty())
            return failure(
                ErrorCode::ChannelMissing,
                QStringLiteral("%1: neither an EEG nor an EMG channel is chosen.").arg(fileName(m_recording)),
                QStringLiteral("Name the channels to use."));
        m_result.time = m_recording.time;
        m_result.spans = m_recording.time.isContinuous() ? std::vector{signal::EpochSpan{0, m_result.epochs}}
                                                         : m_recording.time.wholeEpochs(kTicksPerSecond);
        if (m_result.epochs < 1 || m_result.spans.empty())
            return failure(ErrorCode::TooShort,
                           QStringLiteral("%1 is shorter than one epoch%2.")
                               .arg(fileName(m_recording),
                                    m_result.epochs < 1 ? QString() : QStringLiteral(" between any two of its gaps")),
                           QStringLiteral("It lasts %1 s and an epoch is 1 s. Record longer, or open another file.")
                               .arg(m_recording.durationSec()));
        return {};
    }

    /// Settles the channels of which no samples need be measured, and warns of coarse ones.
    Result<> dropFlat()
    {
        std::vector<PendingChannel> varying;
        for (const PendingChannel &pending : m_channels) {
            const auto levels = distinctValues(pending.reader.channel(), kCoarseLevels, m_progress);
            if (!levels)
                return failure(levels.error());
            if (*levels <= 1 && !m_progress.cancelled()) {
                setFlat(pending);
                continue;
            }
            if (*levels < kCoarseLevels)
                warn(pending,
                     QStringLiteral("takes only %1 different values, so hardly anything of the signal is left and "
                                    "its scoring means little. Export the recording again with a smaller physical "
                                    "range.")
                         .arg(*levels));
            varying.push_back(pending);
        }
        m_channels = std::move(varying);
        return {};
    }

    void finish(const PendingChannel &pending, ChannelStatistics &statistics)
    {
        if (statistics.isFlat())
            return setFlat(pending);
        const Normaliser normaliser = normaliserOf(pending, statistics);
        if (normaliser.isFallback())
            warn(pending, QStringLiteral("stays at one value for most of the time, so it is scaled by its standard "
                                         "deviation. Check the electrode, or export the recording again with a smaller "
                                         "physical range."));
        if (!isEqualised()) {
            *pending.target = PreparedChannel(pending.reader, normaliser);
            return;
        }
        const auto signal = pending.isEmg ? Equaliser::Signal::Emg : Equaliser::Signal::Eeg;
        *pending.target
            = PreparedChannel(pending.reader, normaliser, Equaliser::fit(statistics.spectra, signal), m_result.epochs);
    }

    void setFlat(const PendingChannel &pending)
    {
        *pending.target = PreparedChannel(pending.reader, std::nullopt);
        warn(pending, QStringLiteral("is flat over the whole recording; it holds no signal to score from. Check the "
                                     "electrode or choose another channel."));
    }

    void warn(const PendingChannel &pending, const QString &what)
    {
        m_result.warnings
            << QStringLiteral("%1: channel \"%2\" %3").arg(fileName(m_recording), pending.reader.channel().label, what);
    }

    /// What only reading them could tell; of samples in memory it stands in the recording.
    void warnOfSamples(const signal::Channel &channel)
    {
        if (const auto deviation = channel.source ? channel.source->deviation() : std::nullopt)
            m_result.warnings << QStringLiteral("%1: %2").arg(fileName(m_recording), deviation->sentence());
    }

    const signal::Recording &m_recording;
    const Normalisation m_normalisation;
    const bool m_withFeatures;
    const Progress &m_progress;
    PreparedRecording m_result;
    std::vector<PendingChannel> m_channels;
};

} // namespace

PreparedChannel::PreparedChannel(EpochReader reader, std::optional<Normaliser> normaliser)
    : m_reader(std::move(reader)), m_normaliser(std::move(normaliser))
{
}

PreparedChannel::PreparedChannel(EpochReader reader, Normaliser normaliser, Equaliser equaliser, EpochIndex epochs)
    : m_reader(std::move(reader)), m_normaliser(std::move(normaliser)), m_equaliser(std::move(equaliser)),
      m_epochs(epochs)
{
}

Result<> PreparedChannel::read(EpochIndex first, std::span<float> out) const
{
    if (isFlat()) {
        std::fill(out.begin(), out.end(), 0.0f);
        return {};
    }
    if (m_equaliser) {
        for (const auto &[epochs, within] :
             m_reader->stretches(first, first + EpochIndex(out.size()) / kSamplesPerEpoch)) {
            const auto part = out.subspan(size_t(epochs.first - first) * kSamplesPerEpoch,
                                          size_t(epochs.last - epochs.first) * kSamplesPerEpoch);
            std::ranges::fill(part, 0.0f);
            if (auto read = within == signal::EpochSpan() ? Result<>() : readEqualised(epochs.first, part, within);
                !read)
                return read;
        }
        return {};
    }
    if (auto read = m_reader->read(first, out); !read)
        return read;
    m_normaliser->apply(first, out);
    return {};
}

Result<> PreparedChannel::readEqualised(EpochIndex first, std::span<float> out, signal::EpochSpan within) const
{
    static_assert(Equaliser::kReach <= kSamplesPerEpoch);
    const EpochIndex count = EpochIndex(out.size()) / kSamplesPerEpoch;
    const EpochIndex from = std::max(first - 1, within.first),
                     to = std::min({first + count + 1, within.last, m_epochs});
    std::vector<float> samples(size_t(to - from + 2) * kSamplesPerEpoch); // an epoch of room at either end
    const auto known = std::span(samples).subspan(kSamplesPerEpoch, samples.size() - size_t(2) * kSamplesPerEpoch);
    if (auto read = m_reader->read(from, known); !read)
        return read;
    m_normaliser->scale(from, known);
    // Beyond the recording, and in a gap, its mirror image.
    for (int i = 0; i < Equaliser::kReach; ++i) {
        samples[size_t(kSamplesPerEpoch - 1 - i)] = known[size_t(i)];
        samples[size_t(kSamplesPerEpoch + i) + known.size()] = known[known.size() - 1 - size_t(i)];
    }
    const size_t begin = size_t(first - from + 1) * kSamplesPerEpoch - Equaliser::kReach;
    m_equaliser->apply(std::span(samples).subspan(begin, out.size() + size_t(2) * Equaliser::kReach), out);
    for (EpochIndex i = 0; i < count; ++i) { // a constant stays one, without what the filter brings from its neighbours
        const auto own = known.subspan(size_t(first + i - from) * kSamplesPerEpoch, kSamplesPerEpoch);
        if (isConstant(own))
            std::fill_n(out.begin() + i * kSamplesPerEpoch, kSamplesPerEpoch,
                        float(m_equaliser->gain(0)) * own.front());
    }
    Normaliser::saturate(out);
    return {};
}

Result<PreparedRecording> prepareRecording(const signal::Recording &recording, const io::ChannelChoice &choice,
                                           Normalisation normalisation, const Progress &progress, bool withFeatures)
try {
    return Preparation(recording, normalisation, withFeatures, progress).run(choice);
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed,
                   QStringLiteral("%1: not enough memory to prepare the recording.").arg(fileName(recording)),
                   QStringLiteral("Close other programs and start again."));
}

std::vector<SequenceWindow> sequenceWindows(EpochIndex epochs, int length, int stride)
{
    std::vector<SequenceWindow> windows;
    const int tokens = int(std::min<EpochIndex>(length, epochs));
    const int step = stride > 0 ? stride : length;
    EpochIndex end = 0; // of the windows so far
    for (EpochIndex first = 0; end < epochs; first += step) {
        if (first + tokens > epochs) { // moved back, but kept only from where it would have begun
            const EpochIndex moved = epochs - tokens;
            windows.push_back({moved, tokens, int(first - moved)});
            break;
        }
        windows.push_back({first, tokens, 0});
        end = first + tokens;
    }
    return windows;
}

std::vector<SequenceWindow> sequenceWindows(std::span<const signal::EpochSpan> spans, int length, int stride)
{
    std::vector<SequenceWindow> all;
    for (const signal::EpochSpan &span : spans)
        for (SequenceWindow window : sequenceWindows(span.last - span.first, length, stride)) {
            window.first += span.first;
            all.push_back(window);
        }
    return all;
}

} // namespace somno::sdreamer
