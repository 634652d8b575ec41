// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QUndoStack>
#include <vector>

#include "core/document/editreason.h"
#include "core/scoring/hypnogram.h"

namespace somno::scoring {

/// One change of a scoring, for the append-only log. The vectors hold one value an epoch of `range`
/// (of its own length where an import changed the number of epochs);
/// an undo is an edit of its own, whose "new" values are the restored ones.
struct ScoringEdit {
    EpochRange range;
    std::vector<Stage> oldStages;
    std::vector<Stage> newStages;
    std::vector<EpochSource> oldSources;
    std::vector<EpochSource> newSources;
    EditReason reason;
    StageSet stageSet; ///< that says what the new stages mean
    QDateTime when;    ///< UTC
    bool undone = false;
};

/// What came of laying a model's proposal over a scoring.
struct ProposalOutcome {
    EpochIndex changed = 0;   ///< epochs whose stage or source is another now
    EpochIndex keptHuman = 0; ///< epochs set by hand, confirmed or imported that were left as they are
    EpochIndex unknown = 0;   ///< epochs that the model calls a stage that the scoring does not have, left as they are
};

/// The scoring of one recording by one scorer, and the only way to change it. Every change is one
/// undoable command. GUI thread only.
class ScoringDocument : public QObject {
    Q_OBJECT

public:
    explicit ScoringDocument(Hypnogram hypnogram, QObject *parent = nullptr);
    /// Says nothing of its end: whoever listens would ask a document that is half gone.
    ~ScoringDocument() override;

    /// Of this document alone, among all that this process ever had.
    [[nodiscard]] quint64 serial() const { return m_serial; }
    [[nodiscard]] const Hypnogram &hypnogram() const { return m_hypnogram; }
    [[nodiscard]] QUndoStack *undoStack() { return &m_undoStack; }

    /// Scores a range, cut to the recording; Unscored clears it. No command where nothing would change, or where the
    /// scoring's stage set lacks the stage;
    /// an automatic or imported epoch whose stage a human sets to what it is becomes confirmed, and that is a change.
    void setStage(EpochRange range, Stage stage, EpochSource source = EpochSource::Human);

    /// Confirms the epochs of a range, or of several, cut to the recording, in one undo step. Only scored epochs that
    /// are automatic or imported change. Returns how many; no command where there is none.
    EpochIndex confirm(EpochRange range);
    EpochIndex confirm(std::vector<EpochRange> ranges);

    /// Lays a model's stages over the scoring and keeps its probabilities beside them. Epochs that a human set,
    /// confirmed or imported stay, unless `replaceHuman`; where the model says nothing (NaN row) they stay in any case.
    /// A proposal of epochs of another length is taken by mean probability (Proposal::onGrid()); a document without
    /// epochs takes the proposal's grid.
    ProposalOutcome applyProposal(const Proposal &proposal, bool replaceHuman = false);

    /// Takes another scoring in the place of this one (an import), its stage set and length of epoch included. A
    /// model's probabilities stay when the new scoring has none and the grid is the same. The reason gets its epochs:
    /// those whose stage or source is another now, or, on another grid, all.
    void replaceScoring(Hypnogram hypnogram, EditReason reason);

Q_SIGNALS:
    /// Epochs [first, last) may differ: after a change, its undo and its redo. When an import changed the number of
    /// epochs, the range covers the longer of the two.
    void epochsChanged(EpochIndex first, EpochIndex last);
    /// The model's probabilities or version are others now.
    void proposalChanged();
    /// Each change, undo and redo, for the log. Emitted before epochsChanged().
    void edited(const somno::scoring::ScoringEdit &edit);

private:
    friend class RangeCommand;
    friend class ReplaceCommand;

    [[nodiscard]] EpochRange cut(EpochRange range) const;
    /// Exchanges the values of a range with those given, which then hold the former ones.
    void swapRange(EpochRange range, std::vector<Stage> &stages, std::vector<EpochSource> &sources,
                   const EditReason &reason, bool undone);
    void swapHypnogram(Hypnogram &other, const EditReason &reason, bool undone);

    quint64 m_serial;
    Hypnogram m_hypnogram;
    QUndoStack m_undoStack;
};

} // namespace somno::scoring

Q_DECLARE_METATYPE(somno::scoring::ScoringEdit)
