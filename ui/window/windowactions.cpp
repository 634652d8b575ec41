// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/windowactions.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "ui/panels/themedicon.h"

namespace somno::ui {

using scoring::Stage;

WindowActions::WindowActions(QMainWindow *window) : QObject(window), m_window(window)
{
    buildFileMenu();
    buildEditMenu();
    buildScoreMenu();
    buildGoMenu();
    buildViewMenu();
    buildHelpMenu();
    buildToolBar();
    setRecordingOpen(false, false);
}

QAction *WindowActions::make(const char *name, const QString &text, const QList<QKeySequence> &keys,
                             const QString &icon)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    action->setIconVisibleInMenu(false);
    QString tip = text;
    tip.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.first().toString(QKeySequence::NativeText)));
    // Actions are reached by key even while a menu bar is hidden or the tool bar is narrow.
    m_window->addAction(action);
    return action;
}

void WindowActions::buildFileMenu()
{
    open = make("actionOpen", tr("&Open…"), {QKeySequence::Open}, QStringLiteral("open"));
    importLabels = make("actionImport", tr("&Import labels…"));
    exportLabels = make("actionExport", tr("&Export labels…"), {QKeySequence(tr("Ctrl+E"))}, QStringLiteral("export"));
    exportLabels->setIconText(tr("Export"));
    open->setIconText(tr("Open"));
    save = make("actionSave", tr("&Save now"), {QKeySequence::Save});
    quit = make("actionQuit", tr("&Quit"), {QKeySequence(tr("Ctrl+Q"))});
    QMenu *menu = m_window->menuBar()->addMenu(tr("&File"));
    menu->addAction(open);
    recentMenu = menu->addMenu(tr("Open &recent"));
    menu->addSeparator();
    menu->addActions({importLabels, exportLabels});
    menu->addSeparator();
    menu->addActions({save, quit});
}

void WindowActions::buildEditMenu()
{
    undo = make("actionUndo", tr("&Undo"), {QKeySequence(tr("Ctrl+Z"))}, QStringLiteral("undo"));
    redo = make("actionRedo", tr("&Redo"), {QKeySequence(tr("Ctrl+Y")), QKeySequence(tr("Ctrl+Shift+Z"))},
                QStringLiteral("redo"));
    undo->setIconText(tr("Undo"));
    redo->setIconText(tr("Redo"));
    unscore = make("actionUnscore", tr("&Clear the stage"),
                   {QKeySequence(Qt::Key_Backspace), QKeySequence(Qt::Key_Delete)});
    clearSelection = make("actionClearSelection", tr("Clear the &selection"), {QKeySequence(Qt::Key_Escape)});
    QMenu *menu = m_window->menuBar()->addMenu(tr("&Edit"));
    menu->addActions({undo, redo});
    menu->addSeparator();
    menu->addActions({unscore, clearSelection});
}

void WindowActions::buildScoreMenu()
{
    autoScore
        = make("actionAutoScore", tr("&Auto-score"), {QKeySequence(tr("Ctrl+Return"))}, QStringLiteral("autoscore"));
    replaceMine = make("actionReplaceMine", tr("&Replace my labels"));
    replaceMine->setCheckable(true);
    replaceMine->setToolTip(tr("Auto-score changes epochs that you set, confirmed or imported, too"));
    teach = make("actionTeach", tr("&Teach the model…"), {QKeySequence(tr("Ctrl+T"))}, QStringLiteral("teach"));
    teach->setIconText(tr("Teach"));
    const auto stage = [this](Stage value, const char *name, const QString &text, const QString &keys) {
        QList<QKeySequence> sequences;
        for (const QChar key : keys)
            sequences.append(QKeySequence(QString(key)));
        stages.append({value, make(name, text, sequences)});
    };
    stage(Stage::Wake, "actionWake", tr("Score as &Wake"), QStringLiteral("1W"));
    stage(Stage::Nrem, "actionNrem", tr("Score as &NREM"), QStringLiteral("2NS"));
    stage(Stage::Rem, "actionRem", tr("Score as &REM"), QStringLiteral("3R"));
    stage(Stage::Microarousal, "actionMicroarousal", tr("Score as &microarousal"), QStringLiteral("4M"));
    buildConfirmActions();
    scorer = make("actionScorer", tr("Scor&er…"));
    scorer->setToolTip(tr("Whose labels are shown and set"));
    QMenu *menu = m_window->menuBar()->addMenu(tr("&Score"));
    menu->setToolTipsVisible(true);
    menu->addActions({autoScore, replaceMine, teach});
    menu->addSeparator();
    for (const auto &[value, action] : stages)
        menu->addAction(action);
    menu->addSeparator();
    menu->addActions({confirm, confirmPage, confirmConfident});
    menu->addSeparator();
    menu->addAction(scorer);
}

