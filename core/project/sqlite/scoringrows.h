// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSqlQuery>
#include <cstring>
#include <optional>
#include <vector>

#include "core/document/scoringhead.h"
#include "core/scoring/hypnogram.h"

namespace somno::store {

/// Plain memory as a BLOB; never NULL.
template <class Values>
[[nodiscard]] QByteArray blobOf(const Values &values)
{
    QByteArray bytes("");
    bytes.append(reinterpret_cast<const char *>(values.data()),
                 qsizetype(values.size()) * qsizetype(sizeof(*values.data())));
    return bytes;
}

template <class Value>
[[nodiscard]] std::vector<Value> valuesOf(const QByteArray &blob)
{
    std::vector<Value> values(size_t(blob.size()) / sizeof(Value));
    if (!values.empty())
        std::memcpy(values.data(), blob.constData(), values.size() * sizeof(Value));
    return values;
}

/// Columns of a scoring's head and hypnogram, in the order in which headOf() and hypnogramOf() read them; the
/// proposal's four follow, or one NULL.
inline constexpr auto kScoringColumns = "scorings.uid, scorings.recording_id, scorers.name, scorings.kind, "
                                        "scorings.beside, scorings.revision, scorings.updated, "
                                        "scorings.stage_set, scorings.epoch_sec, scorings.stages, scorings.sources";

/// A kind of scoring as the project names it.
[[nodiscard]] QString kindText(scoring::ScoringKind kind);

[[nodiscard]] scoring::ScoringHead headOf(const QSqlQuery &row);
/// nullopt where the values make no sense.
[[nodiscard]] std::optional<scoring::Hypnogram> hypnogramOf(const QSqlQuery &row);

/// A stage set as the project keeps it.
[[nodiscard]] QString setText(const scoring::StageSet &set);

/// UTC with milliseconds, which sorts as it reads.
[[nodiscard]] QString timeText(const QDateTime &time);

} // namespace somno::store
