// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "app/sdreamer/measuredrun.h"

namespace somno::app {

inline constexpr double kMeasuredLabelMinutes = 30;

/// One call of `sdreamer finetune` as the application makes it: with 30 min of labels in six stretches of a simulated
/// recording (four to learn from, one to validate, one to judge by), all layers, and simulated mice to be reminded of
/// and to show what was forgotten. `steps` 0: as many as usual. Writes into `folder`. Errors as of measureRun() and
/// those of reading.
[[nodiscard]] Result<RunCost> measureFinetune(const QString &recording, const QString &model, const QDir &folder,
                                              int steps, const Progress &progress);

} // namespace somno::app
