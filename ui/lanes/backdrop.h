// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/lanes/laneplottable.h"

namespace somno::plot {

/// Behind a lane's data: stages as a faint wash, where `withStages`, and lines at the ticks of the ruler.
class Backdrop : public LanePlottable {
public:
    Backdrop(Lane *lane, bool withStages) : LanePlottable(lane), m_withStages(withStages) {}
    void paint(QCPPainter *painter, const QRect &rect) override;

private:
    bool m_withStages;
};

/// Number of time labels that fit a lane without crowding.
[[nodiscard]] int timeLabelCount(const QRect &rect);

} // namespace somno::plot
