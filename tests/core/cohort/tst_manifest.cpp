// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/cohort/dividedbystretches.h"
#include "core/cohort/learnedepochs.h"
#include "core/cohort/manifest.h"
#include "core/scoring/epochranges.h"
#include "tests/support/cohort.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

QJsonObject recording(const QString &subject, const QString &path)
{
    return {{"path", path},
            {"subject", subject},
            {"eeg", "EEG 1"},
            {"confirmed", QJsonArray{QJsonArray{0, 9}, QJsonArray{20, 20}}}};
}

QJsonArray sixRecordings()
{
    QJsonArray all;
    for (int i = 0; i < 6; ++i)
        all.append(recording(QStringLiteral("m%1").arg(i / 2), QStringLiteral("r%1.edf").arg(i)));
    return all;
}

QJsonObject stretch(const char *split, int first, int last)
{
    return {
        {"path", "one.edf"}, {"subject", "m0"}, {"split", split}, {"confirmed", QJsonArray{QJsonArray{first, last}}}};
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readsRecordings();
    void namesAreRelativeWhereTheyCanMoveTogether_data();
    void namesAreRelativeWhereTheyCanMoveTogether();
    void relativeAndAbsolutePathsAreRead();
    void splitsBySubject();
    void dividesSubjectsWhenNoSplitIsGiven();
    void refuses_data();
    void refuses();
    void refusesWithTheReason();
    void namesMissingFiles();
    void digestFollowsContent();
    void planFollowsSplitsAndChannels();
    void oneRecordingBelongsToOneSubject();
    void tellsOfUnknownKeys();
    void numbersNameSubjects();
    void stretchesOfOneRecording();
    void fewAnimalsAreDividedByStretches();
    void whatWasLearnedIsNotHeldOut();
    void refusesStretches_data();
    void refusesStretches();

private:
    /// Files a, b and c of these contents, each of a subject of its own.
    QJsonArray threeRecordings(const std::array<const char *, 3> &contents) const
    {
        QJsonArray three;
        for (size_t i = 0; i < contents.size(); ++i) {
            const QString name(QChar(u'a' + char16_t(i)));
            QFile file(m_folder.filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(contents[i]) < 0)
                qFatal("a file could not be written");
            three.append(QJsonObject{{"path", name}, {"subject", name}});
        }
        return three;
    }

    QTemporaryDir m_folder;
};

void TestManifest::readsRecordings()
{
    const auto manifest = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", sixRecordings()}}));
    QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
    QCOMPARE(manifest->recordings().size(), size_t(6));
    const ManifestRecording &first = manifest->recordings().front();
    QCOMPARE(first.path, QDir(m_folder.path()).absoluteFilePath(QStringLiteral("r0.edf")));
    QCOMPARE(first.labels, first.path); // the recording holds its own labels
    QCOMPARE(first.eeg, QStringLiteral("EEG 1"));
    QCOMPARE(first.confirmed.size(), size_t(2));
    QCOMPARE(first.confirmed[0], (scoring::EpochRange{0, 10})); // both ends of [0, 9] count
    QCOMPARE(first.confirmed[1], (scoring::EpochRange{20, 21}));
}

void TestManifest::namesAreRelativeWhereTheyCanMoveTogether_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *title, const char *folder, const char *path, const char *name) {
        QTest::newRow(title) << QString::fromUtf8(folder) << QString::fromUtf8(path) << QString::fromUtf8(name);
    };
    row("in it", "/d/set", "/d/set/a.edf", "a.edf");
    row("below it", "/d/set", "/d/set/raw/ä b.edf", "raw/ä b.edf");
    row("beside it", "/d/set", "/d/a.edf", "../a.edf");
    row("in a folder beside it", "/d/set/", "/d/raw/a.edf", "../raw/a.edf");
    row("a name that only begins like it", "/d/set", "/data/a.edf", "/data/a.edf");
    row("further up", "/d/sets/first", "/d/a.edf", "/d/a.edf");
    row("elsewhere", "/d/set", "/e/a.edf", "/e/a.edf");
    row("only the root is common", "/set", "/d/a.edf", "/d/a.edf");
    row("in it, below the root", "/set", "/set/a.edf", "a.edf");
    row("another spelling", "/d/x/../set", "/d/set/./a.edf", "a.edf");
}

