// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/manifest.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <optional>
#include <random>

#include "core/recordings/contentdigest.h"

namespace somno::sdreamer {

using learning::kSplitGuardSec;
using learning::kSplits;
using learning::splitKey;
using learning::splitOfKey;

namespace {

constexpr double kHeldShare = 0.15; ///< of the subjects, for validation or test, where the file does not say

/// nullopt where a pair is not [first, last] with 0 <= first <= last.
std::optional<std::vector<scoring::EpochRange>> confirmedRanges(const QJsonArray &pairs)
{
    std::vector<scoring::EpochRange> ranges;
    for (const QJsonValue &pair : pairs) { // both ends counted
        const qint64 first = pair.toArray().at(0).toInteger(-1), last = pair.toArray().at(1).toInteger(-1);
        if (pair.toArray().size() != 2 || first < 0 || last < first)
            return std::nullopt;
        ranges.push_back({first, last + 1});
    }
    return ranges;
}

/// Laboratories also number their animals.
QString subjectName(const QJsonValue &value)
{
    return value.isDouble() ? value.toVariant().toString() : value.toString();
}

/// The same file under the same name, however the manifest spells it; links are followed.
QString oneSpelling(const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? QDir::cleanPath(path) : canonical;
}

/// Whether stretches of one recording are nearer than `gap`; 0: whether they share an epoch.
bool areNear(const ManifestRecording &a, const ManifestRecording &b, EpochIndex gap)
{
    if (a.confirmed.empty() || b.confirmed.empty())
        return true; // the whole of it
    return std::any_of(a.confirmed.begin(), a.confirmed.end(), [&](const scoring::EpochRange &one) {
        return std::any_of(b.confirmed.begin(), b.confirmed.end(), [&](const scoring::EpochRange &other) {
            return one.first < other.last + gap && other.first < one.last + gap;
        });
    });
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

QStringList shuffled(QStringList subjects, quint64 seed)
{
    std::mt19937_64 random(seed);
    for (qsizetype i = subjects.size() - 1; i > 0; --i)
        subjects.swapItemsAt(i, qsizetype(random() % quint64(i + 1)));
    return subjects;
}

/// Such a key may be a misspelt "confirmed", without which all labels count.
void warnOfUnknownKeys(const QJsonObject &root, const QString &file, const Progress &progress)
{
    QStringList unknown;
    const auto look = [&](const QJsonObject &object, const QStringList &known) {
        for (const QString &key : object.keys())
            if (!known.contains(key) && !unknown.contains(key))
                unknown << key;
    };
    look(root, {QStringLiteral("recordings"), QStringLiteral("splits")});
    for (const QJsonValue &recording : root.value(QStringLiteral("recordings")).toArray())
        look(recording.toObject(),
             {QStringLiteral("path"), QStringLiteral("eeg"), QStringLiteral("emg"), QStringLiteral("labels"),
              QStringLiteral("subject"), QStringLiteral("scorer"), QStringLiteral("split"), QStringLiteral("confirmed"),
              QStringLiteral("rate"), QStringLiteral("unit"), QStringLiteral("channels")});
    if (!unknown.isEmpty())
        progress.warning(
            QStringLiteral("%1 has keys that mean nothing here: %2.").arg(file, unknown.join(QStringLiteral(", "))));
}

} // namespace

QString nameInManifest(const QString &folder, const QString &path)
{
    const QDir own(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()));
    const QString holder = QFileInfo(own.path()).path();
    const QString reach = QDir(holder).isRoot() ? own.path() : holder; // below the root lies everything
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    return absolute.startsWith(reach + QLatin1Char('/')) ? own.relativeFilePath(absolute) : absolute;
}

Result<Manifest> Manifest::load(const QString &path, const Progress &progress, Few few)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("The manifest %1 cannot be read.").arg(path),
                       file.errorString());
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &parse);
    if (!document.isObject())
        return failure(
            ErrorCode::TrainingDataInvalid, QStringLiteral("%1 is not a manifest.").arg(path),
            QStringLiteral("It is not a JSON object: %1 at byte %2.").arg(parse.errorString()).arg(parse.offset));
    Manifest manifest;
    if (auto read = manifest.readRecordings(document.object(), path); !read)
        return failure(read.error());
    if (auto consistent = manifest.checkSubjects(path); !consistent)
        return failure(consistent.error());
    if (auto read = manifest.readSplits(document.object(), path, few); !read)
        return failure(read.error());
    warnOfUnknownKeys(document.object(), path, progress);
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
        recording.subject = subjectName(o.value(QStringLiteral("subject")));
        recording.scorer = o.value(QStringLiteral("scorer")).toString();
        recording.said = io::OpenOptions::fromJson(o);
        const QJsonValue split = o.value(QStringLiteral("split"));
        recording.split = splitOfKey(split.toString());
        if (!split.isUndefined() && !recording.split)
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("Recording %1 of %2 has the split \"%3\", which is none.")
                               .arg(m_recordings.size() + 1)
                               .arg(file, split.toString()),
                           QStringLiteral("An entry's \"split\" is \"train\", \"validation\" or \"test\"."));
        const QJsonValue ranges = o.value(QStringLiteral("confirmed"));
        const bool namesNone = !ranges.isUndefined() && ranges.toArray().isEmpty(); // it would mean all of it
        const auto confirmed = namesNone ? std::nullopt : confirmedRanges(ranges.toArray());
        if (recording.path.isEmpty() || recording.subject.isEmpty())
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("Recording %1 of %2 has no path or no subject.").arg(m_recordings.size() + 1).arg(file),
                QStringLiteral("Every recording needs both: subjects keep training and test data apart."));
        if (!confirmed)
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("The confirmed ranges of %1 in %2 are not ranges.").arg(recording.path, file),
                           QStringLiteral("A list of pairs [first, last] of seconds from 0, both counted; without "
                                          "\"confirmed\" all labels count."));
        recording.confirmed = *confirmed;
        recording.path = oneSpelling(folder.absoluteFilePath(recording.path));
        recording.labels = oneSpelling(folder.absoluteFilePath(recording.labels));
        m_recordings.push_back(std::move(recording));
    }
    if (m_recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("%1 names no recordings.").arg(file),
                       QStringLiteral("It needs a list \"recordings\" with path, labels and subject of each."));
    return {};
}

