// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/equaliser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/engine/kernels/vectorlanes.h"

namespace somno::sdreamer {

namespace {

constexpr double kLow = 0.2, kHigh = 0.8; // quantiles over the frames
constexpr double kLargestLift = 1e3;      // amplitude, 60 dB
constexpr double kEegKneeHz = 2, kEegFall = 0.9;
constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr int kSize = 2 * (Equaliser::kBins - 1); // samples of a frame's window, 1 Hz a bin

/// The usual amplitude of each bin.
std::array<double, Equaliser::kBins> usualAmplitudes(std::span<const float> spectra, Equaliser::Signal signal)
{
    std::array<double, Equaliser::kBins> amplitudes{};
    std::vector<float> powers(spectra.size() / Equaliser::kBins);
    for (size_t bin = 0; bin < amplitudes.size(); ++bin) {
        for (size_t frame = 0; frame < powers.size(); ++frame)
            powers[frame] = spectra[frame * Equaliser::kBins + bin];
        const auto quantile = [&](double share) {
            const auto nth = powers.begin() + std::ptrdiff_t(share * double(powers.size() - 1));
            std::nth_element(powers.begin(), nth, powers.end());
            return double(*nth);
        };
        const double low = quantile(kLow);
        amplitudes[bin] = signal == Equaliser::Signal::Emg ? std::sqrt(low) : std::pow(low * quantile(kHigh), 0.25);
    }
    amplitudes[0] = amplitudes[1]; // a frame's own mean was taken from it
    return amplitudes;
}

double reference(Equaliser::Signal signal, double hz)
{
    return signal == Equaliser::Signal::Emg ? 1 : std::pow(std::max(hz, kEegKneeHz) / kEegKneeHz, -kEegFall);
}

// out[i] = taps[0] x[i] + sum of taps[n] (x[i - n] + x[i + n])
SOMNO_EACH_PROCESSOR void convolve(const float *padded, const float *taps, int reach, float *out, size_t count)
{
    constexpr int kVectors = 8; // sums that fill the registers
    constexpr size_t kBlock = size_t(kVectors * kLanes);
    const float *centre = padded + reach;
    size_t begin = 0;
    for (; begin + kBlock <= count; begin += kBlock) {
        Lanes<float> sums[kVectors];
        for (int v = 0; v < kVectors; ++v)
            sums[v] = taps[0] * lanesAt(centre + begin + v * kLanes);
        for (int n = 1; n <= reach; ++n)
            for (int v = 0; v < kVectors; ++v) {
                const float *values = centre + begin + v * kLanes;
                sums[v] += taps[n] * (lanesAt(values - n) + lanesAt(values + n));
            }
        for (int v = 0; v < kVectors; ++v)
            lanesAt(out + begin + v * kLanes) = sums[v];
    }
    for (; begin < count; ++begin) {
        out[begin] = taps[0] * centre[begin];
        for (int n = 1; n <= reach; ++n)
            out[begin] += taps[n] * (centre[begin - size_t(n)] + centre[begin + size_t(n)]);
    }
}

} // namespace

Equaliser Equaliser::fit(std::span<const float> spectra, Signal signal)
{
    Equaliser equaliser;
    if (spectra.size() < kBins)
        return equaliser;
    const auto amplitudes = usualAmplitudes(spectra, signal);
    const double least = *std::max_element(amplitudes.begin(), amplitudes.end()) / kLargestLift;
    if (!(least > 0))
        return equaliser;
    std::array<double, kBins> gains{};
    double variance = 0, usual = 0;
    for (int bin = 0; bin < kBins; ++bin) {
        gains[size_t(bin)] = reference(signal, bin) / std::max(amplitudes[size_t(bin)], least);
        variance += std::pow(reference(signal, bin), 2);
        usual += std::pow(amplitudes[size_t(bin)], 2);
    }
    const double scale = std::sqrt(usual / variance); // as loud as before, in other proportions
    equaliser.m_taps.assign(kReach + 1, 0);
    for (int n = 0; n <= kReach; ++n) {
        double sum = gains[0] + gains[kBins - 1] * (n % 2 ? -1 : 1);
        for (int bin = 1; bin + 1 < kBins; ++bin)
            sum += 2 * gains[size_t(bin)] * std::cos(kTwoPi * bin * n / kSize);
        const double hann = 0.5 + 0.5 * std::cos(std::numbers::pi * n / (kReach + 1)); // no ringing
        equaliser.m_taps[size_t(n)] = float(scale * hann * sum / kSize);
    }
    return equaliser;
}

void Equaliser::apply(std::span<const float> padded, std::span<float> out) const
{
    convolve(padded.data() + (kReach + 1 - m_taps.size()), m_taps.data(), int(m_taps.size()) - 1, out.data(),
             out.size());
}

double Equaliser::gain(double hz) const
{
    double sum = double(m_taps[0]);
    for (size_t n = 1; n < m_taps.size(); ++n)
        sum += 2 * double(m_taps[n]) * std::cos(kTwoPi * hz * double(n) / kSize);
    return sum;
}

} // namespace somno::sdreamer
