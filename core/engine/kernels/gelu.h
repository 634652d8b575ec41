// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/kernels/vectorlanes.h"

namespace somno::sdreamer {

// x * Phi(x). Phi - 1/2 is an odd function, here x P(x^2) / Q(x^2), fitted for the least largest error on |x| <= 5.4:
// 1.6e-8, below a rounding of float. Beyond, Phi is 0 or 1 within 3.4e-8.
SOMNO_INLINE Lanes<float> gelu(const Lanes<float> &x)
{
    const Lanes<float> end = Lanes<float>{} + 5.4F;
    const Lanes<float> below = x < end ? x : end;
    const Lanes<float> z = below > -end ? below : -end;
    const Lanes<float> square = z * z;
    Lanes<float> over = square * 1.16104418e-10F - 2.22571526e-8F;
    over = over * square + 3.13344299e-6F;
    over = over * square + 1.58959243e-4F;
    over = over * square + 4.43504099e-3F;
    over = over * square + 3.47851850e-2F;
    over = over * square + 0.398942173F;
    Lanes<float> under = square * 5.86767092e-5F + 1.76359888e-3F;
    under = under * square + 2.84300502e-2F;
    under = under * square + 0.253858477F;
    under = under * square + 1.F;
    return x * (z * over / under + 0.5F);
}

} // namespace somno::sdreamer
