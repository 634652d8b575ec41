// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/samplestore.h"

namespace somno::signal {

SampleIndex SampleStore::size() const
{
    return std::visit([](const auto &v) { return SampleIndex(v.size()); }, m_data);
}

void SampleStore::scaled(SampleIndex first, double gain, double offset, std::span<float> out) const
{
    std::visit(
        [&](const auto &v) {
            Q_ASSERT(first >= 0 && first + SampleIndex(out.size()) <= SampleIndex(v.size()));
            const auto *source = v.data() + first;
            for (size_t i = 0; i < out.size(); ++i)
                out[i] = float(double(source[i]) * gain + offset);
        },
        m_data);
}

} // namespace somno::signal
