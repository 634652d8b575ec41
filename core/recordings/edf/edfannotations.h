// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/recordings/edf/edffile.h"
#include "core/signal/recording.h"

namespace somno::io {

/// What the annotation signals of an EDF+ or BDF+ file say.
struct EdfAnnotations {
    Ticks startOffset = 0;                  ///< of the first sample behind the header's start time, less than a second
    std::vector<signal::Annotation> events; ///< in the order of the file; onsets count from the first sample
};

/// Reads the annotation signals of every data record, and little else of a file with long records; none in a plain
/// file. Errors: HeaderInvalid, naming the record, its byte and the fault, where a time stamp is missing or does not
/// follow the one before it, or an annotation is not written as EDF+ asks; Truncated, FileNotReadable.
[[nodiscard]] Result<EdfAnnotations> readEdfAnnotations(const EdfFile &file);

} // namespace somno::io
