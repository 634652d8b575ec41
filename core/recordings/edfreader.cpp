// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edfreader.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <condition_variable>
#include <edflib.h>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <unistd.h>

#include "core/recordings/edfheader.h"
#include "core/recordings/edfsamples.h"
#include "core/recordings/edfsamplesource.h"
#include "core/recordings/edftimestamps.h"

namespace somno::io {

using signal::Annotation;
using signal::Channel;
using signal::Recording;
using signal::SampleStore;

namespace {

// EDFlib keeps its open files in a table without a lock, and refuses one path twice.
std::mutex g_mutex;
std::condition_variable_any g_pathReleased;
std::set<QString> g_openPaths;

tl::unexpected<Error> cancelled(const QString &path)
{
    return failure(ErrorCode::Cancelled, QStringLiteral("Reading %1 was cancelled.").arg(QFileInfo(path).fileName()));
}

/// An open file of EDFlib; whoever comes second for one path waits until the first has closed it.
class EdfFile {
public:
    static Result<std::unique_ptr<EdfFile>> open(const QString &path, const EdfHeader &header, std::stop_token stop);
    ~EdfFile()
    {
        {
            const std::scoped_lock lock(g_mutex);
            if (m_isOpen)
                edfclose_file(m_header->handle);
            g_openPaths.erase(m_key);
        }
        g_pathReleased.notify_all();
    }
    EdfFile(const EdfFile &) = delete;
    EdfFile &operator=(const EdfFile &) = delete;

    const edf_hdr_struct &header() const { return *m_header; }

private:
    explicit EdfFile(QString key) : m_key(std::move(key)), m_header(std::make_unique<edf_hdr_struct>()) {}

