// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace somno::ui {

/// A time in a recording, in whole seconds: of the clock ("14:32:07") where one is wanted and the recording has a
/// start, else from the start of the recording ("5:32:07").
[[nodiscard]] QString timeText(const QDateTime &start, double seconds, bool clockTime);

/// "about 40 s left", "about 3 min left".
[[nodiscard]] QString remainingText(double seconds);

} // namespace somno::ui
