// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/recordingfile.h"

namespace somno::io {

/// A recording whose samples were all read when it was opened.
class HeldRecording final : public RecordingFile {
public:
    explicit HeldRecording(signal::RecordingPtr recording) : RecordingFile(std::move(recording), sizeof(float)) {}

private:
    [[nodiscard]] Result<std::vector<signal::SampleStore::Data>> samples(const std::vector<int> &,
                                                                         const Progress &) const override
    {
        return {}; // none is missing
    }
};

} // namespace somno::io
