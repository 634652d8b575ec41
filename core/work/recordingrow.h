// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/recordingstore.h"
#include "core/scoring/reviewprogress.h"

namespace somno::ui {

/// One line of the project list.
struct RecordingRow {
    store::RecordingEntry entry;
    scoring::ReviewProgress progress; ///< of the scorer who is at work
    bool missing = false;             ///< the file is not where it was last seen
};

} // namespace somno::ui
