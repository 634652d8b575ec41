// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/periodogram.h"

#include <kiss_fftr.h>

#include <cmath>
#include <numbers>

namespace somno::dsp {

struct Periodogram::Private {
    explicit Private(int size)
        : plan(kiss_fftr_alloc(size, 0, nullptr, nullptr), [](void *p) { kiss_fftr_free(p); }), window(size_t(size)),
          samples(size_t(size)), transform(size_t(size) / 2 + 1), power(transform.size())
    {
        double squares = 0;
        for (size_t i = 0; i < window.size(); ++i) {
            window[i] = float(0.5 - 0.5 * std::cos(2 * std::numbers::pi * (double(i) + 0.5) / double(size)));
            squares += double(window[i]) * double(window[i]);
        }
        scale = float(2 / (squares * double(size))); // the bins of white noise add up to its variance
    }

    std::unique_ptr<kiss_fftr_state, void (*)(void *)> plan;
    std::vector<float> window;
    std::vector<float> samples;
    std::vector<kiss_fft_cpx> transform;
    std::vector<float> power;
    float scale = 1;
};

Periodogram::Periodogram(int size) : d(std::make_unique<Private>(size)) {}
Periodogram::Periodogram(Periodogram &&) noexcept = default;
Periodogram::~Periodogram() = default;

std::span<const float> Periodogram::power(std::span<const float> window)
{
    double sum = 0;
    int finite = 0;
    for (const float value : window)
        if (std::isfinite(value)) {
            sum += double(value);
            ++finite;
        }
    const auto mean = float(finite > 0 ? sum / finite : 0);
    for (size_t i = 0; i < d->samples.size(); ++i)
        d->samples[i] = std::isfinite(window[i]) ? (window[i] - mean) * d->window[i] : 0.f;
    kiss_fftr(d->plan.get(), d->samples.data(), d->transform.data());
    for (size_t b = 0; b < d->power.size(); ++b)
        d->power[b] = d->scale * (d->transform[b].r * d->transform[b].r + d->transform[b].i * d->transform[b].i);
    d->power.front() /= 2;
    d->power.back() /= 2;
    return d->power;
}

} // namespace somno::dsp