void TestManifest::namesAreRelativeWhereTheyCanMoveTogether()
{
    QFETCH(QString, folder);
    QFETCH(QString, path);
    QTEST(nameInManifest(folder, path), "name");
    QCOMPARE(QDir::cleanPath(QDir(folder).absoluteFilePath(nameInManifest(folder, path))), QDir::cleanPath(path));
}

void TestManifest::relativeAndAbsolutePathsAreRead()
{
    QJsonArray three = sixRecordings();
    while (three.size() > 3)
        three.removeAt(1);
    const auto rename = [&](int i, const QString &path) {
        QJsonObject entry = three[i].toObject();
        entry["path"] = path;
        entry["subject"] = QStringLiteral("m%1").arg(i);
        three[i] = entry;
    };
    rename(0, QStringLiteral("../r0.edf"));
    rename(1, QStringLiteral("/elsewhere/r1.edf"));
    rename(2, QStringLiteral("raw/r2.edf"));
    QDir(m_folder.path()).mkpath(QStringLiteral("set"));
    const auto manifest
        = Manifest::load(test::writeManifest(m_folder.filePath(QStringLiteral("set")), {{"recordings", three}}));
    QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
    QCOMPARE(manifest->recordings()[0].path, m_folder.filePath(QStringLiteral("r0.edf")));
    QCOMPARE(manifest->recordings()[1].path, QStringLiteral("/elsewhere/r1.edf"));
    QCOMPARE(manifest->recordings()[2].path, m_folder.filePath(QStringLiteral("set/raw/r2.edf")));
}

void TestManifest::splitsBySubject()
{
    const QJsonObject splits{{"train", QJsonArray{"m0"}}, {"validation", QJsonArray{"m2"}}, {"test", QJsonArray{"m1"}}};
    const auto manifest
        = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", sixRecordings()}, {"splits", splits}}));
    QVERIFY(manifest);
    for (const auto &[split, subject] :
         {std::pair{Split::Train, "m0"}, std::pair{Split::Validation, "m2"}, std::pair{Split::Test, "m1"}}) {
        QCOMPARE(manifest->recordings(split).size(), size_t(2));
        for (const ManifestRecording &one : manifest->recordings(split))
            QCOMPARE(one.subject, QLatin1String(subject));
    }
}

void TestManifest::stretchesOfOneRecording()
{
    const QJsonArray stretches{stretch("train", 0, 599), stretch("test", 664, 800), stretch("train", 865, 1400),
                               stretch("validation", 1465, 1500)};
    const auto manifest = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", stretches}}));
    QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message + manifest.error().detail));
    QVERIFY(manifest->isSplitByEntry());
    QCOMPARE(manifest->recordings(Split::Train).size(), size_t(2));
    QCOMPARE(manifest->recordings(Split::Validation).size(), size_t(1));
    QCOMPARE(manifest->recordings(Split::Test).front().confirmed.front(), (scoring::EpochRange{664, 801}));
    QCOMPARE(manifest->subjects(Split::Test), QStringList{QStringLiteral("m0")});
}

void TestManifest::fewAnimalsAreDividedByStretches()
{
    const QJsonArray cohort = test::writeCohort(m_folder.path(), 2, 900);
    const QString path = test::writeManifest(m_folder.path(), {{"recordings", cohort}});
    QVERIFY(!Manifest::load(path));
    const auto whole = Manifest::load(path, {}, Manifest::Few::Keep);
    QVERIFY2(whole, whole ? "" : qPrintable(whole.error().message));
    QVERIFY(!whole->isDivided());
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &warning) { warnings << warning; };
    const auto divided = dividedByStretches(*whole, path, {}, progress);
    QVERIFY2(divided, divided ? "" : qPrintable(divided.error().message + divided.error().detail));
    QVERIFY(divided->isDivided() && divided->isSplitByEntry());
    QVERIFY2(warnings.first().contains(QStringLiteral("divided by stretches")), qPrintable(warnings.join(u'\n')));
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        EpochIndex epochs = 0;
        for (const ManifestRecording &one : divided->recordings(split)) {
            QVERIFY(!one.confirmed.empty());
            QCOMPARE(one.labels, one.path);
            QCOMPARE(one.scorer, QStringLiteral("simulator"));
            epochs += scoring::sizeOf(one.confirmed);
        }
        QVERIFY(epochs >= 64);
    }
}

