// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>
#include <span>
#include <vector>

namespace somno {

/// What kinds of files have in common, whether they hold recordings or labels.
struct FileFormat {
    QString id;           ///< for options and settings: "csv"
    QString name;         ///< for people: "CSV table"
    QStringList suffixes; ///< lower case, without a dot; a new file gets the first
    bool (*recognises)(const QByteArray &firstBytes, const QString &fileName) = nullptr;
};

/// As many bytes of a file as recognises() gets to see, where it has them.
inline constexpr qint64 kRecognisedBytes = 4096;

/// The ending of a file name in lower case, without the dot.
[[nodiscard]] QString suffixOf(const QString &fileName);
/// For a dialog that saves: "*.csv *.tsv".
[[nodiscard]] QString namePatterns(const QStringList &suffixes);
/// For a dialog that opens, in lower and upper case: "*.csv *.tsv *.CSV *.TSV".
[[nodiscard]] QString openPatterns(const QStringList &suffixes);
/// For a sentence: ".csv, .tsv, .edf".
[[nodiscard]] QString endings(const QStringList &suffixes);
/// "a", "a or b", "a, b or c".
[[nodiscard]] QString eitherOf(const QStringList &words);

/// The endings of all formats, each once.
template <class Format>
[[nodiscard]] QStringList suffixesOf(std::span<const Format *const> formats)
{
    QStringList all;
    for (const Format *format : formats)
        all += format->suffixes;
    all.removeDuplicates();
    return all;
}

/// The first format with the ending of that file; null where there is none.
template <class Format>
[[nodiscard]] const Format *formatBySuffix(std::span<const Format *const> formats, const QString &fileName)
{
    for (const Format *format : formats)
        if (format->suffixes.contains(suffixOf(fileName)))
            return format;
    return nullptr;
}

/// The format that recognises the content; of several the one with the file's ending. By the ending alone where none
/// does, so that its reader says what is wrong with the file; null where that does not tell either.
template <class Format>
[[nodiscard]] const Format *formatOf(std::span<const Format *const> formats, const QByteArray &firstBytes,
                                     const QString &fileName)
{
    std::vector<const Format *> recognising;
    for (const Format *format : formats)
        if (format->recognises(firstBytes, fileName))
            recognising.push_back(format);
    if (recognising.empty())
        return formatBySuffix(formats, fileName);
    const Format *named = formatBySuffix(std::span<const Format *const>(recognising), fileName);
    return named ? named : recognising.front();
}

} // namespace somno
