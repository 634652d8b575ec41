// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs, or may come to differ, between the LibTorch releases that this program builds with (1.13 and 2.x).
// LibTorch inside: include only from core/sdreamer.
#include <torch/torch.h>

namespace somno::sdreamer::compat {

inline bool cudaAvailable()
{
    return torch::cuda::is_available();
}

} // namespace somno::sdreamer::compat
