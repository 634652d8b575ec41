// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "core/document/scoringdocument.h"
#include "ui/window/actionentry.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

/// What the keys do to go from epoch to epoch, from bout to bout.
class EpochNavigator : public QObject {
    Q_OBJECT
public:
    /// Confidence below which an automatic epoch is worth a look.
    static constexpr double kUncertain = 0.8;

    /// The view is not owned.
    explicit EpochNavigator(plot::RecordingView *view, QObject *parent = nullptr);

    [[nodiscard]] QList<ActionEntry> actions();
    /// The scoring to search in; null for none.
    void setDocument(const scoring::ScoringDocument *document) { m_document = document; }
    /// So many epochs on from the current one or from the edge of the selection.
    void step(EpochIndex epochs);

Q_SIGNALS:
    /// A sentence for the status line: there is nothing further that way.
    void notice(const QString &text);

private:
    [[nodiscard]] QList<ActionEntry> stepActions();
    [[nodiscard]] QList<ActionEntry> searchActions();
    void page(int direction);
    void goTo(EpochIndex epoch);
    void goTo(std::optional<EpochIndex> epoch, const QString &otherwise);

    plot::RecordingView *m_view;
    const scoring::ScoringDocument *m_document = nullptr;
};

} // namespace somno::ui
