// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/digitalrange.h"

namespace somno::signal {

std::optional<Deviation> DigitalRange::deviation() const
{
    if (m_lowest >= m_min && m_highest <= m_max)
        return std::nullopt;
    return Deviation{QStringLiteral("samples-beyond-range"), QStringLiteral("channel %1").arg(m_channel),
                     QStringLiteral("samples from %1 to %2, though its digital range is %3 to %4")
                         .arg(m_lowest)
                         .arg(m_highest)
                         .arg(m_min)
                         .arg(m_max),
                     QStringLiteral("read as they are")};
}

} // namespace somno::signal
