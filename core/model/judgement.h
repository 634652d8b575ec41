// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "core/base/result.h"
#include "core/scoring/agreement.h"

namespace somno::scoring {

/// Two scorings of the same labelled epochs, as counts: matrix[truth][said].
struct PairedCounts {
    std::vector<std::vector<qint64>> before;
    std::vector<std::vector<qint64>> after;
};

/// after minus before, with an interval that holds 95 of 100 such differences of resampled data.
struct Difference {
    double value = 0;
    double low = 0;
    double high = 0;
};

enum class Verdict { Better, NotDistinguishable, Worse };

/// Whether one model scores better than another, on the very same held-out epochs.
struct Judgement {
    Agreement before;
    Agreement after;
    Difference accuracy, macroF1, kappa;
    std::vector<Difference> f1; ///< of each class, as in after.perClass; NaN where it is neither held out nor said
    qint64 units = 0;           ///< what was resampled
    bool bySubject = false;     ///< whole subjects, else stretches of time
    Verdict verdict = Verdict::NotDistinguishable;

    /// One sentence with the figures that decided.
    [[nodiscard]] QString words() const;
    /// {"epochs", "units", "by_subject", "before", "after", "difference": {"accuracy": {"value", "low", "high"},
    /// "macro_f1", "kappa", "f1": {"Wake": ...}}, "verdict": "better" | "not distinguishable" | "worse", "words"}
    [[nodiscard]] QJsonObject toJson() const;
};

/// A stage of which fewer epochs are held out, half a bout of REM, is shown and not counted: its F1 says nothing.
inline constexpr qint64 kLeastStageEpochs = 30;

/// Units that the interval needs at least: of fewer nothing can be told.
inline constexpr int kLeastUnits = 5;

/// Paired bootstrap: `units` are drawn with replacement, `draws` times by `seed`, both models on the same draw (Efron
/// and Tibshirani, An Introduction to the Bootstrap, 1993, percentile interval). A unit is a subject or, because errors
/// come in bouts, a stretch of time longer than most bouts. Better: the interval of accuracy or of macro-F1 lies above
/// zero, and neither below. Worse: one lies below. Fewer than kLeastUnits: not distinguishable. Error NoOverlap where
/// no epoch was counted.
[[nodiscard]] Result<Judgement> judge(const std::vector<Stage> &classes, const std::vector<PairedCounts> &units,
                                      bool bySubject, int draws = 2000, quint64 seed = 1);

} // namespace somno::scoring
