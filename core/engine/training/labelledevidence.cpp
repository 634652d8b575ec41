// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/labelledevidence.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "core/cohort/labelledrecording.h"
#include "core/engine/decision/scorer.h"
#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

/// Where a recording's evidence is kept, so that a run that was stopped goes on; empty without a folder.
QString cacheFile(const QString &folder, const QByteArray &network, const ManifestRecording &recording)
{
    if (folder.isEmpty())
        return {};
    const QFileInfo file(recording.path), labels(recording.labels);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(network + QByteArray::number(kViewsOfCommittee) + '\n');
    for (const QString &part : {file.absoluteFilePath(), recording.eeg, recording.emg, labels.absoluteFilePath()})
        hash.addData(part.toUtf8() + '\n');
    for (const QFileInfo &one : {file, labels})
        hash.addData(QByteArray::number(one.size()) + '\n' + QByteArray::number(one.lastModified().toMSecsSinceEpoch())
                     + '\n');
    for (const scoring::EpochRange &range : recording.confirmed)
        hash.addData(QByteArray::number(qint64(range.first)) + '-' + QByteArray::number(qint64(range.last)) + '\n');
    return QDir(folder).filePath(QString::fromLatin1(hash.result().toHex().left(32)) + QStringLiteral(".evidence"));
}

/// Reads or writes all of it, in one order.
template <class Function>
void forEachVector(LabelledEvidence &one, Function function)
{
    SignalFeatures &s = one.evidence.signal;
    HeadLogits &heads = one.evidence.heads;
    for (auto *values : {&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast, &s.emgTone, &s.emgLevel,
                         &heads.mix, &heads.eeg, &heads.emg})
        function(*values);
    function(one.labels);
}

bool readCache(const QString &path, LabelledEvidence &one)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return false;
    bool whole = true;
    forEachVector(one, [&](auto &values) {
        qint64 size = 0;
        whole = whole && file.read(reinterpret_cast<char *>(&size), sizeof size) == sizeof size && size >= 0
                && size <= file.size();
        values.resize(whole ? size_t(size) : 0);
        const auto bytes = qint64(values.size() * sizeof(values[0]));
        whole = whole && file.read(reinterpret_cast<char *>(values.data()), bytes) == bytes;
    });
    return whole && file.atEnd();
}

/// A cache that cannot be written costs time only.
void writeCache(const QString &path, LabelledEvidence &one)
{
    QSaveFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::WriteOnly))
        return;
    forEachVector(one, [&](auto &values) {
        const auto size = qint64(values.size());
        file.write(reinterpret_cast<const char *>(&size), sizeof size);
        file.write(reinterpret_cast<const char *>(values.data()), qint64(values.size() * sizeof(values[0])));
    });
    file.commit();
}

Result<LabelledEvidence> labelledEvidenceOf(const Network &network, const ManifestRecording &recording,
                                            const Progress &progress)
{
    const auto opened = openLabelled(recording, progress);
    if (!opened)
        return failure(opened.error());
    const auto channels = channelsFor(*opened->recording, opened->choice, network.config(), Input::Both);
    if (!channels)
        return failure(channels.error());
    const auto prepared
        = prepareRecording(*opened->recording, *channels, network.config().normalisation, progress, true);
    if (!prepared)
        return failure(prepared.error());
    auto evidence = evidenceOf(*prepared, network, {}, progress);
    if (!evidence)
        return failure(evidence.error());
    LabelledEvidence result{std::move(*evidence), {}};
    for (EpochIndex i = 0; i < result.evidence.size(); ++i)
        result.labels.push_back(
            i < opened->labels.size() ? scoring::classIndex(opened->labels.stage(i), scoring::kLearnedClasses) : -1);
    return result;
}

} // namespace

Result<std::vector<LabelledEvidence>> gatherEvidence(const Network &network,
                                                     const std::vector<ManifestRecording> &recordings,
                                                     const QString &cacheFolder, const Progress &progress)
{
    Progress inner = progress;
    inner.report = nullptr;
    const QByteArray weights = cacheFolder.isEmpty() ? QByteArray() : weightsDigest(network.weights());
    std::vector<LabelledEvidence> all;
    for (const ManifestRecording &recording : recordings) {
        const QString cache = cacheFile(cacheFolder, weights, recording);
        LabelledEvidence kept;
        if (!readCache(cache, kept)) {
            auto one = labelledEvidenceOf(network, recording, inner);
            if (!one)
                return failure(one.error());
            kept = std::move(*one);
            writeCache(cache, kept);
        }
        all.push_back(std::move(kept));
        progress.advance(QStringLiteral("evidence"), qint64(all.size()), qint64(recordings.size()));
    }
    return all;
}

} // namespace somno::sdreamer
