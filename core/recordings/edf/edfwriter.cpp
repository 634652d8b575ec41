// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfwriter.h"

#include <QtEndian>
#include <algorithm>

#include "core/base/atomicfile.h"
#include "core/recordings/edf/edfheaderbytes.h"
#include "core/recordings/edf/edfwriteplan.h"
#include "core/recordings/recordingfile.h"

namespace somno::io {

using signal::Channel;
using signal::Recording;

namespace {

constexpr qsizetype kWriteBlock = 1 << 20;

void appendSamples(QByteArray &out, const Channel &channel, qint64 record, int count)
{
    const auto &samples = std::get<std::vector<qint16>>(channel.samples->data());
    const qint64 first = std::min(record * count, qint64(samples.size()));
    const qint64 present = std::min<qint64>(count, qint64(samples.size()) - first);
    const qsizetype start = out.size();
    out.resize(start + 2 * qsizetype(count));
    qToLittleEndian<qint16>(samples.data() + first, present, out.data() + start);
    for (qint64 i = present; i < count; ++i)
        qToLittleEndian<qint16>(samples.back(), out.data() + start + 2 * i);
}

Result<> writeRecords(AtomicFile &file, const Recording &recording, const EdfPlan &plan, const Progress &progress)
{
    QByteArray block = edfHeaderBytes(recording, plan);
    for (qint64 record = 0; record < plan.records; ++record) {
        for (size_t i = 0; i < recording.channels.size(); ++i)
            appendSamples(block, recording.channels[i], record, plan.samplesPerRecord[i]);
        block += plan.annotations[size_t(record)].leftJustified(plan.annotationBytes, '\0');
        if (block.size() < kWriteBlock && record + 1 < plan.records)
            continue;
        if (const auto written = file.write(block); !written)
            return written;
        block.clear();
        progress.advance(QStringLiteral("write"), record + 1, plan.records);
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Writing was cancelled."));
    }
    return {};
}

QString sampleDifference(const Channel &written, const Channel &read, int index)
{
    if (!read.samples)
        return QStringLiteral("channel %1 has no values").arg(index + 1);
    const auto &a = std::get<std::vector<qint16>>(written.samples->data());
    const auto &b = std::get<std::vector<qint16>>(read.samples->data());
    if (b.size() < a.size() || !std::equal(a.begin(), a.end(), b.begin()))
        return QStringLiteral("the samples of channel %1 differ").arg(index + 1);
    return {};
}

/// Reads the file back; says what differs, nothing when it holds what was to be written.
Result<> verify(const QString &target, const QString &temporaryPath, const Recording &recording, const EdfPlan &plan,
                const Progress &progress)
{
    Progress reading;
    reading.stop = progress.stop;
    const auto read = readRecording(temporaryPath, {}, reading);
    if (!read)
        return failure(read.error().code == ErrorCode::Cancelled ? ErrorCode::Cancelled : ErrorCode::FileNotWritable,
                       QStringLiteral("%1 was not written: the new file cannot be read back.").arg(target),
                       read.error().message + QLatin1Char(' ') + read.error().detail);
    QString difference;
    if ((*read)->channels.size() != recording.channels.size())
        difference = QStringLiteral("the number of channels differs");
    else if (!haveSameEvents(recording, **read))
        difference = QStringLiteral("the annotations differ");
    else if (!recording.time.isContinuous() && (*read)->time != recording.time)
        difference = QStringLiteral("the gaps differ");
    for (size_t i = 0; i < recording.channels.size() && difference.isEmpty(); ++i) {
        if ((*read)->channels[i].rate != SampleRate{plan.samplesPerRecord[i], plan.recordDuration})
            difference = QStringLiteral("the rate of channel %1 differs").arg(i + 1);
        else
            difference = sampleDifference(recording.channels[i], (*read)->channels[i], int(i));
    }
    progress.advance(QStringLiteral("verify"), 1, 1);
    if (difference.isEmpty())
        return {};
    return failure(ErrorCode::FileNotWritable,
                   QStringLiteral("%1 was not written: read back, %2.").arg(target, difference),
                   QStringLiteral("The drive may be faulty; try another one. What was there before is unchanged."));
}

Result<> checkWritable(const Recording &recording)
{
    for (const Channel &channel : recording.channels) {
        if (!channel.samples || !std::holds_alternative<std::vector<qint16>>(channel.samples->data())
            || channel.samples->size() != channel.sampleCount || channel.sampleCount == 0)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("Channel %1 cannot be written to EDF.").arg(channel.label),
                           QStringLiteral("EDF holds 16-bit samples; a channel must have at least one."));
        if (channel.rate.samples < 1 || channel.rate.ticks < 1 || channel.label == QLatin1String("EDF Annotations"))
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("Channel %1 cannot be written to EDF.").arg(channel.label),
                           QStringLiteral("It needs a sampling rate above zero and a label of its own."));
    }
    return {};
}

Result<> writeChecked(const QString &path, const Recording &recording, const Progress &progress)
{
    if (const auto writable = checkWritable(recording); !writable)
        return writable;
    if (const auto start = checkEdfStart(recording); !start)
        return start;
    const auto plan = planEdf(recording);
    if (!plan)
        return failure(plan.error());
    for (const QString &warning : plan->warnings)
        progress.warning(warning);
    AtomicFile file(path);
    if (const auto opened = file.open(); !opened)
        return opened;
    if (const auto written = writeRecords(file, recording, *plan, progress); !written)
        return written;
    if (const auto same = verify(path, file.temporaryPath(), recording, *plan, progress); !same)
        return same;
    return file.commit();
}

} // namespace

Result<> writeEdf(const QString &path, const Recording &recording, const Progress &progress)
{
    try {
        return writeChecked(path, recording, progress);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 was not written: there is not enough memory.").arg(path),
                       QStringLiteral("Close other programs and save again."));
    }
}

} // namespace somno::io
