// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/trainingsetfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <cerrno>
#include <cstdio>

#include "core/base/atomicfile.h"
#include "core/cohort/findings.h"
#include "core/cohort/manifest.h"
#include "core/labels/labelfile.h"

namespace somno::learning {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::learning::TrainingSetFile)
};

tl::unexpected<Error> notWritten(const QString &folder, const QString &why)
{
    return failure(ErrorCode::FileNotWritable, Text::tr("The training set %1 could not be written.").arg(folder),
                   Text::tr("%1 Nothing was changed.").arg(why));
}

/// The label file of an item: its number keeps names apart, the rest is for people.
QString labelsName(size_t number, const TrainingItem &item)
{
    static const QRegularExpression unfit(QStringLiteral("[^\\w.-]+"), QRegularExpression::UseUnicodePropertiesOption);
    const auto plain = [&](QString text) { return text.replace(unfit, QStringLiteral("_")).left(60); };
    return QStringLiteral("%1-%2-%3.csv")
        .arg(number + 1, 3, 10, QLatin1Char('0'))
        .arg(plain(QFileInfo(item.path).completeBaseName()), plain(item.scorer));
}

/// Manifests count both ends.
QJsonArray pairsOf(const Ranges &ranges)
{
    QJsonArray pairs;
    for (const EpochRange &range : ranges)
        pairs << QJsonArray{range.first, range.last - 1};
    return pairs;
}

QJsonObject entryOf(const TrainingItem &item, const QString &folder, const QString &labels, const Ranges &confirmed)
{
    QJsonObject entry = item.said.toJson();
    for (const auto &[key, value] :
         {std::pair("path", sdreamer::nameInManifest(folder, item.path)), std::pair("eeg", item.eeg),
          std::pair("emg", item.emg), std::pair("labels", labels), std::pair("subject", item.subject),
          std::pair("scorer", item.scorer)})
        entry.insert(QLatin1String(key), value);
    entry.insert(QStringLiteral("confirmed"), pairsOf(confirmed));
    return entry;
}

QJsonObject splitsOf(const SplitPlan &plan, const QStringList &present)
{
    QJsonObject splits;
    for (const Split split : kSplits) {
        QJsonArray subjects;
        for (const auto &[subject, of] : plan.subjects)
            if (of == split && present.contains(subject))
                subjects << subject;
        splits[splitKey(split)] = subjects;
    }
    return splits;
}

/// The labels lie beside it; the recordings stay where they are.
QByteArray manifestOf(const TrainingSet &set, const QString &folder)
{
    QJsonArray recordings;
    QStringList subjects;
    for (size_t i = 0; i < set.items().size(); ++i) {
        const TrainingItem &item = set.items()[i];
        const QString labels = labelsName(i, item);
        for (const Split split : kSplits) {
            if (set.ranges(i, split).empty()) // an empty list would mean all of it
                continue;
            QJsonObject entry = entryOf(item, folder, labels, set.ranges(i, split));
            if (!set.plan().bySubject)
                entry[QStringLiteral("split")] = splitKey(split);
            recordings << entry;
            subjects << item.subject;
        }
    }
    QJsonObject manifest{{QStringLiteral("recordings"), recordings}};
    if (set.plan().bySubject)
        manifest[QStringLiteral("splits")] = splitsOf(set.plan(), subjects);
    return QJsonDocument(manifest).toJson();
}

Result<> writeFiles(const TrainingSet &set, const QDir &folder, const QByteArray &manifest, const Progress &progress)
{
    const auto total = qint64(set.items().size());
    for (size_t i = 0; i < set.items().size(); ++i) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, Text::tr("Cancelled while writing labels."));
        const TrainingItem &item = set.items()[i];
        scoring::Hypnogram labels = item.labels;
        labels.setStageSet({}); // whoever learns from the file does not know a laboratory's own
        if (auto written = io::writeLabels(folder.filePath(labelsName(i, item)), labels); !written)
            return failure(written.error());
        progress.advance(QStringLiteral("write"), qint64(i) + 1, total);
    }
    io::AtomicFile file(folder.filePath(kManifestName));
    if (auto opened = file.open(); !opened)
        return opened;
    if (auto written = file.write(manifest); !written)
        return written;
    return file.commit();
}

} // namespace

Result<QString> writeTrainingSet(const TrainingSet &set, const QString &folder, const Progress &progress)
{
    if (const auto findings = findingsOf(set); isBlocked(findings))
        return failure(ErrorCode::TrainingDataInvalid, Text::tr("These labels are not yet enough for a training."),
                       findings.front().text);
    const QString target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const QString parent = QFileInfo(target).path();
    if (QFileInfo::exists(target))
        return notWritten(target, Text::tr("There is already something of that name."));
    if (!QDir().mkpath(parent))
        return notWritten(target, Text::tr("The folder %1 cannot be made.").arg(parent));
    QTemporaryDir partial(target + QStringLiteral(".partial-XXXXXX"));
    if (!partial.isValid())
        return notWritten(target, partial.errorString());
    if (auto written = writeFiles(set, QDir(partial.path()), manifestOf(set, target), progress); !written)
        return failure(written.error());
    // rename() never replaces a folder that holds something.
    if (std::rename(QFile::encodeName(partial.path()).constData(), QFile::encodeName(target).constData()) != 0)
        return notWritten(target, qt_error_string(errno));
    partial.setAutoRemove(false);
    return QDir(target).filePath(kManifestName);
}

} // namespace somno::learning
