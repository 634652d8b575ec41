// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <span>
#include <variant>
#include <vector>

#include "core/base/samplerate.h"

namespace somno::signal {

/// The samples of one channel, contiguous, in digital units (int16 for EDF, int32 for BDF) or
/// float for derived signals. Immutable once published as shared_ptr<const SampleStore>.
class SampleStore {
public:
    using Data = std::variant<std::vector<qint16>, std::vector<qint32>, std::vector<float>>;

    SampleStore() = default;
    explicit SampleStore(Data data) : m_data(std::move(data)) {}

    [[nodiscard]] SampleIndex size() const;
    [[nodiscard]] const Data &data() const { return m_data; }
    /// out[i] = sample[first + i] * gain + offset; the range must lie inside the store.
    void scaled(SampleIndex first, double gain, double offset, std::span<float> out) const;

private:
    Data m_data;
};

} // namespace somno::signal
