// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/engine/network/networkmodule.h"

namespace somno::sdreamer {

/// Centre frequencies of the bank in Hz, `count` of them: 0, then for EEG even steps of what a patch can tell apart
/// and from half of the bank on logarithmic ones up to 100 Hz, for EMG logarithmic ones from 8 to 230 Hz.
[[nodiscard]] std::vector<double> filterBankHz(Modality modality, int count, int patchLength);

/// Shorter patches cannot tell delta from theta, and where a wave is cut into pieces its parts must keep their signs.
inline constexpr int kLeastFilterBankPatch = 64;

/// Lets the patch embeddings of every encoder begin as a bank of band filters instead of random numbers, from where
/// training goes on as ever: a quarter of the width are bands, each a pair of Hann-windowed waves a quarter turn apart
/// and their negatives before the ReLU, whose sum after it is the band's amplitude in the patch, lifted with frequency
/// as the EEG's falls with it. What is left of the width is near constant, so that the layer norms behind can tell loud
/// from quiet. Shapes and names of the weights stay those of sDREAMER; only their start differs.
/// Patches under kLeastFilterBankPatch samples keep their random start.
void startAsFilterBank(NetworkModule &module, const NetworkConfig &config, quint64 seed);

} // namespace somno::sdreamer
