// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/preprocessing.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <optional>

#include "dsp/resampler.h"

namespace somno::sdreamer {

namespace {

constexpr EpochIndex kChunkEpochs = 600; // ten minutes: how often a cancel is seen, and what is in memory twice

constexpr int kCoarseLevels = 8; ///< below it, a file's digital steps are as large as the signal itself

/// The rates that the reference implementation reads without resampling.
bool isReadAsIs(const SampleRate &rate)
{
    const __int128 samples = __int128(rate.samples) * kTicksPerSecond;
    return samples > __int128(511) * rate.ticks && samples < __int128(513) * rate.ticks;
}

void copyEpoch(const signal::Channel &channel, EpochIndex epoch, std::span<float> out)
{
    const SampleIndex first = channel.rate.ceilSample(epoch * kTicksPerSecond);
    const SampleIndex available = std::clamp<SampleIndex>(channel.samples->size() - first, 0, SampleIndex(out.size()));
    channel.samples->scaled(first, channel.gain(), channel.offset(), out.first(size_t(available)));
    if (available > 0)
        std::fill(out.begin() + available, out.end(), out[size_t(available) - 1]);
}

void resampleEpochs(const signal::Channel &channel, const dsp::Resampler &resampler, EpochIndex first,
                    std::span<float> out)
{
    const qint64 firstOutput = first * kSamplesPerEpoch;
    const auto range = resampler.inputFor(firstOutput, qint64(out.size()));
    std::vector<float> input(size_t(range.count), 0.0f); // zeros before the start and after the end
    const SampleIndex from = std::max<SampleIndex>(range.first, 0);
    const SampleIndex to = std::min(range.first + range.count, channel.samples->size());
    if (to > from)
        channel.samples->scaled(from, channel.gain(), channel.offset(),
                                std::span(input).subspan(size_t(from - range.first), size_t(to - from)));
    resampler.evaluate(firstOutput, input, out);
}

/// Number of different values in the samples as stored (resampling a constant would add rounding noise), up to `limit`.
int distinctValues(const signal::SampleStore &store, int limit)
{
    return std::visit(
        [limit](const auto &samples) {
            std::decay_t<decltype(samples)> seen;
            for (const auto sample : samples)
                if (std::find(seen.begin(), seen.end(), sample) == seen.end()) {
                    seen.push_back(sample);
                    if (int(seen.size()) >= limit)
                        break;
                }
            return int(seen.size());
        },
        store.data());
}

QString fileName(const signal::Recording &recording)
{
    return recording.path.isEmpty() ? QStringLiteral("The recording") : QFileInfo(recording.path).fileName();
}

/// Fills `values` and returns whether the channel is flat, which is also said in the warnings.
bool prepareChannel(const signal::Recording &recording, int index, const Progress &progress, std::vector<float> &values,
                    PreparedRecording &result)
{
    if (index < 0 || progress.cancelled())
        return true;
    const signal::Channel &channel = recording.channels[size_t(index)];
    const int levels = distinctValues(*channel.samples, kCoarseLevels);
    if (levels > 1 && levels < kCoarseLevels)
        result.warnings << QStringLiteral("%1: channel \"%2\" takes only %3 different values, so hardly anything of the signal "
                                          "is left and its scoring means little. Export the recording again with a smaller "
                                          "physical range.")
                               .arg(fileName(recording), channel.label)
                               .arg(levels);
    if (levels <= 1) {
        values.assign(size_t(result.epochs) * kSamplesPerEpoch, 0.0f);
    } else {
        values = epochSamples(channel, result.epochs, progress);
        if (progress.cancelled() || standardise(values))
            return false;
    }
    result.warnings << QStringLiteral("%1: channel \"%2\" is flat over the whole recording; it holds no signal to "
                                      "score from. Check the electrode or choose another channel.")
                           .arg(fileName(recording), channel.label);
    return true;
}

Result<EpochIndex> commonEpochs(const signal::Recording &recording, const io::ChannelChoice &choice)
{
    EpochIndex epochs = std::numeric_limits<EpochIndex>::max();
    for (const int index : {choice.eeg, choice.emg}) {
        if (index < 0)
            continue;
        if (index >= int(recording.channels.size()) || !recording.channels[size_t(index)].samples)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("%1: channel %2 has not been read.").arg(fileName(recording)).arg(index + 1));
        const signal::Channel &channel = recording.channels[size_t(index)];
        epochs = std::min(epochs, wholeEpochs(channel.rate, channel.samples->size()));
    }
    if (choice.eeg < 0 && choice.emg < 0)
        return failure(ErrorCode::ChannelMissing,
                       QStringLiteral("%1: neither an EEG nor an EMG channel is chosen.").arg(fileName(recording)),
                       QStringLiteral("Name the channels to use."));
    if (epochs < 1)
        return failure(ErrorCode::TooShort,
                       QStringLiteral("%1 is shorter than one epoch.").arg(fileName(recording)),
                       QStringLiteral("It lasts %1 s and an epoch is 1 s. Record longer, or open another file.")
                           .arg(recording.durationSec()));
    return epochs;
}

} // namespace

