// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <stop_token>
#include <unistd.h>

#include "core/cohort/manifest.h"
#include "core/cohort/trainingsetfile.h"
#include "core/labels/labelfile.h"
#include "tests/support/offeredscorings.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::scoring;

namespace {

QJsonObject jsonOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

Ranges rangesOf(const QJsonObject &entry)
{
    Ranges ranges;
    for (const QJsonValue &pair : entry.value(QLatin1String("confirmed")).toArray())
        ranges.push_back({pair.toArray().at(0).toInteger(), pair.toArray().at(1).toInteger() + 1});
    return ranges;
}

} // namespace

class TestTrainingSetFile : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] QString target() const { return m_folder->filePath(QStringLiteral("sets/first")); }
    [[nodiscard]] QStringList leftOver() const
    {
        return QDir(m_folder->filePath(QStringLiteral("sets"))).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    const QString m_path = QStringLiteral("/d/Mäuse/night 1.edf");

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void blocks()
    {
        OfferedScoring offer
            = test::offerOf(m_path, QStringLiteral("m1"), test::cycles(3600), QStringLiteral("Zoë / 2"));
        offer.hypnogram.set(100, Stage::Rem, EpochSource::Automatic);
        offer.said.rateHz = 511.9596;
        const TrainingSet set = TrainingSet::build({offer}, {}, 1);
        const auto written = writeTrainingSet(set, target());
        QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
        QCOMPARE(*written, target() + QStringLiteral("/manifest.json"));
        const QJsonObject manifest = jsonOf(*written);
        QVERIFY(!manifest.contains(QLatin1String("splits")));
        const QJsonArray entries = manifest.value(QLatin1String("recordings")).toArray();
        QCOMPARE(entries.size(), 3);
        for (const QJsonValue &value : entries) {
            const QJsonObject entry = value.toObject();
            QCOMPARE(entry.value(QLatin1String("path")).toString(), m_path);
            QCOMPARE(entry.value(QLatin1String("eeg")).toString(), QStringLiteral("EEG"));
            QCOMPARE(io::OpenOptions::fromJson(entry), offer.said);
            QCOMPARE(entry.value(QLatin1String("subject")).toString(), QStringLiteral("m1"));
            QCOMPARE(entry.value(QLatin1String("scorer")).toString(), QStringLiteral("Zoë / 2"));
            const QString split = entry.value(QLatin1String("split")).toString();
            const auto which = std::ranges::find(kSplits, split, splitKey);
            QVERIFY(which != kSplits.end());
            QCOMPARE(rangesOf(entry), set.ranges(0, *which));
            const auto labels = io::readLabels(QDir(target()).filePath(entry.value(QLatin1String("labels")).toString()),
                                               {.epochSec = 1});
            QVERIFY(labels);
            QCOMPARE(test::lettersOf(labels->hypnogram), test::lettersOf(set.items().front().labels));
            QCOMPARE(labels->hypnogram.stage(100), Stage::Unscored); // an automatic epoch teaches nothing
        }
    }

    /// What is learned from is read without the laboratory's stage set.
    void ownStages()
    {
        OfferedScoring offer = test::offerOf(m_path, QStringLiteral("m1"), test::cycles(3600));
        const Stage torpor = Stage(16);
        offer.hypnogram.setStageSet(
            StageSet::holding(offer.hypnogram.stages(),
                              *StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                              {{Stage::Wake, QStringLiteral("Wake"), QStringLiteral("W"), {}, {}},
                                               {Stage::Nrem, QStringLiteral("Quiet"), QStringLiteral("Q"), {}, {}},
                                               {Stage::Rem, QStringLiteral("REM"), QStringLiteral("R"), {}, {}},
                                               {torpor, QStringLiteral("NREM"), QStringLiteral("T"), {}, {}}})));
        offer.hypnogram.set(7, torpor, EpochSource::Human);
        const TrainingSet set = TrainingSet::build({offer}, {}, 1);
        QVERIFY(writeTrainingSet(set, target()));
        const QString file = QDir(target()).entryList({QStringLiteral("*.csv")}).value(0);
        const auto labels = io::readLabels(QDir(target()).filePath(file), {.epochSec = 1});
        QVERIFY(labels);
        QCOMPARE(labels->hypnogram.stage(7), Stage::Unscored); // it is learned as no class
        QVERIFY(std::ranges::equal(labels->hypnogram.stages().subspan(8), offer.hypnogram.stages().subspan(8)));
    }

    void subjects()
    {
        std::vector<OfferedScoring> offered;
        for (int i = 0; i < 5; ++i)
            offered.push_back(
                test::offerOf(QStringLiteral("/d/r%1.edf").arg(i), QStringLiteral("m%1").arg(i), test::cycles(1200)));
        const TrainingSet set = TrainingSet::build(offered, {}, 1);
        const auto written = writeTrainingSet(set, target());
        QVERIFY(written);
        const QJsonObject manifest = jsonOf(*written), splits = manifest.value(QLatin1String("splits")).toObject();
        QStringList all;
        for (const Split split : kSplits)
            for (const QJsonValue &subject : splits.value(splitKey(split)).toArray()) {
                QCOMPARE(set.plan().subjects.at(subject.toString()), split);
                all << subject.toString();
            }
        all.sort();
        QCOMPARE(all, subjectsOf(set.items()));
        const QJsonArray entries = manifest.value(QLatin1String("recordings")).toArray();
        QCOMPARE(entries.size(), 5);
        for (const QJsonValue &entry : entries) {
            QVERIFY(!entry.toObject().contains(QLatin1String("split")));
            QCOMPARE(rangesOf(entry.toObject()), (Ranges{{0, 1200}}));
        }
    }

    void aFolderThatMovesAsAWholeStillWorks()
    {
        const QString study = m_folder->filePath(QStringLiteral("study")), moved = m_folder->filePath("moved");
        QVERIFY(QDir().mkpath(study + QStringLiteral("/set/raw")));
        std::vector<OfferedScoring> offered;
        for (const char *name : {"m0.edf", "set/raw/m1.edf", "m2.edf"}) { // beside the manifest's folder and below it
            const QString path = study + QLatin1Char('/') + QLatin1String(name);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(name) > 0);
            offered.push_back(test::offerOf(path, QFileInfo(path).baseName(), test::cycles(1200)));
        }
        QVERIFY(QDir().rename(study + QStringLiteral("/set"), m_folder->filePath(QStringLiteral("kept"))));
        const auto written = writeTrainingSet(TrainingSet::build(offered, {}, 1), study + QStringLiteral("/set"));
        QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
        QVERIFY(QDir().rename(m_folder->filePath(QStringLiteral("kept/raw")), study + QStringLiteral("/set/raw")));
        QVERIFY(QDir().rename(study, moved));
        const auto manifest = sdreamer::Manifest::load(moved + QStringLiteral("/set/manifest.json"));
        QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
        QCOMPARE(manifest->recordings().size(), size_t(3));
        QVERIFY(sdreamer::requireFiles(manifest->recordings()));
        for (const sdreamer::ManifestRecording &recording : manifest->recordings())
            QVERIFY2(recording.path.startsWith(moved) && recording.labels.startsWith(moved),
                     qPrintable(recording.path));
    }

    void twoScorersHaveTwoFiles()
    {
        std::vector<OfferedScoring> offered;
        for (const char *scorer : {"a/b", "a_b"})
            offered.push_back(test::offerOf(m_path, QStringLiteral("m"), test::cycles(3600), QLatin1String(scorer)));
        const auto written = writeTrainingSet(TrainingSet::build(offered, {}, 1), target());
        QVERIFY(written);
        QSet<QString> files;
        for (const QJsonValue &entry : jsonOf(*written).value(QLatin1String("recordings")).toArray())
            files << entry.toObject().value(QLatin1String("labels")).toString();
        for (const QString &file : files) // named as they lie beside the manifest, which can be moved with them
            QVERIFY2(!file.contains(QLatin1Char('/')) && QFileInfo::exists(QDir(target()).filePath(file)),
                     qPrintable(file));
        QCOMPARE(files.size(), 2);
    }

    void blockedSetsAreNotWritten()
    {
        const auto written = writeTrainingSet(TrainingSet::build({test::offerOf(m_path, {}, "WNR")}, {}, 1), target());
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::TrainingDataInvalid);
        QVERIFY(written.error().detail.startsWith(QLatin1String("Only 3 s")));
        QVERIFY(leftOver().isEmpty());
    }

    void nothingIsOverwrittenOrLeftHalf()
    {
        const TrainingSet set = TrainingSet::build({test::offerOf(m_path, {}, test::cycles(3600))}, {}, 1);
        QVERIFY(writeTrainingSet(set, target()));
        const auto again = writeTrainingSet(set, target());
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::FileNotWritable);
        std::stop_source stop;
        stop.request_stop();
        const auto cancelled
            = writeTrainingSet(set, m_folder->filePath(QStringLiteral("sets/second")), {{}, {}, stop.get_token()});
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QCOMPARE(leftOver(), QStringList{QStringLiteral("first")});
        QVERIFY(!writeTrainingSet(set, target() + QStringLiteral("/manifest.json/inside")));
    }
};

QTEST_APPLESS_MAIN(TestTrainingSetFile)
#include "tst_trainingsetfile.moc"
