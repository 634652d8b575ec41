// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/stylesheet.h"

namespace somno::ui {
namespace {

// Words between @ signs are colours of the theme.
constexpr auto kTemplate = R"(
QToolBar { background: @background@; border: none; border-bottom: 1px solid @hairline@; padding: 4px 8px;
  spacing: 2px; }
QToolBar::separator { background: @hairline@; width: 1px; margin: 6px 8px; }
QToolBar QToolButton { border: none; border-radius: 6px; padding: 5px 8px; }
QToolBar QToolButton:hover:enabled { background: @hover@; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked { background: @pressed@; }
QToolBar QToolButton[popupMode="1"] { padding-right: 22px; }
QToolBar QToolButton::menu-button { border: none; width: 18px; border-radius: 6px; }
QToolBar QToolButton::menu-button:hover { background: @pressed@; }
QMenuBar { background: @background@; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover@; }
QMainWindow::separator { background: @hairline@; width: 1px; height: 1px; }

#statusLine { background: @background@; border-top: 1px solid @hairline@; }
#statusLine QToolButton { border: none; border-radius: 4px; padding: 2px 8px; }
#statusLine QToolButton:hover { background: @hover@; }
#statusStage { font-weight: 600; }
#statusProblem { color: @attention@; font-weight: 600; }
#jobCancel { color: @accent@; }
*[secondary="true"], *[role="secondary"] { color: @muted@; }
*[role="title"] { font-size: 20px; font-weight: 600; }
*[role="caption"] { color: @muted@; font-weight: 600; }

#messageBar { border: none; border-bottom: 1px solid @hairline@; background: @infoBack@; }
#messageBar[kind="warning"], #messageBar[kind="error"] { background: @warnBack@; }
#messageText { font-weight: 600; }
#messageBar QToolButton { border: none; border-radius: 4px; padding: 4px; }
#messageBar QToolButton:hover { background: @pressed@; }

QPushButton { border: 1px solid @border@; border-radius: 6px; padding: 5px 14px; background: @lane@; }
QPushButton:hover { background: @hover@; }
QPushButton:pressed { background: @pressed@; }
QPushButton:focus { border-color: @accent@; }
QPushButton:disabled { color: @faint@; border-color: @hairline@; }
QPushButton[primary="true"] { background: @accent@; border-color: @accent@; color: @onAccent@; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accentHover@; }
QPushButton[primary="true"]:disabled { background: @pressed@; border-color: @pressed@; color: @faint@; }
QPushButton[link="true"] { border: none; background: transparent; color: @accent@; padding: 4px 8px; }
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus { text-decoration: underline; }

QProgressBar { border: none; border-radius: 3px; background: @pressed@; }
QProgressBar::chunk { border-radius: 3px; background: @accent@; }

#otherChannels::indicator, #learningWindow QTableView::indicator, QCheckBox::indicator {
  width: 14px; height: 14px; border: 1px solid @border@;
    border-radius: 3px; background: @lane@; }
#otherChannels::indicator:checked, #learningWindow QTableView::indicator:checked, QCheckBox::indicator:checked {
  background: @accent@; border-color: @accent@;
    image: url(:/icons/check.svg); }
#otherChannels { border: 1px solid @hairline@; border-radius: 6px; padding: 4px; outline: none; }

#learningTabs { background: @background@; border-bottom: 1px solid @hairline@; }
#learningTabs QToolButton { border: none; border-radius: 6px; padding: 6px 14px; }
#learningTabs QToolButton:hover { background: @hover@; }
#learningTabs QToolButton:checked { background: @pressed@; font-weight: 600; }
#importWords, #learningWindow QTableView {
    border: 1px solid @hairline@; border-radius: 6px; background: @lane@; outline: none;
    selection-background-color: @selected@; selection-color: @text@; }
#importWords QHeaderView, #importWords QHeaderView::section,
#learningWindow QHeaderView, #learningWindow QHeaderView::section { background: @lane@; }
#importWords QHeaderView::section, #learningWindow QHeaderView::section {
  border: none; border-bottom: 1px solid @hairline@; padding: 5px 4px; color: @muted@; font-weight: 600; }
#importWords QHeaderView::section { padding: 5px 8px; }
#importWords::item { border: none; padding: 0px 5px; }
#importNotes, #importNotes > QWidget > QWidget { background: transparent; }
#learningWindow QTextBrowser { background: transparent; }

#projectPanel { border-right: 1px solid @hairline@; }
#projectPanel QListView { border: none; background: transparent; outline: none; }
QSplitter::handle { background: @hairline@; }
QToolTip { border: 1px solid @hairline@; padding: 4px; background: @lane@; color: @text@; }
)";

QColor over(QColor front, float alpha, const QColor &back)
{
    const float rest = 1 - alpha;
    return QColor::fromRgbF(front.redF() * alpha + back.redF() * rest, front.greenF() * alpha + back.greenF() * rest,
                            front.blueF() * alpha + back.blueF() * rest);
}

} // namespace

QString styleSheet(const plot::PlotTheme &theme)
{
    const std::pair<const char *, QColor> colours[] = {
        {"background", theme.background},
        {"lane", theme.lane},
        {"hairline", theme.hairline},
        {"text", theme.text},
        {"muted", theme.mutedText},
        {"faint", over(theme.mutedText, 0.55f, theme.background)},
        {"accent", theme.accent},
        {"accentHover", over(theme.accent, 0.88f, theme.text)},
        {"onAccent", theme.lane},
        {"attention", theme.attention},
        {"border", over(theme.mutedText, 0.4f, theme.hairline)},
        {"hover", over(theme.text, 0.06f, theme.background)},
        {"pressed", over(theme.text, 0.12f, theme.background)},
        {"selected", over(theme.accent, 0.16f, theme.lane)},
        {"infoBack", over(theme.accent, 0.10f, theme.lane)},
        {"warnBack", over(theme.attention, 0.12f, theme.lane)},
    };
    QString sheet = QString::fromLatin1(kTemplate);
    for (const auto &[name, colour] : colours)
        sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char('@'), colour.name());
    return sheet;
}

} // namespace somno::ui
