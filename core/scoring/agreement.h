// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "core/base/result.h"
#include "core/scoring/hypnogram.h"

namespace somno::scoring {

/// Figures of one class. precision, recall and f1 are NaN when the class occurs in neither scoring.
struct ClassFigures {
    Stage stage = Stage::Unscored;
    qint64 support = 0; ///< epochs of this class in the truth
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};

/// Agreement of two scorings. confusion[t][o] counts epochs (on two grids pieces of time, see pieceSec) of true class t
/// that the other called o, both in the order of `classes`. macroF1 is the mean over the classes that occur in either
/// scoring.
struct Agreement {
    std::vector<Stage> classes;
    std::vector<std::vector<qint64>> confusion;
    std::vector<ClassFigures> perClass;
    qint64 compared = 0;
    qint64 excluded = 0; ///< epochs unscored in either
    double pieceSec = 0; ///< what each that is counted lasts; 0: not known, or pooled of several
    double accuracy = 0;
    double macroF1 = 0;
    double kappa = 0; ///< Cohen; 1 when both scorings hold one and the same class only

    /// Figures of a confusion matrix.
    [[nodiscard]] static Agreement fromConfusion(std::vector<Stage> classes, std::vector<std::vector<qint64>> confusion,
                                                 qint64 excluded);
    /// Sum of both confusions, figures computed anew (pooling over recordings).
    [[nodiscard]] Agreement pooledWith(const Agreement &other) const;
    /// Keys accuracy, macro_f1, kappa, per_class, confusion, n_compared, n_excluded, classes; NaN becomes
    /// null.
    [[nodiscard]] QJsonObject toJson() const;
};

/// `truth` against `other`. Of two epoch lengths the common divisor is what is compared piece by piece, so that every
/// second counts as what it was called: 20-s against 30-s epochs give what 10-s rows give. Epochs unscored in either
/// are excluded and counted. A microarousal counts as Wake unless `microarousalIsClass`. Error NoOverlap when no epoch
/// is scored in both.
[[nodiscard]] Result<Agreement> compareScorings(const Hypnogram &truth, const Hypnogram &other,
                                                bool microarousalIsClass = false);

} // namespace somno::scoring
