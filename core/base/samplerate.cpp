// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/samplerate.h"

#include <cmath>

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

bool operator==(const SampleRate &a, const SampleRate &b)
{
    return Wide(a.samples) * b.ticks == Wide(b.samples) * a.ticks;
}

} // namespace somno
