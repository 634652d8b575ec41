// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/recordingfile.h"

#include <QFileInfo>
#include <algorithm>
#include <optional>

#include "core/recordings/foreignfile.h"
#include "core/recordings/recordingformat.h"
#include "core/signal/digitalrange.h"

namespace somno::io {

using signal::Recording;
using signal::RecordingPtr;
using signal::SampleStore;

namespace {

tl::unexpected<Error> outOfMemory(const QString &path)
{
    return failure(ErrorCode::FileNotReadable,
                   QStringLiteral("%1: there is not enough memory to read it.").arg(QFileInfo(path).fileName()),
                   QStringLiteral("Close other programs or use a machine with more memory."));
}

Result<OpenedFile> openChecked(const QString &path, Opening opening)
{
    const auto file = InputFile::open(path, std::move(opening));
    if (!file)
        return failure(file.error());
    const auto firstBytes = (*file)->bytes(0, kRecognisedBytes);
    if (!firstBytes)
        return failure(firstBytes.error());
    const RecordingFormat *format = formatOf(recordingFormats(), *firstBytes, path);
    if (!format)
        return notARecording((*file)->name(), *firstBytes);
    if (format->open) {
        auto recording = format->open(*file);
        (*file)->endOpening();
        return recording.map([](RecordingFilePtr opened) { return OpenedFile{std::move(opened), {}}; });
    }
    (*file)->endOpening(); // the draft tells of its own
    return format->draft(*file, (*file)->opening().progress).map([&](RecordingDraft draft) {
        draft.path = path;
        draft.formatName = format->name;
        draft.tellOfMissingValues();
        return OpenedFile{{}, std::make_shared<const RecordingDraft>(std::move(draft))};
    });
}

/// In order, each once; all that can be used where none is named.
Result<std::vector<int>> wantedChannels(const Recording &recording, std::vector<int> wanted)
{
    const QString name = QFileInfo(recording.path).fileName();
    if (wanted.empty())
        for (int i = 0; i < int(recording.channels.size()); ++i)
            if (recording.channels[size_t(i)].unusable.isEmpty())
                wanted.push_back(i);
    for (const int channel : wanted) {
        if (channel < 0 || channel >= int(recording.channels.size()))
            return failure(ErrorCode::ChannelMissing,
                           QStringLiteral("%1 has no channel %2.").arg(name).arg(channel + 1),
                           QStringLiteral("It has %1 channels.").arg(recording.channels.size()));
        const signal::Channel &chosen = recording.channels[size_t(channel)];
        if (!chosen.unusable.isEmpty())
            return failure(
                ErrorCode::ChannelMissing,
                QStringLiteral("%1: channel %2 \"%3\" cannot be used.").arg(name).arg(channel + 1).arg(chosen.label),
                QStringLiteral("In the file %1. Choose another channel.").arg(chosen.unusable));
    }
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

/// Whole numbers beyond the range that the file states.
std::optional<Deviation> beyondRange(const signal::Channel &channel)
{
    signal::DigitalRange range(channel.label, channel.digitalMin, channel.digitalMax);
    std::visit(
        [&](const auto &samples) {
            using T = typename std::decay_t<decltype(samples)>::value_type;
            if constexpr (std::is_integral_v<T>)
                range.meet(std::span<const T>(samples));
        },
        channel.samples->data());
    return range.deviation();
}

} // namespace

Result<OpenedFile> openFile(const QString &path, Opening opening)
{
    try {
        return openChecked(path, std::move(opening));
    } catch (const std::bad_alloc &) {
        return outOfMemory(path);
    }
}

Result<RecordingFilePtr> RecordingFile::open(const QString &path, Opening opening, const OpenOptions &options)
{
    const auto opened = openFile(path, std::move(opening));
    if (!opened)
        return failure(opened.error());
    return opened->draft ? opened->draft->finish(options) : opened->file;
}

qint64 RecordingFile::sampleBytes() const
{
    qint64 samples = 0;
    for (const signal::Channel &channel : m_recording->channels)
        samples += channel.sampleCount;
    return samples * m_sampleBytes;
}

// A vector that the machine cannot hold would not fail but have the system kill the program.
Result<> RecordingFile::checkMemory(const std::vector<int> &channels) const
{
    qint64 needed = 0;
    for (const int channel : channels)
        needed += m_recording->channels[size_t(channel)].sampleCount * m_sampleBytes;
    return requireMemory(QFileInfo(m_recording->path).fileName(), needed);
}

bool RecordingFile::isHeld() const
{
    return std::ranges::all_of(m_recording->channels,
                               [](const signal::Channel &channel) { return bool(channel.samples); });
}

RecordingPtr RecordingFile::onlyThese(const std::vector<int> &channels) const
{
    auto recording = std::make_shared<Recording>(*m_recording);
    for (size_t i = 0; i < recording->channels.size(); ++i)
        if (!std::ranges::binary_search(channels, int(i)))
            recording->channels[i].samples.reset();
    return recording;
}

Result<RecordingPtr> RecordingFile::readChecked(const std::vector<int> &channels, const Progress &progress) const
{
    const auto wanted = wantedChannels(*m_recording, channels);
    if (!wanted)
        return failure(wanted.error());
    if (isHeld())
        return onlyThese(*wanted);
    if (const auto fits = checkMemory(*wanted); !fits)
        return failure(fits.error());
    auto read = samples(*wanted, progress);
    if (!read)
        return failure(read.error());
    auto recording = std::make_shared<Recording>(*m_recording);
    for (signal::Channel &channel : recording->channels)
        channel.source.reset();
    for (size_t i = 0; i < wanted->size(); ++i)
        recording->channels[size_t((*wanted)[i])].samples = std::make_shared<const SampleStore>(std::move((*read)[i]));
    for (const int channel : *wanted)
        if (auto beyond = beyondRange(recording->channels[size_t(channel)]))
            recording->deviations.push_back(std::move(*beyond));
    return recording;
}

Result<RecordingPtr> RecordingFile::read(const std::vector<int> &channels, const Progress &progress) const
{
    try {
        return readChecked(channels, progress);
    } catch (const std::bad_alloc &) {
        return outOfMemory(m_recording->path);
    }
}

Result<RecordingPtr> readRecording(const QString &path, const std::vector<int> &channels, const Progress &progress)
{
    const auto file = RecordingFile::open(path, {.progress = progress});
    if (!file)
        return failure(file.error());
    return (*file)->read(channels, progress);
}

Result<RecordingPtr> openRecording(const QString &path, Opening opening, const OpenOptions &options)
{
    const auto file = RecordingFile::open(path, std::move(opening), options);
    if (!file)
        return failure(file.error());
    return (*file)->recording();
}

} // namespace somno::io
