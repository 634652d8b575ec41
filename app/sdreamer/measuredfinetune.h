// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "measuredrun.h"

namespace somno::app {

inline constexpr double kMeasuredLabelMinutes = 30;

/// One call of `sdreamer finetune` as the application makes it: from 30 min of labels spread over a simulated recording, all layers,
/// with simulated mice to be reminded of and to show what was forgotten, and the judgement on the rest of the recording.
/// `steps` 0: as many as usual. Writes into `folder`. Errors as of measureRun() and those of reading.
[[nodiscard]] Result<RunCost> measureFinetune(const QString &recording, const QString &model, const QDir &folder, int steps,
                                              const Progress &progress);

} // namespace somno::app
