// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "core/recordings/edf/edfannotations.h"
#include "core/recordings/edf/edfsamples.h"
#include "core/recordings/edf/edfsamplesource.h"
#include "core/recordings/recordingformat.h"

namespace somno::io {

using signal::Channel;
using signal::Recording;
using signal::RecordingPtr;
using signal::SampleStore;

namespace {

/// Index among all signals of the header of the n-th that is no annotation signal.
int headerIndex(const EdfHeader &header, int channel)
{
    for (int i = 0; i < int(header.signalHeaders.size()); ++i)
        if (!header.signalHeaders[size_t(i)].isAnnotation && channel-- == 0)
            return i;
    return -1;
}

Channel describeChannel(const std::shared_ptr<const EdfFile> &file, int signal)
{
    const EdfHeader &header = file->header();
    const EdfSignalHeader &described = header.signalHeaders[size_t(signal)];
    Channel channel;
    channel.label = described.label;
    channel.unit = described.unit;
    channel.transducer = described.transducer;
    channel.prefilter = described.prefilter;
    channel.rate = {described.samplesPerRecord, header.recordDuration};
    channel.physicalMin = described.physicalMin;
    channel.physicalMax = described.physicalMax;
    channel.digitalMin = described.digitalMin;
    channel.digitalMax = described.digitalMax;
    channel.sampleCount = described.samplesPerRecord * header.records;
    channel.unusable = described.unusable;
    if (channel.unusable.isEmpty())
        channel.source = std::make_shared<const EdfSampleSource>(file, signal);
    return channel;
}

RecordingPtr describe(const QString &path, const std::shared_ptr<const EdfFile> &file, EdfAnnotations annotations)
{
    const EdfHeader &header = file->header();
    auto recording = std::make_shared<Recording>();
    recording->path = path;
    recording->patient = header.patient;
    recording->recordingField = header.recording;
    // The recorder's clock knows no time zone and no daylight saving: UTC keeps its arithmetic plain.
    recording->start = QDateTime(header.startDate, header.startTime, Qt::UTC)
                           .addMSecs(annotations.startOffset / (kTicksPerSecond / 1000));
    recording->recordDuration = header.recordDuration;
    recording->time = std::move(annotations.time);
    recording->annotations = std::move(annotations.events);
    for (int i = 0; i < int(header.signalHeaders.size()); ++i)
        if (!header.signalHeaders[size_t(i)].isAnnotation)
            recording->channels.push_back(describeChannel(file, i));
    recording->deviations = header.deviations;
    std::ranges::move(annotations.deviations, std::back_inserter(recording->deviations));
    return recording;
}

class EdfRecording final : public RecordingFile {
public:
    EdfRecording(RecordingPtr recording, std::shared_ptr<const EdfFile> file)
        : RecordingFile(std::move(recording), file->header().isBdf ? sizeof(qint32) : sizeof(qint16)),
          m_file(std::move(file))
    {
    }

private:
    Result<std::vector<SampleStore::Data>> samples(const std::vector<int> &channels,
                                                   const Progress &progress) const override;
    SampleColumn emptyColumn(int index) const;

    std::shared_ptr<const EdfFile> m_file;
};

SampleColumn EdfRecording::emptyColumn(int index) const
{
    const Channel &channel = recording()->channels[size_t(index)];
    SampleColumn column{headerIndex(m_file->header(), index), {}};
    if (m_file->header().isBdf)
        column.out = std::vector<qint32>(size_t(channel.sampleCount));
    else
        column.out = std::vector<qint16>(size_t(channel.sampleCount));
    return column;
}

Result<std::vector<SampleStore::Data>> EdfRecording::samples(const std::vector<int> &channels,
                                                             const Progress &progress) const
{
    qint64 total = 0;
    qint64 done = 0;
    std::vector<SampleColumn> columns;
    for (const int index : channels) {
        total += recording()->channels[size_t(index)].sampleCount;
        columns.push_back(emptyColumn(index));
    }
    const auto advance = [&](qint64 samples) {
        progress.advance(QStringLiteral("read"), done += samples, total);
        return !progress.cancelled();
    };
    if (const auto read = readSamples(*m_file, columns, advance); !read)
        return failure(read.error());
    std::vector<SampleStore::Data> samples;
    samples.reserve(columns.size());
    for (SampleColumn &column : columns)
        samples.push_back(std::move(column.out));
    return samples;
}

Result<RecordingFilePtr> openEdf(const InputFilePtr &input)
{
    auto header = readEdfHeader(*input);
    if (!header)
        return failure(header.error());
    const auto file = std::make_shared<const EdfFile>(input, std::move(*header));
    auto annotations = readEdfAnnotations(*file, input->opening().mostBytes);
    if (!annotations)
        return failure(annotations.error());
    return std::make_shared<const EdfRecording>(describe(input->path(), file, std::move(*annotations)), file);
}

} // namespace

const RecordingFormat &edfRecordings()
{
    static const RecordingFormat format = {
        {QStringLiteral("edf"), QStringLiteral("EDF"), {QStringLiteral("edf")}, isEdf},
        openEdf,
    };
    return format;
}

const RecordingFormat &bdfRecordings()
{
    static const RecordingFormat format = {
        {QStringLiteral("bdf"), QStringLiteral("BDF"), {QStringLiteral("bdf")}, isBdf},
        openEdf,
    };
    return format;
}

} // namespace somno::io
