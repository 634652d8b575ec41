// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/actionentry.h"

class QWidget;

namespace somno::ui {

class RecordingOpener;

/// Which channels of the open recording are shown and scored. Neither is owned; both outlive the entries.
[[nodiscard]] QList<ActionEntry> channelActions(const RecordingOpener *recordings, QWidget *window);

} // namespace somno::ui
