// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGuiApplication>
#include <QScreen>

namespace somno::ui {

/// What a desktop puts around a window, in pixels: it tells of that only once the window is shown.
inline constexpr int kTitleHeight = 40;

/// The size of a window that was never shown before, with its title on the screen.
[[nodiscard]] inline QSize firstSize(QSize wanted, QSize least)
{
    const QSize room = QGuiApplication::primaryScreen()->availableSize() - QSize(0, kTitleHeight);
    return wanted.boundedTo(room).expandedTo(least);
}

} // namespace somno::ui
