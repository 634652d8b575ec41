// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>
#include <vector>

#include "core/base/samplerate.h"
#include "core/scoring/stageset.h"

namespace somno::scoring {

/// A half-open range of epochs [first, last).
struct EpochRange {
    EpochIndex first = 0;
    EpochIndex last = 0;
    [[nodiscard]] EpochIndex size() const { return last - first; }
    [[nodiscard]] bool isEmpty() const { return last <= first; }
    friend bool operator==(const EpochRange &, const EpochRange &) = default;
};

/// What a model says of a recording: one row of class probabilities an epoch (in the order of `classes`),
/// NaN rows where it could not say anything (no signal changes).
struct Proposal {
    double epochSec = 1;
    std::vector<Stage> classes;
    std::vector<float> probabilities; ///< [epochs * classes.size()], row-major
    QString modelVersion;             ///< name and version of the model, "starter 1"

    [[nodiscard]] EpochIndex size() const;
    [[nodiscard]] std::span<const float> row(EpochIndex epoch) const;
    /// Stage of the largest probability; Unscored for a NaN row.
    [[nodiscard]] Stage stage(EpochIndex epoch) const;
    /// Largest probability; NaN for a NaN row.
    [[nodiscard]] float confidence(EpochIndex epoch) const;
    /// Of the epochs that are scored; NaN where none is.
    [[nodiscard]] double meanConfidence() const;
    /// The same in epochs of another length: each row is the mean of those that it overlaps, by their share of it,
    /// without those that say nothing; NaN where none says anything.
    [[nodiscard]] Proposal onGrid(double otherEpochSec, EpochIndex epochs) const;
};

/// Shortest and longest epoch of a scoring, in seconds; a fraction of a second is allowed between them.
inline constexpr double kShortestEpochSec = 1;
inline constexpr double kLongestEpochSec = 60;

/// Stages of consecutive epochs of equal length from the start of the recording, and the set that says what they mean:
/// a value type. Each epoch knows who said it; the model's probabilities stay beside the stages, so that an
/// expert's correction does not erase what the model thought.
class Hypnogram {
public:
    Hypnogram() = default;
    Hypnogram(EpochIndex epochs, double epochSec = 1.0, StageSet stageSet = {});
    /// Every epoch automatic, with the proposal's stages and probabilities.
    [[nodiscard]] static Hypnogram fromProposal(const Proposal &proposal);

    [[nodiscard]] EpochIndex size() const { return EpochIndex(m_stages.size()); }
    [[nodiscard]] double epochSec() const { return m_epochSec; }
    [[nodiscard]] const StageSet &stageSet() const { return m_stageSet; }
    void setStageSet(StageSet stageSet) { m_stageSet = std::move(stageSet); }
    [[nodiscard]] Stage stage(EpochIndex epoch) const { return m_stages[size_t(epoch)]; }
    [[nodiscard]] EpochSource source(EpochIndex epoch) const { return m_sources[size_t(epoch)]; }
    [[nodiscard]] std::span<const Stage> stages() const { return m_stages; }
    [[nodiscard]] std::span<const EpochSource> sources() const { return m_sources; }
    /// The model's proposal; empty (size 0) when no model has scored this recording.
    [[nodiscard]] const Proposal &proposal() const { return m_proposal; }
    /// Largest probability of the model at that epoch; NaN without a proposal.
    [[nodiscard]] float confidence(EpochIndex epoch) const;

    void set(EpochIndex epoch, Stage stage, EpochSource source);
    void setProposal(Proposal proposal) { m_proposal = std::move(proposal); }

    /// The run of equal stages around an epoch.
    [[nodiscard]] EpochRange bout(EpochIndex epoch) const;
    /// All runs of equal stages, in order, unscored runs included.
    [[nodiscard]] std::vector<EpochRange> bouts() const;
    /// Number of epochs of one stage.
    [[nodiscard]] EpochIndex count(Stage stage) const;

private:
    double m_epochSec = 1.0;
    StageSet m_stageSet;
    std::vector<Stage> m_stages;
    std::vector<EpochSource> m_sources;
    Proposal m_proposal;
};

} // namespace somno::scoring
