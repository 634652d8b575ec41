// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelformat.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <array>

#include "core/labels/labeltable.h"
#include "core/recordings/foreignfile.h"

namespace somno::io {

using scoring::Hypnogram;

namespace {

std::array<const LabelFormat *, 2> formats()
{
    return {&csvLabels(), &edfLabels()};
}

const LabelFormat *formatBySuffix(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const LabelFormat *format : formats())
        if (format->suffixes.contains(suffix))
            return format;
    return nullptr;
}

QString knownSuffixes()
{
    QStringList all;
    for (const LabelFormat *format : formats())
        for (const QString &suffix : format->suffixes)
            all << QLatin1Char('.') + suffix;
    return QStringLiteral("Known label files end in %1.").arg(all.join(QStringLiteral(", ")));
}

/// By content first, so that a file with a wrong ending is read; by ending where the content says nothing.
Result<const LabelFormat *> formatOf(const QString &path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read as labels (%2).")
                           .arg(path, QFileInfo(path).isDir() ? QStringLiteral("it is a folder") : file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    const QByteArray start = file.read(4096);
    for (const LabelFormat *format : formats())
        if (format->recognises(start))
            return format;
    if (const LabelFormat *format = formatBySuffix(path))
        return format;
    const QString looks = describeForeignFile(start);
    return failure(ErrorCode::UnsupportedFormat,
                   QStringLiteral("%1 is no label file that can be read%2.")
                       .arg(QFileInfo(path).fileName(),
                            looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
                   knownSuffixes());
}

} // namespace

Result<Hypnogram> readLabels(const QString &path, double epochSec, double totalSec)
{
    try {
        const auto format = formatOf(path);
        if (!format)
            return failure(format.error());
        const auto table = (*format)->read(path);
        if (!table)
            return failure(table.error());
        return hypnogramFromTable(*table, epochSec, totalSec);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotReadable,
                       QStringLiteral("%1: there is not enough memory to read it.").arg(path),
                       QStringLiteral("Close other programs and try again."));
    }
}

Result<QStringList> writeLabels(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    // Only the first ending of a format is one that it writes.
    const LabelFormat *format = formatBySuffix(path);
    if (!format || format->suffixes.first() != QFileInfo(path).suffix().toLower())
        return failure(ErrorCode::UnsupportedFormat,
                       QStringLiteral("%1: labels cannot be written to such a file.").arg(QFileInfo(path).fileName()),
                       QStringLiteral("Choose a name that ends in .csv or .edf."));
    return format->write(path, hypnogram, options);
}

} // namespace somno::io