EpochIndex wholeEpochs(const SampleRate &rate, SampleIndex sampleCount)
{
    return rate.duration(sampleCount) / kTicksPerSecond;
}

std::vector<float> epochSamples(const signal::Channel &channel, EpochIndex epochs, const Progress &progress)
{
    std::vector<float> out(size_t(epochs) * kSamplesPerEpoch);
    std::optional<dsp::Resampler> resampler;
    if (!isReadAsIs(channel.rate))
        resampler.emplace(channel.rate, kSamplesPerEpoch);
    for (EpochIndex first = 0; first < epochs && !progress.cancelled(); first += kChunkEpochs) {
        const EpochIndex count = std::min(kChunkEpochs, epochs - first);
        const auto chunk = std::span(out).subspan(size_t(first) * kSamplesPerEpoch, size_t(count) * kSamplesPerEpoch);
        if (resampler)
            resampleEpochs(channel, *resampler, first, chunk);
        for (EpochIndex i = 0; !resampler && i < count; ++i)
            copyEpoch(channel, first + i, chunk.subspan(size_t(i) * kSamplesPerEpoch, kSamplesPerEpoch));
        progress.advance(QStringLiteral("prepare"), first + count, epochs);
    }
    return out;
}

bool standardise(std::span<float> values)
{
    double sum = 0;
    qint64 count = 0;
    float least = std::numeric_limits<float>::max();
    float most = std::numeric_limits<float>::lowest();
    for (const float value : values) {
        if (!std::isfinite(value))
            continue;
        sum += value;
        ++count;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (least >= most) { // nothing finite, or one value only: its deviation would be rounding noise
        std::fill(values.begin(), values.end(), 0.0f);
        return false;
    }
    const double mean = sum / double(count);
    double squares = 0;
    for (const float value : values)
        if (std::isfinite(value))
            squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / double(count));
    for (float &value : values)
        value = std::isfinite(value) ? float((value - mean) / deviation) : 0.0f;
    return true;
}

Result<PreparedRecording> normaliseRecording(const signal::Recording &recording, const io::ChannelChoice &choice,
                                             const Progress &progress)
try {
    const Result<EpochIndex> epochs = commonEpochs(recording, choice);
    if (!epochs)
        return failure(epochs.error());
    PreparedRecording result;
    result.epochs = *epochs;
    result.eegFlat = prepareChannel(recording, choice.eeg, progress, result.eeg, result);
    result.emgFlat = prepareChannel(recording, choice.emg, progress, result.emg, result);
    if (progress.cancelled())
        return failure(ErrorCode::Cancelled, QStringLiteral("%1: cancelled.").arg(fileName(recording)));
    return result;
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed,
                   QStringLiteral("%1: not enough memory to prepare the recording.").arg(fileName(recording)),
                   QStringLiteral("An hour of EEG and EMG needs about 15 MB. Close other programs or split the file."));
}

std::vector<SequenceWindow> sequenceWindows(EpochIndex epochs)
{
    std::vector<SequenceWindow> windows;
    const int length = int(std::min<EpochIndex>(kWindowEpochs, epochs));
    for (EpochIndex next = 0; next < epochs; next += kWindowEpochs) {
        const EpochIndex first = std::min(next, epochs - length);
        windows.push_back({first, length, int(next - first)});
    }
    return windows;
}

} // namespace somno::sdreamer
