// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <limits>
#include <span>
#include <vector>

#include "core/base/samplerate.h"
#include "core/signal/minmaxpyramid.h"

namespace somno::signal {

/// What a column holds that has not been read yet: anything.
inline constexpr MinMax<float> kNotYet{-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()};

/// What pixel columns of one channel hold, in digital units, from samples in memory (memoryenvelope.h) or from a file
/// that is read as it is looked at (pagereader.h). Asking never reads a file; any thread.
///
/// Columns are anchored to the recording: column c covers the samples [ceil(c * spp), ceil((c + 1) * spp)) whatever
/// the viewport, so panning by whole columns meets the same values again and nothing shimmers.
class Envelope {
public:
    Envelope() = default;
    Envelope(const Envelope &) = delete;
    Envelope &operator=(const Envelope &) = delete;
    virtual ~Envelope() = default;

    [[nodiscard]] virtual SampleIndex sampleCount() const = 0;
    /// Whether long ranges are as quick as short ones.
    [[nodiscard]] virtual bool isSummed() const = 0;
    /// Another drawing begins: what is asked for from here on is looked at, and nothing else.
    virtual void beginDrawing() const {}
    /// Samples [first, last) without a gap among them, of which the first stands `at` sample periods behind the start
    /// of the recording.
    struct Part {
        SampleIndex first = 0;
        SampleIndex last = std::numeric_limits<SampleIndex>::max();
        double at = 0;
    };
    /// out[i] becomes the range of what column `firstColumn + i` holds of a part: empty outside of it, over NaN and
    /// over what cannot be read; kNotYet where samples are still to come.
    virtual void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                         const Part &part) const = 0;
    void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out) const
    {
        columns(firstColumn, samplesPerColumn, out, {});
    }
    /// Samples from `first`: NaN outside the recording and where it cannot be read, infinite where it is still to come.
    virtual void samples(SampleIndex first, std::span<float> out) const = 0;
    /// Most of the channel lies within it (robustRange()).
    [[nodiscard]] virtual MinMax<float> robustRange() const = 0;
    /// Another number whenever something came that had been kNotYet.
    [[nodiscard]] virtual quint64 revision() const { return 0; }

protected:
    /// The first sample of a column, inside the part.
    [[nodiscard]] SampleIndex boundary(qint64 column, double samplesPerColumn, const Part &part) const;
};

/// The range that holds all but `outsideShare` of the values at each end; the full range where that is a single value,
/// and one step around it where all are the same. Empty where there is no value but NaN.
[[nodiscard]] MinMax<float> robustRange(std::vector<float> values, double outsideShare = 0.005);

} // namespace somno::signal
