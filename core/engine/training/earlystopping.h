// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <limits>

#include "core/engine/training/trainoptions.h"

namespace somno::sdreamer {

/// What a validation says of weights.
struct ValidationFigures {
    double loss = std::numeric_limits<double>::infinity();
    double accuracy = 0, macroF1 = 0;

    /// Whether they are worse than others: epochs that are wrong, or clearly more of loss.
    [[nodiscard]] bool areWorseThan(const ValidationFigures &before) const;
};

/// Which validation of a training was the best, and whether it is time to stop.
class EarlyStopping {
public:
    explicit EarlyStopping(const TrainOptions &options);

    /// Takes the figures after `step` steps; true where these are the weights to keep. What a fine-tuning starts from
    /// (step 0) does not stop it and is never kept: what follows is compared with it once, when it is whole. From the
    /// options' `chooseFrom` on, validations before it no longer count.
    [[nodiscard]] bool note(int step, const ValidationFigures &figures);
    /// Whether all steps are done, or too many validations went by without a better one.
    [[nodiscard]] bool isTime(int step) const;
    [[nodiscard]] int bestStep() const { return m_bestStep; }
    [[nodiscard]] double bestLoss() const { return m_bestLoss; }
    [[nodiscard]] const ValidationFigures &start() const { return m_start; }
    [[nodiscard]] const ValidationFigures &best() const { return m_best; }

    /// For a checkpoint, and back.
    void addTo(QJsonObject &position) const;
    void takeFrom(const QJsonObject &position);

private:
    int m_steps;
    double m_chooseFrom; ///< in steps
    int m_patience;
    int m_bestStep = 0;
    int m_sinceBest = 0; ///< validations
    double m_bestLoss = std::numeric_limits<double>::infinity();
    ValidationFigures m_start, m_best;
};

} // namespace somno::sdreamer
