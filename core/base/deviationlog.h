// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "core/base/deviation.h"

namespace somno {

/// Gathers deviations of which there may be millions: of each code the first 20 are kept, the others counted.
class DeviationLog {
public:
    static constexpr int kListed = 20; ///< of one code

    void add(Deviation deviation);
    /// Another one of that code, of which so many are listed that its words are not wanted.
    void count(const QString &code) { ++m_counts[code]; }
    [[nodiscard]] bool isFull(const QString &code) const { return m_counts.value(code) >= kListed; }
    /// In the order of adding; of a code with more than kListed, the number of the others behind them.
    [[nodiscard]] Deviations list() const;

private:
    Deviations m_listed;
    QHash<QString, qint64> m_counts;
};

} // namespace somno
