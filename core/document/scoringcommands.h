// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>
#include <vector>

#include "core/document/editreason.h"
#include "core/scoring/hypnogram.h"

namespace somno::scoring {

class ScoringDocument;

/// Changes one range of epochs. Holds the values that the document does not hold at the moment: the new ones
/// before redo, the old ones after it.
class RangeCommand : public QUndoCommand {
public:
    void redo() override;
    void undo() override;
    /// Number of epochs whose stage or source is another before and after.
    [[nodiscard]] EpochIndex changed() const;

protected:
    /// Holds the document's own values of a range, for the derived class to change.
    RangeCommand(ScoringDocument *document, EpochRange range);
    /// What the Undo menu and the log say of it.
    void setReason(EditReason reason);

    ScoringDocument *m_document;
    EpochRange m_range;
    std::vector<Stage> m_stages;
    std::vector<EpochSource> m_sources;

private:
    EditReason m_reason;
};

/// Scores one range of epochs. A hand that sets the stage that stands there already confirms it, where nobody had
/// reviewed it; where it was reviewed, that stays as it is.
class ScoreCommand : public RangeCommand {
public:
    ScoreCommand(ScoringDocument *document, EpochRange range, Stage stage, EpochSource source);

private:
    [[nodiscard]] EditReason reasonOf(Stage stage, EpochSource source) const;
};

/// Confirms the epochs of some ranges that await review; all others stay as they are.
class ConfirmCommand : public RangeCommand {
public:
    ConfirmCommand(ScoringDocument *document, const std::vector<EpochRange> &ranges);
};

/// Takes a whole scoring in the place of another: auto-scoring, imports.
class ReplaceCommand : public QUndoCommand {
public:
    ReplaceCommand(ScoringDocument *document, Hypnogram hypnogram, EditReason reason);

    void redo() override;
    void undo() override;

private:
    ScoringDocument *m_document;
    Hypnogram m_other;
    EditReason m_reason;
};

} // namespace somno::scoring