void TestManifest::whatWasLearnedIsNotHeldOut()
{
    const QJsonArray cohort = test::writeCohort(m_folder.path(), 1, 900);
    const QString path = test::writeManifest(m_folder.path(), {{"recordings", cohort}});
    const auto whole = Manifest::load(path, {}, Manifest::Few::Keep);
    QVERIFY(whole);
    const auto known = learnedFrom(whole->recordings());
    QVERIFY(known);
    const auto nothingLeft = dividedByStretches(*whole, path, *known, {});
    QVERIFY(!nothingLeft);
    QVERIFY2(nothingLeft.error().detail.contains(QStringLiteral("has not learned from already")),
             qPrintable(nothingLeft.error().detail));
    auto half = *known;
    half.front().ranges = {{0, 400}};
    const auto rest = dividedByStretches(*whole, path, half, {});
    QVERIFY2(rest, rest ? "" : qPrintable(rest.error().detail));
    for (const ManifestRecording &one : rest->recordings(Split::Test))
        QVERIFY(one.confirmed.front().first >= 400 + learning::kSplitGuardSec);
}

void TestManifest::refusesStretches_data()
{
    QTest::addColumn<QJsonArray>("recordings");
    QTest::addColumn<QString>("reason");
    const QJsonObject without{{"path", "two.edf"}, {"subject", "m1"}};
    QJsonObject whole = without;
    whole.insert("split", "train");
    QJsonObject wholeTest = without;
    wholeTest.insert("split", "test");
    QJsonObject misspelt = without;
    misspelt.insert("split", "tset");
    QTest::newRow("a gap of 63") << QJsonArray{stretch("train", 0, 599), stretch("test", 663, 800)}
                                 << "less than 64 s apart";
    QTest::newRow("overlap") << QJsonArray{stretch("test", 500, 800), stretch("train", 0, 599)}
                             << "less than 64 s apart";
    QTest::newRow("whole recording twice") << QJsonArray{whole, wholeTest} << "less than 64 s apart";
    QTest::newRow("the same seconds twice")
        << QJsonArray{stretch("train", 0, 599), stretch("train", 599, 800)} << "stand twice";
    QTest::newRow("only some") << QJsonArray{stretch("train", 0, 599), without} << "has no \"split\"";
    QTest::newRow("misspelt") << QJsonArray{misspelt} << "the split \"tset\", which is none";
}

void TestManifest::refusesStretches()
{
    QFETCH(QJsonArray, recordings);
    QFETCH(QString, reason);
    const auto manifest = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", recordings}}));
    QVERIFY(!manifest);
    QCOMPARE(manifest.error().code, ErrorCode::TrainingDataInvalid);
    QVERIFY2(manifest.error().message.contains(reason), qPrintable(manifest.error().message));
}

void TestManifest::dividesSubjectsWhenNoSplitIsGiven()
{
    QJsonArray many;
    for (int i = 0; i < 40; ++i)
        many.append(recording(QStringLiteral("m%1").arg(i / 2), QStringLiteral("r%1.edf").arg(i)));
    const QString file = test::writeManifest(m_folder.path(), {{"recordings", many}});
    const auto manifest = Manifest::load(file);
    QVERIFY(manifest);
    QCOMPARE(manifest->subjects(Split::Validation).size(), 3);
    QCOMPARE(manifest->subjects(Split::Test).size(), 3);
    QStringList all
        = manifest->subjects(Split::Train) + manifest->subjects(Split::Validation) + manifest->subjects(Split::Test);
    QCOMPARE(all.size(), 20);
    QCOMPARE(all.removeDuplicates(), 0);
    QCOMPARE(Manifest::load(file)->subjects(Split::Test),
             manifest->subjects(Split::Test)); // training and evaluation agree
}

