// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfwriteplan.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace somno::io {

using signal::Annotation;
using signal::Channel;
using signal::Recording;

namespace {

constexpr Ticks kLongestRecord = 60 * kTicksPerSecond;
constexpr qint64 kWishedRecordBytes = 61440;                 // what the EDF specification recommends
constexpr qint64 kMaxRecordBytes = qint64(10) * 1024 * 1024; // what EDFlib reads
constexpr int kMinAnnotationBytes = 60;
constexpr int kLongestText = 512; // bytes that EDFlib reads of one annotation
constexpr qsizetype kDurationWidth = 8;

int samplesIn(const SampleRate &rate, Ticks duration)
{
    return int(std::llround(double(rate.samples) * double(duration) / double(rate.ticks)));
}

bool isExact(const SampleRate &rate, Ticks duration)
{
    return SampleRate{samplesIn(rate, duration), duration} == rate && samplesIn(rate, duration) > 0;
}

/// Shortest record that holds a whole number of samples of every channel; 0 when it is over a minute.
Ticks commonPeriod(const std::vector<Channel> &channels)
{
    Ticks period = 1;
    for (const Channel &channel : channels) {
        period = std::lcm(period, channel.rate.ticks / std::gcd(channel.rate.ticks, channel.rate.samples));
        if (period > kLongestRecord)
            return 0;
    }
    return period;
}

qint64 recordBytes(const std::vector<Channel> &channels, Ticks duration)
{
    qint64 bytes = 0;
    for (const Channel &channel : channels)
        bytes += 2 * qint64(samplesIn(channel.rate, duration));
    return bytes;
}

qint64 recordsNeeded(const std::vector<Channel> &channels, Ticks duration)
{
    qint64 records = 1;
    for (const Channel &channel : channels) {
        const qint64 samples = std::max(1, samplesIn(channel.rate, duration));
        records = std::max(records, (channel.sampleCount + samples - 1) / samples);
    }
    return records;
}

/// Every channel fills its last record.
bool fillsRecords(const std::vector<Channel> &channels, Ticks duration)
{
    const qint64 records = recordsNeeded(channels, duration);
    return std::all_of(channels.begin(), channels.end(), [&](const Channel &channel) {
        return channel.sampleCount == records * samplesIn(channel.rate, duration);
    });
}

bool isWritable(const std::vector<Channel> &channels, Ticks duration)
{
    return duration > 0 && edfDurationText(duration).size() <= kDurationWidth
           && recordBytes(channels, duration) <= kMaxRecordBytes / 2
           && std::all_of(channels.begin(), channels.end(),
                          [&](const Channel &c) { return isExact(c.rate, duration); });
}

/// Every part of the recording begins with a record, which has a time stamp.
bool startsRecords(const signal::TimeMap &time, Ticks duration)
{
    return time.isContinuous() || std::ranges::all_of(time.segments(), [&](const signal::Segment &segment) {
               return segment.stored % duration == 0;
           });
}

/// Multiples of the common period nearest to a second first, then longer ones.
std::vector<Ticks> candidateDurations(const Recording &recording)
{
    std::vector<Ticks> candidates{recording.recordDuration};
    const Ticks period = commonPeriod(recording.channels);
    if (period == 0)
        return candidates;
    const qint64 nearSecond = std::max<qint64>(1, kTicksPerSecond / period);
    for (qint64 k = nearSecond; k >= 1 && nearSecond - k < 4096; --k)
        candidates.push_back(k * period);
    for (qint64 k = nearSecond + 1; k * period <= kLongestRecord && k - nearSecond < 4096; ++k)
        candidates.push_back(k * period);
    return candidates;
}

Ticks exactDuration(const Recording &recording)
{
    std::optional<Ticks> padded;
    for (const Ticks duration : candidateDurations(recording)) {
        if (!isWritable(recording.channels, duration) || !startsRecords(recording.time, duration))
            continue;
        if (fillsRecords(recording.channels, duration)
            && recordBytes(recording.channels, duration) <= kWishedRecordBytes)
            return duration;
        if (!padded)
            padded = duration;
    }
    return padded.value_or(0);
}

/// The whole number of seconds in which rounding to whole samples changes the rates least.
Ticks nearestDuration(const std::vector<Channel> &channels)
{
    Ticks best = 0;
    double bestError = 0;
    for (Ticks duration = kTicksPerSecond; duration <= kLongestRecord; duration += kTicksPerSecond) {
        double error = 0;
        for (const Channel &channel : channels) {
            const int samples = samplesIn(channel.rate, duration);
            error = std::max(error,
                             samples < 1 ? 1.0 : std::abs(SampleRate{samples, duration}.hz() / channel.rate.hz() - 1));
        }
        if (recordBytes(channels, duration) <= kMaxRecordBytes / 2 && (best == 0 || error < bestError)) {
            best = duration;
            bestError = error;
        }
    }
    return best;
}

Result<> planSignals(const Recording &recording, EdfPlan &plan)
{
    plan.recordDuration = exactDuration(recording);
    if (plan.recordDuration == 0 && !recording.time.isContinuous())
        return failure(
            ErrorCode::UnsupportedFormat,
            QStringLiteral("%1: its gaps do not fit into an EDF file.").arg(QFileInfo(recording.path).fileName()),
            QStringLiteral("They do not lie between data records of one length and whole samples. Write what "
                           "lies between two gaps to a file of its own."));
    if (plan.recordDuration == 0) {
        plan.recordDuration = nearestDuration(recording.channels);
        plan.warnings << QStringLiteral(
            "EDF cannot hold these sampling rates exactly; the header states the nearest that it can.");
    }
    for (const Channel &channel : recording.channels)
        plan.samplesPerRecord.push_back(samplesIn(channel.rate, plan.recordDuration));
    if (plan.recordDuration == 0 || std::ranges::find(plan.samplesPerRecord, 0) != plan.samplesPerRecord.end())
        return failure(ErrorCode::UnsupportedFormat,
                       QStringLiteral("%1: these sampling rates do not fit into one EDF file.")
                           .arg(QFileInfo(recording.path).fileName()),
                       QStringLiteral("A channel is slower than a sample a minute or there are too many fast channels; "
                                      "leave some out."));
    plan.recordDurationText = edfDurationText(plan.recordDuration);
    plan.records = recordsNeeded(recording.channels, plan.recordDuration);
    if (!fillsRecords(recording.channels, plan.recordDuration))
        plan.warnings << QStringLiteral("The last data record is filled up with the channels' last values.");
    return {};
}

/// The bytes of one event, onset counted from the full second of the header's start time.
QByteArray eventBytes(const Annotation &annotation, Ticks startOffset)
{
    QString text = annotation.text;
    for (QChar &c : text)
        if (c.unicode() < 32) // 20 and 21 are EDF+'s own separators
            c = QLatin1Char(' ');
    const Ticks onset = toTicks(annotation.onsetSec) + startOffset;
    QByteArray bytes = (onset < 0 ? QByteArray("-") : QByteArray("+")) + secondsText(std::abs(onset));
    if (annotation.durationSec >= 0)
        bytes += '\x15' + secondsText(toTicks(annotation.durationSec));
    return bytes + '\x14' + text.toUtf8() + '\x14' + QByteArray(1, '\0');
}

Result<std::vector<QByteArray>> allEventBytes(const Recording &recording, Ticks startOffset)
{
    std::vector<const Annotation *> sorted;
    for (const Annotation &annotation : recording.annotations)
        if (!annotation.text.isEmpty())
            sorted.push_back(&annotation);
    std::ranges::stable_sort(sorted, {}, [](const Annotation *a) { return toTicks(a->onsetSec); });
    std::vector<QByteArray> events;
    for (const Annotation *annotation : sorted) {
        if (!std::isfinite(annotation->onsetSec) || std::abs(annotation->onsetSec) > 1e9
            || !(annotation->durationSec < 1e8) || annotation->text.toUtf8().size() > kLongestText)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("The annotation \"%1\" at %2 s does not fit into EDF+.")
                               .arg(annotation->text.left(40))
                               .arg(annotation->onsetSec),
                           QStringLiteral("Its text may take %1 bytes, its times must be finite.").arg(kLongestText));
        events.push_back(eventBytes(*annotation, startOffset));
    }
    return events;
}

