// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/lanes/laneplottable.h"

namespace somno::plot {

/// Behind a lane's data: lines at the ticks of the ruler and, where the specification asks for them, stages as a faint
/// wash.
class Backdrop : public LanePlottable {
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
};

/// Number of time labels that fit a lane without crowding.
[[nodiscard]] int timeLabelCount(const QRect &rect);

} // namespace somno::plot
