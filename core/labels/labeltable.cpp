// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labeltable.h"

#include <algorithm>

namespace somno::io {

void completeDurations(std::vector<LabelRow> &rows)
{
    for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i].duration == 0)
            rows[i].duration = i + 1 < rows.size() ? std::max<Ticks>(0, rows[i + 1].onset - rows[i].onset)
                               : i > 0             ? rows[i - 1].duration
                                                   : kTicksPerSecond;
}

} // namespace somno::io
