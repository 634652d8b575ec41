// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fileformat.h"

#include <QFileInfo>

namespace somno {

namespace {

QString joined(const QStringList &suffixes, const QString &before, const QString &between)
{
    return suffixes.isEmpty() ? QString() : before + suffixes.join(between + before);
}

} // namespace

QString suffixOf(const QString &fileName)
{
    return QFileInfo(fileName).suffix().toLower();
}

QString namePatterns(const QStringList &suffixes)
{
    return joined(suffixes, QStringLiteral("*."), QStringLiteral(" "));
}

QString openPatterns(const QStringList &suffixes)
{
    QStringList inCapitals;
    for (const QString &suffix : suffixes)
        inCapitals << suffix.toUpper();
    return namePatterns(suffixes + inCapitals);
}

QString endings(const QStringList &suffixes)
{
    return joined(suffixes, QStringLiteral("."), QStringLiteral(", "));
}

QString eitherOf(const QStringList &words)
{
    if (words.size() < 2)
        return words.join(QString());
    return words.first(words.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" or ") + words.last();
}

} // namespace somno
