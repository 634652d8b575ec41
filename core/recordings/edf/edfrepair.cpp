// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfrepair.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "core/base/atomicfile.h"
#include "core/recordings/edf/edffile.h"
#include "core/recordings/edf/edfheaderbytes.h"
#include "core/recordings/edf/edfsamples.h"
#include "core/recordings/recordingfile.h"

namespace somno::io {

using signal::Channel;
using signal::Recording;

namespace {

constexpr qint64 kBlockBytes = 1 << 22;

std::vector<RecordPlace> usablePlaces(const EdfHeader &header)
{
    return placesInRecord(
        header, [](const EdfSignalHeader &signal) { return !signal.isAnnotation && signal.unusable.isEmpty(); });
}

Result<EdfFile> openEdfFile(const QString &path)
{
    const auto input = InputFile::open(path);
    if (!input)
        return failure(input.error());
    auto header = readEdfHeader(**input);
    if (!header)
        return failure(header.error());
    return EdfFile(*input, std::move(*header));
}

/// The same line of digital to physical values with minima below maxima and digital ends that a sample can hold.
void straighten(Channel &channel, bool isBdf)
{
    const int top = isBdf ? 8388607 : 32767;
    if (channel.digitalMin > channel.digitalMax) {
        std::swap(channel.digitalMin, channel.digitalMax);
        std::swap(channel.physicalMin, channel.physicalMax);
    }
    const double gain = channel.gain();
    const double offset = channel.offset();
    const int low = std::clamp(channel.digitalMin, -top - 1, top - 1);
    const int high = std::clamp(channel.digitalMax, low + 1, top);
    if (low != channel.digitalMin)
        channel.physicalMin = low * gain + offset;
    if (high != channel.digitalMax)
        channel.physicalMax = high * gain + offset;
    channel.digitalMin = low;
    channel.digitalMax = high;
}

class Repair {
public:
    Repair(EdfFile source, const signal::RecordingPtr &recording, QString target, const Progress &progress)
        : m_source(std::move(source)), m_wanted(*recording), m_target(std::move(target)), m_progress(progress)
    {
    }

    Result<EdfRepair> run();

private:
    void chooseChannels();
    Result<> plan();
    Result<> write(AtomicFile &file);
    QByteArray record(const QByteArray &records, qint64 inBlock, qint64 number) const;
    Result<> verify(const QString &path);
    Result<QString> differenceOfSamples(const EdfFile &written) const;
    QString differenceOfHeaders(const Recording &written);

    qint64 recordsInBlock() const { return std::max<qint64>(1, kBlockBytes / m_source.header().recordBytes); }

