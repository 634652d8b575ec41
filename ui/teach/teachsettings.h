// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/work/teaching.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace somno::ui {

class ModelShelf;

/// How a model is to be taught: from which one, under which name, and at what cost. What was chosen last is remembered.
class TeachSettings : public QWidget {
    Q_OBJECT
public:
    /// The shelf is not owned.
    explicit TeachSettings(ModelShelf *models, QWidget *parent = nullptr);

    [[nodiscard]] TeachWish wish() const;
    /// Remembers the choice for the next time.
    void remember() const;

Q_SIGNALS:
    void changed();
    /// Another model is to be started from.
    void baseChanged();

private:
    void showModels();
    void raiseMemory();

    ModelShelf *m_models;
    QComboBox *m_base;
    QLineEdit *m_name;
    QComboBox *m_layers;
    QSpinBox *m_processors;
    QSpinBox *m_memory;
    QComboBox *m_device;
    QSpinBox *m_steps;
    QCheckBox *m_keep;
    bool m_baseChosen = false; ///< by hand: a new active model does not change it
};

} // namespace somno::ui
