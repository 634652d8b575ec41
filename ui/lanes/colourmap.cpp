// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/colourmap.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace somno::plot {

struct LinearRgb {
    double red, green, blue;
    [[nodiscard]] bool isDisplayable() const
    {
        return std::min({red, green, blue}) >= 0 && std::max({red, green, blue}) <= 1;
    }
};

/// Oklab in its polar form, to linear sRGB.
static LinearRgb fromOklch(double lightness, double chroma, double hueDegrees)
{
    const double hue = hueDegrees * std::numbers::pi / 180;
    const double a = chroma * std::cos(hue), b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

static int encoded(double linear)
{
    const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    return int(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

static QRgb colourAt(double share)
{
    const double lightness = 0.20 + 0.74 * share;
    const double hue = 305 - 200 * share;
    // As colourful as the screen can show at this lightness, found by bisection.
    double chroma = 0, beyond = 0.16;
    while (beyond - chroma > 1e-4) {
        const double middle = (chroma + beyond) / 2;
        (fromOklch(lightness, middle, hue).isDisplayable() ? chroma : beyond) = middle;
    }
    const LinearRgb rgb = fromOklch(lightness, chroma, hue);
    return qRgb(encoded(rgb.red), encoded(rgb.green), encoded(rgb.blue));
}

const std::array<QRgb, 256> &spectralColours()
{
    static const std::array<QRgb, 256> colours = [] {
        std::array<QRgb, 256> table{};
        for (size_t i = 0; i < table.size(); ++i)
            table[i] = colourAt(double(i) / 255);
        return table;
    }();
    return colours;
}

} // namespace somno::plot