Result<> Manifest::checkSubjects(const QString &file) const
{
    QHash<QString, QString> subjects;
    for (const ManifestRecording &recording : m_recordings) {
        const QString subject = subjects.value(recording.path, recording.subject);
        if (subject != recording.subject)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("%1 stands in %2 under two subjects, %3 and %4.")
                    .arg(recording.path, file, subject, recording.subject),
                QStringLiteral(
                    "One recording is of one animal. Correct the subjects, or leave one of the entries out."));
        subjects.insert(recording.path, subject);
    }
    for (size_t i = 0; i < m_recordings.size(); ++i)
        for (size_t j = 0; j < i; ++j) {
            const ManifestRecording &one = m_recordings[i], &other = m_recordings[j];
            if (one.path == other.path && one.scorer == other.scorer && one.split == other.split
                && areNear(one, other, 0))
                return failure(ErrorCode::TrainingDataInvalid,
                               one.scorer.isEmpty()
                                   ? QStringLiteral("The same seconds of %1 stand twice in %2.").arg(one.path, file)
                                   : QStringLiteral("The same seconds of %1 stand twice in %2, both by %3.")
                                         .arg(one.path, file, one.scorer),
                               QStringLiteral("Leave one of the entries out, or name the scorers (\"scorer\") where "
                                              "two people set the labels."));
        }
    return {};
}

