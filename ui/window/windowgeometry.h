// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSplitter;
class QWidget;

namespace somno::ui {

/// Where the window was the last time, and how its parts were divided; its first size where it was never shown.
void restoreGeometry(QWidget *window, QSplitter *splitter);
void rememberGeometry(const QWidget *window, const QSplitter *splitter);

} // namespace somno::ui
