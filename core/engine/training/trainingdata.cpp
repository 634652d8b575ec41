// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/trainingdata.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFloat16>
#include <QJsonDocument>
#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/base/atomicfile.h"
#include "core/engine/prepare/preprocessing.h"
#include "core/cohort/recordinglabels.h"
#include "core/recordings/recordingfile.h"
#include "core/scoring/learnedclass.h"
#include "core/signal/channelchoice.h"

namespace somno::sdreamer {

namespace {

constexpr int kCacheVersion = 7;
constexpr int kLabelsVersion = 2; // of what is taken from a file of labels
constexpr EpochIndex kBlockEpochs = 600;
constexpr qint8 kGap = -2; ///< in the cache, instead of a stage: the epoch touches a gap of the recording

QString hashed(const QStringList &parts)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(parts.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Blake2b_160).toHex());
}

/// Changes when the file changes.
QString stateOf(const QString &path)
{
    const QFileInfo info(path);
    return QStringLiteral("%1 %2 %3")
        .arg(path)
        .arg(info.size())
        .arg(info.lastModified().toUTC().toString(Qt::ISODateWithMs));
}

/// Where a recording's signals and labels are cached: names that change with everything that decides the content, so
/// that a cache never serves other data. Several scorings and stretches of one recording share its signals.
struct CacheNames {
    QString signalFile, labelFile;

    CacheNames(const ManifestRecording &recording, Normalisation normalisation, Input input, const QString &folder)
    {
        QStringList signal{QString::number(kCacheVersion),
                           normalisationName(normalisation),
                           inputName(input),
                           stateOf(recording.path),
                           recording.eeg,
                           recording.emg};
        if (!recording.said.isEmpty())
            signal << QString::fromUtf8(QJsonDocument(recording.said.toJson()).toJson(QJsonDocument::Compact));
        const QString source = hashed(signal);
        QStringList ranges;
        for (const scoring::EpochRange &range : recording.confirmed)
            ranges << QStringLiteral("%1-%2").arg(range.first).arg(range.last);
        const QDir place(folder);
        signalFile = place.filePath(source + QStringLiteral(".f16"));
        const QString reading
            = QString::number(kLabelsVersion) + (recording.strictLabels ? QStringLiteral(" strict") : QString());
        labelFile = place.filePath(hashed({source, stateOf(recording.labels), ranges.join(QLatin1Char(',')), reading})
                                   + QStringLiteral(".labels"));
    }
};

/// The stage of each epoch that counts, as the cache keeps it.
std::vector<qint8> stageCodes(const scoring::Hypnogram &truth, const ManifestRecording &recording, EpochIndex epochs)
{
    std::vector<qint8> codes(size_t(epochs), -1);
    for (EpochIndex i = 0; i < std::min(epochs, truth.size()); ++i) {
        const bool confirmed = recording.confirmed.empty()
                               || std::any_of(recording.confirmed.begin(), recording.confirmed.end(),
                                              [&](const scoring::EpochRange &r) { return i >= r.first && i < r.last; });
        if (confirmed)
            codes[size_t(i)] = qint8(truth.stage(i));
    }
    return codes;
}

tl::unexpected<Error> notWritten(const Error &error)
{
    return failure(error.code, error.message,
                   error.detail + QStringLiteral(" An hour of recording takes 7.4 MB in the cache of a training."));
}

QByteArray bytesOf(const auto &values)
{
    return QByteArray::fromRawData(reinterpret_cast<const char *>(values.data()),
                                   qsizetype(values.size() * sizeof(values[0])));
}

Result<> saveFile(const QString &path, const QByteArray &bytes)
{
    io::AtomicFile file(path);
    auto saved = file.open();
    if (saved)
        saved = file.write(bytes);
    if (saved)
        saved = file.commit();
    return saved ? Result<>() : notWritten(saved.error());
}

