// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class ActionTable;

/// How much of the recording is seen, and how tall its traces are.
class ViewScale : public QObject {
    Q_OBJECT
public:
    /// Neither is owned.
    ViewScale(ActionTable *table, plot::RecordingView *view);

    [[nodiscard]] QList<ActionEntry> actions();

private:
    [[nodiscard]] QList<ActionEntry> spanActions();
    void setSpan(double seconds);
    void showSpan();

    ActionTable *m_table;
    plot::RecordingView *m_view;
};

} // namespace somno::ui
