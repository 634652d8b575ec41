// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/document/scoringdocument.h"
#include "ui/window/actionentry.h"

namespace somno::ui {

class ActionTable;

/// Undo and redo, with what they would do in words.
class EditHistory : public QObject {
    Q_OBJECT
public:
    /// The table is not owned.
    explicit EditHistory(ActionTable *table);

    [[nodiscard]] QList<ActionEntry> actions();
    /// Whose edits they are; null for nobody's.
    void setDocument(scoring::ScoringDocument *document);

private:
    void showSteps();
    void showStep(const QString &id, const QString &word, QString what);

    ActionTable *m_table;
    scoring::ScoringDocument *m_document = nullptr;
};

} // namespace somno::ui
