// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace somno::sdreamer {

/// Takes the colour of electrode, amplifier and mains from a channel, so that recordings of different laboratories look
/// alike: a zero-phase filter, found in the recording itself, that gives every frequency the amplitude which a
/// reference spectrum has there. What changes from second to second, the sleep, passes.
///
/// The amplitude of a frequency is found in frames of four seconds: of an EEG the geometric mean of its 20 % and 80 %
/// quantiles over the frames, half-way between sleep and wake in whatever proportion they are; of an EMG the 20 %
/// quantile, the quiet muscle. Reference: EEG flat to 2 Hz and falling as f^-0.9 above, SD 1; EMG flat, SD 0.25. No
/// frequency is lifted by more than 60 dB over that which is lowered most, so that what an amplifier has cut off stays
/// small. Per-frequency normalisation of whole recordings is what carried other scorers from laboratory to laboratory
/// (doi 10.1371/journal.pcbi.1006968); the filter, its reference and its figures are this program's.
class Equaliser {
public:
    enum class Signal { Eeg, Emg };
    static constexpr int kReach
        = 256; ///< samples before and after that a value depends on: fine enough to take out a line of the mains
    static constexpr int kBins = 257; ///< of a frame: 0 to 256 Hz

    /// `spectra`: [frames * kBins] powers per bin (dsp::Periodogram), of frames with a signal, in any unit: what will
    /// be filtered is taken to have been scaled to the reference's SD already. Of no frames, a filter that changes
    /// nothing.
    [[nodiscard]] static Equaliser fit(std::span<const float> spectra, Signal signal);

    /// padded: [kReach + out.size() + kReach] samples, finite, around those of `out`. How a range is cut into calls
    /// does not change a value.
    void apply(std::span<const float> padded, std::span<float> out) const;
    /// Amplitude factor at that frequency.
    [[nodiscard]] double gain(double hz) const;

private:
    std::vector<float> m_taps{1}; ///< the middle one and those to either side
};

} // namespace somno::sdreamer
