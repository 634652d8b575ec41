// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/scoring/hypnogram.h"

namespace somno::plot {

/// The current epoch and the selected range of epochs. With no epochs current() is -1.
class EpochSelection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Number and length of the epochs; current epoch and selection stay where they are in time, clamped to them.
    void setEpochs(EpochIndex count, double epochSec);
    [[nodiscard]] EpochIndex count() const { return m_count; }
    [[nodiscard]] double epochSec() const { return m_epochSec; }
    /// Epoch at a time, clamped to the recording; -1 with no epochs.
    [[nodiscard]] EpochIndex epochAt(double timeSec) const;

    [[nodiscard]] EpochIndex current() const { return m_current; }
    void setCurrent(EpochIndex epoch);

    /// The selected range; empty when nothing is selected.
    [[nodiscard]] scoring::EpochRange selection() const { return m_selection; }
    void select(scoring::EpochRange range);
    void clear() { select({}); }

    /// What a key acts on: the selection, else the current epoch, else an empty range.
    [[nodiscard]] scoring::EpochRange target() const;

Q_SIGNALS:
    void currentChanged(somno::EpochIndex epoch);
    void selectionChanged(somno::scoring::EpochRange range);

private:
    EpochIndex m_count = 0;
    double m_epochSec = 1;
    EpochIndex m_current = -1;
    scoring::EpochRange m_selection;
};

} // namespace somno::plot
