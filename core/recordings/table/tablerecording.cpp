// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/recordings/foreignfile.h"
#include "core/recordings/recordingformat.h"
#include "core/recordings/table/tablereader.h"
#include "core/recordings/table/textlines.h"

namespace somno::io {

namespace {

constexpr qint64 kHeadBytes = 1 << 16;

struct Head {
    TextEncoding encoding;
    std::optional<TableShape> shape;
};

Head headOf(const QByteArray &firstBytes, bool isWhole)
{
    const TextEncoding encoding = TextEncoding::of(firstBytes);
    const std::string text = encoding.decoded(firstBytes);
    if (text.find('\0') != std::string::npos)
        return {encoding, std::nullopt};
    return {encoding, TableShape::of(text, encoding.end, isWhole)};
}

tl::unexpected<Error> refused(const QString &name, const QString &what, const QString &detail)
{
    return failure(ErrorCode::NotARecording, QStringLiteral("%1: %2").arg(name, what), detail);
}

Result<RecordingDraft> draftTable(const InputFilePtr &file, const Progress &progress)
{
    const auto firstBytes = file->bytes(0, kHeadBytes);
    if (!firstBytes)
        return failure(firstBytes.error());
    const Head head = headOf(*firstBytes, firstBytes->size() == file->size());
    const QString looks = describeForeignFile(firstBytes->left(kRecognisedBytes));
    if (!looks.isEmpty() && looks != describeForeignFile("text"))
        return notARecording(file->name(), *firstBytes);
    if (!head.shape)
        return refused(
            file->name(), QStringLiteral("this is no table of numbers."),
            QStringLiteral("A recording as a table has a line for each sample and a column for each channel, "
                           "with numbers only below the heading. Labels are imported into the recording that they "
                           "belong to."));
    if (head.shape->looksLikeLabels())
        return refused(file->name(), QStringLiteral("this table looks like labels, not like a recording."),
                       QStringLiteral("Open the recording that they belong to, then import them. If these are signals, "
                                      "name the columns in the first line: eeg,emg."));
    return TableReader(file, head.encoding, *head.shape).read(progress);
}

bool isTable(const QByteArray &firstBytes, const QString &)
{
    if (!describeForeignFile(firstBytes).isEmpty() && describeForeignFile(firstBytes) != describeForeignFile("text"))
        return false;
    const Head head = headOf(firstBytes, firstBytes.size() < kRecognisedBytes);
    return head.shape && !head.shape->looksLikeLabels();
}

} // namespace

const RecordingFormat &tableRecordings()
{
    static const RecordingFormat format = {
        {QStringLiteral("table"),
         QStringLiteral("CSV"),
         {QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("txt")},
         isTable},
        nullptr,
        draftTable,
    };
    return format;
}

} // namespace somno::io
