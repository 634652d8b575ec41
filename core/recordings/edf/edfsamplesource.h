// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "core/recordings/edf/edffile.h"
#include "core/signal/digitalrange.h"
#include "core/signal/samplesource.h"

namespace somno::io {

/// One signal of an open file. Values beyond the digital range are read as they are, and said.
class EdfSampleSource : public signal::SampleSource {
public:
    /// `signal` counts all signals of the header.
    EdfSampleSource(std::shared_ptr<const EdfFile> file, int signal);
    [[nodiscard]] Result<> scaled(SampleIndex first, double gain, double offset, std::span<float> out) const override;
    [[nodiscard]] std::optional<Deviation> deviation() const override { return m_range.deviation(); }

private:
    /// T as the file holds samples: qint16 or, of 24 bits, qint32.
    template <class T>
    Result<> read(SampleIndex first, double gain, double offset, std::span<float> out) const;

    std::shared_ptr<const EdfFile> m_file;
    qint64 m_offset = 0;    ///< of the signal in a data record, in bytes
    qint64 m_perRecord = 1; ///< samples
    mutable signal::DigitalRange m_range;
};

} // namespace somno::io
