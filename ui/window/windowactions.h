// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>
#include <utility>

#include "core/scoring/stage.h"
#include "ui/dialogs/keysheet.h"
#include "ui/window/theme.h"

class QMainWindow;
class QMenu;
class QToolBar;

namespace somno::ui {

/// Every action of the window with its words, keys and icon, laid out in the menus and the tool bar.
/// What an action does is the window's.
class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QMainWindow *window);

    QAction *open, *importLabels, *exportLabels, *save, *quit;
    QMenu *recentMenu;
    QAction *undo, *redo, *unscore, *clearSelection;
    QAction *autoScore, *replaceMine, *teach;
    QAction *confirm, *confirmPage, *confirmConfident;
    QAction *scorer;
    QAction *previousEpoch, *nextEpoch, *previousPage, *nextPage, *firstEpoch, *lastEpoch;
    QAction *previousBout, *nextBout, *previousUnscored, *nextUnscored, *previousUncertain, *nextUncertain;
    QAction *nextDoubtful, *previousDoubtful;
    QAction *zoomIn, *zoomOut, *taller, *flatter, *autoscale, *channels, *clockTime, *projectPanel;
    QAction *keys, *about;
    /// Stage that each action sets.
    QList<std::pair<scoring::Stage, QAction *>> stages;
    /// Visible span in seconds of each action; 0 for the whole recording.
    QList<std::pair<double, QAction *>> spans;
    QList<std::pair<ThemeMode, QAction *>> themes;
    QList<std::pair<plot::StageColours, QAction *>> stageColours;

    /// Actions that need an open recording, and those that need its scoring as well.
    void setRecordingOpen(bool open, bool scoringOpen);
    /// The page of keys, read from the actions.
    [[nodiscard]] QList<KeySheet::Section> keySections() const;

private:
    QAction *make(const char *name, const QString &text, const QList<QKeySequence> &keys = {},
                  const QString &icon = {});
    void buildFileMenu();
    void buildEditMenu();
    void buildScoreMenu();
    void buildConfirmActions();
    void buildGoMenu();
    void buildViewMenu();
    void buildAppearanceMenus(QMenu *view);
    void buildHelpMenu();
    void buildToolBar();

    QMainWindow *m_window;
};

} // namespace somno::ui
