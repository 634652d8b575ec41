// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace somno {

/// Position in a channel, counted in its own samples from the start of the recording.
using SampleIndex = qint64;
/// Position in a hypnogram, counted in epochs from the start of the recording.
using EpochIndex = qint64;
/// Time in units of 100 ns, the resolution of EDF+ and BDF+ as EDFlib reads them.
using Ticks = qint64;
inline constexpr Ticks kTicksPerSecond = 10'000'000;

/// Ticks of a time in seconds, to the nearest.
[[nodiscard]] Ticks toTicks(double seconds);
/// Seconds of `ticks` with up to seven decimals and no superfluous zero.
[[nodiscard]] QByteArray secondsText(Ticks ticks);

/// An exact sampling rate: `samples` in `ticks` units of 100 ns. Real amplifiers run at rates
/// such as 511.96 or 305.1758 Hz; rounding one shifts the labels by seconds over a day.
struct SampleRate {
    qint64 samples = 1;
    Ticks ticks = kTicksPerSecond;

    [[nodiscard]] double hz() const { return double(samples) * double(kTicksPerSecond) / double(ticks); }

    /// First sample at or after `time`: ceil(time * rate), in exact integers.
    [[nodiscard]] SampleIndex ceilSample(Ticks time) const;
    /// Time of a sample in seconds from the start of the recording.
    [[nodiscard]] double timeSec(SampleIndex sample) const { return double(sample) / hz(); }
    /// Duration of `count` samples, rounded down to a tick.
    [[nodiscard]] Ticks duration(SampleIndex count) const;

    /// The nearest rate to `hz` with a period of at most a minute of whole ticks (for simulated data).
    [[nodiscard]] static SampleRate fromHz(double hz);
    /// The simplest number of samples in whole seconds that is `hz` up to that share of it: 511.9596 is 1279899 in
    /// 2500 s. For rates as people and files write them; `hz` above 0.
    [[nodiscard]] static SampleRate simplest(double hz, double tolerance = 1e-12);

    friend bool operator==(const SampleRate &a, const SampleRate &b);
};

} // namespace somno
