// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrogram.h"

#include <kiss_fftr.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <numbers>

namespace somno::dsp {

namespace {

std::vector<float> hann(size_t size)
{
    std::vector<float> window(size);
    for (size_t i = 0; i < size; ++i)
        window[i] = float(0.5 - 0.5 * std::cos(2 * std::numbers::pi * (double(i) + 0.5) / double(size)));
    return window;
}

/// Window [first, first + out.size()) of a run with zeros where there is nothing; the mean of the rest removed.
void readWindow(const SampleSource &source, const SampleRun &run, SampleIndex first, std::span<float> out)
{
    std::fill(out.begin(), out.end(), 0.F);
    const SampleIndex from = std::max(first, run.first);
    const SampleIndex to = std::min(first + SampleIndex(out.size()), run.last);
    if (from >= to)
        return;
    const auto inside = out.subspan(size_t(from - first), size_t(to - from));
    source(from, inside);
    double sum = 0;
    size_t count = 0;
    for (const float value : inside)
        if (!std::isnan(value)) {
            sum += value;
            ++count;
        }
    const auto mean = count > 0 ? float(sum / double(count)) : 0.F;
    for (float &value : inside)
        value = std::isnan(value) ? 0.F : value - mean;
}

float decibel(double density)
{
    constexpr double kSilence = 1e-30;
    return density > kSilence ? float(10 * std::log10(density)) : Spectrogram::kSilenceDb;
}

} // namespace

Spectrogram spectrogram(const SampleSource &source, SampleIndex sampleCount, SampleRate rate,
                        const SpectrogramOptions &options, const std::stop_token &stop)
{
    return spectrogram(source, std::vector<SampleRun>{{0, sampleCount, 0}}, rate, options, stop);
}

Spectrogram spectrogram(const SampleSource &source, std::span<const SampleRun> runs, SampleRate rate,
                        const SpectrogramOptions &options, const std::stop_token &stop)
{
    const double hz = rate.hz();
    Spectrogram result;
    result.stepSec = options.stepSec;
    const auto windowSize = size_t(std::lround(options.windowSec * hz));
    if (windowSize < 2 || runs.empty())
        return result;
    const auto fftSize = size_t(kiss_fftr_next_fast_size_real(int(windowSize)));
    result.binHz = hz / double(fftSize);
    result.bins = int(std::min(std::floor(options.highestHz / result.binHz), std::floor(double(fftSize) / 2))) + 1;
    const auto endSec = [hz](const SampleRun &run) { return run.startSec + double(run.last - run.first) / hz; };
    const int frames = int(std::ceil(endSec(runs.back()) / options.stepSec));

    const std::vector<float> window = hann(windowSize);
    double energy = 0;
    for (const float value : window)
        energy += double(value) * double(value);
    const std::unique_ptr<kiss_fftr_state, void (*)(void *)> fft(kiss_fftr_alloc(int(fftSize), 0, nullptr, nullptr),
                                                                 [](void *p) { kiss_fftr_free(p); });
    std::vector<float> samples(fftSize, 0.F);
    std::vector<kiss_fft_cpx> spectrum(fftSize / 2 + 1);
    result.powerDb.reserve(size_t(frames) * size_t(result.bins));
    for (auto run = runs.begin(); result.frames < frames && !stop.stop_requested(); ++result.frames) {
        const double centreSec = (result.frames + 0.5) * options.stepSec;
        while (std::next(run) != runs.end() && std::next(run)->startSec <= centreSec)
            ++run;
        if (centreSec < run->startSec || (centreSec >= endSec(*run) && std::next(run) != runs.end())) {
            result.powerDb.resize(result.powerDb.size() + size_t(result.bins), Spectrogram::kSilenceDb);
            continue;
        }
        const auto centre = run->first + SampleIndex(std::llround((centreSec - run->startSec) * hz));
        readWindow(source, *run, centre - SampleIndex(windowSize / 2), std::span(samples).first(windowSize));
        for (size_t i = 0; i < windowSize; ++i)
            samples[i] *= window[i];
        kiss_fftr(fft.get(), samples.data(), spectrum.data());
        for (int bin = 0; bin < result.bins; ++bin) {
            const kiss_fft_cpx value = spectrum[size_t(bin)];
            result.powerDb.push_back(
                decibel(2 * (double(value.r) * value.r + double(value.i) * value.i) / (hz * energy)));
        }
    }
    return result;
}

} // namespace somno::dsp
