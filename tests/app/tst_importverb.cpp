// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QtTest>

#include "core/engine/network/network.h"
#include "tests/support/engine.h"
#include "tests/support/torchfile.h"

using namespace somno;
using namespace somno::sdreamer;
using namespace somno::test;

/// The verbs `import` and `export` of the built engine.
class TestImportVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void thereAndBack()
    {
        const QString checkpoint = writeCheckpoint(QStringLiteral("lab_scale0.0_f1.pth.tar"));
        const EngineRun imported = runEngine({"import", checkpoint, "-o", at("model"), "--heads", "2", "--json"});
        QVERIFY2(imported.status == 0, imported.err);
        const QJsonObject said = imported.json();
        QCOMPARE(said["path"].toString(), at("model"));
        QCOMPARE(said["name"].toString(), QStringLiteral("lab_scale0.0_f1"));
        QCOMPARE(said["architecture"]["type"].toString(), QStringLiteral("SeqNewMoE2"));
        QCOMPARE(said["architecture"]["sequence_length"].toInt(), 16);
        QCOMPARE(said["tensors"].toInt(), int(m_weights.size()));
        QCOMPARE(said["heads_trained"]["eeg"].toBool(true), false);
        QCOMPARE(said["warnings"].toArray().size(), 1);
        QVERIFY(imported.err.contains("scale0.0"));
        const auto package = ModelPackage::load(at("model"));
        QVERIFY(package);
        QVERIFY(package->weights == m_weights);
        QVERIFY(package->training.command.startsWith(QStringLiteral("sdreamer import ")));

        const EngineRun exported = runEngine({"export", at("model"), "-o", at("back.pt"), "--json"});
        QVERIFY2(exported.status == 0, exported.err);
        QCOMPARE(exported.json()["path"].toString(), at("back.pt"));
        QCOMPARE(exported.json()["model"].toString(), QStringLiteral("lab_scale0.0_f1 1.0"));

        const EngineRun again = runEngine({"import", at("back.pt"), "-o", at("again"), "--heads", "2", "--name",
                                           "again", "--heads-trained", "eeg,emg"});
        QVERIFY2(again.status == 0, again.err);
        const auto second = ModelPackage::load(at("again"));
        QVERIFY(second);
        QVERIFY(second->weights == m_weights);
        QCOMPARE(second->title(), QStringLiteral("again 1.0"));
        QVERIFY(second->network.eegHeadTrained && second->network.emgHeadTrained);
    }

    void importedModelIsListed()
    {
        QCOMPARE(runEngine({"import", writeCheckpoint(), "-o", at("models/lab"), "--heads", "2"}).status, 0);
        qputenv("SOMNOSCRIBE_MODELS", QFile::encodeName(at("models")));
        const EngineRun listed = runEngine({"models"});
        qunsetenv("SOMNOSCRIBE_MODELS");
        QVERIFY2(listed.out.contains("Imported from the published checkpoint"), listed.out);
    }

    void nothingIsEverReplaced()
    {
        const QString checkpoint = writeCheckpoint();
        QCOMPARE(runEngine({"import", checkpoint, "-o", at("model"), "--heads", "2"}).status, 0);
        const EngineRun again = runEngine({"import", checkpoint, "-o", at("model"), "--heads", "2"});
        QCOMPARE(again.status, 1);
        QVERIFY(again.err.contains("never overwritten"));
        const EngineRun over = runEngine({"export", at("model"), "-o", checkpoint});
        QCOMPARE(over.status, 1);
        QVERIFY2(over.err.contains("exists already"), over.err);
    }

    void maliciousCheckpoint()
    {
        const QString trace = at("executed");
        const QByteArray call = pickledCall(pickledGlobal("posix", "system"), {pickledText("touch " + trace.toUtf8())});
        saveCheckpoint(at("evil.pt"), zipArchive(checkpointEntries(pickle(pickledDict({{"state_dict", call}})), {})));
        const EngineRun run = runEngine({"import", at("evil.pt"), "-o", at("model"), "--progress", "json"});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.contains("posix.system"), run.err);
        QVERIFY(run.err.contains("Nothing in it was executed"));
        QCOMPARE(run.json()["event"].toString(), QStringLiteral("error"));
        QVERIFY(!QFile::exists(trace));
        QVERIFY(!QFile::exists(at("model")));
    }

    void filesThatAreNone()
    {
        const QString checkpoint = writeCheckpoint();
        QFile file(checkpoint);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        const EngineRun cut = runEngine({"import", checkpoint, "-o", at("model")});
        QCOMPARE(cut.status, 1);
        QVERIFY2(cut.err.contains("cut off"), cut.err);
        QCOMPARE(runEngine({"import", at("absent.pt"), "-o", at("model")}).status, 1);
        QCOMPARE(runEngine({"export", at("absent"), "-o", at("x.pt")}).status, 1);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).size(), 1);
    }

    void badArguments()
    {
        QCOMPARE(runEngine({"import", writeCheckpoint()}).status, 2);
        QCOMPARE(runEngine({"import", at("x.pt"), "-o", at("model"), "--heads-trained", "mix"}).status, 2);
        QCOMPARE(runEngine({"export", "starter"}).status, 2);
        const EngineRun heads = runEngine({"import", at("x.pt"), "-o", at("model"), "--heads", "5"});
        QCOMPARE(heads.status, 1);
        QVERIFY2(heads.err.contains("5 heads"), heads.err);
    }

private:
    QString at(const char *name) const { return m_folder->filePath(QLatin1String(name)); }

    QString writeCheckpoint(const QString &name = QStringLiteral("x.pt"))
    {
        NetworkConfig config;
        config.modelWidth = 16;
        config.heads = 2;
        config.feedForward = 24;
        config.sequenceLength = 16;
        m_weights = Network::create(config, 3)->weights();
        const auto [dict, storages] = pickledWeights(m_weights);
        return saveCheckpoint(m_folder->filePath(name), zipArchive(checkpointEntries(pickle(dict), storages)));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    WeightMap m_weights;
};

QTEST_GUILESS_MAIN(TestImportVerb)
#include "tst_importverb.moc"
