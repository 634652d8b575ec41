// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/manifest.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <random>

#include "io/edfreader.h"

namespace somno::sdreamer {

namespace {

constexpr const char *kSplitKeys[] = {"train", "validation", "test"};

std::vector<scoring::EpochRange> confirmedRanges(const QJsonArray &pairs)
{
    std::vector<scoring::EpochRange> ranges;
    for (const QJsonValue &pair : pairs) // [first, last], both counted
        ranges.push_back({pair.toArray().at(0).toInteger(), pair.toArray().at(1).toInteger() + 1});
    return ranges;
}

QStringList sortedSubjects(const std::vector<ManifestRecording> &recordings)
{
    QStringList subjects;
    for (const ManifestRecording &recording : recordings)
        subjects << recording.subject;
    subjects.sort();
    subjects.removeDuplicates();
    return subjects;
}

} // namespace

Result<Manifest> Manifest::load(const QString &path, quint64 seed)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("The manifest %1 cannot be read.").arg(path),
                       file.errorString());
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &parse);
    if (!document.isObject())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("%1 is not a manifest.").arg(path),
                       QStringLiteral("It is not a JSON object: %1 at byte %2.").arg(parse.errorString()).arg(parse.offset));
    Manifest manifest;
    if (auto read = manifest.readRecordings(document.object(), path); !read)
        return failure(read.error());
    if (auto read = manifest.readSplits(document.object(), path, seed); !read)
        return failure(read.error());
    return manifest;
}

Result<> Manifest::readRecordings(const QJsonObject &root, const QString &file)
{
    const QDir folder = QFileInfo(file).absoluteDir();
    for (const QJsonValue &value : root.value(QStringLiteral("recordings")).toArray()) {
        const QJsonObject o = value.toObject();
        ManifestRecording recording;
        recording.path = o.value(QStringLiteral("path")).toString();
        recording.labels = o.value(QStringLiteral("labels")).toString(recording.path);
        recording.eeg = o.value(QStringLiteral("eeg")).toString();
        recording.emg = o.value(QStringLiteral("emg")).toString();
        recording.subject = o.value(QStringLiteral("subject")).toString();
        recording.scorer = o.value(QStringLiteral("scorer")).toString();
        recording.confirmed = confirmedRanges(o.value(QStringLiteral("confirmed")).toArray());
        if (recording.path.isEmpty() || recording.subject.isEmpty())
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("Recording %1 of %2 has no path or no subject.").arg(m_recordings.size() + 1).arg(file),
                           QStringLiteral("Every recording needs both: subjects keep training and test data apart."));
        recording.path = folder.absoluteFilePath(recording.path);
        recording.labels = folder.absoluteFilePath(recording.labels);
        m_recordings.push_back(std::move(recording));
    }
    if (m_recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("%1 names no recordings.").arg(file),
                       QStringLiteral("It needs a list \"recordings\" with path, labels and subject of each."));
    return {};
}

Result<> Manifest::readSplits(const QJsonObject &root, const QString &file, quint64 seed)
{
    const QStringList known = sortedSubjects(m_recordings);
    const QJsonObject splits = root.value(QStringLiteral("splits")).toObject();
    if (splits.isEmpty()) {
        if (known.size() < 3)
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("%1 has %2 subjects; training needs at least three.").arg(file).arg(known.size()),
                           QStringLiteral("One subject each for training, validation and test keeps the figures honest."));
        QStringList shuffled = known;
        std::mt19937_64 random(seed);
        for (qsizetype i = shuffled.size() - 1; i > 0; --i)
            shuffled.swapItemsAt(i, qsizetype(random() % quint64(i + 1)));
        const qsizetype held = std::max<qsizetype>(1, qRound(0.15 * double(known.size())));
        m_subjects[int(Split::Validation)] = shuffled.mid(0, held);
        m_subjects[int(Split::Test)] = shuffled.mid(held, held);
        m_subjects[int(Split::Train)] = shuffled.mid(2 * held);
        return {};
    }
    QStringList seen;
    for (int i = 0; i < 3; ++i)
        for (const QJsonValue &value : splits.value(QLatin1String(kSplitKeys[i])).toArray()) {
            const QString subject = value.toString();
            if (seen.contains(subject) || !known.contains(subject))
                return failure(ErrorCode::TrainingDataInvalid,
                               QStringLiteral("Subject %1 in the splits of %2 stands twice or has no recording.").arg(subject, file),
                               QStringLiteral("Each subject belongs to exactly one of train, validation and test."));
            seen << subject;
            m_subjects[i] << subject;
        }
    return {};
}

std::vector<ManifestRecording> Manifest::recordings(Split split) const
{
    std::vector<ManifestRecording> result;
    std::copy_if(m_recordings.begin(), m_recordings.end(), std::back_inserter(result),
                 [&](const ManifestRecording &r) { return m_subjects[int(split)].contains(r.subject); });
    return result;
}

Result<QByteArray> Manifest::digest() const
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (const ManifestRecording &recording : m_recordings) {
        for (const QString &path : {recording.path, recording.labels}) {
            const auto one = io::contentDigest(path);
            if (!one)
                return failure(one.error());
            hash.addData(*one);
            if (recording.labels == recording.path)
                break;
        }
    }
    return hash.result().toHex();
}

} // namespace somno::sdreamer