void WindowActions::buildConfirmActions()
{
    const auto keys = [](int modifiers) {
        return QList<QKeySequence>{QKeySequence(modifiers | int(Qt::Key_Return)),
                                   QKeySequence(modifiers | int(Qt::Key_Enter))};
    };
    confirm = make("actionConfirm", tr("&Confirm the selection or bout"), keys(0));
    confirm->setToolTip(tr("Confirm the selected epochs, or the bout at the current epoch, and go on to the next "
                           "unreviewed bout (Return)"));
    confirmPage = make("actionConfirmPage", tr("Confirm the visible &page"), keys(Qt::SHIFT));
    confirmPage->setToolTip(tr("Confirm every scored epoch that is on the screen (Shift+Return)"));
    confirmConfident
        = make("actionConfirmConfident", tr("Confirm all c&onfident epochs…"), keys(int(Qt::CTRL) | int(Qt::SHIFT)));
    confirmConfident->setToolTip(tr("Confirm every automatic epoch of the recording above a confidence that you choose "
                                    "(Ctrl+Shift+Return)"));
    // A key that is held down must not confirm what nobody looked at.
    for (QAction *action : {confirm, confirmPage, confirmConfident})
        action->setAutoRepeat(false);
}

void WindowActions::buildGoMenu()
{
    const auto key = [](auto... keys) { return QList<QKeySequence>{QKeySequence(keys)...}; };
    nextEpoch = make("actionNextEpoch", tr("Next epoch"), key(Qt::Key_Right));
    previousEpoch = make("actionPreviousEpoch", tr("Previous epoch"), key(Qt::Key_Left));
    nextPage = make("actionNextPage", tr("Next page"), key(Qt::Key_PageDown));
    previousPage = make("actionPreviousPage", tr("Previous page"), key(Qt::Key_PageUp));
    firstEpoch = make("actionFirstEpoch", tr("Start of the recording"), key(Qt::Key_Home));
    lastEpoch = make("actionLastEpoch", tr("End of the recording"), key(Qt::Key_End));
    nextBout = make("actionNextBout", tr("Next bout"), key(int(Qt::Key_Space), int(Qt::SHIFT) | int(Qt::Key_Right)));
    previousBout = make("actionPreviousBout", tr("Previous bout"), key(int(Qt::SHIFT) | int(Qt::Key_Left)));
    nextUnscored = make("actionNextUnscored", tr("Next unscored epoch"), key(int(Qt::CTRL) | int(Qt::Key_Right)));
    previousUnscored
        = make("actionPreviousUnscored", tr("Previous unscored epoch"), key(int(Qt::CTRL) | int(Qt::Key_Left)));
    nextUncertain = make("actionNextUncertain", tr("Next uncertain epoch"), key(Qt::Key_U));
    previousUncertain
        = make("actionPreviousUncertain", tr("Previous uncertain epoch"), key(int(Qt::SHIFT) | int(Qt::Key_U)));
    nextDoubtful = make("actionNextDoubtful", tr("Next bout in order of doubt"), key(Qt::Key_D));
    nextDoubtful->setToolTip(tr("Go to the unreviewed bout of the lowest mean confidence, then to the next (D)"));
    previousDoubtful
        = make("actionPreviousDoubtful", tr("Previous bout in order of doubt"), key(int(Qt::SHIFT) | int(Qt::Key_D)));
    previousDoubtful->setToolTip(tr("Go back towards the unreviewed bout of the lowest mean confidence (Shift+D)"));
    QMenu *menu = m_window->menuBar()->addMenu(tr("&Go"));
    menu->setToolTipsVisible(true);
    menu->addActions({nextEpoch, previousEpoch, nextPage, previousPage, firstEpoch, lastEpoch});
    menu->addSeparator();
    menu->addActions({nextBout, previousBout, nextUnscored, previousUnscored, nextUncertain, previousUncertain});
    menu->addSeparator();
    menu->addActions({nextDoubtful, previousDoubtful});
}

