// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace somno::app {

/// How the engine ends, as `sdreamer --help` tells whoever runs it.
enum ExitStatus { ExitDone = 0, ExitFailed = 1, ExitBadArguments = 2, ExitCancelled = 130 };

} // namespace somno::app
