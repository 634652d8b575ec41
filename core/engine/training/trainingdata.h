// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/engine/prepare/preprocessing.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

/// How windows are drawn, or epochs weighed, where some stages are rare.
enum class ClassBalance {
    None,     ///< every labelled epoch counts alike
    Weighted, ///< cross-entropy weighs a class by the square root of its rarity
    Sampling, ///< every second window lies around an epoch of a class drawn evenly
};

/// Epochs of a cohort as the network sees them, cached on disk as float16 and memory-mapped, so that a
/// cohort of any size trains in bounded memory. One 1-s epoch is [2 channels][512 samples], normalised.
class TrainingData {
public:
    static constexpr int kEpochValues = 2 * kSamplesPerEpoch; ///< values in an epoch

    /// Consecutive epochs of one recording, as many as the network sees at once.
    struct Window {
        int recording = 0;    ///< or what lies between two gaps of one
        EpochIndex first = 0; ///< of it
        int keepFrom = 0;     ///< epochs before it stand in another window too
    };

    /// Reads, normalises and caches every recording (reusing what `cacheFolder` already holds). Labels outside
    /// `confirmed`, unscored epochs and stages that the network does not know count as -1, microarousals as Wake
    /// unless they are a class. Of a channel that `input` leaves out, zeros. What lies between two gaps of a recording
    /// is a recording here. Recordings shorter than a window, or without any label, are left out with a warning.
    [[nodiscard]] static Result<TrainingData> prepare(const std::vector<ManifestRecording> &recordings,
                                                      const NetworkConfig &network, const QString &cacheFolder,
                                                      const Progress &progress, Input input = Input::Both);

    /// Epochs in a window.
    [[nodiscard]] int windowEpochs() const { return m_windowEpochs; }
    /// A window anywhere in the cohort, every second equally likely; one without any label is drawn again.
    [[nodiscard]] Window draw(std::mt19937_64 &random, ClassBalance balance = ClassBalance::None) const;
    /// Consecutive windows of all recordings, those without any label left out, shuffled by `seed`.
    [[nodiscard]] std::vector<Window> windows(quint64 seed) const;
    /// Windows that cover every epoch of every recording, in order.
    [[nodiscard]] std::vector<Window> allWindows() const;
    /// Signals into [windowEpochs * 1024] floats (epoch, channel, sample).
    void readSignals(const Window &window, std::span<float> signals) const;
    /// Classes into [windowEpochs]; -1 does not count.
    void readLabels(const Window &window, std::span<qint64> labels) const;
    /// Labelled epochs of each class.
    [[nodiscard]] std::vector<qint64> classCounts() const;
    /// Whether any of its epochs counts.
    [[nodiscard]] bool hasLabels(const Window &window) const;
    [[nodiscard]] const QString &recordingPath(int recording) const { return m_recordings[size_t(recording)].path; }
    /// The epochs of its recording that a window holds.
    [[nodiscard]] scoring::EpochRange recorded(const Window &window) const
    {
        const EpochIndex first = m_recordings[size_t(window.recording)].start + window.first;
        return {first, first + m_windowEpochs};
    }
    [[nodiscard]] size_t recordingCount() const { return m_recordings.size(); }
    [[nodiscard]] EpochIndex epochCount() const;
    [[nodiscard]] EpochIndex labelledEpochs() const;

private:
    struct Cached {
        QString path;                ///< of the recording
        std::shared_ptr<QFile> file; ///< keeps the mapping alive
        EpochIndex start = 0;        ///< of what follows, in the recording
        const quint16 *halves = nullptr;
        std::vector<qint8> labels;
    };
    [[nodiscard]] Window drawAnywhere(std::mt19937_64 &random) const;
    [[nodiscard]] Window drawAround(int label, std::mt19937_64 &random) const;
    /// What lies between the gaps of a recording, each by itself.
    static Result<std::vector<Cached>> open(const ManifestRecording &recording, const NetworkConfig &network,
                                            const QString &cacheFolder, const Progress &progress, Input input);
    /// Keeps of these what can be learned from; a warning where nothing can.
    void keep(std::vector<Cached> parts, const QString &path, const Progress &progress);

    std::vector<Cached> m_recordings;
    std::vector<qint64> m_classCounts;
    int m_windowEpochs = 0;
};

} // namespace somno::sdreamer
