// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

class QWidget;

namespace somno::ui {

class SessionPresenter;
class Theme;

/// How the window looks, as the user chose it, now and the next time.
class Appearance : public QObject {
    Q_OBJECT
public:
    /// Shows what was chosen the last time; theme and colours of the stages are the theme's already. Nothing is owned.
    Appearance(Theme *theme, SessionPresenter *presenter, QWidget *projectPanel, QObject *parent = nullptr);

    [[nodiscard]] QList<ActionEntry> actions();

private:
    [[nodiscard]] QList<ActionEntry> partActions();
    [[nodiscard]] QList<ActionEntry> themeActions();
    [[nodiscard]] QList<ActionEntry> colourActions();
    void showClockTime(bool clock);
    void showProjectList(bool shown);

    Theme *m_theme;
    SessionPresenter *m_presenter;
    QWidget *m_projectPanel;
};

} // namespace somno::ui
