// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "core/base/deviation.h"
#include "core/base/result.h"
#include "core/base/samplerate.h"

namespace somno::signal {

/// The samples of one channel where they lie, read range by range and never held. Any thread.
class SampleSource {
public:
    SampleSource() = default;
    SampleSource(const SampleSource &) = delete;
    SampleSource &operator=(const SampleSource &) = delete;
    virtual ~SampleSource() = default;

    /// out[i] = sample[first + i] * gain + offset; the range must lie inside the channel.
    /// Errors Truncated, FileNotReadable: what cannot be read is never made up.
    [[nodiscard]] virtual Result<> scaled(SampleIndex first, double gain, double offset,
                                          std::span<float> out) const = 0;
    /// What is odd about the samples read so far, if anything.
    [[nodiscard]] virtual std::optional<Deviation> deviation() const { return std::nullopt; }
};

} // namespace somno::signal
