// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs, or may come to differ, between the LibTorch releases that this program builds with (1.13 and 2.x).
// LibTorch inside: include only from what links LibTorch.
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

namespace somno::sdreamer::compat {

inline bool cudaAvailable()
{
    return torch::cuda::is_available();
}

/// While it lives, products on a CUDA device are computed in bfloat16, which needs no scaling of the loss; elsewhere
/// nothing changes.
class MixedPrecision {
public:
    MixedPrecision(bool wanted, const torch::Device &device) : m_active(wanted && device.is_cuda())
    {
        if (!m_active)
            return;
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
        at::autocast::set_autocast_enabled(at::kCUDA, true);
#else
        at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        at::autocast::set_enabled(true);
#endif
    }
    ~MixedPrecision()
    {
        if (!m_active)
            return;
        at::autocast::clear_cache();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        at::autocast::set_autocast_enabled(at::kCUDA, false);
#else
        at::autocast::set_enabled(false);
#endif
    }
    MixedPrecision(const MixedPrecision &) = delete;
    MixedPrecision &operator=(const MixedPrecision &) = delete;

private:
    bool m_active;
};

} // namespace somno::sdreamer::compat