/// Puts events in order into records of `capacity` bytes, behind each record's time stamp. Returns the
/// records used, more than plan.records where they do not suffice.
std::vector<QByteArray> packEvents(const std::vector<QByteArray> &events, const EdfPlan &plan,
                                   const signal::TimeMap &time, Ticks startOffset, int capacity)
{
    const auto stamp = [&](size_t record) {
        const Ticks stored = qint64(record) * plan.recordDuration;
        const Ticks start = time.isContinuous() ? stored : time.toRecorded(stored).value_or(stored);
        return '+' + secondsText(start + startOffset) + QByteArray("\x14\x14\0", 3);
    };
    std::vector<QByteArray> records{stamp(0)};
    for (const QByteArray &event : events) {
        if (records.back().size() + event.size() > capacity)
            records.push_back(stamp(records.size()));
        records.back() += event;
    }
    while (qint64(records.size()) < plan.records)
        records.push_back(stamp(records.size()));
    return records;
}

using Event = std::tuple<Ticks, Ticks, QString>;

std::vector<Event> writtenEvents(const Recording &recording)
{
    std::vector<Event> result;
    for (const Annotation &annotation : recording.annotations) {
        QString text = annotation.text;
        for (QChar &c : text)
            if (c.unicode() < 32)
                c = QLatin1Char(' ');
        if (!text.isEmpty())
            result.emplace_back(toTicks(annotation.onsetSec),
                                annotation.durationSec < 0 ? -1 : toTicks(annotation.durationSec), text);
    }
    std::ranges::stable_sort(result, {}, [](const Event &event) { return std::get<0>(event); });
    return result;
}

} // namespace

