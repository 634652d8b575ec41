// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

namespace somno::app {

void addModelsVerb(CLI::App &, VerbRun &) {}

} // namespace somno::app
