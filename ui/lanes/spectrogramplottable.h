// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

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
    double stepSec = 1; ///< of level 0; level k has steps of stepSec * 4^k
    double binHz = 0.5;
    double highestHz = 30;
    int bins = 0;
    double lowDb = 0;
    double highDb = 1;
    std::vector<Level> levels;
};

/// Spectrogram of one channel, for a background task; null where the channel has no samples or the work was stopped.
[[nodiscard]] std::shared_ptr<const SpectrogramImage> spectrogramOf(const signal::Recording &recording, int channel,
                                                                    const std::stop_token &stop);

/// Of the EEG, whichever channel is shown first; without one it says so.
class SpectrogramPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void recordingChanged() override;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    BackgroundTask m_computation;
    std::shared_ptr<const SpectrogramImage> m_image;
};

} // namespace somno::plot
