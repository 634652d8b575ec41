// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// An input: the format, what the reader knows beside the file, then the file.
#include <cstdint>

#include "core/labels/labelfile.h"
#include "tests/fuzz/fuzzfile.h"

using namespace somno;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const auto formats = io::readableLabelFormats();
    const io::LabelFormat &format = *formats[data[0] % formats.size()];
    io::LabelContext context;
    context.epochSec = data[1] & 1 ? 4 : 0;
    context.totalSec = data[1] & 2 ? 3600 : 0;
    context.rowSec = data[1] & 4 ? 10 : 0;
    if (data[1] & 8)
        context.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    if (data[1] & 16)
        context.stages = scoring::StageSet::rechtschaffenKales();
    if (data[1] & 32)
        context.clock = io::LabelClock::ByClock;
    if (data[1] & 64)
        context.format = format.id; // else by content
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 2, qsizetype(size) - 2);
    (void)io::readLabels(fuzz::fileWith(bytes, format.suffixes.first()), context);
    return 0;
}
