// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/trainingdata.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFloat16>
#include <QSaveFile>
#include <algorithm>
#include <numeric>

#include "io/channelchoice.h"
#include "io/edfreader.h"
#include "io/labelformat.h"
#include "sdreamer/preprocessing.h"

namespace somno::sdreamer {

namespace {

constexpr int kCacheVersion = 1;
constexpr int kChannelValues = 512;

/// Changes when a file or the choice of channels changes, so that a cache never serves old data.
QString cacheName(const ManifestRecording &recording)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_160);
    const auto add = [&](const QString &text) { hash.addData(text.toUtf8() + '\n'); };
    add(QString::number(kCacheVersion));
    for (const QString &path : {recording.path, recording.labels}) {
        const QFileInfo info(path);
        add(path);
        add(QString::number(info.size()));
        add(info.lastModified().toUTC().toString(Qt::ISODateWithMs));
    }
    add(recording.eeg);
    add(recording.emg);
    for (const scoring::EpochRange &range : recording.confirmed)
        add(QStringLiteral("%1-%2").arg(range.first).arg(range.last));
    return QString::fromLatin1(hash.result().toHex());
}

std::vector<qint8> labelCodes(const scoring::Hypnogram &truth, const ManifestRecording &recording, EpochIndex epochs)
{
    std::vector<qint8> codes(size_t(epochs), -1);
    for (EpochIndex i = 0; i < std::min(epochs, truth.size()); ++i) {
        const bool confirmed = recording.confirmed.empty()
            || std::any_of(recording.confirmed.begin(), recording.confirmed.end(),
                           [&](const scoring::EpochRange &r) { return i >= r.first && i < r.last; });
        scoring::Stage stage = confirmed ? truth.stage(i) : scoring::Stage::Unscored;
        if (stage == scoring::Stage::Microarousal)
            stage = scoring::Stage::Wake;
        if (qint8(stage) <= 2)
            codes[size_t(i)] = qint8(stage);
    }
    return codes;
}

Result<> saveFile(const QString &path, const void *data, qint64 size)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(static_cast<const char *>(data), size) != size || !file.commit())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The training cache %1 cannot be written.").arg(path),
                       file.errorString() + QStringLiteral(". An hour of recording takes 7.4 MB there."));
    return {};
}

/// Reads one recording with its labels and writes its cache: `name`.f16 and, last, `name`.labels.
Result<> buildCache(const ManifestRecording &recording, const QString &base, const Progress &progress)
{
    const auto header = io::readRecording(recording.path, {{}, false}, progress);
    if (!header)
        return failure(header.error());
    const auto choice = io::chooseChannels(**header, recording.eeg, recording.emg);
    if (!choice)
        return failure(choice.error());
    if (choice->eeg < 0 || choice->emg < 0)
        return failure(ErrorCode::ChannelMissing, QStringLiteral("%1 has no EEG or no EMG channel.").arg(recording.path),
                       QStringLiteral("Training needs both; name them as \"eeg\" and \"emg\" in the manifest."));
    const auto read = io::readRecording(recording.path, {{choice->eeg, choice->emg}, true}, progress);
    if (!read)
        return failure(read.error());
    const auto prepared = normaliseRecording(**read, *choice);
    if (!prepared)
        return failure(prepared.error());
    const auto truth = io::readLabels(recording.labels, 1.0, (*read)->durationSec());
    if (!truth)
        return failure(truth.error());
    std::vector<quint16> halves(size_t(prepared->epochs) * TrainingData::kEpochValues);
    auto *out = reinterpret_cast<qfloat16 *>(halves.data());
    for (qint64 t = 0; t < prepared->epochs; ++t, out += TrainingData::kEpochValues) {
        qFloatToFloat16(out, prepared->eeg.data() + t * kChannelValues, kChannelValues);
        qFloatToFloat16(out + kChannelValues, prepared->emg.data() + t * kChannelValues, kChannelValues);
    }
    if (auto saved = saveFile(base + QStringLiteral(".f16"), halves.data(), qint64(halves.size() * 2)); !saved)
        return saved;
    const std::vector<qint8> codes = labelCodes(*truth, recording, prepared->epochs);
    return saveFile(base + QStringLiteral(".labels"), codes.data(), qint64(codes.size()));
}

} // namespace

