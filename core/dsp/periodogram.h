// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace somno::dsp {

/// Power spectra of windows of one even size: mean removed, Hann window, one-sided. Bin b is the power, in unit^2,
/// around b * fs / size Hz. Not for several threads at once.
class Periodogram {
public:
    explicit Periodogram(int size);
    Periodogram(Periodogram &&) noexcept;
    ~Periodogram();

    /// The [size / 2 + 1] bins of one window, valid until the next call. Samples that are no numbers count as the mean.
    [[nodiscard]] std::span<const float> power(std::span<const float> window);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace somno::dsp
