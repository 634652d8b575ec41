// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/stageset.h"

#include <QHash>

namespace somno::scoring {

const StageSet &StageSet::mouse()
{
    static const StageSet set = [] {
        StageSet s;
        s.m_stages = {
            {Stage::Wake, QStringLiteral("Wake"), QStringLiteral("W"), QStringLiteral("Sleep stage W")},
            {Stage::Microarousal, QStringLiteral("Microarousal"), QStringLiteral("MA"), QStringLiteral("Microarousal")},
            {Stage::Rem, QStringLiteral("REM"), QStringLiteral("R"), QStringLiteral("Sleep stage R")},
            {Stage::Nrem, QStringLiteral("NREM"), QStringLiteral("N"), QStringLiteral("Sleep stage N")},
        };
        return s;
    }();
    return set;
}

const StageDefinition *StageSet::find(Stage stage) const
{
    for (const StageDefinition &definition : m_stages)
        if (definition.stage == stage)
            return &definition;
    return nullptr;
}

QString StageSet::name(Stage stage) const
{
    const StageDefinition *definition = find(stage);
    return definition ? definition->name : QString();
}

std::optional<Stage> StageSet::fromText(const QString &text)
{
    static const QHash<QString, Stage> spellings = {
        {QStringLiteral("w"), Stage::Wake},
        {QStringLiteral("wake"), Stage::Wake},
        {QStringLiteral("n"), Stage::Nrem},
        {QStringLiteral("nrem"), Stage::Nrem},
        {QStringLiteral("nr"), Stage::Nrem},
        {QStringLiteral("sws"), Stage::Nrem},
        {QStringLiteral("r"), Stage::Rem},
        {QStringLiteral("rem"), Stage::Rem},
        {QStringLiteral("ma"), Stage::Microarousal},
        {QStringLiteral("microarousal"), Stage::Microarousal},
        {QStringLiteral("n1"), Stage::N1},
        {QStringLiteral("n2"), Stage::N2},
        {QStringLiteral("n3"), Stage::N3},
        {QStringLiteral("?"), Stage::Unscored},
        {QStringLiteral("unscored"), Stage::Unscored},
    };
    QString key = text.trimmed().toLower();
    if (key.startsWith(QLatin1String("sleep stage ")))
        key = key.mid(12).trimmed();
    const auto it = spellings.find(key);
    return it == spellings.end() ? std::nullopt : std::optional<Stage>(*it);
}

} // namespace somno::scoring
