// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/newscoring.h"

#include <QSettings>
#include <algorithm>

#include "core/scoring/hypnogram.h"

namespace somno::ui {
namespace {

const QString kEpochSec = QStringLiteral("newScoring/epochSec");
const QString kStageSet = QStringLiteral("newScoring/stageSet");
const QString kAlike = QStringLiteral("newScoring/beginAlike");

} // namespace

NewScoring lastNewScoring()
{
    NewScoring last;
    const QSettings settings;
    const double epochSec = settings.value(kEpochSec).toDouble();
    if (epochSec >= scoring::kShortestEpochSec && epochSec <= scoring::kLongestEpochSec)
        last.epochSec = epochSec;
    const auto sets = scoring::StageSet::builtIn();
    const auto set = std::ranges::find(sets, settings.value(kStageSet).toString(), &scoring::StageSet::id);
    if (set != sets.end())
        last.stageSet = *set;
    return last;
}

bool beginsAlike()
{
    return QSettings().value(kAlike).toBool();
}

void rememberNewScoring(const NewScoring &chosen, bool beginAlike)
{
    QSettings settings;
    settings.setValue(kEpochSec, chosen.epochSec);
    settings.setValue(kStageSet, chosen.stageSet.id());
    settings.setValue(kAlike, beginAlike);
}

} // namespace somno::ui
