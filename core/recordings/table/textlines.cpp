// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/textlines.h"

#include <algorithm>

namespace somno::io {

namespace {

constexpr qint64 kBlock = 1 << 20;
constexpr size_t kLongestLine = 4 << 20;

} // namespace

TextEncoding TextEncoding::of(const QByteArray &firstBytes)
{
    TextEncoding encoding;
    const auto zeros = [&](int from) { // among every other byte
        qsizetype count = 0;
        for (qsizetype i = from; i < firstBytes.size(); i += 2)
            count += firstBytes[i] == 0;
        return count * 4 > firstBytes.size();
    };
    if (firstBytes.startsWith("\xef\xbb\xbf"))
        encoding.markBytes = 3;
    else if (firstBytes.startsWith("\xff\xfe"))
        encoding = {QStringConverter::Utf16LE, 2};
    else if (firstBytes.startsWith("\xfe\xff"))
        encoding = {QStringConverter::Utf16BE, 2};
    else if (zeros(1))
        encoding.wide = QStringConverter::Utf16LE;
    else if (zeros(0))
        encoding.wide = QStringConverter::Utf16BE;
    if (firstBytes.contains('\r') && !firstBytes.contains('\n'))
        encoding.end = '\r';
    return encoding;
}

std::string TextEncoding::decoded(const QByteArray &firstBytes) const
{
    const QByteArray bytes = firstBytes.mid(markBytes);
    if (!wide)
        return bytes.toStdString();
    const QString text = QStringDecoder(*wide)(bytes);
    return text.toStdString();
}

TextLines::TextLines(InputFilePtr file, const TextEncoding &encoding)
    : m_file(std::move(file)), m_encoding(encoding), m_offset(encoding.markBytes)
{
    if (encoding.wide)
        m_decoder = std::make_unique<QStringDecoder>(*encoding.wide);
}

Result<bool> TextLines::readOn()
{
    m_text.erase(0, m_at);
    m_at = 0;
    const size_t before = m_text.size();
    if (before > kLongestLine)
        return failure(ErrorCode::NotARecording,
                       QStringLiteral("%1: line %2 does not end.").arg(m_file->name()).arg(m_number + 1),
                       QStringLiteral("A table has a line for each sample. Export the recording again."));
    if (m_decoder) {
        const auto bytes = m_file->bytes(m_offset, kBlock);
        if (!bytes)
            return failure(bytes.error());
        m_offset += bytes->size();
        const QString text = (*m_decoder)(*bytes);
        m_text += text.toStdString();
        return !bytes->isEmpty();
    }
    m_text.resize(before + size_t(kBlock));
    const auto got
        = m_file->read(m_offset, std::span(reinterpret_cast<uchar *>(m_text.data()) + before, size_t(kBlock)));
    if (!got)
        return failure(got.error());
    m_text.resize(before + size_t(*got));
    m_offset += *got;
    return *got > 0;
}

Result<bool> TextLines::next(std::string_view &line)
{
    size_t end = m_text.find(m_encoding.end, m_at);
    while (end == std::string::npos) {
        const size_t searched = m_text.size() - m_at;
        const auto more = readOn();
        if (!more)
            return failure(more.error());
        end = m_text.find(m_encoding.end, searched);
        if (end == std::string::npos && !*more) {
            if (m_text.empty())
                return false;
            end = m_text.size();
        }
    }
    line = std::string_view(m_text).substr(m_at, end - m_at);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    m_at = std::min(end + 1, m_text.size());
    ++m_number;
    return true;
}

} // namespace somno::io
