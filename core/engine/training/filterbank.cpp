// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/filterbank.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/engine/prepare/epochreader.h"

namespace somno::sdreamer {

namespace {

constexpr double kSamplesPerSecond = kSamplesPerEpoch;
constexpr int kPhases = 4; ///< sine, cosine and their negatives
constexpr double kEegTopHz = 100, kEmgLowHz = 8, kEmgTopHz = 230;
constexpr double kEegKneeHz = 2, kEegLift = 0.9; ///< amplitude of a normalised EEG: flat to the knee, then f^-lift
constexpr double kEegTypical = 5,
                 kEmgTypical = 1;     ///< response of a filter of unit energy at the knee, in SD of the channel
constexpr double kConstantSpread = 1; ///< of the outputs that are no bands
constexpr double kQuiet = 0.02;       ///< weights of the same outputs

double lift(Modality modality, double hz)
{
    return modality == kEmg ? 1 / kEmgTypical : std::pow(std::max(hz, kEegKneeHz) / kEegKneeHz, kEegLift) / kEegTypical;
}

/// [bands * 4, patch]: the four phases of each band one after the other, Hann-windowed, of unit energy times the lift.
torch::Tensor waves(Modality modality, const std::vector<double> &bandsHz, int patchLength)
{
    torch::Tensor result = torch::zeros({int64_t(bandsHz.size()) * kPhases, patchLength});
    auto rows = result.accessor<float, 2>();
    const double turn = 2 * std::numbers::pi;
    for (size_t band = 0; band < bandsHz.size(); ++band)
        for (int quarter = 0; quarter < 2; ++quarter) {
            std::vector<double> wave;
            double energy = 0;
            for (int i = 0; i < patchLength; ++i) {
                const double hann = 0.5 - 0.5 * std::cos(turn * (i + 0.5) / patchLength);
                const double t = (i + 0.5 - patchLength / 2.0) / kSamplesPerSecond;
                wave.push_back(hann * std::cos(turn * (bandsHz[band] * t - quarter / 4.0)));
                energy += wave.back() * wave.back();
            }
            const double gain = energy > 1e-9 ? lift(modality, bandsHz[band]) / std::sqrt(energy) : 0;
            for (int i = 0; i < patchLength; ++i) {
                rows[int64_t(band) * kPhases + quarter][i] = float(gain * wave[size_t(i)]);
                rows[int64_t(band) * kPhases + quarter + 2][i] = float(-gain * wave[size_t(i)]);
            }
        }
    return result;
}

void fillEmbedding(torch::nn::Module &embedding, Modality modality, const NetworkConfig &config,
                   at::Generator generator)
{
    const int bands = config.modelWidth / kPhases;
    auto weights = embedding.named_parameters();
    torch::Tensor &first = weights["to_patch_embedding.1.weight"], &second = weights["to_patch_embedding.3.weight"];
    first.zero_();
    first.narrow(0, 0, bands * kPhases)
        .copy_(waves(modality, filterBankHz(modality, bands, config.patchLength), config.patchLength));
    weights["to_patch_embedding.1.bias"].zero_();
    second.normal_(0, kQuiet, generator);
    torch::Tensor &constant = weights["to_patch_embedding.3.bias"];
    constant.normal_(0, kConstantSpread, generator);
    for (int band = 0; band < bands; ++band) {
        second[band].zero_();
        second[band].narrow(0, band * kPhases, kPhases).fill_(1);
        constant[band].zero_();
    }
}

} // namespace

std::vector<double> filterBankHz(Modality modality, int count, int patchLength)
{
    std::vector<double> hz{0};
    const double step = kSamplesPerSecond / patchLength;
    const auto logTo = [&](double low, double high) {
        const int left = count - int(hz.size());
        for (int i = 0; i < left; ++i)
            hz.push_back(low * std::pow(std::max(high / low, 1.0), left > 1 ? double(i) / (left - 1) : 0));
    };
    if (modality == kEeg) {
        while (int(hz.size()) < count / 2)
            hz.push_back(step * double(hz.size()));
        logTo(step * double(hz.size()), kEegTopHz);
    } else {
        logTo(kEmgLowHz, kEmgTopHz);
    }
    return hz;
}

void startAsFilterBank(NetworkModule &module, const NetworkConfig &config, quint64 seed)
{
    if (config.patchLength < kLeastFilterBankPatch)
        return;
    torch::NoGradGuard noGrad;
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    for (const auto &item : module.named_modules())
        if (auto embedding = std::dynamic_pointer_cast<PatchEmbedding>(item.value()))
            fillEmbedding(*embedding, item.key().find(kModalityNames[kEmg]) == std::string::npos ? kEeg : kEmg, config,
                          generator);
}

} // namespace somno::sdreamer
