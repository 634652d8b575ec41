// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/recordingformat.h"

#include <array>

namespace somno::io {

const RecordingFormat &edfRecordings();
const RecordingFormat &bdfRecordings();
const RecordingFormat &matlabRecordings();
const RecordingFormat &tableRecordings();
const RecordingFormat &numpyRecordings();

std::span<const RecordingFormat *const> recordingFormats()
{
    static const std::array formats = {
        &edfRecordings(), &bdfRecordings(), &matlabRecordings(), &tableRecordings(), &numpyRecordings(),
    };
    return formats;
}

QString recordingPatterns()
{
    return openPatterns(suffixesOf(recordingFormats()));
}

QString recordingFormatNames()
{
    QStringList names;
    for (const RecordingFormat *format : recordingFormats())
        names << format->name;
    return eitherOf(names);
}

} // namespace somno::io
