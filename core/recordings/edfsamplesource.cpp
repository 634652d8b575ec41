// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edfsamplesource.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

#include "core/recordings/edfsamples.h"

namespace somno::io {

namespace {

constexpr qint64 kBlockBytes = 1 << 18;
constexpr qint64 kSkippedBytes = 1 << 14; ///< between two pieces of a signal from which on they are read one by one

} // namespace

EdfSampleFile::EdfSampleFile(QString path, EdfHeader header, int descriptor)
    : m_path(std::move(path)), m_header(std::move(header)), m_descriptor(descriptor)
{
}

EdfSampleFile::~EdfSampleFile()
{
    ::close(m_descriptor);
}

Result<std::shared_ptr<const EdfSampleFile>> EdfSampleFile::open(const QString &path, const EdfHeader &header)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failure(
            errno == ENOENT ? ErrorCode::FileNotFound : ErrorCode::FileNotReadable,
            QStringLiteral("%1 cannot be read (%2).").arg(path, QString::fromLocal8Bit(std::strerror(errno))),
            QStringLiteral("Check that the file exists and that you may read it."));
    return std::shared_ptr<const EdfSampleFile>(new EdfSampleFile(path, header, descriptor));
}

Result<> EdfSampleFile::read(qint64 offset, std::span<uchar> out) const
{
    for (size_t done = 0; done < out.size();) {
        const ssize_t got = ::pread(m_descriptor, out.data() + done, out.size() - done, offset + qint64(done));
        if (got < 0 && errno == EINTR)
            continue;
        const QString name = QFileInfo(m_path).fileName();
        if (got < 0)
            return failure(ErrorCode::FileNotReadable,
                           QStringLiteral("%1: the file could no longer be read (%2).")
                               .arg(name, QString::fromLocal8Bit(std::strerror(errno))),
                           QStringLiteral("Check the drive or the network connection and start again."));
        if (got == 0)
            return failure(ErrorCode::Truncated,
                           QStringLiteral("%1: the file became shorter while it was read (data record %2 of %3).")
                               .arg(name)
                               .arg((offset + qint64(done) - m_header.headerBytes) / m_header.recordBytes + 1)
                               .arg(m_header.records),
                           QStringLiteral("Another program has written to it; take the file from its source again."));
        done += size_t(got);
    }
    return {};
}

EdfSampleSource::EdfSampleSource(std::shared_ptr<const EdfSampleFile> file, int signal, int digitalMin, int digitalMax)
    : m_file(std::move(file)), m_offset(offsetInRecord(m_file->header(), signal)),
      m_perRecord(m_file->header().signalHeaders[size_t(signal)].samplesPerRecord), m_digitalMin(digitalMin),
      m_digitalMax(digitalMax)
{
}

Result<> EdfSampleSource::scaled(SampleIndex first, double gain, double offset, std::span<float> out) const
{
    return m_file->header().isBdf ? read<qint32>(first, gain, offset, out) : read<qint16>(first, gain, offset, out);
}

template <class T>
Result<> EdfSampleSource::read(SampleIndex first, double gain, double offset, std::span<float> out) const
{
    const EdfHeader &header = m_file->header();
    const qint64 sampleBytes = header.isBdf ? 3 : 2;
    const qint64 recordsInBlock = header.recordBytes - m_perRecord * sampleBytes > kSkippedBytes
                                      ? 1
                                      : std::max<qint64>(1, kBlockBytes / header.recordBytes);
    std::vector<uchar> bytes;
    std::vector<T> values;
    for (size_t done = 0; done < out.size();) {
        const qint64 record = (first + qint64(done)) / m_perRecord;
        const qint64 inRecord = (first + qint64(done)) % m_perRecord;
        const auto count
            = qint64(std::min<quint64>(out.size() - done, quint64(recordsInBlock * m_perRecord - inRecord)));
        const qint64 lastRecord = record + (inRecord + count - 1) / m_perRecord;
        const qint64 lastInRecord = (inRecord + count - 1) % m_perRecord;
        const qint64 begin = record * header.recordBytes + inRecord * sampleBytes;
        bytes.resize(size_t(lastRecord * header.recordBytes + (lastInRecord + 1) * sampleBytes - begin));
        if (auto read = m_file->read(header.headerBytes + m_offset + begin, bytes); !read)
            return read;
        values.resize(size_t(count));
        for (qint64 at = 0; at < count;) {
            const qint64 place = (inRecord + at) / m_perRecord * header.recordBytes
                                 + (inRecord + at) % m_perRecord * sampleBytes - inRecord * sampleBytes;
            const qint64 piece = std::min(count - at, m_perRecord - (inRecord + at) % m_perRecord);
            decodeSamples(bytes.data() + place, std::span(values).subspan(size_t(at), size_t(piece)));
            at += piece;
        }
        for (qint64 i = 0; i < count; ++i)
            out[done + size_t(i)]
                = float(double(std::clamp(values[size_t(i)], T(m_digitalMin), T(m_digitalMax))) * gain + offset);
        done += size_t(count);
    }
    return {};
}

} // namespace somno::io
