// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fileformat.h"
#include "core/recordings/inputfile.h"
#include "core/recordings/recordingfile.h"

namespace somno::io {

/// One kind of recording. Each is one file, and a line in recordingformat.cpp.
struct RecordingFormat : FileFormat {
    /// Reads header and annotations of a file that is open and not empty. Null where the format has no header.
    Result<RecordingFilePtr> (*open)(const InputFilePtr &file) = nullptr;
    /// In its stead, of a format without a header: reads the samples and what there is beside them. Path and name of
    /// the format are filled in by whoever calls it.
    Result<RecordingDraft> (*draft)(const InputFilePtr &file, const Progress &progress) = nullptr;
};

/// All that can be read, in the order of the dialogs.
[[nodiscard]] std::span<const RecordingFormat *const> recordingFormats();
/// For a file dialog, in lower and upper case: "*.edf *.bdf *.EDF *.BDF".
[[nodiscard]] QString recordingPatterns();
/// For a sentence: "EDF or BDF".
[[nodiscard]] QString recordingFormatNames();

} // namespace somno::io