void TestManifest::refuses_data()
{
    QTest::addColumn<QJsonObject>("manifest");
    const QJsonArray six = sixRecordings();
    QTest::newRow("nothing") << QJsonObject{};
    QTest::newRow("no subject") << QJsonObject{{"recordings", QJsonArray{QJsonObject{{"path", "a.edf"}}}}};
    QTest::newRow("two subjects") << QJsonObject{
        {"recordings", QJsonArray{recording("a", "1.edf"), recording("b", "2.edf")}}};
    QTest::newRow("subject in two splits") << QJsonObject{
        {"recordings", six}, {"splits", QJsonObject{{"train", QJsonArray{"m0", "m1"}}, {"test", QJsonArray{"m1"}}}}};
    QTest::newRow("unknown subject") << QJsonObject{
        {"recordings", six}, {"splits", QJsonObject{{"train", QJsonArray{"m0"}}, {"test", QJsonArray{"m9"}}}}};
    QTest::newRow("splits that are none") << QJsonObject{{"recordings", six}, {"splits", "none"}};
    QTest::newRow("misspelt split") << QJsonObject{
        {"recordings", six}, {"splits", QJsonObject{{"training", QJsonArray{"m0"}}, {"test", QJsonArray{"m1"}}}}};
}

void TestManifest::refuses()
{
    QFETCH(QJsonObject, manifest);
    const auto loaded = Manifest::load(test::writeManifest(m_folder.path(), manifest));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::TrainingDataInvalid);
    QVERIFY(!loaded.error().detail.isEmpty());
    QVERIFY(!Manifest::load(m_folder.filePath(QStringLiteral("absent.json"))));
}

void TestManifest::refusesWithTheReason()
{
    const auto errorOf = [&](const QJsonObject &manifest) {
        const auto loaded = Manifest::load(test::writeManifest(m_folder.path(), manifest));
        return loaded ? QString() : loaded.error().message;
    };
    const QJsonArray six = sixRecordings();
    const QString twice = errorOf(
        {{"recordings", six}, {"splits", QJsonObject{{"train", QJsonArray{"m0"}}, {"test", QJsonArray{"m0"}}}}});
    QVERIFY2(twice.contains(QStringLiteral("m0 stands twice")), qPrintable(twice));
    const QString unknown = errorOf({{"recordings", six}, {"splits", QJsonObject{{"test", QJsonArray{"m9"}}}}});
    QVERIFY2(unknown.contains(QStringLiteral("m9")) && unknown.contains(QStringLiteral("no recording")),
             qPrintable(unknown));
    for (const QJsonArray &bad :
         {QJsonArray{9, 3}, QJsonArray{-1, 3}, QJsonArray{4}, QJsonArray{"a", "b"}, QJsonArray{1, 2, 3}}) {
        QJsonArray recordings = six;
        QJsonObject last = recordings.takeAt(5).toObject();
        last.insert(QStringLiteral("confirmed"), QJsonArray{bad});
        recordings.append(last);
        const QString ranges = errorOf({{"recordings", recordings}});
        QVERIFY2(ranges.contains(QStringLiteral("r5.edf")), qPrintable(ranges));
    }
}

