// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace somno::ui {

/// A single file that is dropped on a widget.
class FileDrop : public QObject {
    Q_OBJECT
public:
    /// Watches the widget, which is not owned.
    explicit FileDrop(QWidget *target);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// Whether a file hovers over the widget.
    void hovered(bool over);
    void dropped(const QString &path);
};

} // namespace somno::ui
