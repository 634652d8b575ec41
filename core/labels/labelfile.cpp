// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelfile.h"

#include <QFile>
#include <QFileInfo>
#include <map>

#include "core/labels/labelgrid.h"
#include "core/labels/labeltable.h"
#include "core/recordings/foreignfile.h"

namespace somno::io {

using scoring::Hypnogram;

namespace {

tl::unexpected<Error> noSuchFormat(const QString &id, LabelFormats known)
{
    QStringList ids;
    for (const LabelFormat *format : known)
        ids << format->id;
    return failure(ErrorCode::InvalidArgument, QStringLiteral("There is no format of labels \"%1\" for this.").arg(id),
                   QStringLiteral("Known are %1.").arg(ids.join(QStringLiteral(", "))));
}

Result<const LabelFormat *> formatToRead(const QString &path, const QString &id)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read as labels (%2).")
                           .arg(path, QFileInfo(path).isDir() ? QStringLiteral("it is a folder") : file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    if (!id.isEmpty()) {
        const LabelFormat *format = findLabelFormat(id);
        return format && format->canRead() ? Result<const LabelFormat *>(format)
                                           : noSuchFormat(id, readableLabelFormats());
    }
    const QByteArray start = file.read(kRecognisedBytes);
    if (const LabelFormat *format = formatOf(readableLabelFormats(), start, path))
        return format;
    const QString looks = describeForeignFile(start);
    return failure(ErrorCode::UnsupportedFormat,
                   QStringLiteral("%1 is no label file that can be read%2.")
                       .arg(QFileInfo(path).fileName(),
                            looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
                   QStringLiteral("Known label files end in %1.").arg(labelReadEndings()));
}

Result<const LabelFormat *> formatToWrite(const QString &path, const QString &id)
{
    if (!id.isEmpty()) {
        const LabelFormat *format = findLabelFormat(id);
        return format && format->canWrite() ? Result<const LabelFormat *>(format)
                                            : noSuchFormat(id, writableLabelFormats());
    }
    for (const LabelFormat *format : writableLabelFormats())
        if (format->suffixes.first() == suffixOf(path))
            return format;
    return failure(ErrorCode::UnsupportedFormat,
                   QStringLiteral("%1: labels cannot be written to such a file.").arg(QFileInfo(path).fileName()),
                   QStringLiteral("Choose a name that ends in %1.").arg(eitherOf(labelWriteEndings())));
}

/// What was read as another stage than the file says, and how much of it.
QStringList substitutionsIn(const LabelTable &table, double epochSec)
{
    std::map<QString, LabelRow> all;
    for (const LabelRow &row : table.rows)
        if (!row.word.isEmpty()) {
            LabelRow &one = all[row.word];
            one.stage = row.stage;
            one.duration += row.duration;
        }
    QStringList words;
    for (const auto &[word, row] : all)
        words << QStringLiteral("%1 epochs called \"%2\" were read as %3; the stage set in use has no such stage.")
                     .arg(qRound64(double(row.duration) / double(kTicksPerSecond) / epochSec))
                     .arg(word, row.stage == scoring::Stage::Unscored ? QStringLiteral("unscored")
                                                                      : scoring::stageName(row.stage));
    return words;
}

Result<LabelImport> readChecked(const QString &path, const LabelContext &context)
{
    const auto format = formatToRead(path, context.format);
    if (!format)
        return failure(format.error());
    auto table = (*format)->read(path, context);
    if (!table)
        return failure(table.error());
    auto hypnogram = hypnogramFromTable(*table, context.epochSec, context.totalSec);
    if (!hypnogram)
        return failure(hypnogram.error());
    hypnogram->setStageSet(scoring::StageSet::holding(hypnogram->stages(), context.stages));
    const QStringList warnings = table->warnings + substitutionsIn(*table, hypnogram->epochSec());
    return LabelImport{std::move(*hypnogram), warnings, *format};
}

} // namespace

Result<LabelImport> readLabels(const QString &path, const LabelContext &context)
{
    try {
        return readChecked(path, context);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotReadable,
                       QStringLiteral("%1: there is not enough memory to read it.").arg(path),
                       QStringLiteral("Close other programs and try again."));
    }
}

Result<QStringList> writeLabels(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    const auto format = formatToWrite(path, options.format);
    if (!format)
        return failure(format.error());
    if (const auto written = (*format)->write(path, hypnogram, options); !written)
        return failure(written.error());
    return labelLosses(**format, hypnogram, options);
}

} // namespace somno::io