void TestManifest::namesMissingFiles()
{
    std::vector<ManifestRecording> recordings(7);
    for (size_t i = 0; i < recordings.size(); ++i)
        recordings[i].path = recordings[i].labels = m_folder.filePath(QStringLiteral("absent%1.edf").arg(i));
    const auto missing = requireFiles(recordings);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    QVERIFY(missing.error().message.contains(recordings[0].path));
    QVERIFY2(missing.error().message.contains(QStringLiteral("and 2 more")), qPrintable(missing.error().message));
    QFile file(m_folder.filePath(QStringLiteral("there.edf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    recordings.resize(1);
    recordings[0].path = file.fileName();
    QVERIFY(requireFiles(recordings).error().message.contains(QStringLiteral("absent0.edf"))); // the labels
    recordings[0].labels = file.fileName();
    QVERIFY(requireFiles(recordings));
}

void TestManifest::digestFollowsContent()
{
    const QJsonArray three = threeRecordings({"a", "b", "c"});
    const auto manifest = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", three}}));
    const auto before = manifest->digest();
    QVERIFY(before);
    QCOMPARE(*manifest->digest(), *before);
    QFile file(m_folder.filePath(QStringLiteral("b")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("changed");
    file.close();
    QVERIFY(*manifest->digest() != *before);
    QVERIFY(file.remove());
    QVERIFY(!manifest->digest());
}

void TestManifest::planFollowsSplitsAndChannels()
{
    const QJsonArray three = threeRecordings({"a", "b", "c"});
    const auto plan = [&](const QJsonArray &recordings, const QJsonObject &splits) {
        return Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", recordings}, {"splits", splits}}))
            ->planDigest()
            .value();
    };
    const QJsonObject splits{{"train", QJsonArray{"a"}}, {"validation", QJsonArray{"b"}}, {"test", QJsonArray{"c"}}};
    const QByteArray before = plan(three, splits);
    QCOMPARE(plan(three, splits), before);
    QVERIFY(plan(three, {{"train", QJsonArray{"c"}}, {"validation", QJsonArray{"b"}}, {"test", QJsonArray{"a"}}})
            != before);
    for (const auto &[key, value] : {std::pair{"eeg", QJsonValue("EEG2")}, std::pair{"rate", QJsonValue(512)},
                                     std::pair{"confirmed", QJsonValue(QJsonArray{QJsonArray{1, 5}})}}) {
        QJsonArray other = three;
        QJsonObject first = other[0].toObject();
        first.insert(QLatin1String(key), value);
        other[0] = first;
        QVERIFY2(plan(other, splits) != before, key);
    }
}

void TestManifest::oneRecordingBelongsToOneSubject()
{
    QJsonArray three = threeRecordings({"a", "b", "a"}); // c is a under another name
    const auto digest = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", three}}))->digest();
    QVERIFY(!digest);
    QCOMPARE(digest.error().code, ErrorCode::TrainingDataInvalid);
    QVERIFY2(digest.error().message.contains(QStringLiteral("same recording")), qPrintable(digest.error().message));
    QJsonObject again = three[0].toObject();
    again.insert(QStringLiteral("subject"), QStringLiteral("another"));
    three.append(again);
    const auto twice = Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", three}}));
    QVERIFY(!twice);
    QVERIFY2(twice.error().message.contains(QStringLiteral("under two subjects, a and another")),
             qPrintable(twice.error().message));
}

void TestManifest::tellsOfUnknownKeys()
{
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &message) { warnings << message; };
    QVERIFY(Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", sixRecordings()}}), progress));
    QCOMPARE(warnings, QStringList());
    QJsonArray recordings = sixRecordings();
    QJsonObject misspelt = recordings[3].toObject();
    misspelt.insert(QStringLiteral("confirmd"), QJsonArray{QJsonArray{0, 9}});
    recordings[3] = misspelt;
    misspelt.insert(QStringLiteral("scorer"), QStringLiteral("ben"));
    recordings[4] = misspelt;
    QVERIFY(Manifest::load(test::writeManifest(m_folder.path(), {{"recordings", recordings}, {"split", 1}}), progress));
    QCOMPARE(warnings.size(), 1);
    QVERIFY2(warnings[0].endsWith(QStringLiteral("split, confirmd.")), qPrintable(warnings[0]));
}

void TestManifest::numbersNameSubjects()
{
    QJsonArray recordings;
    for (int i = 0; i < 3; ++i)
        recordings.append(QJsonObject{{"path", QStringLiteral("%1.edf").arg(i)}, {"subject", 100 + i}});
    const auto manifest = Manifest::load(test::writeManifest(
        m_folder.path(),
        {{"recordings", recordings},
         {"splits",
          QJsonObject{{"train", QJsonArray{100}}, {"validation", QJsonArray{101}}, {"test", QJsonArray{102}}}}}));
    QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
    QCOMPARE(manifest->subjects(Split::Test), QStringList{QStringLiteral("102")});
}

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_manifest.moc"
