// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include "core/scoring/stageset.h"

namespace somno::ui {

/// What the words and codes of a laboratory's label files stand for, as LabelContext::stageMap has them.
using StageWords = QHash<QString, scoring::Stage>;

/// The words that somebody gave a meaning to at the last import of that format (its id); those that mean a stage which
/// neither `set` nor any other knows are left out.
[[nodiscard]] StageWords rememberedWords(const QString &format, const scoring::StageSet &set);
/// Takes the place of what was remembered for the format. The stages are kept by the names that they have in `set`.
void rememberWords(const QString &format, const StageWords &words, const scoring::StageSet &set);

} // namespace somno::ui
