// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <algorithm>

#include "core/recordings/filepair.h"
#include "core/recordings/foreignfile.h"
#include "core/recordings/numpyarray.h"
#include "core/recordings/recordingformat.h"

namespace somno::io {

using signal::SampleStore;

namespace {

constexpr qint64 kMostChannels = 256;

tl::unexpected<Error> notSignals(const InputFile &file, const NumpyArray &array)
{
    QStringList shape;
    for (const qint64 length : array.shape)
        shape << QString::number(length);
    return failure(
        ErrorCode::UnsupportedFormat,
        QStringLiteral("%1: an array of the shape (%2) is no recording.")
            .arg(file.name(), shape.join(QStringLiteral(", "))),
        QStringLiteral("It needs one channel, or channels by samples with at most %1 of them.").arg(kMostChannels));
}

std::vector<float> channelIn(const std::vector<float> &values, const NumpyArray &array, qint64 channel)
{
    const bool isRow = array.shape[0] < array.shape[1]; // the longer side is time
    const qint64 samples = std::max(array.shape[0], array.shape[1]),
                 channels = std::min(array.shape[0], array.shape[1]);
    const bool isTogether = isRow != array.isFortranOrder; // whether samples of a channel lie side by side
    std::vector<float> one(static_cast<size_t>(samples));
    for (qint64 i = 0; i < samples; ++i)
        one[size_t(i)] = values[size_t(isTogether ? channel * samples + i : i * channels + channel)];
    return one;
}

Result<std::vector<FoundChannel>> channelsOf(const InputFile &file)
{
    const auto array = NumpyArray::describe(file);
    if (!array)
        return failure(array.error());
    const qint64 dimensions = qint64(array->shape.size());
    if (array->count() == 0 || dimensions < 1 || dimensions > 2
        || (dimensions == 2 && std::ranges::min(array->shape) > kMostChannels))
        return notSignals(file, *array);
    if (const auto fits = requireMemory(file.name(), array->count() * qint64(sizeof(float))); !fits)
        return failure(fits.error());
    auto values = array->read(file);
    if (!values)
        return failure(values.error());
    std::vector<FoundChannel> channels;
    const QString name = channelNameOf(file.path());
    if (dimensions == 1 || std::ranges::min(array->shape) == 1) {
        channels.push_back({name, {}, {}, std::make_shared<const SampleStore>(std::move(*values))});
        return channels;
    }
    for (qint64 channel = 0; channel < std::ranges::min(array->shape); ++channel)
        channels.push_back({QStringLiteral("%1 %2").arg(name).arg(channel + 1),
                            {},
                            {},
                            std::make_shared<const SampleStore>(channelIn(*values, *array, channel))});
    return channels;
}

Result<RecordingDraft> draftNumpy(const InputFilePtr &file, const Progress &)
{
    const auto firstBytes = file->bytes(0, kRecognisedBytes);
    if (!firstBytes)
        return failure(firstBytes.error());
    if (firstBytes->startsWith("PK"))
        return failure(ErrorCode::UnsupportedFormat,
                       QStringLiteral("%1: this is an archive of several NumPy arrays.").arg(file->name()),
                       QStringLiteral("Save each array on its own: numpy.save('m7_eeg.npy', eeg) and "
                                      "numpy.save('m7_emg.npy', emg)."));
    if (!firstBytes->startsWith("\x93NUMPY"))
        return notARecording(file->name(), *firstBytes);
    auto channels = channelsOf(*file);
    if (!channels)
        return failure(channels.error());
    RecordingDraft draft;
    draft.channels = std::move(*channels);
    const QString mate = draft.channels.size() == 1 ? mateOf(file->path()) : QString();
    const auto mateFile = mate.isEmpty() ? Result<InputFilePtr>() : InputFile::open(mate);
    if (!mateFile || !*mateFile)
        return draft;
    auto others = channelsOf(**mateFile);
    if (!others)
        return failure(others.error());
    addMate(draft, file->path(), mate, std::move(*others));
    return draft;
}

bool isNumpy(const QByteArray &firstBytes, const QString &)
{
    return firstBytes.startsWith("\x93NUMPY");
}

} // namespace

const RecordingFormat &numpyRecordings()
{
    static const RecordingFormat format = {
        {QStringLiteral("numpy"), QStringLiteral("NumPy"), {QStringLiteral("npy"), QStringLiteral("npz")}, isNumpy},
        nullptr,
        draftNumpy,
    };
    return format;
}

} // namespace somno::io
