// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/keysheet.h"

namespace somno::ui {

class ActionTable;

/// The page of keys: those of the table's actions as they are at the moment, and what mouse and hypnogram mean.
[[nodiscard]] QList<KeySheet::Section> keyPage(const ActionTable &table);

} // namespace somno::ui
