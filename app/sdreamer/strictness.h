// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "core/base/deviation.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::app {

/// Adds `--strict` to a verb.
void addStrictOption(CLI::App &verb, bool &strict);

/// What is odd about a file: a warning each, or where that is asked for one error that names them all.
[[nodiscard]] Result<> takeDeviations(const QString &file, const Deviations &deviations, bool strict,
                                      const Progress &progress);

} // namespace somno::app
