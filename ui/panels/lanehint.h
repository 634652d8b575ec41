// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace somno::ui {

/// One quiet sentence in the middle of a lane that has nothing to show yet. The mouse passes through.
class LaneHint : public QLabel {
    Q_OBJECT
public:
    LaneHint(const QString &text, QWidget *lane);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void place();
};

} // namespace somno::ui
