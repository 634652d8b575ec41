// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <span>
#include <vector>

#include "core/scoring/stage.h"

namespace somno::scoring {

/// What the program knows of a stage: its spellings and keys, not its colour (colours are `ui`'s).
struct StageDefinition {
    Stage stage = Stage::Unscored;
    QString name;      ///< "NREM": on screen, in CSV
    QString shortName; ///< "N": lane labels
    QString edfText;   ///< EDF+ annotation text, "Sleep stage N"
};

/// The stages that one kind of scoring uses, in display order from top to bottom.
class StageSet {
public:
    /// Wake, NREM, REM, Microarousal.
    [[nodiscard]] static const StageSet &mouse();

    [[nodiscard]] std::span<const StageDefinition> stages() const { return m_stages; }
    [[nodiscard]] const StageDefinition *find(Stage stage) const;
    /// Name of a stage; empty for Unscored.
    [[nodiscard]] QString name(Stage stage) const;
    /// Any common spelling ("NREM", "Sleep stage N", "sws", "W", "R", "MA", ...), case-insensitive.
    /// nullopt for a text that is not a stage; Unscored for "Sleep stage ?", "?" and "unscored".
    [[nodiscard]] static std::optional<Stage> fromText(const QString &text);

private:
    std::vector<StageDefinition> m_stages;
};

} // namespace somno::scoring
