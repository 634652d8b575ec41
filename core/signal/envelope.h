// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <variant>

#include "core/signal/minmaxpyramid.h"
#include "core/signal/samplestore.h"

namespace somno::signal {

/// What pixel columns of one channel hold, in digital units. Immutable; any thread.
///
/// Columns are anchored to the recording: column c covers the samples [ceil(c * spp), ceil((c + 1) * spp)) whatever
/// the viewport, so panning by whole columns meets the same values again and nothing shimmers.
class Envelope {
public:
    /// Reads raw samples only: ready at once, slow over long ranges.
    explicit Envelope(std::shared_ptr<const SampleStore> samples);
    /// With a pyramid over the samples (about 25 ms for 24 h at 512 Hz).
    [[nodiscard]] static std::shared_ptr<const Envelope> withPyramid(std::shared_ptr<const SampleStore> samples,
                                                                     const std::stop_token &stop = {});

    [[nodiscard]] SampleIndex sampleCount() const { return m_samples->size(); }
    [[nodiscard]] bool hasPyramid() const;

    /// Samples [first, last) without a gap among them, of which the first stands `at` sample periods behind the start
    /// of the recording.
    struct Part {
        SampleIndex first = 0;
        SampleIndex last = std::numeric_limits<SampleIndex>::max();
        double at = 0;
    };
    /// out[i] becomes the exact range of what column `firstColumn + i` holds of a part, empty outside of it and over
    /// NaN.
    void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out, const Part &part) const;
    void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out) const
    {
        columns(firstColumn, samplesPerColumn, out, {});
    }
    /// One sample; NaN outside the recording.
    [[nodiscard]] float sample(SampleIndex index) const;

private:
    using Pyramid = std::variant<MinMaxPyramid<qint16>, MinMaxPyramid<qint32>, MinMaxPyramid<float>>;

    std::shared_ptr<const SampleStore> m_samples;
    Pyramid m_pyramid;
};

/// The range that holds all but `outsideShare` of the samples at each end, from at most 16,384 of them spread over
/// the whole store; the full range where that is a single value, and one step around it where the channel is flat.
/// Empty where there is no sample but NaN.
[[nodiscard]] MinMax<float> robustRange(const SampleStore &samples, double outsideShare = 0.005);

} // namespace somno::signal
