// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

namespace somno::ui {

class EngineRunner;

/// Calls `open` with the path of the demonstration recording, which is simulated first where it does not lie yet.
void withDemonstration(EngineRunner *engine, std::function<void(const QString &path)> open);

} // namespace somno::ui