Result<TrainingData::Cached> TrainingData::open(const ManifestRecording &recording, const QString &cacheFolder,
                                                const Progress &progress)
{
    const QString base = QDir(cacheFolder).filePath(cacheName(recording));
    if (!QFileInfo::exists(base + QStringLiteral(".labels")))
        if (auto built = buildCache(recording, base, progress); !built)
            return failure(built.error());
    QFile labels(base + QStringLiteral(".labels"));
    Cached cached{std::make_unique<QFile>(base + QStringLiteral(".f16")), nullptr, {}};
    if (!labels.open(QIODevice::ReadOnly) || !cached.file->open(QIODevice::ReadOnly)
        || cached.file->size() != labels.size() * kEpochValues * 2)
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("The training cache %1.f16 is damaged.").arg(base),
                       QStringLiteral("Delete the folder %1; it will be made anew.").arg(cacheFolder));
    const QByteArray codes = labels.readAll();
    cached.labels.assign(codes.begin(), codes.end());
    cached.halves = reinterpret_cast<const quint16 *>(cached.file->map(0, cached.file->size()));
    if (!cached.halves && !cached.labels.empty())
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1.f16 cannot be mapped.").arg(base),
                       cached.file->errorString());
    return cached;
}

Result<TrainingData> TrainingData::prepare(const std::vector<ManifestRecording> &recordings, const QString &cacheFolder,
                                           const Progress &progress)
{
    QDir().mkpath(cacheFolder);
    TrainingData data;
    for (size_t i = 0; i < recordings.size(); ++i) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Cancelled while reading recordings."));
        auto cached = open(recordings[i], cacheFolder, progress);
        if (!cached)
            return failure(cached.error());
        if (cached->labels.size() < kWindow)
            progress.warning(QStringLiteral("%1 is shorter than 64 s and is left out.").arg(recordings[i].path));
        else
            data.m_recordings.push_back(std::move(*cached));
        progress.advance(QStringLiteral("prepare"), qint64(i + 1), qint64(recordings.size()));
    }
    if (data.m_recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("No recording of at least 64 s to learn from."));
    return data;
}

bool TrainingData::hasLabels(const Window &window) const
{
    const auto first = m_recordings[size_t(window.recording)].labels.begin() + window.first;
    return std::any_of(first, first + kWindow, [](qint8 code) { return code >= 0; });
}

TrainingData::Window TrainingData::draw(std::mt19937_64 &random) const
{
    Window window;
    for (int attempt = 0; attempt < 1000; ++attempt) {
        EpochIndex epoch = EpochIndex(random() % quint64(epochCount()));
        window.recording = 0;
        while (epoch >= EpochIndex(m_recordings[size_t(window.recording)].labels.size()))
            epoch -= EpochIndex(m_recordings[size_t(window.recording++)].labels.size());
        const auto length = EpochIndex(m_recordings[size_t(window.recording)].labels.size());
        window.first = std::clamp<EpochIndex>(epoch - kWindow / 2, 0, length - kWindow);
        if (hasLabels(window))
            break;
    }
    return window;
}

std::vector<TrainingData::Window> TrainingData::windows(quint64 seed) const
{
    std::vector<Window> windows;
    for (size_t r = 0; r < m_recordings.size(); ++r) {
        const auto length = EpochIndex(m_recordings[r].labels.size());
        for (EpochIndex first = 0; first + kWindow <= length; first += kWindow)
            if (hasLabels({int(r), first}))
                windows.push_back({int(r), first});
    }
    std::mt19937_64 random(seed);
    for (size_t i = windows.size(); i > 1; --i)
        std::swap(windows[i - 1], windows[random() % i]);
    return windows;
}

void TrainingData::read(const Window &window, std::span<float> signals, std::span<qint64> labels) const
{
    const Cached &recording = m_recordings[size_t(window.recording)];
    qFloatFromFloat16(signals.data(),
                      reinterpret_cast<const qfloat16 *>(recording.halves) + window.first * kEpochValues,
                      kWindow * kEpochValues);
    std::copy_n(recording.labels.begin() + window.first, kWindow, labels.begin());
}

std::array<qint64, 3> TrainingData::classCounts() const
{
    std::array<qint64, 3> counts{};
    for (const Cached &recording : m_recordings)
        for (const qint8 code : recording.labels)
            if (code >= 0)
                ++counts[size_t(code)];
    return counts;
}

EpochIndex TrainingData::epochCount() const
{
    return std::accumulate(m_recordings.begin(), m_recordings.end(), EpochIndex(0),
                           [](EpochIndex sum, const Cached &c) { return sum + EpochIndex(c.labels.size()); });
}

} // namespace somno::sdreamer
