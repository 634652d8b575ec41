// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/models/nextmodel.h"

class QLabel;
class QPushButton;
class QTableView;
class QTimer;

namespace somno::ui {

class LearningController;
class RoundsModel;

/// What to correct next, and what each round of teaching has gained.
class NextPage : public QWidget {
    Q_OBJECT
public:
    /// The controller is not owned.
    explicit NextPage(LearningController *controller, QWidget *parent = nullptr);

Q_SIGNALS:
    void stretchWanted(const somno::ui::WantedPlace &place);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildTables();
    void buildLayout();
    [[nodiscard]] QWidget *buildStretches();
    [[nodiscard]] QWidget *buildRounds();
    void connectParts();
    void watchSaves();
    void readSoon();
    void choose(std::shared_ptr<const NextStock> stock);
    void show(const NextStock &stock, const std::vector<learning::NextStretch> &stretches);
    void showWords(const QString &words);
    void showRounds();
    void enableButtons();
    void goThere();

    LearningController *m_controller;
    NextReader *m_reader;
    NextModel *m_model;
    RoundsModel *m_roundsModel;
    QTableView *m_table;
    QLabel *m_summary;
    QLabel *m_empty;
    QPushButton *m_go;
    QTableView *m_rounds;
    QLabel *m_roundsHint;
    QLabel *m_roundsEmpty;
    QTimer *m_readTimer;
    int m_generation = 0; ///< of the choice that is awaited
};

} // namespace somno::ui
