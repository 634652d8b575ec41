// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/windowevaluation.h"

#include <atomic>
#include <exception>
#include <mutex>

#include "core/engine/network/compute.h"
#include "core/engine/training/windowbatch.h"

namespace somno::sdreamer {

namespace {

using Confusion = std::vector<std::vector<qint64>>;

/// Windows on their way through the network, spread over threads; counts are whole numbers and losses are kept by
/// window, so that the order in which threads finish changes nothing.
class Evaluator {
public:
    Evaluator(NetworkModule &module, const TrainingData &data, std::span<const TrainingData::Window> windows,
              Input input, const Progress &progress, AddedNoise noise, torch::Device device, size_t classes)
        : m_module(module), m_data(data), m_windows(windows), m_input(input), m_progress(progress), m_noise(noise),
          m_device(device), m_confusions(data.recordingCount(), Confusion(classes, std::vector<qint64>(classes))),
          m_losses(windows.size())
    {
    }

    void run()
    {
        const int threads = m_device.is_cpu() ? availableThreads() : 1;
        runInThreads(threads, [this] { work(); });
        if (m_failure)
            std::rethrow_exception(m_failure);
    }

    [[nodiscard]] const std::vector<Confusion> &confusions() const { return m_confusions; }
    [[nodiscard]] const std::vector<double> &losses() const { return m_losses; }

private:
    void work()
    {
        try {
            const c10::InferenceMode noGradients;
            for (size_t i = m_next++; i < m_windows.size() && !m_stopped && !m_progress.cancelled(); i = m_next++)
                score(i);
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            m_failure = std::current_exception();
            m_stopped = true;
        }
    }

    void score(size_t index)
    {
        const TrainingData::Window &window = m_windows[index];
        WindowBatch batch = readBatch(m_data, {&window, 1});
        addNoise(batch, window);
        const PathLogits logits = m_module.forward(
            batch.signals.to(m_device), {m_input == Input::Both, m_input == Input::Eeg, m_input == Input::Emg});
        const torch::Tensor answer = (m_input == Input::Both  ? logits.mix
                                      : m_input == Input::Eeg ? logits.eeg
                                                              : logits.emg)
                                         .to(torch::kCPU, torch::kFloat32);
        const torch::Tensor said = answer.argmax(1);
        const torch::Tensor logProbabilities = torch::log_softmax(answer, 1);
        const std::lock_guard lock(m_mutex);
        for (int64_t i = window.keepFrom; i < said.size(0); ++i) {
            const int64_t label = batch.labels.data_ptr<int64_t>()[i];
            if (label < 0)
                continue;
            ++m_confusions[size_t(window.recording)][size_t(label)][size_t(said.data_ptr<int64_t>()[i])];
            m_losses[index] -= double(logProbabilities[i][label].item<float>());
        }
    }

    void addNoise(WindowBatch &batch, const TrainingData::Window &window) const
    {
        const auto seed = (uint64_t(window.recording) << 32) + uint64_t(window.first);
        const auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        const double levels[kModalities] = {m_noise.eeg, m_noise.emg};
        for (int m = 0; m < kModalities; ++m)
            if (levels[m] > 0) {
                torch::Tensor one = batch.signals.select(2, m);
                one.add_(torch::randn(one.sizes(), generator), levels[m]);
            }
    }

    NetworkModule &m_module;
    const TrainingData &m_data;
    std::span<const TrainingData::Window> m_windows;
    Input m_input;
    const Progress &m_progress;
    AddedNoise m_noise;
    torch::Device m_device;
    std::atomic<size_t> m_next = 0;
    std::atomic<bool> m_stopped = false;
    std::mutex m_mutex; // guards what follows
    std::vector<Confusion> m_confusions;
    std::vector<double> m_losses;
    std::exception_ptr m_failure;
};

qint64 total(const Confusion &confusion)
{
    qint64 sum = 0;
    for (const auto &row : confusion)
        for (const qint64 count : row)
            sum += count;
    return sum;
}

} // namespace

Result<WindowFigures> evaluateWindows(NetworkModule &module, const NetworkConfig &config, const TrainingData &data,
                                      std::span<const TrainingData::Window> windows, Input input,
                                      const Progress &progress, AddedNoise noise, torch::Device device)
{
    const bool wasTraining = module.is_training();
    module.eval();
    Evaluator evaluator(module, data, windows, input, progress, noise, device, config.classes.size());
    evaluator.run();
    module.train(wasTraining);
    if (progress.cancelled())
        return failure(ErrorCode::Cancelled, QStringLiteral("The evaluation was cancelled."));

    WindowFigures figures;
    Confusion pooled(config.classes.size(), std::vector<qint64>(config.classes.size()));
    for (const Confusion &confusion : evaluator.confusions()) {
        if (total(confusion) == 0)
            continue;
        figures.recordings.push_back(scoring::Agreement::fromConfusion(config.classes, confusion, 0));
        for (size_t t = 0; t < pooled.size(); ++t)
            for (size_t s = 0; s < pooled.size(); ++s)
                pooled[t][s] += confusion[t][s];
    }
    for (const double loss : evaluator.losses())
        figures.loss += loss;
    figures.loss /= double(std::max<qint64>(total(pooled), 1));
    figures.pooled = scoring::Agreement::fromConfusion(config.classes, std::move(pooled), 0);
    return figures;
}

} // namespace somno::sdreamer
