// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace somno::sdreamer {

/// What the heads of a network answer, each [epochs * classes], row-major; empty where a head was not asked.
struct HeadLogits {
    std::vector<float> mix, eeg, emg;
};

} // namespace somno::sdreamer