/// The normalised epochs as float16, EEG and EMG in turn, block by block: a recording of any length in bounded memory.
Result<> saveEpochs(const QString &path, const PreparedRecording &prepared, const Progress &progress)
{
    io::AtomicFile file(path);
    if (auto opened = file.open(); !opened)
        return notWritten(opened.error());
    std::vector<float> eeg, emg;
    std::vector<qfloat16> halves;
    for (EpochIndex first = 0; first < prepared.epochs; first += kBlockEpochs) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Cancelled while reading recordings."));
        const auto count = size_t(std::min(kBlockEpochs, prepared.epochs - first));
        eeg.resize(count * kSamplesPerEpoch);
        emg.resize(count * kSamplesPerEpoch);
        halves.resize(count * TrainingData::kEpochValues);
        auto read = prepared.eeg.read(first, eeg);
        if (read)
            read = prepared.emg.read(first, emg);
        if (!read)
            return read;
        qfloat16 *out = halves.data();
        for (size_t t = 0; t < count; ++t)
            for (const std::vector<float> *channel : {&eeg, &emg}) {
                qFloatToFloat16(out, channel->data() + t * kSamplesPerEpoch, kSamplesPerEpoch);
                out += kSamplesPerEpoch;
            }
        if (auto written = file.write(bytesOf(halves)); !written)
            return notWritten(written.error());
    }
    const auto saved = file.commit();
    return saved ? Result<>() : notWritten(saved.error());
}

/// The channels to learn from, those that `input` leaves out taken away.
Result<io::ChannelChoice> wantedChannels(const signal::Recording &read, const ManifestRecording &recording, Input input)
{
    auto choice = io::chooseChannels(read, recording.eeg, recording.emg);
    if (!choice)
        return choice;
    const bool needsEeg = input != Input::Emg, needsEmg = input != Input::Eeg;
    if ((needsEeg && choice->eeg < 0) || (needsEmg && choice->emg < 0))
        return failure(
            ErrorCode::ChannelMissing,
            QStringLiteral("%1 has no %2 channel.")
                .arg(recording.path, needsEeg && choice->eeg < 0 ? QStringLiteral("EEG") : QStringLiteral("EMG")),
            QStringLiteral("Name the channels as \"eeg\" and \"emg\" in the manifest, or train on one signal alone "
                           "(\"input\": \"eeg\" or \"emg\" in the options)."));
    if (!needsEeg)
        choice->eeg = -1;
    if (!needsEmg)
        choice->emg = -1;
    return choice;
}

tl::unexpected<Error> notMapped(const QFile &file)
{
    return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be mapped.").arg(file.fileName()),
                   file.errorString());
}

/// Takes the stage away from seconds in which no signal says anything, as scoring leaves them unscored. Reads no
/// others.
Result<> forgetSilentSeconds(std::vector<qint8> &codes, const QString &signalFile)
{
    QFile file(signalFile);
    const uchar *bytes = file.open(QIODevice::ReadOnly) ? file.map(0, file.size()) : nullptr;
    if (!bytes && !codes.empty())
        return notMapped(file);
    const auto *halves = reinterpret_cast<const quint16 *>(bytes);
    const auto isConstant = [](std::span<const quint16> samples) {
        return std::all_of(samples.begin(), samples.end(), [&](quint16 sample) { return sample == samples.front(); });
    };
    for (size_t i = 0; i < codes.size(); ++i) {
        const std::span epoch(halves + i * TrainingData::kEpochValues, TrainingData::kEpochValues);
        if (codes[i] >= 0 && isConstant(epoch.first(kSamplesPerEpoch)) && isConstant(epoch.last(kSamplesPerEpoch)))
            codes[i] = -1;
    }
    return {};
}

void markGaps(std::vector<qint8> &codes, const signal::TimeMap &time)
{
    for (size_t i = 0; !time.isContinuous() && i < codes.size(); ++i)
        if (!time.isWhole(EpochIndex(i) * kTicksPerSecond, EpochIndex(i + 1) * kTicksPerSecond))
            codes[i] = kGap;
}

/// Reads one recording and its labels, and writes of both what is not cached yet.
Result<> buildCache(const ManifestRecording &recording, const CacheNames &names, Normalisation normalisation,
                    Input input, const Progress &progress)
{
    const auto opened = io::openRecording(recording.path, {}, recording.said);
    if (!opened)
        return failure(opened.error());
    const auto truth = readRecordingLabels(recording, **opened, progress);
    if (!truth)
        return failure(truth.error());
    if (!QFileInfo::exists(names.signalFile)) {
        const auto choice = wantedChannels(**opened, recording, input);
        if (!choice)
            return failure(choice.error());
        Progress quiet = progress;
        quiet.report = nullptr; // the recordings are the unit of progress here
        const auto prepared = prepareRecording(**opened, *choice, normalisation, quiet);
        if (!prepared)
            return failure(prepared.error());
        for (const QString &warning : prepared->warnings)
            progress.warning(warning);
        if (auto saved = saveEpochs(names.signalFile, *prepared, progress); !saved)
            return saved;
    }
    const EpochIndex epochs
        = QFileInfo(names.signalFile).size() / (TrainingData::kEpochValues * qint64(sizeof(qfloat16)));
    std::vector<qint8> codes = stageCodes(*truth, recording, epochs);
    if (auto read = forgetSilentSeconds(codes, names.signalFile); !read)
        return read;
    markGaps(codes, (*opened)->time);
    return saveFile(names.labelFile, bytesOf(codes));
}

} // namespace

