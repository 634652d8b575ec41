// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "core/recordings/recordingfile.h"
#include "core/scoring/stageset.h"
#include "core/simulation/simulator.h"
#include "tests/support/engine.h"

using namespace somno;
using namespace somno::test;

class TestSimulateVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void fileHoldsWhatWasSimulated();
    void sameCommandSameBytes();
    void cohortWithManifest();
    void cohortOfOneConditionForTheTest();
    void badArguments();
    void explainsItself();

private:
    QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QTemporaryDir m_folder;
};

void TestSimulateVerb::fileHoldsWhatWasSimulated()
{
    const QString path = m_folder.filePath("one.edf");
    const EngineRun run
        = runEngine({"simulate", "--hours", "0.5", "--seed", "5", "--subject", "2", "--rate", "305.1758", "-o", path});
    QCOMPARE(run.status, 0);
    simulation::SimulationRequest request;
    request.hours = 0.5;
    request.seed = 5;
    request.subject = 2;
    request.rateHz = 305.1758;
    const signal::Recording made = simulation::simulate(request).value();
    const auto read = io::readRecording(path);
    QVERIFY(read.has_value());
    QCOMPARE((*read)->channels.size(), made.channels.size());
    QVERIFY((*read)->patient.contains("Simulated"));
    for (size_t i = 0; i < made.channels.size(); ++i) {
        QVERIFY((*read)->channels[i].rate == made.channels[i].rate);
        QVERIFY((*read)->channels[i].samples->data() == made.channels[i].samples->data());
        // The limits fit into the eight characters of the header.
        QVERIFY(std::abs((*read)->channels[i].physicalMax / made.channels[i].physicalMax - 1) < 1e-9);
    }
    QCOMPARE((*read)->annotations.size(), made.annotations.size());
    QCOMPARE(simulation::trueStages(**read), simulation::trueStages(made));
}

void TestSimulateVerb::sameCommandSameBytes()
{
    for (const char *name : {"a.edf", "b.edf"})
        QCOMPARE(runEngine({"simulate", "--hours", "0.05", "--seed", "9", "-o", m_folder.filePath(name)}).status, 0);
    QVERIFY(!bytesOf(m_folder.filePath("a.edf")).isEmpty());
    QVERIFY(bytesOf(m_folder.filePath("a.edf")) == bytesOf(m_folder.filePath("b.edf")));
}

void TestSimulateVerb::cohortWithManifest()
{
    const QString folder = m_folder.filePath("cohort/new");
    const EngineRun run = runEngine({"simulate", "--cohort", "4", "--recordings", "2", "--hours", "0.02", "--seed", "3",
                                     "--validation", "1", "--test", "1", "-o", folder});
    QCOMPARE(run.status, 0);
    const QJsonObject manifest = QJsonDocument::fromJson(bytesOf(folder + "/manifest.json")).object();
    const QJsonArray recordings = manifest["recordings"].toArray();
    QCOMPARE(recordings.size(), 8);
    QSet<QString> paths;
    for (const QJsonValue &value : recordings) {
        const QJsonObject entry = value.toObject();
        paths.insert(entry["path"].toString());
        const auto recording = io::readRecording(folder + '/' + entry["path"].toString());
        QVERIFY(recording.has_value());
        QVERIFY((*recording)->channelIndex(entry["eeg"].toString()) >= 0);
        QVERIFY((*recording)->channelIndex(entry["emg"].toString()) >= 0);
        QVERIFY(!(*recording)->annotations.empty());
        QCOMPARE(entry["labels"], entry["path"]);
    }
    QCOMPARE(paths.size(), 8);
    QVERIFY(paths.contains("sim_3_0001.edf"));
    const QJsonObject splits = manifest["splits"].toObject();
    QCOMPARE(splits["train"].toArray(), (QJsonArray{"mouse_0001", "mouse_0002"}));
    QCOMPARE(splits["validation"].toArray(), QJsonArray{"mouse_0003"});
    QCOMPARE(splits["test"].toArray(), QJsonArray{"mouse_0004"});
}

void TestSimulateVerb::cohortOfOneConditionForTheTest()
{
    const QString folder = m_folder.filePath("hum"), varied = m_folder.filePath("varied");
    for (const QStringList &options :
         {QStringList{"--condition", "hum", "-o", folder}, QStringList{"--condition", "variety", "-o", varied}})
        QCOMPARE(runEngine(QStringList{"simulate", "--cohort", "2", "--hours", "0.02", "--seed", "3", "--test", "2"}
                           + options)
                     .status,
                 0);
    const QJsonObject splits
        = QJsonDocument::fromJson(bytesOf(folder + "/manifest.json")).object()["splits"].toObject();
    QVERIFY(splits["train"].toArray().isEmpty() && splits["validation"].toArray().isEmpty());
    QCOMPARE(splits["test"].toArray(), (QJsonArray{"mouse_0001", "mouse_0002"}));
    const auto hum = io::readRecording(folder + "/sim_3_0001.edf"),
               plain = io::readRecording(varied + "/sim_3_0001.edf");
    QVERIFY(hum && plain);
    QVERIFY((*hum)->recordingField.contains("hum") && !(*plain)->recordingField.contains("variety"));
    QVERIFY((*hum)->channels[0].samples->data() != (*plain)->channels[0].samples->data());
}

void TestSimulateVerb::badArguments()
{
    const QString path = m_folder.filePath("bad.edf");
    QCOMPARE(runEngine({"simulate", "--hours", "99", "-o", path}).status, 1);
    QCOMPARE(runEngine({"simulate", "--rate", "3", "-o", path}).status, 1);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(runEngine({"simulate"}).status, 2);
    QCOMPARE(runEngine({"simulate", "--cohort", "2", "--test", "3", "-o", m_folder.filePath("none")}).status, 1);
    QCOMPARE(
        runEngine({"simulate", "--cohort", "2", "--validation", "1", "--test", "1", "-o", m_folder.filePath("none")})
            .status,
        1);
    QCOMPARE(runEngine({"simulate", "--cohort", "2", "--condition", "noisy", "-o", m_folder.filePath("none")}).status,
             2);
    QVERIFY(!QFile::exists(m_folder.filePath("none")));
    const EngineRun nowhere = runEngine({"simulate", "--hours", "0.01", "-o", m_folder.filePath("no/such/x.edf")});
    QCOMPARE(nowhere.status, 1);
    QVERIFY(nowhere.err.contains("x.edf"));
}

void TestSimulateVerb::explainsItself()
{
    const EngineRun run = runEngine({"simulate", "--help"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.out.contains("Example:"));
}

QTEST_GUILESS_MAIN(TestSimulateVerb)
#include "tst_simulateverb.moc"
