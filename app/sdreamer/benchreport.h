// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

#include "app/sdreamer/measuredscore.h"
#include "core/engine/training/benchmark.h"

namespace somno::app {

/// One network on the same recording in float32 and as scored without the option.
struct NetworkCost {
    ScoreCost inFloat32;
    ScoreCost byDefault;
    double equalStages = 0;       ///< share of the epochs that both score alike
    double largestDifference = 0; ///< of a probability
};

/// One length of recording, scored by default.
struct LengthCost {
    double hours = 0;
    QString skipped; ///< why it was not measured; empty when it was
    ScoreCost cost;
};

/// All that the benchmark found.
struct BenchReport {
    double hours = 24;                       ///< of the recording that `networks` scored
    std::vector<NetworkCost> networks;       ///< the published shape, then the user's model
    std::vector<LengthCost> lengths;         ///< of the published shape
    std::vector<double> trainSecPerSequence; ///< a step each
    int windowsPerStep = 0;
    double finetuneSec = 0; ///< from 30 min of labels to the judged version, whole process
    double finetunePeakMb = 0;
    double gemmGflops = 0;
    double loadBefore = -1; ///< processes that wanted a processor in the minute before; -1 = unknown
    sdreamer::ComputeDescription machine;

    [[nodiscard]] bool isQuick() const { return hours < 24; }
    [[nodiscard]] QJsonObject toJson() const;
    /// A table in words on stdout.
    void print() const;
};

} // namespace somno::app
