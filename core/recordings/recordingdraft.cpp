// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/recordingdraft.h"

#include <QFileInfo>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <limits>
#include <unistd.h>

#include "core/recordings/heldrecording.h"

namespace somno::io {

using signal::Channel;
using signal::Recording;
using signal::SampleStore;

namespace {

constexpr SampleIndex kLookedAt = 20000;
constexpr double kShortSec = 1; ///< channels may end apart by so much without a word

/// Samples in the order of the file, evenly chosen, that have a value.
std::vector<float> someOf(const SampleStore &samples)
{
    std::vector<float> some;
    const SampleIndex step = std::max<SampleIndex>(1, samples.size() / kLookedAt);
    float value = 0;
    for (SampleIndex i = 0; i < samples.size(); i += step) {
        samples.scaled(i, 1, 0, std::span(&value, 1));
        if (std::isfinite(value))
            some.push_back(value);
    }
    return some;
}

/// The samples with values that are missing up to `count`.
std::shared_ptr<const SampleStore> padded(const std::shared_ptr<const SampleStore> &samples, SampleIndex count)
{
    if (samples->size() >= count)
        return samples;
    std::vector<float> values(size_t(count), std::numeric_limits<float>::quiet_NaN());
    samples->scaled(0, 1, 0, std::span(values).first(size_t(samples->size())));
    return std::make_shared<const SampleStore>(std::move(values));
}

/// A channel whose numbers are its physical values.
Channel channelOf(const FoundChannel &found, const ChannelFacts &facts)
{
    Channel channel;
    channel.label = facts.label;
    channel.unit = facts.unit;
    channel.rate = facts.rateHz > 0 ? SampleRate::simplest(facts.rateHz) : *found.rate;
    const auto [low, high] = found.usualRange();
    const double bound = std::isnan(low) ? 1 : std::max({1.0, std::ceil(std::abs(low)), std::ceil(std::abs(high))});
    channel.digitalMax = int(std::min(bound, 1e9));
    channel.digitalMin = -channel.digitalMax;
    channel.physicalMin = channel.digitalMin;
    channel.physicalMax = channel.digitalMax;
    channel.samples = found.samples;
    channel.sampleCount = found.samples->size();
    return channel;
}

/// Makes the channels last as long as the longest.
void align(Recording &recording)
{
    Ticks longest = 0;
    for (const Channel &channel : recording.channels)
        longest = std::max(longest, channel.rate.duration(channel.sampleCount));
    recording.time = signal::TimeMap::continuous(longest);
    for (Channel &channel : recording.channels) {
        const Ticks missing = longest - channel.rate.duration(channel.sampleCount);
        const double seconds = double(missing) / double(kTicksPerSecond);
        if (seconds > kShortSec)
            recording.deviations.push_back({QStringLiteral("channel-shorter"),
                                            QStringLiteral("channel %1").arg(channel.label),
                                            QStringLiteral("it ends %1 s before the others").arg(seconds, 0, 'f', 1),
                                            QStringLiteral("its end has no values")});
        channel.samples = padded(channel.samples, channel.rate.ceilSample(longest));
        channel.sampleCount = channel.samples->size();
    }
}

} // namespace

std::pair<double, double> FoundChannel::usualRange() const
{
    std::vector<float> values = someOf(*samples);
    if (values.empty())
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    const size_t outermost = values.size() / 200;
    std::ranges::nth_element(values, values.begin() + ptrdiff_t(outermost));
    const double low = values[outermost];
    const size_t last = values.size() - 1 - outermost;
    std::ranges::nth_element(values, values.begin() + ptrdiff_t(last));
    return {low, values[last]};
}

void RecordingDraft::tellOfMissingValues()
{
    for (const FoundChannel &channel : channels) {
        const auto *values = std::get_if<std::vector<float>>(&channel.samples->data());
        const auto missing = values ? std::ranges::count_if(*values, [](float value) { return std::isnan(value); }) : 0;
        if (missing > 0)
            deviations.push_back({QStringLiteral("values-missing"), QStringLiteral("channel %1").arg(channel.name),
                                  QStringLiteral("%1 of %2 samples have no value").arg(missing).arg(values->size()),
                                  QStringLiteral("left without one")});
    }
}

bool RecordingDraft::isOpen() const
{
    return std::ranges::any_of(channels,
                               [](const FoundChannel &channel) { return !channel.rate || channel.unit.isEmpty(); });
}

std::vector<ChannelFacts> RecordingDraft::facts(const OpenOptions &options) const
{
    std::vector<ChannelFacts> all;
    for (size_t i = 0; i < channels.size(); ++i) {
        ChannelFacts facts = i < options.channels.size() ? options.channels[i] : ChannelFacts{};
        if (facts.label.isEmpty())
            facts.label = channels[i].name;
        if (facts.unit.isEmpty())
            facts.unit = channels[i].unit.isEmpty() ? options.unit : channels[i].unit;
        if (facts.rateHz == 0)
            facts.rateHz = channels[i].rate ? channels[i].rate->hz() : options.rateHz;
        all.push_back(facts);
    }
    return all;
}

Error RecordingDraft::rateMissing(const QStringList &of) const
{
    QStringList found;
    for (const FoundChannel &channel : channels)
        found << QStringLiteral("%1 (%2 samples)").arg(channel.name).arg(channel.samples->size());
    QString detail = QStringLiteral("It has: %1. ").arg(found.join(QStringLiteral(", ")));
    if (!rateProblem.isEmpty())
        detail += rateProblem + QLatin1Char(' ');
    detail
        += QStringLiteral("Say the rate in Hz, for example --rate %1.").arg(hertzText(likelyHz > 0 ? likelyHz : 512));
    return {ErrorCode::RateMissing,
            QStringLiteral("%1 does not say the sampling rate of %2.")
                .arg(QFileInfo(path).fileName(), of.join(QStringLiteral(", "))),
            detail};
}

Result<std::shared_ptr<const RecordingFile>> RecordingDraft::finish(const OpenOptions &options) const
{
    const std::vector<ChannelFacts> known = facts(options);
    QStringList without;
    for (size_t i = 0; i < channels.size(); ++i)
        if (known[i].rateHz == 0)
            without << channels[i].name;
    if (!without.isEmpty())
        return failure(rateMissing(without));
    auto recording = std::make_shared<Recording>();
    recording->path = path;
    recording->start = start;
    recording->deviations = deviations;
    for (size_t i = 0; i < channels.size(); ++i)
        recording->channels.push_back(channelOf(channels[i], known[i]));
    align(*recording);
    return std::make_shared<const HeldRecording>(std::move(recording));
}

QString hertzText(double hz)
{
    return QString::number(hz, 'g', 12);
}

Result<> requireMemory(const QString &name, qint64 bytes)
{
    const qint64 memory = qint64(sysconf(_SC_PHYS_PAGES)) * qint64(sysconf(_SC_PAGESIZE));
    if (bytes <= memory)
        return {};
    return failure(ErrorCode::FileNotReadable,
                   QStringLiteral("%1: its samples need %2 MB of memory, this machine has %3 MB.")
                       .arg(name)
                       .arg(bytes >> 20)
                       .arg(memory >> 20),
                   QStringLiteral("Read fewer channels or split the recording."));
}

} // namespace somno::io
