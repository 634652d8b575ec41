// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>

#include "ui/lanes/plottheme.h"

namespace somno::ui {

enum class ThemeMode { Auto, Light, Dark };

/// The look of the whole program: palette, style sheet and the colours of the lanes, light or dark. In Auto the
/// desktop's own wish decides (the portal's color-scheme over D-Bus, asked without waiting), else its palette.
class Theme : public QObject {
    Q_OBJECT
public:
    Theme(ThemeMode mode, plot::StageColours colours, QObject *parent = nullptr);

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);
    [[nodiscard]] plot::StageColours stageColours() const { return m_colours; }
    void setStageColours(plot::StageColours colours);
    [[nodiscard]] const plot::PlotTheme &plotTheme() const { return m_plotTheme; }

    /// Asks the desktop; call it after the first paint. Without a session bus nothing happens.
    void askDesktop();

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void takeDesktopWish(const QVariant &value);
    void apply();

    ThemeMode m_mode;
    plot::StageColours m_colours;
    bool m_desktopIsDark;
    plot::PlotTheme m_plotTheme;
};

/// "auto", "light", "dark"; Auto for anything else.
[[nodiscard]] ThemeMode themeModeFromText(const QString &text);
[[nodiscard]] QString themeModeText(ThemeMode mode);

} // namespace somno::ui
