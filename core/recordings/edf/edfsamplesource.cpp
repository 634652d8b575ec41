// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfsamplesource.h"

#include <algorithm>
#include <vector>

#include "core/recordings/edf/edfsamples.h"

namespace somno::io {

namespace {

constexpr qint64 kBlockBytes = 1 << 18;
constexpr qint64 kSkippedBytes = 1 << 14; ///< between two pieces of a signal from which on they are read one by one

const EdfSignalHeader &signalOf(const EdfFile &file, int signal)
{
    return file.header().signalHeaders[size_t(signal)];
}

} // namespace

EdfSampleSource::EdfSampleSource(std::shared_ptr<const EdfFile> file, int signal)
    : m_file(std::move(file)), m_offset(offsetInRecord(m_file->header(), signal)),
      m_perRecord(signalOf(*m_file, signal).samplesPerRecord),
      m_range(signalOf(*m_file, signal).label, signalOf(*m_file, signal).digitalMin,
              signalOf(*m_file, signal).digitalMax)
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
        m_range.meet(std::span<const T>(values));
        for (qint64 i = 0; i < count; ++i)
            out[done + size_t(i)] = float(double(values[size_t(i)]) * gain + offset);
        done += size_t(count);
    }
    return {};
}

} // namespace somno::io
