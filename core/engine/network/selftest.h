// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/network/fixture.h"

namespace somno::sdreamer {

/// One run over the hash-defined weights and input, in one precision.
struct SelftestRun {
    QString precision;      ///< "float64" or "float32"
    NetworkFigures figures; ///< as computed
    double tolerance = 0;   ///< values: absolute, L2 norms: relative
    double largestDeviation = 0;
    QString largestAt; ///< the figure that deviates most
    [[nodiscard]] bool passed() const;
};

/// Runs each published network in float64 and float32 on the CPU. Errors ComputeFailed, and Cancelled between two runs.
[[nodiscard]] Result<std::vector<SelftestRun>> runSelftest(const Progress &progress = {});

[[nodiscard]] QJsonObject toJson(const SelftestRun &run);

} // namespace somno::sdreamer
