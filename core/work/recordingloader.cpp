// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/recordingloader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <unistd.h>

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

/// Null where the samples fit into memory, or come from memory anyway.
std::shared_ptr<signal::PageReader> pagesOf(const io::RecordingFile &file)
{
    const signal::Recording &recording = *file.recording();
    const bool isInFile = std::ranges::all_of(recording.channels, [](const signal::Channel &channel) {
        return channel.source || !channel.unusable.isEmpty();
    });
    return isInFile && file.sampleBytes() > mostSampleBytes() ? std::make_shared<signal::PageReader>(recording)
                                                              : nullptr;
}

Result<signal::RecordingPtr> withEnvelopes(const signal::Recording &described, signal::PageReader &pages,
                                           const std::vector<int> &shown, const Progress &progress)
{
    if (const auto begun = pages.survey(shown, progress.stop); !begun)
        return failure(begun.error());
    auto recording = std::make_shared<signal::Recording>(described);
    for (const int channel : shown)
        recording->channels[size_t(channel)].envelope = pages.envelope(channel);
    return recording;
}

Result<LoadedRecording> loadFile(const io::FileStamp &stamp, const io::RecordingFilePtr &file, const ChannelWish &wish,
                                 double epochSec, const Progress &progress)
{
    if (auto usable = checkContent(*file->recording(), file->recording()->path, epochSec); !usable)
        return failure(usable.error());
    LoadedRecording opened;
    opened.stamp = stamp;
    opened.file = file;
    opened.pages = pagesOf(*file);
    return loadChannels(opened, wish, progress);
}

} // namespace

qint64 mostSampleBytes()
{
    constexpr qint64 kMost = qint64(2) << 30;
    bool isNumber = false;
    const int chosen = qEnvironmentVariableIntValue("SOMNOSCRIBE_SAMPLES_MB", &isNumber);
    if (isNumber)
        return qint64(chosen) << 20;
    return std::min(kMost, qint64(sysconf(_SC_PHYS_PAGES)) * qint64(sysconf(_SC_PAGESIZE)) / 4);
}

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
    const io::FileStamp stamp = io::FileStamp::of(path);
    const auto opened = io::openFile(path, io::Opening::quick(path, progress));
    if (!opened)
        return failure(opened.error());
    return opened->draft ? loadDraft(opened->draft, wish, epochSec, progress)
                         : loadFile(stamp, opened->file, wish, epochSec, progress);
}

Result<LoadedRecording> loadDraft(const io::RecordingDraftPtr &draft, const ChannelWish &wish, double epochSec,
                                  const Progress &progress)
{
    const io::FileStamp stamp = io::FileStamp::of(draft->path);
    if (wish.said.isEmpty() && draft->isOpen()) {
        LoadedRecording toAsk;
        toAsk.draft = draft;
        return toAsk;
    }
    const auto file = draft->finish(wish.said);
    if (!file)
        return failure(file.error());
    return loadFile(stamp, *file, wish, epochSec, progress);
}

Result<LoadedRecording> loadChannels(const LoadedRecording &opened, const ChannelWish &wish, const Progress &progress)
{
    const signal::Recording &header = *opened.file->recording();
    LoadedRecording loaded;
    loaded.stamp = opened.stamp;
    loaded.file = opened.file;
    loaded.pages = opened.pages;
    loaded.recording = opened.file->recording();
    loaded.said = wish.said;
    // A name that was kept when labels that repeat meant the first.
    const auto first = [&](const QString &name) {
        const int channel = header.channelIndex(name);
        return channel < 0 ? name : channelName(header, channel);
    };
    const auto wished = io::chooseChannels(header, first(wish.eeg), first(wish.emg));
    loaded.choice = wished ? *wished : io::guessChannels(header);
    for (const QString &label : wish.others)
        if (const int channel = header.channelIndex(label);
            channel >= 0 && header.channels[size_t(channel)].unusable.isEmpty() && channel != loaded.choice.eeg
            && channel != loaded.choice.emg) {
            loaded.others.append(channel);
            if (wish.voters.contains(label) && loaded.choice.eeg >= 0)
                loaded.voters.append(channel);
        }

    const QList<int> chosen = loaded.shownChannels();
    const std::vector<int> shown(chosen.begin(), chosen.end());
    auto recording
        = loaded.pages ? withEnvelopes(header, *loaded.pages, shown, progress) : loaded.file->read(shown, progress);
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
