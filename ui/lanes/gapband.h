// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/lanes/laneplottable.h"

namespace somno::plot {

/// Behind a lane's data, where nothing was recorded: a hatched band, with its length on a lane of a channel where there
/// is room. A gap that is narrower than a column is a line.
class GapBand : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;

private:
    void paintLengths(QCPPainter *painter, const QRect &rect) const;
};

} // namespace somno::plot