Result<> planEdfAnnotations(const Recording &recording, EdfPlan &plan)
{
    const Ticks startOffset = recording.start.isValid() ? recording.start.time().msec() * (kTicksPerSecond / 1000) : 0;
    const auto events = allEventBytes(recording, startOffset);
    if (!events)
        return failure(events.error());
    constexpr int kStampRoom = 24;
    qint64 longest = 0;
    qint64 total = 0;
    for (const QByteArray &event : *events) {
        longest = std::max<qint64>(longest, event.size());
        total += event.size();
    }
    const bool onlyAnnotations = recording.channels.empty();
    qint64 capacity = std::max<qint64>(kMinAnnotationBytes, longest + kStampRoom);
    capacity
        = std::max(capacity, onlyAnnotations ? std::min(total + kStampRoom, kWishedRecordBytes) : total / plan.records);
    for (;; capacity += capacity / 8) {
        capacity += plan.sampleBytes() - 1 - (capacity - 1) % plan.sampleBytes(); // whole samples
        if (capacity > kMaxRecordBytes - recordBytes(recording.channels, plan.recordDuration)
            && capacity > kWishedRecordBytes)
            return failure(ErrorCode::UnsupportedFormat,
                           QStringLiteral("%1 annotations do not fit into the EDF+ file.").arg(events->size()),
                           QStringLiteral("Write the annotations to a file of their own."));
        plan.annotations = packEvents(*events, plan, recording.time, startOffset, int(capacity));
        if (onlyAnnotations || qint64(plan.annotations.size()) == plan.records)
            break;
    }
    plan.records = qint64(plan.annotations.size());
    plan.annotationBytes = int(capacity);
    return {};
}

Result<EdfPlan> planEdf(const Recording &recording)
{
    EdfPlan plan;
    plan.recordDurationText = "0";
    if (!recording.channels.empty())
        if (const auto planned = planSignals(recording, plan); !planned)
            return failure(planned.error());
    if (const auto planned = planEdfAnnotations(recording, plan); !planned)
        return failure(planned.error());
    return plan;
}

QByteArray edfDurationText(Ticks ticks)
{
    QByteArray text = secondsText(ticks);
    if (text.size() > kDurationWidth && text.startsWith("0."))
        text.remove(0, 1);
    return text;
}

bool haveSameEvents(const Recording &a, const Recording &b)
{
    return writtenEvents(a) == writtenEvents(b);
}

} // namespace somno::io