void WindowActions::buildViewMenu()
{
    channels = make("actionChannels", tr("&Channels…"), {}, QStringLiteral("channels"));
    channels->setIconText(tr("Channels"));
    channels->setToolTip(tr("Choose the channels that are shown and scored"));
    const auto span = [this](double seconds, const char *name, const QString &text, const QString &tip) {
        QAction *action = make(name, text);
        action->setToolTip(tip);
        action->setCheckable(true);
        spans.append({seconds, action});
    };
    span(30, "actionSpan30s", tr("30 s"), tr("Show 30 seconds"));
    span(120, "actionSpan2min", tr("2 min"), tr("Show 2 minutes"));
    span(600, "actionSpan10min", tr("10 min"), tr("Show 10 minutes"));
    span(3600, "actionSpan1h", tr("1 h"), tr("Show 1 hour"));
    span(21600, "actionSpan6h", tr("6 h"), tr("Show 6 hours"));
    span(0, "actionSpanAll", tr("All"), tr("Show the whole recording"));
    zoomIn = make("actionZoomIn", tr("Zoom &in"),
                  {QKeySequence(tr("+")), QKeySequence(tr("=")), QKeySequence(tr("Ctrl++"))});
    zoomOut = make("actionZoomOut", tr("Zoom &out"), {QKeySequence(tr("-")), QKeySequence(tr("Ctrl+-"))});
    taller = make("actionTaller", tr("&Taller traces"), {QKeySequence(tr("Ctrl+Up"))});
    flatter = make("actionFlatter", tr("&Flatter traces"), {QKeySequence(tr("Ctrl+Down"))});
    autoscale = make("actionAutoscale", tr("&Automatic scale"), {QKeySequence(tr("Ctrl+0"))});
    clockTime = make("actionClockTime", tr("Clock ti&me"), {QKeySequence(tr("T"))});
    clockTime->setCheckable(true);
    projectPanel
        = make("actionProjectPanel", tr("&Project list"), {QKeySequence(tr("Ctrl+B"))}, QStringLiteral("panel"));
    projectPanel->setCheckable(true);

    QMenu *menu = m_window->menuBar()->addMenu(tr("&View"));
    for (const auto &[seconds, action] : spans)
        menu->addAction(action);
    menu->addSeparator();
    menu->addActions({zoomIn, zoomOut, taller, flatter, autoscale});
    menu->addSeparator();
    menu->addActions({channels, clockTime, projectPanel});
    menu->addSeparator();
    buildAppearanceMenus(menu);
}

void WindowActions::buildAppearanceMenus(QMenu *view)
{
    const auto exclusive = [this](QMenu *menu, QAction *action) {
        auto *group = menu->findChild<QActionGroup *>();
        if (!group)
            group = new QActionGroup(menu);
        action->setCheckable(true);
        group->addAction(action);
        menu->addAction(action);
        return action;
    };
    QMenu *theme = view->addMenu(tr("T&heme"));
    themes = {{ThemeMode::Auto, exclusive(theme, make("actionThemeAuto", tr("&As the desktop")))},
              {ThemeMode::Light, exclusive(theme, make("actionThemeLight", tr("&Light")))},
              {ThemeMode::Dark, exclusive(theme, make("actionThemeDark", tr("&Dark")))}};
    QMenu *colours = view->addMenu(tr("&Stage colours"));
    using plot::StageColours;
    stageColours = {{StageColours::ColourBlindSafe,
                     exclusive(colours, make("actionColoursSafe", tr("&Safe for colour-blind eyes")))},
                    {StageColours::Laboratory, exclusive(colours, make("actionColoursLaboratory", tr("&Laboratory")))}};
}

void WindowActions::buildHelpMenu()
{
    keys = make("actionKeys", tr("&Keys"), {QKeySequence(Qt::Key_F1), QKeySequence(tr("?"))}, QStringLiteral("keys"));
    about = make("actionAbout", tr("&About Somnoscribe"));
    QMenu *menu = m_window->menuBar()->addMenu(tr("&Help"));
    menu->addActions({keys, about});
}