Result<> Manifest::readSplits(const QJsonObject &root, const QString &file, Few few)
{
    const QStringList known = sortedSubjects(m_recordings);
    if (std::any_of(m_recordings.begin(), m_recordings.end(), [](const auto &r) { return r.split.has_value(); })) {
        if (root.contains(QStringLiteral("splits")))
            return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("%1 divides its recordings twice.").arg(file),
                           QStringLiteral("Either every recording has a \"split\", or \"splits\" names subjects."));
        return takeEntrySplits(file);
    }
    const QJsonValue given = root.value(QStringLiteral("splits"));
    if (!given.isUndefined() && !given.isNull() && !given.isObject())
        return failure(
            ErrorCode::TrainingDataInvalid, QStringLiteral("\"splits\" in %1 is not an object.").arg(file),
            QStringLiteral("It holds lists of subjects: {\"train\": [], \"validation\": [], \"test\": []}."));
    for (const QString &key : given.toObject().keys())
        if (!splitOfKey(key))
            return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("%1 has a split \"%2\".").arg(file, key),
                           QStringLiteral("The splits are \"train\", \"validation\" and \"test\"."));
    const QJsonObject splits = root.value(QStringLiteral("splits")).toObject();
    if (splits.isEmpty()) {
        if (known.size() < 3 && few == Few::Keep)
            return {};
        if (known.size() < 3)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("%1 has %2 subjects; training needs at least three.").arg(file).arg(known.size()),
                QStringLiteral(
                    "One subject each for training, validation and test keeps the figures honest. To evaluate a "
                    "model on all of them: sdreamer evaluate --split all."));
        const QStringList mixed = shuffled(known, learning::kSplitSeed);
        const qsizetype held = std::max<qsizetype>(1, qRound(kHeldShare * double(known.size())));
        m_subjects[int(Split::Validation)] = mixed.mid(0, held);
        m_subjects[int(Split::Test)] = mixed.mid(held, held);
        m_subjects[int(Split::Train)] = mixed.mid(2 * held);
        return {};
    }
    QStringList seen;
    for (const Split split : kSplits)
        for (const QJsonValue &value : splits.value(splitKey(split)).toArray()) {
            const QString subject = subjectName(value);
            if (!known.contains(subject))
                return failure(ErrorCode::TrainingDataInvalid,
                               QStringLiteral("Subject %1 in the splits of %2 has no recording.").arg(subject, file),
                               QStringLiteral("The recordings are of %1.").arg(known.join(QStringLiteral(", "))));
            if (seen.contains(subject))
                return failure(
                    ErrorCode::TrainingDataInvalid,
                    QStringLiteral("Subject %1 stands twice in the splits of %2.").arg(subject, file),
                    QStringLiteral("Each subject belongs to exactly one of train, validation and test: a model "
                                   "tested on an animal that it learned from looks better than it is."));
            seen << subject;
            m_subjects[int(split)] << subject;
        }
    return {};
}

bool Manifest::isSplitByEntry() const
{
    return m_recordings.front().split.has_value();
}

Result<> Manifest::takeEntrySplits(const QString &file)
{
    for (size_t i = 0; i < m_recordings.size(); ++i) {
        const ManifestRecording &one = m_recordings[i];
        if (!one.split)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("Recording %1 of %2 has no \"split\", though others have.").arg(i + 1).arg(file),
                QStringLiteral("Give every recording one, or none and divide the subjects by \"splits\"."));
        for (size_t j = 0; j < i; ++j)
            if (m_recordings[j].path == one.path && m_recordings[j].split != one.split
                && areNear(m_recordings[j], one, kSplitGuardSec))
                return failure(ErrorCode::TrainingDataInvalid,
                               QStringLiteral("%1 stands in two splits of %2 with stretches less than %3 s apart.")
                                   .arg(one.path, file)
                                   .arg(kSplitGuardSec),
                               QStringLiteral("The network sees %1 s at once: nearer, it is tested on what it saw "
                                              "while learning. Leave a gap "
                                              "between the \"confirmed\" ranges.")
                                   .arg(kSplitGuardSec));
        QStringList &subjects = m_subjects[int(*one.split)];
        if (!subjects.contains(one.subject))
            subjects << one.subject;
    }
    return {};
}

Result<std::vector<Manifest>> Manifest::folds(int count, quint64 seed) const
{
    const QStringList subjects = shuffled(sortedSubjects(m_recordings), seed);
    if (count < 2 || count > subjects.size() || subjects.size() < 3)
        return failure(
            ErrorCode::TrainingDataInvalid,
            QStringLiteral("%1 subjects cannot be divided into %2 folds.").arg(subjects.size()).arg(count),
            QStringLiteral(
                "Cross-validation needs at least three subjects, two folds, and no more folds than subjects."));
    std::vector<Manifest> folds;
    for (int fold = 0; fold < count; ++fold) {
        Manifest part = *this;
        for (ManifestRecording &recording : part.m_recordings)
            recording.split.reset();
        QStringList test, others;
        for (qsizetype i = 0; i < subjects.size(); ++i)
            (i % count == fold ? test : others) << subjects[i];
        // Other validation subjects in every fold.
        std::rotate(others.begin(), others.begin() + fold * others.size() / count, others.end());
        const qsizetype held = std::max<qsizetype>(1, qRound(kHeldShare * double(others.size())));
        part.m_subjects[int(Split::Test)] = test;
        part.m_subjects[int(Split::Validation)] = others.mid(0, held);
        part.m_subjects[int(Split::Train)] = others.mid(held);
        if (part.m_subjects[int(Split::Train)].isEmpty())
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("Fold %1 would leave no subject to learn from.").arg(fold + 1),
                           QStringLiteral("Add subjects, or choose more folds."));
        folds.push_back(std::move(part));
    }
    return folds;
}

