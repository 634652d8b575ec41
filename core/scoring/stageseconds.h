// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "core/scoring/hypnogram.h"

namespace somno::scoring {

/// Seconds of each stage; unscored time is not counted.
class StageSeconds {
public:
    void add(Stage stage, qint64 seconds = 1);
    StageSeconds &operator+=(const StageSeconds &other);
    [[nodiscard]] qint64 of(Stage stage) const;
    /// Seconds of all stages that are learned as this class.
    [[nodiscard]] qint64 ofClass(Stage stage) const;
    /// How many of the learned classes occur.
    [[nodiscard]] qsizetype classes() const;
    [[nodiscard]] qint64 total() const;
    friend bool operator==(const StageSeconds &, const StageSeconds &) = default;

private:
    std::array<qint64, kStageValues> m_seconds{};
};

/// Scored time by who said it.
struct SourceSeconds {
    StageSeconds reviewed;  ///< set or agreed to by a person
    StageSeconds confirmed; ///< of these, agreed to
    StageSeconds imported;
    StageSeconds automatic;
    SourceSeconds &operator+=(const SourceSeconds &other);
    friend bool operator==(const SourceSeconds &, const SourceSeconds &) = default;
};

/// Rounded to whole seconds for each stage and source.
[[nodiscard]] SourceSeconds secondsBySource(const Hypnogram &hypnogram);

} // namespace somno::scoring
