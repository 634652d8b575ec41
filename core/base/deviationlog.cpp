// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/deviationlog.h"

#include <algorithm>

namespace somno {

void DeviationLog::add(Deviation deviation)
{
    if (++m_counts[deviation.code] <= kListed)
        m_listed.push_back(std::move(deviation));
}

Deviations DeviationLog::list() const
{
    Deviations all = m_listed;
    QStringList codes;
    for (const Deviation &deviation : m_listed)
        if (m_counts[deviation.code] > kListed && !codes.contains(deviation.code))
            codes << deviation.code;
    for (const QString &code : codes) {
        const auto last = std::ranges::find(all.rbegin(), all.rend(), code, &Deviation::code);
        Deviation others{code, QStringLiteral("%1 more places").arg(m_counts[code] - kListed),
                         QStringLiteral("the same as in %1").arg(last->where), last->taken};
        all.insert(last.base(), std::move(others));
    }
    return all;
}

} // namespace somno
