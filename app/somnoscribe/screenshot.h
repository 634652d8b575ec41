// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace somno::ui {
class MainWindow;
}

namespace somno::app {

/// Writes a picture of the window once everything in it is painted, and ends the program: status 0, or 1 where the
/// recording could not be opened (the picture shows why) or the picture could not be written.
void takeScreenshot(ui::MainWindow *window, const QString &path, const QString &labels, bool withRecording);

} // namespace somno::app
