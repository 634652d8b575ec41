// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/lanes/trainingcurve.h"

class QLabel;
class QPushButton;
class QSplitter;
class QTableView;
class QTextBrowser;

namespace somno::jobs {
struct JobInfo;
}

namespace somno::ui {

class JobsModel;
class LearningController;

/// How the teaching goes, and what came of it.
class RunsPage : public QWidget {
    Q_OBJECT
public:
    /// The controller is not owned.
    explicit RunsPage(LearningController *controller, QWidget *parent = nullptr);

    void setTheme(const plot::PlotTheme &theme) { m_curve->setTheme(theme); }
    void select(qint64 id);

private:
    void buildLayout();
    void connectButtons();
    void connectQueue();
    void keepSelection();
    void takeSelection();
    void showSelected();
    void showJob();
    void addPoint(const QJsonObject &values);
    void showButtons(const jobs::JobInfo *job);
    [[nodiscard]] QString report(const jobs::JobInfo &job) const;
    void showReport(const jobs::JobInfo *job);

    LearningController *m_controller;
    JobsModel *m_model;
    QTableView *m_table;
    QLabel *m_empty;
    plot::TrainingCurve *m_curve;
    QTextBrowser *m_report;
    QSplitter *m_detail = nullptr;
    QPushButton *m_pause;
    QPushButton *m_finish;
    QPushButton *m_cancel;
    QPushButton *m_goOn;
    QPushButton *m_forget;
    QPushButton *m_use;
    qint64 m_selected = 0;
    QString m_shown; ///< the report on the screen: it keeps its place while nothing of it changes
};

} // namespace somno::ui