    const EdfFile m_source;
    Recording m_wanted; ///< what the new file is to hold
    const QString m_target;
    const Progress &m_progress;
    std::vector<RecordPlace> m_places;
    EdfPlan m_plan;
    EdfRepair m_result;
};

Result<EdfRepair> Repair::run()
{
    m_result.mended = m_wanted.deviations;
    m_places = usablePlaces(m_source.header());
    chooseChannels();
    if (m_wanted.channels.empty() && !m_result.changed.isEmpty())
        return failure(ErrorCode::HeaderInvalid,
                       QStringLiteral("None of its channels can be used: nothing is left to write."),
                       m_result.changed.join(QLatin1Char(' ')));
    if (auto planned = plan(); !planned)
        return failure(planned.error());
    AtomicFile file(m_target);
    if (auto opened = file.open(); !opened)
        return failure(opened.error());
    if (auto written = write(file); !written)
        return failure(written.error());
    if (auto same = verify(file.temporaryPath()); !same)
        return failure(same.error());
    if (auto done = file.commit(); !done)
        return failure(done.error());
    return std::move(m_result);
}

void Repair::chooseChannels()
{
    std::vector<Channel> usable;
    for (size_t i = 0; i < m_wanted.channels.size(); ++i) {
        Channel &channel = m_wanted.channels[i];
        if (!channel.unusable.isEmpty()) {
            m_result.changed
                << QStringLiteral("Channel %1 \"%2\" is left out: %3.").arg(i + 1).arg(channel.label, channel.unusable);
            continue;
        }
        straighten(channel, m_source.header().isBdf);
        usable.push_back(std::move(channel));
    }
    m_wanted.channels = std::move(usable);
}

Result<> Repair::plan()
{
    const EdfHeader &header = m_source.header();
    m_plan.isBdf = header.isBdf;
    m_plan.recordDuration = header.recordDuration;
    m_plan.recordDurationText = edfDurationText(header.recordDuration);
    m_plan.records = header.records;
    for (const Channel &channel : m_wanted.channels)
        m_plan.samplesPerRecord.push_back(int(channel.rate.samples));
    if (m_plan.recordDurationText.size() > 8)
        return failure(ErrorCode::UnsupportedFormat,
                       QStringLiteral("%1: data records of %2 s cannot be stated in eight characters.")
                           .arg(m_source.name(), QString::fromLatin1(m_plan.recordDurationText)));
    if (auto start = checkEdfStart(m_wanted); !start)
        return start;
    return planEdfAnnotations(m_wanted, m_plan);
}

/// One record of the new file from one of the old.
QByteArray Repair::record(const QByteArray &records, qint64 inBlock, qint64 number) const
{
    QByteArray bytes;
    for (const RecordPlace &place : m_places)
        bytes += QByteArrayView(records).sliced(inBlock * m_source.header().recordBytes + place.offset, place.bytes);
    return bytes + m_plan.annotations[size_t(number)].leftJustified(m_plan.annotationBytes, '\0');
}

Result<> Repair::write(AtomicFile &file)
{
    const EdfHeader &header = m_source.header();
    if (auto written = file.write(edfHeaderBytes(m_wanted, m_plan)); !written)
        return written;
    QByteArray block;
    for (qint64 first = 0; first < m_plan.records; first += recordsInBlock()) {
        // More annotations than fit into the records of a file without channels make more of these.
        const qint64 count = std::min(recordsInBlock(), m_plan.records - first);
        const qint64 present = std::clamp<qint64>(header.records - first, 0, count);
        block.resize(qsizetype(present * header.recordBytes));
        const std::span bytes(reinterpret_cast<uchar *>(block.data()), size_t(block.size()));
        if (auto read = m_source.read(header.headerBytes + first * header.recordBytes, bytes); !read)
            return read;
        QByteArray out;
        for (qint64 i = 0; i < count; ++i)
            out += record(block, i, first + i);
        if (auto written = file.write(out); !written)
            return written;
        m_progress.advance(QStringLiteral("write"), first + count, m_plan.records);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Writing was cancelled."));
    }
    return {};
}

/// Reads the new file back before it gets its name.
Result<> Repair::verify(const QString &path)
{
    const auto refused = [&](const QString &why) {
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 was not written: read back, %2.").arg(m_target, why),
                       QStringLiteral("What was there before is unchanged."));
    };
    const auto recording = openRecording(path);
    const auto file = openEdfFile(path);
    if (!recording || !file)
        return refused((recording ? file.error() : recording.error()).message);
    QString difference = differenceOfHeaders(**recording);
    if (difference.isEmpty()) {
        const auto samples = differenceOfSamples(*file);
        if (!samples)
            return failure(samples.error());
        difference = *samples;
    }
    return difference.isEmpty() ? Result<>() : refused(difference);
}

/// What matters must be the same; what EDF cannot hold is told.
QString Repair::differenceOfHeaders(const Recording &written)
{
    if (written.channels.size() != m_wanted.channels.size())
        return QStringLiteral("the number of channels differs");
    if (written.start != m_wanted.start)
        return QStringLiteral("the start differs");
    if (written.time != m_wanted.time)
        return QStringLiteral("its duration or its gaps differ");
    if (!haveSameEvents(written, m_wanted))
        return QStringLiteral("the annotations differ");
    for (size_t i = 0; i < written.channels.size(); ++i) {
        const Channel &a = m_wanted.channels[i];
        const Channel &b = written.channels[i];
        if (a.rate != b.rate || a.sampleCount != b.sampleCount)
            return QStringLiteral("the rate of channel %1 differs").arg(i + 1);
        if (std::abs(a.gain() - b.gain()) > 1e-5 * std::abs(a.gain()))
            return QStringLiteral("the scale of channel %1 differs").arg(i + 1);
        if (a.label != b.label)
            m_result.changed << QStringLiteral("The label \"%1\" is written as \"%2\".").arg(a.label, b.label);
        if (a.physicalMin != b.physicalMin || a.physicalMax != b.physicalMax)
            m_result.changed << QStringLiteral("The physical range of \"%1\", %2 to %3, is written as %4 to %5.")
                                    .arg(a.label)
                                    .arg(a.physicalMin, 0, 'g', 12)
                                    .arg(a.physicalMax, 0, 'g', 12)
                                    .arg(b.physicalMin, 0, 'g', 12)
                                    .arg(b.physicalMax, 0, 'g', 12);
    }
    return {};
}

/// Record by record, the bytes of both files.
Result<QString> Repair::differenceOfSamples(const EdfFile &written) const
{
    const EdfHeader &from = m_source.header();
    const EdfHeader &to = written.header();
    const std::vector<RecordPlace> places = usablePlaces(to);
    QByteArray old, made;
    for (qint64 first = 0; first < from.records; first += recordsInBlock()) {
        const qint64 count = std::min(recordsInBlock(), from.records - first);
        for (const auto &[file, header, bytes] :
             {std::tuple(&m_source, &from, &old), std::tuple(&written, &to, &made)}) {
            bytes->resize(qsizetype(count * header->recordBytes));
            if (auto read = file->read(header->headerBytes + first * header->recordBytes,
                                       std::span(reinterpret_cast<uchar *>(bytes->data()), size_t(bytes->size())));
                !read)
                return failure(read.error());
        }
        for (qint64 i = 0; i < count; ++i)
            for (size_t p = 0; p < places.size(); ++p)
                if (QByteArrayView(old).sliced(i * from.recordBytes + m_places[p].offset, m_places[p].bytes)
                    != QByteArrayView(made).sliced(i * to.recordBytes + places[p].offset, places[p].bytes))
                    return QStringLiteral("the samples of channel %1 differ").arg(p + 1);
        m_progress.advance(QStringLiteral("verify"), first + count, from.records);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Writing was cancelled."));
    }
    return QString();
}

Result<> checkTarget(const QString &source, const QString &target, bool mayReplace)
{
    const QFileInfo info(target);
    if (!info.exists())
        return {};
    if (info.canonicalFilePath() == QFileInfo(source).canonicalFilePath())
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1 is the file that is to be repaired.").arg(info.fileName()),
                       QStringLiteral("Name another file; the recording itself is never changed."));
    if (!mayReplace)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is there already.").arg(info.fileName()),
                       QStringLiteral("Name another file, or replace it with --force."));
    return {};
}

} // namespace

Result<EdfRepair> repairEdf(const QString &source, const QString &target, bool mayReplace, const Progress &progress)
{
    if (auto sound = checkTarget(source, target, mayReplace); !sound)
        return failure(sound.error());
    auto file = openEdfFile(source);
    if (!file)
        return failure(file.error());
    const auto recording = openRecording(source);
    if (!recording)
        return failure(recording.error());
    return Repair(std::move(*file), *recording, target, progress).run();
}

} // namespace somno::io
