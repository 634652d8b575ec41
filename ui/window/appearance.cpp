// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/appearance.h"

#include <QSettings>
#include <QWidget>

#include "ui/window/sessionpresenter.h"
#include "ui/window/theme.h"

namespace somno::ui {
namespace {

QString clockKey()
{
    return QStringLiteral("view/clockTime");
}

QString listKey()
{
    return QStringLiteral("view/projectList");
}

bool isWanted(const QString &key)
{
    return QSettings().value(key, true).toBool();
}

} // namespace

Appearance::Appearance(Theme *theme, SessionPresenter *presenter, QWidget *projectPanel, QObject *parent)
    : QObject(parent), m_theme(theme), m_presenter(presenter), m_projectPanel(projectPanel)
{
    m_presenter->setClockTime(isWanted(clockKey()));
    if (!isWanted(listKey()))
        m_projectPanel->hide();
}

QList<ActionEntry> Appearance::actions()
{
    return partActions() + themeActions() + colourActions();
}

QList<ActionEntry> Appearance::partActions()
{
    return {{.id = QStringLiteral("actionClockTime"),
             .text = tr("Clock ti&me"),
             .keys = {QKeySequence(tr("T"))},
             .menu = MenuGroup::ViewShown,
             .section = KeySection::View,
             .check = Check::Toggle,
             .checked = isWanted(clockKey()),
             .toggled = [this](bool on) { showClockTime(on); }},
            {.id = QStringLiteral("actionProjectPanel"),
             .text = tr("&Project list"),
             .keys = {QKeySequence(tr("Ctrl+B"))},
             .icon = QStringLiteral("panel"),
             .menu = MenuGroup::ViewShown,
             .section = KeySection::View,
             .check = Check::Toggle,
             .checked = isWanted(listKey()),
             .toggled = [this](bool on) { showProjectList(on); }}};
}

QList<ActionEntry> Appearance::themeActions()
{
    const auto choice = [this](const char *id, const QString &text, ThemeMode mode) {
        return ActionEntry{.id = QLatin1String(id),
                           .text = text,
                           .menu = MenuGroup::ViewTheme,
                           .check = Check::OneOfGroup,
                           .checked = mode == m_theme->mode(),
                           .run = [this, mode] {
                               QSettings().setValue(QStringLiteral("view/theme"), themeModeText(mode));
                               m_theme->setMode(mode);
                           }};
    };
    return {choice("actionThemeAuto", tr("&As the desktop"), ThemeMode::Auto),
            choice("actionThemeLight", tr("&Light"), ThemeMode::Light),
            choice("actionThemeDark", tr("&Dark"), ThemeMode::Dark)};
}

QList<ActionEntry> Appearance::colourActions()
{
    using plot::StageColours;
    const auto choice = [this](const char *id, const QString &text, StageColours colours) {
        return ActionEntry{.id = QLatin1String(id),
                           .text = text,
                           .menu = MenuGroup::ViewColours,
                           .check = Check::OneOfGroup,
                           .checked = colours == m_theme->stageColours(),
                           .run = [this, colours] {
                               QSettings().setValue(QStringLiteral("view/stageColours"), int(colours));
                               m_theme->setStageColours(colours);
                           }};
    };
    return {choice("actionColoursSafe", tr("&Safe for colour-blind eyes"), StageColours::ColourBlindSafe),
            choice("actionColoursLaboratory", tr("&Laboratory"), StageColours::Laboratory)};
}

void Appearance::showClockTime(bool clock)
{
    QSettings().setValue(clockKey(), clock);
    m_presenter->setClockTime(clock);
}

void Appearance::showProjectList(bool shown)
{
    QSettings().setValue(listKey(), shown);
    m_projectPanel->setVisible(shown);
}

} // namespace somno::ui
