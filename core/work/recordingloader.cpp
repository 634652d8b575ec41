// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/recordingloader.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace somno::ui {
namespace {

constexpr int kShownWithoutGuess = 4;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::RecordingLoader)
};

Result<> checkContent(const signal::Recording &recording, const QString &path, double epochSec)
{
    const QString name = QFileInfo(path).fileName();
    if (recording.channels.empty())
        return failure(ErrorCode::NotARecording, Text::tr("%1 holds no signals.").arg(name),
                       Text::tr("It has annotations only. Open the recording it belongs to, then use "
                                "File > Import labels."));
    if (recording.durationSec() < epochSec)
        return failure(ErrorCode::TooShort,
                       Text::tr("%1 is too short: %2 s of signal.").arg(name).arg(recording.durationSec(), 0, 'g', 3),
                       Text::tr("One epoch takes %1 s. Check that the recording was closed properly.").arg(epochSec));
    return {};
}

} // namespace

QList<int> LoadedRecording::shownChannels() const
{
    QList<int> channels;
    for (const int channel : {choice.eeg, choice.emg})
        if (channel >= 0)
            channels.append(channel);
    channels += others;
    if (!channels.isEmpty())
        return channels;
    for (int i = 0; i < int(recording->channels.size()) && channels.size() < kShownWithoutGuess; ++i)
        if (recording->channels[size_t(i)].unusable.isEmpty())
            channels.append(i);
    return channels;
}

Result<LoadedRecording> loadRecording(const QString &path, const ChannelWish &wish, double epochSec,
                                      const Progress &progress)
{
    const auto file = io::RecordingFile::open(path);
    if (!file)
        return failure(file.error());
    if (auto usable = checkContent(*(*file)->recording(), path, epochSec); !usable)
        return failure(usable.error());
    return loadChannels(*file, wish, progress);
}

Result<LoadedRecording> loadChannels(const io::RecordingFilePtr &file, const ChannelWish &wish,
                                     const Progress &progress)
{
    const signal::Recording &header = *file->recording();
    LoadedRecording loaded;
    loaded.file = file;
    loaded.recording = file->recording();
    // A name that was kept when labels that repeat meant the first.
    const auto first = [&](const QString &name) {
        const int channel = header.channelIndex(name);
        return channel < 0 ? name : channelName(header, channel);
    };
    const auto chosen = io::chooseChannels(header, first(wish.eeg), first(wish.emg));
    loaded.choice = chosen ? *chosen : io::guessChannels(header);
    for (const QString &label : wish.others)
        if (const int channel = header.channelIndex(label);
            channel >= 0 && header.channels[size_t(channel)].unusable.isEmpty() && channel != loaded.choice.eeg
            && channel != loaded.choice.emg) {
            loaded.others.append(channel);
            if (wish.voters.contains(label) && loaded.choice.eeg >= 0)
                loaded.voters.append(channel);
        }

    const QList<int> shown = loaded.shownChannels();
    auto recording = file->read({shown.begin(), shown.end()}, progress);
    if (!recording)
        return failure(recording.error());
    loaded.recording = *recording;
    return loaded;
}

QString channelName(const signal::Recording &recording, int channel)
{
    if (channel < 0)
        return {};
    const QString label = recording.channels[size_t(channel)].label.trimmed();
    return !label.isEmpty() && recording.channelsCalled(label).size() == 1 ? label
                                                                           : QStringLiteral("#%1").arg(channel + 1);
}

} // namespace somno::ui
