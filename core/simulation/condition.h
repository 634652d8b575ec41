// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/simulator.h"
#include "core/simulation/traits.h"

namespace somno::simulation {

/// Replaces a mouse's electrodes and amplifier by faultless ones and adds the condition's one difficulty. Brain and
/// muscle stay as they are, but for the contrast of the EMG, which depends on the electrode as well, and for `Unlike`,
/// whose brain is another. `Variety` changes nothing.
void applyCondition(Condition condition, Random random, EegTraits &eeg, EmgTraits &emg, HardwareTraits &hardware);

} // namespace somno::simulation
