// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/filepair.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <iterator>

namespace somno::io {

namespace {

/// Where a name without ending says EEG or EMG: as its last word.
QRegularExpressionMatch wordIn(const QString &baseName)
{
    static const QRegularExpression word(QStringLiteral("(?:^|[_\\-. ])(E[EM]G)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    return word.match(baseName);
}

} // namespace

QString mateOf(const QString &path)
{
    const QFileInfo info(path);
    const QString name = info.completeBaseName();
    const auto word = wordIn(name);
    if (!word.hasMatch())
        return {};
    QString mate = name;
    QChar &letter = mate[word.capturedStart(1) + 1];
    const bool isUpper = letter.isUpper();
    letter = letter.toLower() == QLatin1Char('e') ? QLatin1Char('m') : QLatin1Char('e');
    if (isUpper)
        letter = letter.toUpper();
    const QString found = info.path() + QLatin1Char('/') + mate + QLatin1Char('.') + info.suffix();
    return QFileInfo(found).isFile() ? found : QString();
}

QString channelNameOf(const QString &path)
{
    const QString name = QFileInfo(path).completeBaseName();
    const auto word = wordIn(name);
    return word.hasMatch() ? word.captured(1).toUpper() : name;
}

void addMate(RecordingDraft &draft, const QString &path, const QString &mate, std::vector<FoundChannel> channels)
{
    draft.deviations.push_back({QStringLiteral("second-file"), QFileInfo(path).fileName(),
                                QStringLiteral("%1 lies beside it").arg(QFileInfo(mate).fileName()),
                                QStringLiteral("both were read as one recording")});
    const bool isFirst = channelNameOf(mate) == QLatin1String("EEG");
    draft.channels.insert(isFirst ? draft.channels.begin() : draft.channels.end(), std::move_iterator(channels.begin()),
                          std::move_iterator(channels.end()));
}

} // namespace somno::io
