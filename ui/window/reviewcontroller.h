// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "core/document/scoringdocument.h"
#include "core/scoring/navigation.h"
#include "ui/window/actionentry.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

/// What the keys do to confirm what a model or a file said, and to go through it in order of doubt.
class ReviewController : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    explicit ReviewController(plot::RecordingView *view, QObject *parent = nullptr);

    [[nodiscard]] QList<ActionEntry> actions();
    /// The scoring to review; null for none.
    void setDocument(scoring::ScoringDocument *document);

Q_SIGNALS:
    /// A sentence for the status line.
    void notice(const QString &text);

private:
    [[nodiscard]] QList<ActionEntry> confirmActions();
    [[nodiscard]] QList<ActionEntry> doubtActions();
    void confirmHere();
    void confirmPage();
    void askConfident();
    void confirmConfident(double threshold);
    void goOn(EpochIndex from, EpochIndex confirmed);
    void nextDoubtful();
    void previousDoubtful();
    void goTo(const scoring::DoubtfulBout &bout);
    void show(scoring::EpochRange bout, double middle);

    plot::RecordingView *m_view;
    scoring::ScoringDocument *m_document = nullptr;
    /// Where the expert is in the order of doubt; the bout itself may be reviewed by now.
    std::optional<scoring::DoubtfulBout> m_place;
};

} // namespace somno::ui
