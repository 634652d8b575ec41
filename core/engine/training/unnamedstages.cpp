// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/unnamedstages.h"

#include <algorithm>

#include "core/engine/training/windowbatch.h"

namespace somno::sdreamer {

namespace {

constexpr size_t kMostWindows
    = 192; ///< looked at: a second or two of one processor, more than three hours of recording

bool isHeldOut(const TrainingData &data, const TrainingData::Window &window,
               const std::vector<ManifestRecording> &heldOut)
{
    const QString &path = data.recordingPath(window.recording);
    const scoring::EpochRange seen = data.recorded(window);
    return std::ranges::any_of(heldOut, [&](const ManifestRecording &one) {
        return one.path == path
               && (one.confirmed.empty() || std::ranges::any_of(one.confirmed, [&](const scoring::EpochRange &range) {
                       return range.first < seen.last && seen.first < range.last;
                   }));
    });
}

/// At most kMostWindows of those that are nobody's, evenly spread.
std::vector<TrainingData::Window> freeWindows(const TrainingData &data, const std::vector<ManifestRecording> &heldOut)
{
    std::vector<TrainingData::Window> free;
    for (const TrainingData::Window &window : data.allWindows())
        if (!data.hasLabels(window) && !isHeldOut(data, window, heldOut))
            free.push_back(window);
    if (free.size() <= kMostWindows)
        return free;
    std::vector<TrainingData::Window> some;
    for (size_t i = 0; i < kMostWindows; ++i)
        some.push_back(free[i * free.size() / kMostWindows]);
    return some;
}

torch::Tensor saidOf(NetworkModule &network, const TrainingData &data, const TrainingData::Window &window, Input input,
                     torch::Device device)
{
    const PathLogits logits = network.forward(readBatch(data, {&window, 1}).signals.to(device),
                                              {input == Input::Both, input == Input::Eeg, input == Input::Emg});
    return (input == Input::Both ? logits.mix : input == Input::Eeg ? logits.eeg : logits.emg).argmax(1);
}

} // namespace

UnnamedStages unnamedStages(NetworkModule &start, const TrainingData &data,
                            const std::vector<ManifestRecording> &heldOut, Input input, torch::Device device)
{
    const torch::NoGradGuard constant;
    UnnamedStages unnamed;
    const std::vector<qint64> counts = data.classCounts();
    for (size_t c = 0; c < counts.size(); ++c)
        if (counts[c] == 0)
            unnamed.classes.push_back(int64_t(c));
    if (unnamed.classes.empty())
        return unnamed;
    for (const TrainingData::Window &window : freeWindows(data, heldOut)) {
        const torch::Tensor said = saidOf(start, data, window, input, device);
        if (std::ranges::any_of(unnamed.classes, [&](int64_t c) { return (said == c).any().item<bool>(); }))
            unnamed.windows.push_back(window);
    }
    return unnamed;
}

torch::Tensor unnamedDivergence(const torch::Tensor &start, const torch::Tensor &now,
                                const std::vector<int64_t> &classes)
{
    const torch::Tensor index = torch::tensor(classes, torch::TensorOptions(now.device()).dtype(torch::kLong));
    torch::Tensor named = torch::ones({now.size(1)}, torch::TensorOptions(now.device()).dtype(torch::kBool));
    named.index_fill_(0, index, false);
    const auto lumped = [&](const torch::Tensor &logits) { // [rows, classes + 1], logarithms
        const torch::Tensor logs = torch::log_softmax(logits, 1);
        const torch::Tensor rest = logs.masked_fill(~named, -1e9).logsumexp(1, true);
        return torch::cat({logs.index_select(1, index), rest}, 1);
    };
    const torch::Tensor logP = lumped(start), logQ = lumped(now);
    return (logP.exp() * (logP - logQ)).sum();
}

} // namespace somno::sdreamer