    QString m_key;
    std::unique_ptr<edf_hdr_struct> m_header; // 250 kB, too much for a thread's stack
    bool m_isOpen = false;
};

tl::unexpected<Error> outOfMemory(const QString &path)
{
    return failure(ErrorCode::FileNotReadable,
                   QStringLiteral("%1: there is not enough memory to read it.").arg(QFileInfo(path).fileName()),
                   QStringLiteral("Close other programs or use a machine with more memory."));
}

tl::unexpected<Error> refused(const QString &path, const EdfHeader &header, int code)
{
    const QString name = QFileInfo(path).fileName();
    if (code == EDFLIB_MALLOC_ERROR)
        return outOfMemory(path);
    if (code == EDFLIB_NO_SUCH_FILE_OR_DIRECTORY || code == EDFLIB_FILE_READ_ERROR)
        return failure(ErrorCode::FileNotReadable,
                       QStringLiteral("%1: the file vanished or could no longer be read.").arg(name),
                       QStringLiteral("Check the drive that holds %1.").arg(path));
    QString fault = describeTimeStampFault(path, header);
    if (fault.isEmpty())
        fault = QStringLiteral(
            "No fault was found in the header itself; in EDF+ and BDF+ the texts of the annotation signal "
            "are then damaged.");
    return failure(ErrorCode::HeaderInvalid,
                   QStringLiteral("%1: the EDF library refuses the file (code %2).").arg(name).arg(code),
                   fault + QStringLiteral(" Export the recording again, or as plain EDF without annotations."));
}

Result<std::unique_ptr<EdfFile>> EdfFile::open(const QString &path, const EdfHeader &header, std::stop_token stop)
{
    const QString key = QFileInfo(path).canonicalFilePath();
    std::unique_lock lock(g_mutex);
    if (!g_pathReleased.wait(lock, stop, [&] { return !g_openPaths.contains(key); }))
        return cancelled(path);
    g_openPaths.insert(key);
    auto file = std::unique_ptr<EdfFile>(new EdfFile(key));
    const int status
        = edfopen_file_readonly(QFile::encodeName(key).constData(), file->m_header.get(), EDFLIB_READ_ALL_ANNOTATIONS);
    file->m_isOpen = status == 0;
    lock.unlock();
    if (status != 0)
        return refused(path, header, file->m_header->filetype);
    return file;
}

QString field(const char *text)
{
    return QString::fromLatin1(text).trimmed();
}

Channel describeChannel(const edf_param_struct &param, Ticks recordDuration)
{
    Channel channel;
    channel.label = field(param.label);
    channel.unit = field(param.physdimension);
    channel.transducer = field(param.transducer);
    channel.prefilter = field(param.prefilter);
    channel.rate = {param.smp_in_datarecord, recordDuration};
    channel.physicalMin = param.phys_min;
    channel.physicalMax = param.phys_max;
    channel.digitalMin = param.dig_min;
    channel.digitalMax = param.dig_max;
    channel.sampleCount = param.smp_in_file;
    return channel;
}

std::vector<Annotation> readAnnotations(const EdfFile &file)
{
    std::vector<Annotation> result;
    edf_annotation_struct raw;
    for (int i = 0; i < file.header().annotations_in_file; ++i) {
        if (edf_get_annotation(file.header().handle, i, &raw) != 0)
            continue;
        QString text = QString::fromUtf8(raw.annotation);
        // EDFlib cuts texts at 512 bytes, perhaps inside a character.
        if (qstrlen(raw.annotation) == EDFLIB_MAX_ANNOTATION_LEN && text.endsWith(QChar::ReplacementCharacter))
            text.chop(1);
        if (text.isEmpty()) // a second time-keeping signal, not an event
            continue;
        const bool hasDuration = raw.duration_l >= 0;
        result.push_back({double(raw.onset) / double(kTicksPerSecond),
                          hasDuration ? double(raw.duration_l) / double(kTicksPerSecond) : -1.0, text});
    }
    return result;
}

Result<std::vector<int>> wantedChannels(const Recording &recording, const ReadOptions &options)
{
    std::vector<int> wanted = options.channels;
    if (!options.samples)
        return std::vector<int>{};
    if (wanted.empty()) {
        wanted.resize(recording.channels.size());
        std::iota(wanted.begin(), wanted.end(), 0);
    }
    for (const int channel : wanted)
        if (channel < 0 || channel >= int(recording.channels.size()))
            return failure(
                ErrorCode::ChannelMissing,
                QStringLiteral("%1 has no channel %2.").arg(QFileInfo(recording.path).fileName()).arg(channel + 1),
                QStringLiteral("It has %1 channels.").arg(recording.channels.size()));
    return wanted;
}

// A vector that the machine cannot hold would not fail but have the system kill the program.
Result<> checkMemory(const Recording &recording, const std::vector<int> &wanted, qint64 sampleBytes)
{
    qint64 needed = 0;
    for (const int channel : wanted)
        needed += recording.channels[size_t(channel)].sampleCount * sampleBytes;
    const qint64 memory = qint64(sysconf(_SC_PHYS_PAGES)) * qint64(sysconf(_SC_PAGESIZE));
    if (needed <= memory)
        return {};
    return failure(ErrorCode::FileNotReadable,
                   QStringLiteral("%1: its samples need %2 MB of memory, this machine has %3 MB.")
                       .arg(QFileInfo(recording.path).fileName())
                       .arg(needed >> 20)
                       .arg(memory >> 20),
                   QStringLiteral("Read fewer channels or split the recording."));
}

/// Index among all signals of the header of the n-th that is no annotation signal.
int headerIndex(const EdfHeader &header, int channel)
{
    for (int i = 0; i < int(header.signalHeaders.size()); ++i)
        if (!header.signalHeaders[size_t(i)].isAnnotation && channel-- == 0)
            return i;
    return -1;
}

SampleColumn emptyColumn(const EdfHeader &header, const Channel &channel, int index)
{
    SampleColumn column{headerIndex(header, index), channel.digitalMin, channel.digitalMax, {}};
    if (header.isBdf)
        column.out = std::vector<qint32>(size_t(channel.sampleCount));
    else
        column.out = std::vector<qint16>(size_t(channel.sampleCount));
    return column;
}

Result<> readAllSamples(Recording &recording, const EdfHeader &header, const ReadOptions &options,
                        const Progress &progress)
{
    auto wanted = wantedChannels(recording, options);
    if (!wanted)
        return failure(wanted.error());
    std::sort(wanted->begin(), wanted->end());
    wanted->erase(std::unique(wanted->begin(), wanted->end()), wanted->end());
    if (const auto fits = checkMemory(recording, *wanted, header.isBdf ? sizeof(qint32) : sizeof(qint16)); !fits)
        return fits;
    qint64 total = 0;
    qint64 done = 0;
    std::vector<SampleColumn> columns;
    for (const int index : *wanted) {
        const Channel &channel = recording.channels[size_t(index)];
        total += channel.sampleCount;
        columns.push_back(emptyColumn(header, channel, index));
    }
    const auto advance = [&](qint64 samples) {
        progress.advance(QStringLiteral("read"), done += samples, total);
        return !progress.cancelled();
    };
    if (const auto read = readSamples(recording.path, header, columns, advance); !read)
        return read;
    for (size_t i = 0; i < columns.size(); ++i)
        recording.channels[size_t((*wanted)[i])].samples
            = std::make_shared<const SampleStore>(std::move(columns[i].out));
    return {};
}

/// What a recording is, without samples.
Result<std::shared_ptr<Recording>> describe(const QString &path, const Result<EdfHeader> &header,
                                            const Progress &progress)
{
    if (!header)
        return failure(header.error());
    const auto file = EdfFile::open(path, *header, progress.stop);
    if (!file)
        return failure(file.error());
    const edf_hdr_struct &edf = (*file)->header();

    auto recording = std::make_shared<Recording>();
    recording->path = path;
    recording->patient = header->patient;
    recording->recordingField = header->recording;
    // The recorder's clock knows no time zone and no daylight saving: UTC keeps its arithmetic plain.
    recording->start = QDateTime(header->startDate, header->startTime, Qt::UTC)
                           .addMSecs(edf.starttime_subsecond / (kTicksPerSecond / 1000));
    recording->recordDuration = header->recordDuration;
    recording->time = signal::TimeMap::continuous(header->recordDuration * header->records);
    for (int i = 0; i < edf.edfsignals; ++i)
        recording->channels.push_back(describeChannel(edf.signalparam[i], edf.datarecord_duration));
    recording->annotations = readAnnotations(**file);
    for (const Channel &channel : recording->channels)
        if (channel.physicalMin > channel.physicalMax)
            recording->warnings.push_back(
                QStringLiteral("Channel %1: its physical minimum is above its maximum, so the signal "
                               "was recorded with inverted polarity.")
                    .arg(channel.label));
    return recording;
}

Result<signal::RecordingPtr> readChecked(const QString &path, const ReadOptions &options, const Progress &progress)
{
    const auto header = readEdfHeader(path);
    const auto recording = describe(path, header, progress);
    if (!recording)
        return failure(recording.error());
    if (const auto read = readAllSamples(**recording, *header, options, progress); !read)
        return failure(read.error());
    return *recording;
}

Result<signal::RecordingPtr> openChecked(const QString &path)
{
    const auto header = readEdfHeader(path);
    const auto recording = describe(path, header, {});
    if (!recording)
        return failure(recording.error());
    const auto file = EdfSampleFile::open(path, *header);
    if (!file)
        return failure(file.error());
    for (int i = 0; i < int((*recording)->channels.size()); ++i) {
        Channel &channel = (*recording)->channels[size_t(i)];
        channel.source = std::make_shared<const EdfSampleSource>(*file, headerIndex(*header, i), channel.digitalMin,
                                                                 channel.digitalMax);
    }
    return *recording;
}

} // namespace

Result<signal::RecordingPtr> readRecording(const QString &path, const ReadOptions &options, const Progress &progress)
{
    try {
        return readChecked(path, options, progress);
    } catch (const std::bad_alloc &) {
        return outOfMemory(path);
    }
}

Result<signal::RecordingPtr> openRecording(const QString &path)
{
    try {
        return openChecked(path);
    } catch (const std::bad_alloc &) {
        return outOfMemory(path);
    }
}

Result<QByteArray> contentDigest(const QString &path, const Progress &progress)
{
    constexpr qint64 kBlock = 1 << 20;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    const qint64 total = file.size();
    for (qint64 done = 0; done < total;) {
        const QByteArray block = file.read(kBlock);
        if (block.isEmpty())
            return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 could not be read to its end.").arg(path),
                           QStringLiteral("Check the drive or the network connection."));
        hash.addData(block);
        done += block.size();
        progress.advance(QStringLiteral("digest"), done, total);
        if (progress.cancelled())
            return cancelled(path);
    }
    return hash.result().toHex();
}

} // namespace somno::io
