// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <functional>

#include "core/work/labelstock.h"

namespace somno::ui {

/// What is learned from, chosen by and judged by: a line for each animal, or for each block of a recording, to be
/// changed.
class SplitTable : public QTableWidget {
    Q_OBJECT
public:
    explicit SplitTable(QWidget *parent = nullptr);

    void showPlan(const learning::TrainingSet &set);

Q_SIGNALS:
    void subjectMoved(const QString &subject, somno::learning::Split split);
    void blockMoved(const somno::learning::SplitBlock &block);

private:
    struct Choice {
        learning::Split split;
        bool canJudge; ///< whether it is new to the starting model
    };
    void addRow(const QString &name, const QString &stretch, qint64 seconds, Choice choice,
                std::function<void(learning::Split)> moved);
};

/// "to learn from", "to choose by", "to judge by".
[[nodiscard]] QString splitName(learning::Split split);

} // namespace somno::ui
