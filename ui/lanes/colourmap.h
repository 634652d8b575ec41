// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <array>

namespace somno::plot {

/// 256 colours from deep violet over blue and green to pale yellow whose lightness rises in equal steps, so that
/// equal differences of power look equal, in grey print and to colour-blind eyes too. Computed in Oklab
/// (B. Ottosson, "A perceptual color space for image processing", 2020).
[[nodiscard]] const std::array<QRgb, 256> &spectralColours();

} // namespace somno::plot
