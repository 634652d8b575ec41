// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace somno::ui {
class MainWindow;
}

namespace somno::app {

/// Seconds since this process was started by the system, to 10 ms.
[[nodiscard]] double secondsSinceProcessStart();

/// Prints {"first_paint_s":...,"first_traces_s":...} as soon as both are known, and ends the program;
/// without a recording to wait for, first_traces_s is null.
void measureStart(ui::MainWindow *window, bool withRecording);

} // namespace somno::app
