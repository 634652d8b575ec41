// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>
#include <optional>
#include <vector>

#include "scoring/hypnogram.h"

namespace somno::scoring {

class ScoringDocument;

/// Scores one range of epochs. Holds the values that the document does not hold at the moment: the new ones
/// before redo, the old ones after it.
class ScoreCommand : public QUndoCommand {
public:
    /// `stroke` joins commands of one drag; nullopt for a command that stands alone.
    ScoreCommand(ScoringDocument *document, EpochRange range, Stage stage, EpochSource source,
                 std::optional<int> stroke);

    void redo() override;
    void undo() override;
    [[nodiscard]] int id() const override;
    bool mergeWith(const QUndoCommand *other) override;

private:
    void describe(EpochIndex changed);

    ScoringDocument *m_document;
    EpochRange m_range;
    Stage m_stage;
    EpochSource m_source;
    std::optional<int> m_stroke;
    std::vector<Stage> m_stages;
    std::vector<EpochSource> m_sources;
};

/// Takes a whole scoring in the place of another: auto-scoring, imports.
class ReplaceCommand : public QUndoCommand {
public:
    ReplaceCommand(ScoringDocument *document, Hypnogram hypnogram, const QString &what);

    void redo() override;
    void undo() override;

private:
    ScoringDocument *m_document;
    Hypnogram m_other;
};

} // namespace somno::scoring
