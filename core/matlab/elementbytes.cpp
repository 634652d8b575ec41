// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/elementbytes.h"

#include <algorithm>
#include <array>
#include <zlib.h>

namespace somno::matlab {

namespace {

constexpr qint64 kTagBytes = 8;
constexpr qint64 kBlock = 1 << 16;

} // namespace

struct ElementBytes::Inflating {
    z_stream stream = {};
    std::array<uchar, kBlock> block;
};

ElementBytes::ElementBytes(const QString &path, const ElementPlace &place)
    : m_file(path), m_left(place.isCompressed ? place.bytes - kTagBytes : place.bytes)
{
    const qint64 first = place.isCompressed ? place.offset + kTagBytes : place.offset;
    if (!m_file.open(QIODevice::ReadOnly) || !m_file.seek(first))
        m_left = 0;
    if (!place.isCompressed)
        return;
    m_inflating = std::make_unique<Inflating>();
    if (inflateInit(&m_inflating->stream) != Z_OK)
        m_left = 0;
}

ElementBytes::~ElementBytes()
{
    if (m_inflating)
        inflateEnd(&m_inflating->stream);
}

bool ElementBytes::read(std::span<uchar> out)
{
    return m_inflating ? inflateInto(out) : readStored(out.data(), qint64(out.size()));
}

bool ElementBytes::skip(qint64 count)
{
    std::array<uchar, 4096> unused;
    for (; count > 0; count -= qMin<qint64>(count, unused.size()))
        if (!read(std::span(unused).first(size_t(qMin<qint64>(count, unused.size())))))
            return false;
    return true;
}

bool ElementBytes::readStored(uchar *out, qint64 count)
{
    if (count > m_left || m_file.read(reinterpret_cast<char *>(out), count) != count)
        return false;
    m_left -= count;
    return true;
}

bool ElementBytes::inflateInto(std::span<uchar> out)
{
    z_stream &stream = m_inflating->stream;
    while (!out.empty()) {
        if (stream.avail_in == 0) {
            const qint64 count = qMin(m_left, kBlock);
            if (count == 0 || !readStored(m_inflating->block.data(), count))
                return false;
            stream.next_in = m_inflating->block.data();
            stream.avail_in = uInt(count);
        }
        const size_t wanted = std::min(out.size(), size_t(kBlock));
        stream.next_out = out.data();
        stream.avail_out = uInt(wanted);
        const int status = inflate(&stream, Z_NO_FLUSH);
        out = out.subspan(wanted - stream.avail_out);
        if (status != Z_OK && !(status == Z_STREAM_END && out.empty()))
            return false;
    }
    return true;
}

} // namespace somno::matlab
