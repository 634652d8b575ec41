// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QSet>
#include <functional>

#include "core/labels/labelfile.h"
#include "ui/lanes/plottheme.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace somno::ui {

class HypnogramStrip;
class ImportChoices;
struct ImportNote;
class WordTable;

/// Shows what a file of labels holds before any of it is taken: what it is, what is odd, what its words mean, and what
/// has to be chosen. Each choice reads the file again, in the background.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// What taking these labels would do to the scoring, in a sentence; empty where that is nothing to speak of.
    using Consequence = std::function<QString(const io::LabelImport &labels)>;

    /// `context` says what the recording and the scoring are.
    ImportDialog(const QString &path, const io::LabelContext &context, const plot::PlotTheme &theme,
                 Consequence consequence, QWidget *parent = nullptr);

    /// Reads the file and opens; unreadable() and rejected() follow where there is nothing that could be asked.
    void start();
    /// What was found the last time; worth something once accepted().
    [[nodiscard]] const io::LabelImport &labels() const { return m_labels; }
    /// Whether the file is being read and nothing can be taken.
    [[nodiscard]] bool isReading() const { return m_isReading; }
    /// Whether the labels of the other scorers are wanted, too.
    [[nodiscard]] bool takesOthers() const;

    void accept() override;

Q_SIGNALS:
    void unreadable(const somno::Error &error);

private:
    void layOut(const QString &name);
    void read();
    void take(Result<io::LabelImport> found);
    [[nodiscard]] bool recall();
    void forget();
    void setMeaning(const QString &word, std::optional<scoring::Stage> stage);
    void setReading(bool isReading);
    void showLabels();
    void showError(const Error &error);
    void showNotes(const std::vector<ImportNote> &notes);
    void showTaken();

    QString m_path;
    io::LabelContext m_context;
    plot::PlotTheme m_theme;
    Consequence m_consequence;
    io::LabelImport m_labels;
    QSet<QString> m_remembered; ///< words whose meaning comes from an earlier import
    QString m_recalled;         ///< id of the format whose words were looked up
    bool m_isReading = false;
    int m_readings = 0; ///< an answer to any but the last is stale

    QLabel *m_summary;
    QWidget *m_taken;
    HypnogramStrip *m_strip;
    QLabel *m_span;
    QLabel *m_legend;
    QScrollArea *m_noteArea;
    ImportChoices *m_choices;
    WordTable *m_words;
    QPushButton *m_forget;
    QLabel *m_consequenceText;
    QProgressBar *m_busy;
    QPushButton *m_import;
};

} // namespace somno::ui