Result<std::vector<TrainingData::Cached>> TrainingData::open(const ManifestRecording &recording,
                                                             const NetworkConfig &network, const QString &cacheFolder,
                                                             const Progress &progress, Input input)
{
    const CacheNames names(recording, network.normalisation, input, cacheFolder);
    if (!QFileInfo::exists(names.labelFile) || !QFileInfo::exists(names.signalFile))
        if (auto built = buildCache(recording, names, network.normalisation, input, progress); !built)
            return failure(built.error());
    QFile labels(names.labelFile);
    const auto file = std::make_shared<QFile>(names.signalFile);
    if (!labels.open(QIODevice::ReadOnly) || !file->open(QIODevice::ReadOnly)
        || file->size() != labels.size() * kEpochValues * 2)
        return failure(ErrorCode::TrainingDataInvalid,
                       QStringLiteral("The training cache %1 is damaged.").arg(names.signalFile),
                       QStringLiteral("Delete the folder %1; it will be made anew.").arg(cacheFolder));
    const auto *halves = reinterpret_cast<const quint16 *>(file->map(0, file->size()));
    const QByteArray codes = labels.readAll();
    if (!halves && !codes.isEmpty())
        return notMapped(*file);
    std::vector<Cached> parts;
    for (qsizetype i = 0; i < codes.size(); ++i) {
        if (codes[i] == kGap)
            continue;
        if (i == 0 || codes[i - 1] == kGap)
            parts.push_back({recording.path, file, i, halves + i * kEpochValues, {}});
        parts.back().labels.push_back(qint8(scoring::classIndex(scoring::Stage(codes[i]), network.classes)));
    }
    return parts;
}

void TrainingData::keep(std::vector<Cached> parts, const QString &path, const Progress &progress)
{
    const bool hasGaps = parts.size() > 1;
    std::erase_if(parts, [&](const Cached &part) { return int(part.labels.size()) < m_windowEpochs; });
    if (parts.empty())
        return progress.warning((hasGaps ? QStringLiteral("%1 holds no %2 s without a gap and is left out.")
                                         : QStringLiteral("%1 is shorter than %2 s and is left out."))
                                    .arg(path)
                                    .arg(m_windowEpochs));
    const auto isLabelled = [](const Cached &part) {
        return std::any_of(part.labels.begin(), part.labels.end(), [](qint8 code) { return code >= 0; });
    };
    if (std::ranges::none_of(parts, isLabelled))
        return progress.warning(QStringLiteral("%1 has no labelled epoch with a signal and is left out.").arg(path));
    std::ranges::move(parts, std::back_inserter(m_recordings));
}

Result<TrainingData> TrainingData::prepare(const std::vector<ManifestRecording> &recordings,
                                           const NetworkConfig &network, const QString &cacheFolder,
                                           const Progress &progress, Input input)
{
    QDir().mkpath(cacheFolder);
    TrainingData data;
    data.m_windowEpochs = network.sequenceLength;
    data.m_classCounts.resize(network.classes.size());
    for (size_t i = 0; i < recordings.size(); ++i) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Cancelled while reading recordings."));
        auto parts = open(recordings[i], network, cacheFolder, progress, input);
        if (!parts)
            return failure(parts.error());
        data.keep(std::move(*parts), recordings[i].path, progress);
        progress.advance(QStringLiteral("prepare"), qint64(i + 1), qint64(recordings.size()));
    }
    if (data.m_recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid,
                       QStringLiteral("There is no labelled recording of at least %1 s.").arg(data.m_windowEpochs),
                       QStringLiteral("Check the labels and the splits of the manifest."));
    for (const Cached &recording : data.m_recordings)
        for (const qint8 code : recording.labels)
            if (code >= 0)
                ++data.m_classCounts[size_t(code)];
    return data;
}

