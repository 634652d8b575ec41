// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <variant>

#include "core/signal/envelope.h"
#include "core/signal/samplestore.h"

namespace somno::signal {

/// Of samples that are in memory: every column is exact and there at once. Immutable.
class MemoryEnvelope final : public Envelope {
public:
    /// Reads raw samples only: ready at once, slow over long ranges.
    explicit MemoryEnvelope(std::shared_ptr<const SampleStore> samples);
    /// With a pyramid over the samples (about 25 ms for 24 h at 512 Hz).
    [[nodiscard]] static std::shared_ptr<const Envelope> withPyramid(std::shared_ptr<const SampleStore> samples,
                                                                     const std::stop_token &stop = {});

    [[nodiscard]] SampleIndex sampleCount() const override { return m_samples->size(); }
    [[nodiscard]] bool isSummed() const override;
    using Envelope::columns;
    void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                 const Part &part) const override;
    void samples(SampleIndex first, std::span<float> out) const override;
    /// From at most 16,384 samples spread over the whole store.
    [[nodiscard]] MinMax<float> robustRange() const override;

private:
    using Pyramid = std::variant<MinMaxPyramid<qint16>, MinMaxPyramid<qint32>, MinMaxPyramid<float>>;

    std::shared_ptr<const SampleStore> m_samples;
    Pyramid m_pyramid;
};

} // namespace somno::signal