std::vector<ManifestRecording> Manifest::recordings(Split split) const
{
    std::vector<ManifestRecording> result;
    std::copy_if(m_recordings.begin(), m_recordings.end(), std::back_inserter(result), [&](const ManifestRecording &r) {
        return r.split ? *r.split == split : m_subjects[int(split)].contains(r.subject);
    });
    return result;
}

Result<> requireFiles(const std::vector<ManifestRecording> &recordings)
{
    constexpr qsizetype kNamed = 5;
    QStringList missing;
    for (const ManifestRecording &recording : recordings)
        for (const QString &path : {recording.path, recording.labels})
            if (!QFileInfo(path).isFile() && !missing.contains(path))
                missing << path;
    if (missing.isEmpty())
        return {};
    const QString more
        = missing.size() > kNamed ? QStringLiteral(" and %1 more").arg(missing.size() - kNamed) : QString();
    return failure(ErrorCode::FileNotFound,
                   QStringLiteral("The manifest names files that are not there: %1%2.")
                       .arg(missing.mid(0, kNamed).join(QStringLiteral(", ")), more),
                   QStringLiteral("Paths in a manifest are relative to its own folder."));
}

Result<QByteArray> Manifest::digest() const
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    QMap<QByteArray, const ManifestRecording *> known;
    QMap<QString, QByteArray> digests; // a recording may stand several times
    for (const ManifestRecording &recording : m_recordings) {
        for (const QString &path : {recording.path, recording.labels}) {
            if (!digests.contains(path)) {
                const auto read = io::contentDigest(path);
                if (!read)
                    return failure(read.error());
                digests.insert(path, *read);
            }
            const QByteArray one = digests.value(path);
            hash.addData(one);
            if (path != recording.path)
                continue;
            const ManifestRecording *same = known.value(one);
            if (same && same->path != recording.path && same->split != recording.split)
                return failure(
                    ErrorCode::TrainingDataInvalid,
                    QStringLiteral("%1 and %2 are the same recording, and stand in two splits.")
                        .arg(same->path, recording.path),
                    QStringLiteral(
                        "A model tested on what it learned from looks better than it is. Name the same file in both."));
            if (same && same->subject != recording.subject)
                return failure(
                    ErrorCode::TrainingDataInvalid,
                    QStringLiteral("%1 of subject %2 and %3 of subject %4 are the same recording.")
                        .arg(same->path, same->subject, recording.path, recording.subject),
                    QStringLiteral(
                        "A model tested on what it learned from looks better than it is. Correct the subjects, or "
                        "leave one of the two out."));
            known.insert(one, &recording);
            if (recording.labels == recording.path)
                break;
        }
    }
    return hash.result().toHex();
}

Result<QByteArray> Manifest::planDigest() const
{
    const auto contents = digest();
    if (!contents)
        return contents;
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(*contents);
    QJsonArray plan;
    for (const ManifestRecording &recording : m_recordings) { // in the order of their contents above
        QJsonArray splits, confirmed;
        for (const QStringList &subjects : m_subjects)
            splits << subjects.contains(recording.subject);
        for (const scoring::EpochRange &range : recording.confirmed)
            confirmed << range.first << range.last;
        QJsonArray entry{recording.subject, splits, recording.eeg, recording.emg, confirmed};
        if (recording.split)
            entry << int(*recording.split);
        if (!recording.said.isEmpty())
            entry << recording.said.toJson();
        plan << entry;
    }
    hash.addData(QJsonDocument(plan).toJson(QJsonDocument::Compact));
    return hash.result().toHex();
}

void Manifest::setStrictLabels(bool strict)
{
    for (ManifestRecording &recording : m_recordings)
        recording.strictLabels = strict;
}

void warnOfIdleSubjects(const Manifest &manifest, const Progress &progress)
{
    QStringList idle;
    for (const ManifestRecording &recording : manifest.recordings()) {
        const auto holds = [&](Split split) { return manifest.subjects(split).contains(recording.subject); };
        if (!holds(Split::Train) && !holds(Split::Validation) && !holds(Split::Test)
            && !idle.contains(recording.subject))
            idle << recording.subject;
    }
    if (!idle.isEmpty())
        progress.warning(QStringLiteral("The manifest's splits do not name %1: their recordings are not used.")
                             .arg(idle.join(QStringLiteral(", "))));
}

} // namespace somno::sdreamer