bool TrainingData::hasLabels(const Window &window) const
{
    const auto first = m_recordings[size_t(window.recording)].labels.begin() + window.first;
    return std::any_of(first, first + m_windowEpochs, [](qint8 code) { return code >= 0; });
}

TrainingData::Window TrainingData::draw(std::mt19937_64 &random, ClassBalance balance) const
{
    if (balance != ClassBalance::Sampling || random() % 2 == 0)
        return drawAnywhere(random);
    std::vector<int> present;
    for (size_t label = 0; label < m_classCounts.size(); ++label)
        if (m_classCounts[label] > 0)
            present.push_back(int(label));
    return drawAround(present[random() % present.size()], random);
}

TrainingData::Window TrainingData::drawAnywhere(std::mt19937_64 &random) const
{
    Window window;
    for (int attempt = 0; attempt < 1000; ++attempt) {
        EpochIndex epoch = EpochIndex(random() % quint64(epochCount()));
        window.recording = 0;
        while (epoch >= EpochIndex(m_recordings[size_t(window.recording)].labels.size()))
            epoch -= EpochIndex(m_recordings[size_t(window.recording++)].labels.size());
        const auto length = EpochIndex(m_recordings[size_t(window.recording)].labels.size());
        window.first = std::clamp<EpochIndex>(epoch - m_windowEpochs / 2, 0, length - m_windowEpochs);
        if (hasLabels(window))
            break;
    }
    return window;
}

/// The `n`-th labelled epoch of that class, n drawn evenly, at any place of its window.
TrainingData::Window TrainingData::drawAround(int label, std::mt19937_64 &random) const
{
    qint64 left = qint64(random() % quint64(m_classCounts[size_t(label)]));
    for (size_t r = 0; r < m_recordings.size(); ++r) {
        const std::vector<qint8> &labels = m_recordings[r].labels;
        const qint64 here = std::count(labels.begin(), labels.end(), qint8(label));
        if (left >= here) {
            left -= here;
            continue;
        }
        EpochIndex epoch = 0;
        for (;; ++epoch)
            if (labels[size_t(epoch)] == label && left-- == 0)
                break;
        const auto place = EpochIndex(random() % quint64(m_windowEpochs));
        return {int(r), std::clamp<EpochIndex>(epoch - place, 0, EpochIndex(labels.size()) - m_windowEpochs)};
    }
    return drawAnywhere(random);
}

std::vector<TrainingData::Window> TrainingData::windows(quint64 seed) const
{
    std::vector<Window> windows;
    for (const Window &window : allWindows())
        if (window.keepFrom == 0 && hasLabels(window))
            windows.push_back(window);
    std::mt19937_64 random(seed);
    for (size_t i = windows.size(); i > 1; --i)
        std::swap(windows[i - 1], windows[random() % i]);
    return windows;
}

std::vector<TrainingData::Window> TrainingData::allWindows() const
{
    std::vector<Window> windows;
    for (size_t r = 0; r < m_recordings.size(); ++r)
        for (const SequenceWindow &window : sequenceWindows(EpochIndex(m_recordings[r].labels.size()), m_windowEpochs))
            windows.push_back({int(r), window.first, window.keepFrom});
    return windows;
}

void TrainingData::readSignals(const Window &window, std::span<float> signals) const
{
    const quint16 *halves = m_recordings[size_t(window.recording)].halves + window.first * kEpochValues;
    qFloatFromFloat16(signals.data(), reinterpret_cast<const qfloat16 *>(halves), m_windowEpochs * kEpochValues);
}

void TrainingData::readLabels(const Window &window, std::span<qint64> labels) const
{
    std::copy_n(m_recordings[size_t(window.recording)].labels.begin() + window.first, m_windowEpochs, labels.begin());
}

std::vector<qint64> TrainingData::classCounts() const
{
    return m_classCounts;
}

EpochIndex TrainingData::labelledEpochs() const
{
    return std::accumulate(m_classCounts.begin(), m_classCounts.end(), EpochIndex(0));
}

EpochIndex TrainingData::epochCount() const
{
    return std::accumulate(m_recordings.begin(), m_recordings.end(), EpochIndex(0),
                           [](EpochIndex sum, const Cached &c) { return sum + EpochIndex(c.labels.size()); });
}

} // namespace somno::sdreamer
