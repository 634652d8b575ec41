// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/samplerate.h"

namespace somno::dsp {

struct SpectrogramOptions {
    double windowSec = 2;
    double stepSec = 1;
    double highestHz = 30;
};

/// Power density over time and frequency. Frame f is centred on (f + 0.5) * stepSec; bin b is b * binHz.
struct Spectrogram {
    double stepSec = 1;
    double binHz = 0.5;
    int bins = 0;
    int frames = 0;
    std::vector<float> powerDb; ///< [frames * bins], dB of unit^2 / Hz; kSilenceDb where there is no signal

    static constexpr float kSilenceDb = -300;
};

/// Samples [first, last) that follow each other, the first at a time of the recording.
struct SampleRun {
    SampleIndex first = 0;
    SampleIndex last = 0;
    double startSec = 0;
};

/// Copies samples [first, first + out.size()) of a channel, in physical units; never asked beyond its ends.
using SampleSource = std::function<void(SampleIndex first, std::span<float> out)>;

/// Hann-windowed periodograms of a whole channel, read piece by piece (24 h at 512 Hz: about a second). The mean of
/// each window is removed, NaN and what lies beyond the ends count as zero. A stop gives the frames done so far.
[[nodiscard]] Spectrogram spectrogram(const SampleSource &source, SampleIndex sampleCount, SampleRate rate,
                                      const SpectrogramOptions &options = {}, const std::stop_token &stop = {});
/// Of a channel with gaps between its runs, which come in order: no window reaches from one into the next, and frames
/// whose centre lies in a gap are silent.
[[nodiscard]] Spectrogram spectrogram(const SampleSource &source, std::span<const SampleRun> runs, SampleRate rate,
                                      const SpectrogramOptions &options = {}, const std::stop_token &stop = {});

} // namespace somno::dsp
