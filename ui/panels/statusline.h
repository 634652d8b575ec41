// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>
#include <optional>

#include "core/scoring/stage.h"

class QLabel;
class QProgressBar;
class QTimer;
class QToolButton;

namespace somno::ui {

/// The line at the foot of the window: facts of the current epoch on the left, at most one job on the right.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    /// The current epoch in words.
    struct EpochFacts {
        QString time;       ///< clock or elapsed time
        QString epoch;      ///< "epoch 3,127 of 86,400"
        QString stage;      ///< "NREM 0.97", "unscored"
        QColor stageColour; ///< invalid for unscored
        QString source;     ///< "automatic, starter 1", "confirmed"
        QString selection;  ///< "12 epochs selected", empty without a selection
        /// The colour is drawn as the hypnogram draws it: hatched, striped, solid, with a line under it.
        scoring::EpochSource state = scoring::EpochSource::None;
    };

    explicit StatusLine(QWidget *parent = nullptr);

    void showEpoch(const EpochFacts &facts);
    void clearEpoch();

    /// Shows a job with a plain sentence; the bar runs to and fro until the first progress.
    void showJob(const QString &sentence, bool cancellable = true);
    void setJobProgress(qint64 done, qint64 total, std::optional<double> remainingSec);
    void hideJob();
    [[nodiscard]] bool isJobShown() const;

    /// A lasting problem ("Not saved: ..."); an empty text takes it away.
    void showProblem(const QString &text);
    /// A sentence that goes away by itself after a few seconds.
    void showNotice(const QString &text);
    [[nodiscard]] QString notice() const;

Q_SIGNALS:
    void timeClicked();
    void cancelClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildLayout();
    void drawSwatch();

    QToolButton *m_time;
    QLabel *m_epoch;
    QLabel *m_swatch;
    QLabel *m_stage;
    QLabel *m_source;
    QLabel *m_selection;
    QLabel *m_notice;
    QLabel *m_problem;
    QWidget *m_job;
    QLabel *m_jobText;
    QProgressBar *m_jobBar;
    QLabel *m_jobRemaining;
    QToolButton *m_cancel;
    QTimer *m_noticeTimer;
    QColor m_stageColour;
    scoring::EpochSource m_state = scoring::EpochSource::None;
    bool m_epochShown = false;
};

} // namespace somno::ui
