// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTreeWidget>
#include <optional>

#include "core/labels/labelfile.h"
#include "ui/lanes/plottheme.h"

class QComboBox;

namespace somno::ui {

/// The words of a file of labels, those that are not understood first, each with the stage that it is taken for, which
/// can be changed. Lines stay where they are as long as the words are the same.
class WordTable : public QTreeWidget {
    Q_OBJECT
public:
    explicit WordTable(const plot::PlotTheme &theme, QWidget *parent = nullptr);

    /// `context` is what the labels were read with, `remembered` are words whose meaning comes from an earlier import.
    void setLabels(const io::LabelImport &labels, const io::LabelContext &context, const QSet<QString> &remembered);

    [[nodiscard]] QSize sizeHint() const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// Somebody said what a word means; nullopt: as if nobody had.
    void meaningChosen(const QString &word, std::optional<somno::scoring::Stage> stage);

private:
    void fill(const std::vector<io::WordUse> &words, const io::LabelContext &context, const io::LabelImport &labels);
    [[nodiscard]] int heightOf(int rows) const;
    [[nodiscard]] QComboBox *meaningBox(const io::WordUse &use, const io::LabelContext &context, bool isEvent);

    plot::PlotTheme m_theme;
    QStringList m_words; ///< of the lines
    int m_rowHeight = 0;
};

} // namespace somno::ui
