// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include <optional>
#include <utility>

#include "ui/lanes/backgroundtask.h"
#include "ui/lanes/laneplottable.h"

namespace somno::plot {

/// A spectrogram in steps 1 to 255 between two powers, 0 where there is no signal; and means of 4, 16, ... frames for
/// long ranges.
struct SpectrogramImage {
    struct Level {
        int frames = 0;
        std::vector<quint8> values; ///< [frames * bins]
    };
    double firstSec = 0; ///< what it shows of the recording
    double lastSec = 0;
    double stepSec = 1; ///< of level 0; level k has steps of stepSec * 4^k
    double binHz = 0.5;
    double highestHz = 30;
    int bins = 0;
    double lowDb = 0;
    double highDb = 1;
    std::vector<Level> levels;
};

/// A stretch of a spectrogram and its colours.
struct SpectrogramWish {
    double firstSec = 0;
    double lastSec = 0;
    double stepSec = 1;                                ///< above 2 s not all of the signal is looked at
    std::optional<std::pair<double, double>> powersDb; ///< between which colours run; nullopt: found in the stretch
    friend bool operator==(const SpectrogramWish &, const SpectrogramWish &) = default;
};

/// Spectrogram of one channel, for a background task; null where the channel cannot be read or the work was stopped.
[[nodiscard]] std::shared_ptr<const SpectrogramImage> spectrogramOf(const signal::Recording &recording, int channel,
                                                                    const SpectrogramWish &wish,
                                                                    const std::stop_token &stop);

/// Of the EEG, whichever channel is shown first; without one it says so. Of one that is not in memory what is looked
/// at is computed, and a little around it.
class SpectrogramPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void recordingChanged() override;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    [[nodiscard]] const signal::Channel &eeg() const;
    /// The whole of a channel in memory; of another what to compute so that this range is shown.
    [[nodiscard]] SpectrogramWish wishFor(const ColumnGrid &grid) const;
    void compute(const SpectrogramWish &wish);

    BackgroundTask m_computation;
    std::optional<SpectrogramWish> m_wish; ///< of what is computed, or was
    bool m_isComputing = false;
    std::shared_ptr<const SpectrogramImage> m_image;
};

} // namespace somno::plot
