// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "core/document/scoringdocument.h"
#include "core/scoring/stageset.h"
#include "ui/window/actionentry.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class ActionTable;
class EpochNavigator;

/// What the keys do to the stages of epochs.
class EpochEditor : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    EpochEditor(ActionTable *table, plot::RecordingView *view, EpochNavigator *navigator);

    /// Those that are the same whatever the stages are.
    [[nodiscard]] QList<ActionEntry> actions();
    /// The scoring to edit; null for none.
    void setDocument(scoring::ScoringDocument *document);
    /// The stages that can be set: puts an action for each of them into the table.
    void setStageSet(const scoring::StageSet &set);

private:
    [[nodiscard]] QList<ActionEntry> stageActions(const scoring::StageSet &set);
    void score(scoring::Stage stage);
    void showTarget(scoring::EpochRange target);

    ActionTable *m_table;
    plot::RecordingView *m_view;
    EpochNavigator *m_navigator;
    scoring::ScoringDocument *m_document = nullptr;
    std::optional<scoring::StageSet> m_stages; ///< of the actions in the table
};

} // namespace somno::ui
