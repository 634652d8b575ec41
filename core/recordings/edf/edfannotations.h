// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/deviation.h"
#include "core/recordings/edf/edffile.h"
#include "core/signal/recording.h"

namespace somno::io {

/// What the annotation signals of an EDF+ or BDF+ file say.
struct EdfAnnotations {
    Ticks startOffset = 0;                  ///< of the first sample behind the header's start time
    std::vector<signal::Annotation> events; ///< in the order of the file; onsets count from the first sample
    signal::TimeMap time;                   ///< when the data records were recorded, from the first sample on
    Deviations deviations;
};

/// Reads the annotation signals of every data record, and little else of a file with long records. Whatever is damaged
/// costs its own text at most. Of a continuous file no more is read once `mostBytes` of it have been. Errors:
/// HeaderInvalid where a discontinuous file contradicts itself on when a record was recorded, naming it; Truncated,
/// FileNotReadable.
[[nodiscard]] Result<EdfAnnotations> readEdfAnnotations(const EdfFile &file, qint64 mostBytes = kAllBytes);

} // namespace somno::io
