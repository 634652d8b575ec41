// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <array>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "sdreamer/manifest.h"

namespace somno::sdreamer {

/// Epochs of a cohort as the network sees them, cached on disk as float16 and memory-mapped, so that a
/// cohort of any size trains in bounded memory. One 1-s epoch is [2 channels][512 samples], z-scored by recording.
class TrainingData {
public:
    static constexpr int kWindow = 64;                ///< epochs in a window
    static constexpr int kEpochValues = 2 * 512;      ///< values in an epoch

    /// A window of 64 epochs of one recording.
    struct Window {
        int recording = 0;
        EpochIndex first = 0;
    };

    /// Reads, normalises and caches every recording (reusing what `cacheFolder` already holds). Labels outside
    /// `confirmed` and unscored epochs count as -1, microarousals as Wake. Recordings under 64 epochs are left out
    /// with a warning.
    [[nodiscard]] static Result<TrainingData> prepare(const std::vector<ManifestRecording> &recordings,
                                                      const QString &cacheFolder, const Progress &progress);

    /// A window anywhere in the cohort, every second equally likely; one without any label is drawn again.
    [[nodiscard]] Window draw(std::mt19937_64 &random) const;
    /// Consecutive windows of all recordings, those without any label left out, shuffled by `seed`.
    [[nodiscard]] std::vector<Window> windows(quint64 seed) const;
    /// Signals into [64 * 1024] floats (epoch, channel, sample), labels into [64] (-1 = does not count).
    void read(const Window &window, std::span<float> signals, std::span<qint64> labels) const;
    /// Labelled epochs of Wake, NREM and REM.
    [[nodiscard]] std::array<qint64, 3> classCounts() const;
    [[nodiscard]] size_t recordingCount() const { return m_recordings.size(); }
    [[nodiscard]] EpochIndex epochCount() const;

private:
    struct Cached {
        std::unique_ptr<QFile> file; ///< keeps the mapping alive
        const quint16 *halves = nullptr;
        std::vector<qint8> labels;
    };
    [[nodiscard]] bool hasLabels(const Window &window) const;
    static Result<Cached> open(const ManifestRecording &recording, const QString &cacheFolder, const Progress &progress);

    std::vector<Cached> m_recordings;
};

} // namespace somno::sdreamer
