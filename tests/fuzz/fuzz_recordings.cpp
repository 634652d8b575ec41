// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// An input: the ending and whether the reader knows a rate, then the file. All its samples are read, by pieces and at
// once.
#include <algorithm>
#include <cstdint>

#include "core/recordings/recordingformat.h"
#include "tests/fuzz/fuzzfile.h"

using namespace somno;

namespace {

constexpr SampleIndex kPiece = 4096;
constexpr SampleIndex kMostSamples = 200'000; // of one channel; a small file may claim to be a long one

void readPieces(const signal::Channel &channel)
{
    std::vector<float> piece(kPiece);
    for (SampleIndex first = 0; first < std::min(channel.sampleCount, kMostSamples); first += kPiece) {
        const auto count = size_t(std::min(kPiece, channel.sampleCount - first));
        if (!channel.read(first, std::span(piece).first(count)))
            return;
    }
    if (const SampleIndex last = channel.sampleCount - 1; last >= 0)
        (void)channel.read(last, std::span(piece).first(1));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const QString path = fuzz::fileWith(bytes, fuzz::chosen(suffixesOf(io::recordingFormats()), data[0] & 0x7f));
    io::OpenOptions options;
    options.rateHz = data[0] & 0x80 ? 100 : 0;
    const auto file = io::RecordingFile::open(path, {}, options);
    if (!file)
        return 0;
    const signal::Recording &recording = *(*file)->recording();
    SampleIndex samples = 0;
    for (const signal::Channel &channel : recording.channels) {
        readPieces(channel);
        samples += channel.sampleCount;
    }
    if (samples <= 10 * kMostSamples)
        (void)(*file)->read();
    return 0;
}
