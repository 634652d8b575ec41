// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/labels/labelfile.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;

namespace somno::ui {

/// What can be chosen about a file of labels: the format, and of the rest only what its content leaves open.
class ImportChoices : public QWidget {
    Q_OBJECT
public:
    /// Formats with the ending of this file come first.
    explicit ImportChoices(const QString &path, QWidget *parent = nullptr);

    void setLabels(const io::LabelImport &labels, const io::LabelContext &context);
    /// Nothing is known but that it cannot be read so.
    void setUnreadable();
    /// Puts what was chosen into a context, and nothing of what was not.
    void applyTo(io::LabelContext &context) const;
    [[nodiscard]] bool takesOthers() const;

Q_SIGNALS:
    void formatChosen();
    /// Anything but the format.
    void chosen();

private:
    void showScorers(const io::LabelImport &labels);
    void showClock(const io::LabelImport &labels, const io::LabelContext &context);
    void showRow(const io::LabelImport &labels);

    QFormLayout *m_form;
    QComboBox *m_format;
    QComboBox *m_scorer;
    QCheckBox *m_others;
    QComboBox *m_clock;
    QDoubleSpinBox *m_row;
    io::LabelContext m_chosen;
};

} // namespace somno::ui
