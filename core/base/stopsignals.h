// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace somno {

/// A token that is stopped by SIGTERM and SIGINT, which no longer end the program from the first call on. Callbacks of
/// the token run in a thread of their own, never inside the signal handler: they may take locks and wake others.
[[nodiscard]] std::stop_token stopAtSignals();

} // namespace somno
