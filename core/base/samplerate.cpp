// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/samplerate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace somno {

namespace {

using Wide = __int128; // 48 h in ticks times samples per record overflows 64 bits

qint64 floorDivide(Wide a, Wide b)
{
    const Wide q = a / b;
    return qint64(a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q);
}

} // namespace

Ticks toTicks(double seconds)
{
    return std::llround(seconds * double(kTicksPerSecond));
}

QByteArray secondsText(Ticks ticks)
{
    QByteArray text = QByteArray::number(ticks / kTicksPerSecond);
    if (const Ticks fraction = ticks % kTicksPerSecond; fraction != 0) {
        text += '.' + QByteArray::number(fraction).rightJustified(7, '0');
        while (text.endsWith('0'))
            text.chop(1);
    }
    return text;
}

SampleIndex SampleRate::ceilSample(Ticks time) const
{
    return -floorDivide(-Wide(time) * samples, ticks);
}

Ticks SampleRate::duration(SampleIndex count) const
{
    return floorDivide(Wide(count) * ticks, samples);
}

SampleRate SampleRate::fromHz(double hz)
{
    // Whole samples in the shortest whole number of seconds that represents the rate; EDF itself
    // states a rate as samples in a record.
    SampleRate best{qint64(std::llround(hz)), kTicksPerSecond};
    double bestError = std::abs(best.hz() - hz);
    for (int seconds = 2; seconds <= 60 && bestError > 1e-9 * hz; ++seconds) {
        const SampleRate candidate{qint64(std::llround(hz * seconds)), seconds * kTicksPerSecond};
        if (candidate.samples > 0 && std::abs(candidate.hz() - hz) < bestError * 0.999) {
            best = candidate;
            bestError = std::abs(candidate.hz() - hz);
        }
    }
    return best;
}

SampleRate SampleRate::simplest(double hz, double tolerance)
{
    constexpr double kMostSeconds = 1e6;
    // Convergents of the continued fraction: each is the best with a denominator as small as its own.
    double samples = 1, seconds = 0, samplesBefore = 0, secondsBefore = 1;
    for (double rest = hz;;) {
        const double whole = std::floor(rest);
        const double nextSamples = whole * samples + samplesBefore, nextSeconds = whole * seconds + secondsBefore;
        if (nextSeconds > kMostSeconds)
            break;
        samplesBefore = std::exchange(samples, nextSamples);
        secondsBefore = std::exchange(seconds, nextSeconds);
        if (rest == whole || std::abs(samples / seconds - hz) <= tolerance * hz)
            break;
        rest = 1 / (rest - whole);
    }
    if (samples < 1) // slower than once in kMostSeconds
        return {1, Ticks(std::min(1 / hz, kMostSeconds) * double(kTicksPerSecond))};
    return {qint64(samples), qint64(seconds) * kTicksPerSecond};
}

bool operator==(const SampleRate &a, const SampleRate &b)
{
    return Wide(a.samples) * b.ticks == Wide(b.samples) * a.ticks;
}

} // namespace somno
