// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/windowbatch.h"

#include <cmath>
#include <random>

namespace somno::sdreamer {

WindowBatch readBatch(std::span<const TrainingData *const> sources, std::span<const TrainingData::Window> windows)
{
    const auto count = qint64(windows.size()), epochs = qint64(sources.front()->windowEpochs());
    const qint64 values = epochs * TrainingData::kEpochValues;
    WindowBatch batch{torch::empty({count, epochs, 2, 1, kSamplesPerEpoch}),
                      torch::empty({count * epochs}, torch::kLong)};
    for (qint64 i = 0; i < count; ++i) {
        const TrainingData &data = *sources[size_t(i)];
        data.readSignals(windows[size_t(i)], {batch.signals.data_ptr<float>() + i * values, size_t(values)});
        data.readLabels(windows[size_t(i)],
                        {reinterpret_cast<qint64 *>(batch.labels.data_ptr<int64_t>()) + i * epochs, size_t(epochs)});
    }
    return batch;
}

WindowBatch readBatch(const TrainingData &source, std::span<const TrainingData::Window> windows)
{
    const std::vector<const TrainingData *> sources(windows.size(), &source);
    return readBatch(sources, windows);
}

void augment(WindowBatch &batch, const TrainOptions &options, std::span<const quint64> seeds)
{
    for (qint64 i = 0; i < batch.signals.size(0); ++i) {
        std::mt19937_64 random(seeds[size_t(i)]);
        std::normal_distribution<float> normal;
        std::uniform_real_distribution<float> uniform;
        const auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
        for (int channel = 0; channel < 2; ++channel) {
            const double spread = channel == 0 ? options.gainSpread : options.emgGainSpread;
            const float sign = random() % 2 ? 1.f : -1.f;
            const float gain = sign * std::exp(float(spread) * normal(random));
            const float noise = float(options.noise) * uniform(random);
            torch::Tensor one = batch.signals[i].select(1, channel);
            one.mul_(gain).add_(torch::randn(one.sizes(), generator), noise);
        }
        if (options.channelDropout > 0 && uniform(random) < float(options.channelDropout))
            batch.signals[i].select(1, int64_t(random() % 2)).zero_();
        if (options.shift > 0) { // around the window's ends, where it touches one epoch
            const auto samples = std::lround((2 * uniform(random) - 1) * options.shift * kSamplesPerEpoch);
            const torch::Tensor inOrder = batch.signals[i].transpose(0, 1); // [2, N, 1, 512]
            inOrder.copy_(inOrder.reshape({2, -1}).roll(samples, 1).view(inOrder.sizes()));
        }
    }
}

} // namespace somno::sdreamer
