// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::app {

/// What a process took, and what it said.
struct RunCost {
    double seconds = 0; ///< wall time from its start to its end
    double peakMb = 0;  ///< most memory that it held at once, in 10^6 bytes; looked up every few milliseconds
    QByteArray out;
};

/// Runs this very program as a process of its own and waits for it; on a stop request the process is ended first.
/// Errors EngineFailed with what it said, Cancelled. `what` names the run in messages ("Scoring a.edf").
[[nodiscard]] Result<RunCost> measureRun(const QStringList &arguments, const QString &what, const Progress &progress);

} // namespace somno::app
