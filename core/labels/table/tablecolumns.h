// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>
#include <vector>

#include "core/labels/labelcontext.h"
#include "core/labels/table/texttable.h"

namespace somno::io {

/// What a column of a table of labels states.
enum class ColumnRole {
    Other,
    Onset,
    End,
    Duration,
    Date,
    Run,   ///< how many epochs
    Epoch, ///< number of the epoch
    Stage,
    Scorer,
    Source,
    Probability, ///< of the stage that the heading names: "p_wake"
    Share,       ///< the heading is a stage: 1 where it is the one, or its probability
};

struct TableColumn {
    ColumnRole role = ColumnRole::Other;
    QString name = {};                        ///< as written
    double unitSec = 0;                       ///< of a time; 0: the heading does not say
    int rank = 0;                             ///< of several with one role the lowest is meant
    bool isEvent = false;                     ///< of a stage: such columns hold other annotations, too
    std::optional<scoring::Stage> stage = {}; ///< of a probability or share
};

/// How the table of a text is built.
struct TableLayout {
    QChar separator = {};
    std::vector<TableColumn> columns = {};
    qint64 headingLine = 0;   ///< 0: none; rows begin behind it
    QStringList heading = {}; ///< as written

    [[nodiscard]] std::vector<qsizetype> all(ColumnRole role) const;
    /// The one with the lowest rank, -1 where none has the role.
    [[nodiscard]] qsizetype first(ColumnRole role) const;
    /// Names without case, spaces and signs, in their order.
    [[nodiscard]] QStringList plainNames() const;
};

/// Rank of "manual_stage" and the like, which nobody knows by name.
inline constexpr int kSomeStageRank = 50;

/// What a word of a heading says; one of several columns may be that of one scorer among others.
[[nodiscard]] TableColumn namedColumn(const QString &written, bool isOneOfSeveral, const LabelContext &context);
/// A word of a heading without case, spaces and signs: "sleepstage".
[[nodiscard]] QString plainName(const QString &name);
/// Where the rows are and what their columns state, by the heading, else by what stands in them.
[[nodiscard]] TableLayout layoutOf(const QString &text, const LabelContext &context);

} // namespace somno::io
