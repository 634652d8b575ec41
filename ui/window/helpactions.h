// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/actionentry.h"

class QWidget;

namespace somno::ui {

class ActionTable;

/// The page of keys, and what the program is. Neither is owned; both outlive the entries.
[[nodiscard]] QList<ActionEntry> helpActions(const ActionTable *table, QWidget *window);

} // namespace somno::ui
