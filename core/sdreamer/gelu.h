// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdreamer/vectorlanes.h"

namespace somno::sdreamer {

// x * Phi(x). The tail of the normal distribution by formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical
// Functions (1964): within 7.5e-8 of the value, about a rounding of float.
SOMNO_INLINE Lanes<float> gelu(const Lanes<float> &x)
{
    const Lanes<float> z = (x < 0.F ? -x : x) * 0.70710678F;
    const Lanes<float> t = 1.F / (1.F + 0.3275911F * z);
    Lanes<float> tail = t * 1.061405429F - 1.453152027F;
    tail = tail * t + 1.421413741F;
    tail = tail * t - 0.284496736F;
    tail = tail * t + 0.254829592F;
    Lanes<float> fall = -(z * z);
    exponentiate(fall);
    tail = tail * t * fall * 0.5F;
    return x * (x < 0.F ? tail : 1.F - tail);
}

} // namespace somno::sdreamer
