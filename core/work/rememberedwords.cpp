// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/rememberedwords.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace somno::ui {

using scoring::Stage;
using scoring::StageSet;

namespace {

QString keyOf(const QString &format)
{
    return QStringLiteral("labelWords/") + format;
}

} // namespace

StageWords rememberedWords(const QString &format, const StageSet &set)
{
    const QJsonObject stored = QJsonDocument::fromJson(QSettings().value(keyOf(format)).toString().toUtf8()).object();
    StageWords words;
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        const QString name = it->toString();
        auto stage = set.called(name);
        if (!stage)
            stage = name.isEmpty() ? Stage::Unscored : StageSet::fromText(name);
        if (it->isString() && stage)
            words.insert(it.key(), *stage);
    }
    return words;
}

void rememberWords(const QString &format, const StageWords &words, const StageSet &set)
{
    if (words.isEmpty()) {
        QSettings().remove(keyOf(format));
        return;
    }
    QJsonObject stored;
    for (auto it = words.begin(); it != words.end(); ++it)
        stored.insert(it.key(), set.find(*it) ? set.name(*it) : scoring::stageName(*it));
    // A word may hold what would be a path in the settings, so all of them are one value.
    QSettings().setValue(keyOf(format), QString::fromUtf8(QJsonDocument(stored).toJson(QJsonDocument::Compact)));
}

} // namespace somno::ui
