// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "core/document/scoringdocument.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class WindowActions;

/// What the keys do with the scoring: set stages, go from epoch to epoch, from bout to bout.
class EpochEditor : public QObject {
    Q_OBJECT
public:
    /// Confidence below which an automatic epoch is worth a look.
    static constexpr double kUncertain = 0.8;

    /// Nothing is owned.
    EpochEditor(WindowActions *actions, plot::RecordingView *view, QObject *parent = nullptr);

    /// The scoring to edit; null for none.
    void setDocument(scoring::ScoringDocument *document) { m_document = document; }
    /// Refused edits are told by refused().
    void setWritable(bool writable) { m_writable = writable; }

Q_SIGNALS:
    /// A key would have changed the scoring, but nothing can be kept.
    void refused();
    /// A sentence for the status line: there is nothing further that way.
    void notice(const QString &text);

private:
    void connectStages(WindowActions *actions);
    void connectSteps(WindowActions *actions);
    void connectSearches(WindowActions *actions);
    void score(scoring::Stage stage);
    void showTarget(scoring::EpochRange target);
    void step(EpochIndex epochs);
    void page(int direction);
    void goTo(EpochIndex epoch);
    void goTo(std::optional<EpochIndex> epoch, const QString &otherwise);

    plot::RecordingView *m_view;
    scoring::ScoringDocument *m_document = nullptr;
    bool m_writable = true;
};

} // namespace somno::ui
