// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/decision/scorer.h"

namespace somno::app {

/// One call of `sdreamer score`.
struct ScoreCall {
    QString recording;
    QString model;     ///< name or folder
    QString precision; ///< empty: the option is not given
    QString output;
    int views = 0; ///< as of `sdreamer score --views`; 0: not given
};

/// What it took.
struct ScoreCost {
    double durationSec = 0; ///< of the recording
    double seconds = 0;     ///< wall time from the start of the process to its end
    double peakMb = 0;      ///< most memory that it held at once, in 10^6 bytes; looked up every few milliseconds
    QString model;          ///< title
    QString precision;      ///< by which it computed, by its own account
    int views = 0;          ///< windows within which it judged each epoch, by its own account
    QJsonObject parts;      ///< seconds of read, prepare, network and write, by the process's own account

    [[nodiscard]] double realTimeFactor() const { return durationSec / seconds; }
};

/// measureRun() of `sdreamer score`. Its errors.
[[nodiscard]] Result<ScoreCost> measureScore(const ScoreCall &call, const Progress &progress);

} // namespace somno::app