void WindowActions::buildToolBar()
{
    auto *bar = new QToolBar(tr("Tool bar"), m_window);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setIconSize(QSize(20, 20));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions({open, exportLabels});
    bar->addSeparator();
    bar->addAction(autoScore);
    if (auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(autoScore))) {
        auto *menu = new QMenu(button);
        menu->addAction(replaceMine);
        button->setMenu(menu);
        button->setPopupMode(QToolButton::MenuButtonPopup);
    }
    bar->addActions({teach, channels});
    bar->addSeparator();
    for (const auto &[seconds, action] : spans)
        bar->addAction(action);
    bar->addSeparator();
    bar->addActions({undo, redo});
    for (QAction *action : {undo, redo}) // known by their icons: room for the others in a narrow window
        if (auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action)))
            button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    for (QToolButton *button : bar->findChildren<QToolButton *>())
        button->setFocusPolicy(Qt::NoFocus);
    m_window->addToolBar(bar);
}

void WindowActions::setRecordingOpen(bool isOpen, bool scoringOpen)
{
    for (QAction *action : {zoomIn, zoomOut, taller, flatter, autoscale, channels, clearSelection})
        action->setEnabled(isOpen);
    for (const auto &[seconds, action] : spans)
        action->setEnabled(isOpen);
    for (QAction *action :
         {importLabels,     exportLabels, unscore,           autoScore,     previousEpoch, nextEpoch,
          previousPage,     nextPage,     firstEpoch,        lastEpoch,     previousBout,  nextBout,
          previousUnscored, nextUnscored, previousUncertain, nextUncertain, nextDoubtful,  previousDoubtful,
          confirm,          confirmPage,  confirmConfident})
        action->setEnabled(scoringOpen);
    for (const auto &[stage, action] : stages)
        action->setEnabled(scoringOpen);
    if (!scoringOpen)
        for (QAction *action : {undo, redo})
            action->setEnabled(false);
}

QList<KeySheet::Section> WindowActions::keySections() const
{
    const auto lines = [](const QList<QAction *> &actions) {
        QList<KeySheet::Line> result;
        for (const QAction *action : actions) {
            QList<QKeySequence> keys = action->shortcuts();
            // Enter of the number block goes without saying beside Return.
            keys.removeIf([](const QKeySequence &sequence) { return sequence[0].key() == Qt::Key_Enter; });
            result.append({QKeySequence::listToString(keys, QKeySequence::NativeText)
                               .replace(QStringLiteral("; "), QStringLiteral("   ")),
                           action->iconText().remove(QLatin1Char('&')).remove(QStringLiteral("…"))});
        }
        return result;
    };
    QList<QAction *> score;
    for (const auto &[stage, action] : stages)
        score.append(action);
    score.append({unscore, undo, redo, autoScore, teach, clearSelection});
    const QList<KeySheet::Line> looks{{tr("Hatched"), tr("Automatic, not reviewed")},
                                      {tr("Striped"), tr("Imported, not reviewed")},
                                      {tr("Solid"), tr("Confirmed by you")},
                                      {tr("Solid, underlined"), tr("Set or corrected by you")}};
    return {{tr("Score"), lines(score)},
            {tr("Go"), lines({nextEpoch, previousEpoch, nextPage, previousPage, firstEpoch, lastEpoch, nextBout,
                              previousBout, nextUnscored, previousUnscored, nextUncertain, previousUncertain})},
            {tr("Review"), lines({confirm, confirmPage, confirmConfident, nextDoubtful, previousDoubtful})},
            {tr("View"), lines({zoomIn, zoomOut, taller, flatter, autoscale, clockTime, projectPanel})},
            {tr("File"), lines({open, exportLabels, save, keys, quit})},
            {tr("Hypnogram"), looks},
            {tr("Mouse"),
             {{tr("Drag"), tr("Select epochs")},
              {tr("Right-click"), tr("Select the whole bout")},
              {tr("Click"), tr("Go to the epoch")},
              {tr("Wheel"), tr("Scroll")},
              {tr("Ctrl+wheel"), tr("Zoom")},
              {tr("Shift+drag"), tr("Move the view")}}}};
}

} // namespace somno::ui
