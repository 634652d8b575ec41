// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/cohort.h"
#include "tests/support/engine.h"

using namespace somno;

/// The verbs `train`, `crossval` and `experiment` of the built engine, with trainings of a few steps.
class TestTrainVerbs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_manifest = test::writeManifest(m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), 4, 300)}});
        QFile options(m_folder.filePath(QStringLiteral("options.json")));
        QVERIFY(options.open(QIODevice::WriteOnly));
        options.write(
            R"({"network": {"patch_length": 64, "model_width": 16, "heads": 2, "feed_forward": 16, "epoch_layers": 1},
                          "steps": 2, "batch_windows": 2, "validation_windows": 2})");
        m_options = options.fileName();
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void crossvalTestsEverySubject()
    {
        const QString folder = m_folder.filePath(QStringLiteral("crossval"));
        const auto run = test::runEngine(
            {"crossval", "--manifest", m_manifest, "--config", m_options, "--folds", "2", "-o", folder, "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonObject json = run.json();
        QCOMPARE(json["folds"].toArray().size(), 2);
        QCOMPARE(json["pooled"]["n_compared"].toInt(), 4 * 300);
        QCOMPARE(fromFile(folder + QStringLiteral("/crossval.json")), json);
        QVERIFY(QFile::exists(folder + QStringLiteral("/crossval.md")));
    }

    void experimentWritesItsTable()
    {
        const QString folder = m_folder.filePath(QStringLiteral("experiments"));
        const QStringList command{"experiment", "shared-attention", "--manifest", m_manifest,
                                  "--config",   m_options,          "-o",         folder};
        const auto run = test::runEngine(command);
        QVERIFY2(run.status == 0, run.err.constData());
        QFile table(folder + QStringLiteral("/shared-attention.md"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readAll(), run.out);
        QVERIFY(run.out.contains("shared attention: both") && run.out.contains("paper, other data"));
        const QJsonObject json = fromFile(folder + QStringLiteral("/shared-attention.json"));
        QCOMPARE(json["rows"].toArray().size(), 6);
        QVERIFY(json["rules"]["accuracy"].toDouble() > 0 && run.out.contains("rules without training: accuracy"));
        QCOMPARE(test::runEngine(command).out, run.out); // everything trained is used again
    }

    void liveMetricsAreJsonLines()
    {
        const auto run = test::runEngine({"train", "--manifest", m_manifest, "--config", m_options, "-o",
                                          m_folder.filePath(QStringLiteral("model")), "--progress=json"});
        QVERIFY2(run.status == 0, run.err.constData());
        int metrics = 0;
        for (const QByteArray &line : run.out.split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            QVERIFY(line.isEmpty() || !event.isEmpty());
            if (event["event"] == QStringLiteral("metric")) {
                ++metrics;
                QVERIFY(event["validation_loss"].toDouble() > 0 && event["validation_macro_f1"].isDouble());
            }
        }
        QCOMPARE(metrics, 1);
    }

    void testSubjectsAreLookedAtFirst()
    {
        QJsonObject manifest = fromFile(m_manifest);
        QJsonArray recordings = manifest["recordings"].toArray();
        QJsonObject last = recordings.last().toObject();
        last.insert(QStringLiteral("eeg"), QStringLiteral("Nope"));
        recordings.replace(recordings.size() - 1, last);
        manifest.insert(QStringLiteral("recordings"), recordings);
        manifest.insert(QStringLiteral("splits"), QJsonObject{{"train", QJsonArray{"m1", "m2"}},
                                                              {"validation", QJsonArray{"m3"}},
                                                              {"test", QJsonArray{"m4"}}});
        QFile file(m_folder.filePath(QStringLiteral("nope.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(manifest).toJson());
        file.close();
        const QString model = m_folder.filePath(QStringLiteral("never"));
        const auto run = test::runEngine({"train", "--manifest", file.fileName(), "--config", m_options, "-o", model});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.contains("Nope"), run.err.constData());
        QVERIFY(!QFile::exists(model) && !QFile::exists(model + QStringLiteral(".run")));
    }

    void aFullDiskEndsInAnError()
    {
        // A limit on the length of files stands for the disk: the cache fits and the checkpoint does not.
        QFile options(m_folder.filePath(QStringLiteral("wide.json")));
        QVERIFY(options.open(QIODevice::WriteOnly));
        options.write(R"({"network": {"patch_length": 64}, "steps": 1, "batch_windows": 1, "validation_windows": 1})");
        options.close();
        const QString model = m_folder.filePath(QStringLiteral("large"));
        QProcess shell;
        shell.start(QStringLiteral("bash"), {"-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "bash",
                                             QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer"), "train", "--manifest",
                                             m_manifest, "--config", options.fileName(), "-o", model});
        QVERIFY(shell.waitForFinished(120000));
        const QByteArray said = shell.readAllStandardError();
        QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
        QVERIFY2(shell.exitCode() == 1 && said.contains("could not be written"), said);
        QVERIFY(!QFile::exists(model));
        QVERIFY(QDir(model + QStringLiteral(".run")).entryList({"*.pt*"}).isEmpty());
    }

    void optionsWithoutEffectAreTold()
    {
        QFile options(m_folder.filePath(QStringLiteral("compat.json")));
        QVERIFY(options.open(QIODevice::WriteOnly));
        options.write(R"({"reference_compat": true, "tau_eeg": 2})");
        options.close();
        const auto run = test::runEngine({"train", "--manifest", "absent.json", "--config", options.fileName(), "-o",
                                          m_folder.filePath(QStringLiteral("compat"))});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.contains("\"tau_eeg\"") && run.err.contains("no effect beside \"reference_compat\""), run.err);
    }

    void aFlatEmgLosesNoTraining()
    {
        // The only animal to validate on has lost its EMG: scoring from that alone cannot be judged, all else can.
        simulation::SimulationRequest request;
        request.hours = 300.0 / 3600;
        request.rateHz = 128;
        auto recording = simulation::simulate(request);
        QVERIFY(recording);
        for (signal::Channel &channel : recording->channels)
            if (channel.label == QLatin1String("EMG"))
                channel.samples
                    = std::make_shared<const signal::SampleStore>(std::vector<qint16>(size_t(channel.sampleCount)));
        QVERIFY(io::writeEdf(m_folder.filePath(QStringLiteral("lost.edf")), *recording));
        QJsonObject manifest = fromFile(m_manifest);
        QJsonArray recordings = manifest["recordings"].toArray();
        recordings.append(
            QJsonObject{{"path", "lost.edf"}, {"labels", "lost.edf"}, {"subject", "lost"}, {"scorer", "somebody"}});
        manifest.insert(QStringLiteral("recordings"), recordings);
        manifest.insert(QStringLiteral("splits"), QJsonObject{{"train", QJsonArray{"m1", "m2"}},
                                                              {"validation", QJsonArray{"lost"}},
                                                              {"test", QJsonArray{"m4"}}});
        QFile file(m_folder.filePath(QStringLiteral("lost.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(manifest).toJson());
        file.close();
        const QString model = m_folder.filePath(QStringLiteral("nevertheless"));
        const auto run = test::runEngine({"train", "--manifest", file.fileName(), "--config", m_options, "-o", model});
        QVERIFY2(run.status == 0 && run.err.contains("Scoring from the EMG alone could not be judged"),
                 run.err.constData());
        QVERIFY2(run.err.contains("lost.edf: channel \"EMG\""), run.err.constData()); // said while it is read
        const QJsonObject config = fromFile(model + QStringLiteral("/config.json"));
        QCOMPARE(config["training"]["options"]["steps"].toInt(), 2);

        // What it learned from is no test of it.
        const auto known
            = test::runEngine({"evaluate", "--manifest", file.fileName(), "--model", model, "--split", "train"});
        QVERIFY2(known.status == 0 && known.err.contains("learned from 2 of these 2 recordings"),
                 known.err.constData());
        const auto fresh = test::runEngine({"evaluate", "--manifest", file.fileName(), "--model", model});
        QVERIFY2(fresh.status == 0 && !fresh.err.contains("learned from"), fresh.err.constData());
    }

    void aCommitteeLearnsFromSeveralManifests()
    {
        const auto cohort = [&](const char *name, const char *seed) {
            const QString folder = m_folder.filePath(QLatin1String(name));
            const auto made = test::runEngine({"simulate", "--cohort", "3", "--hours", "0.1", "--seed", seed, "--rate",
                                               "128", "--validation", "1", "--test", "1", "-o", folder});
            return made.status == 0 ? folder + QStringLiteral("/manifest.json") : QString();
        };
        const QString own = cohort("own", "11"), first = cohort("first", "12"), second = cohort("second", "13");
        const QString network = m_folder.filePath(QStringLiteral("network")),
                      model = m_folder.filePath(QStringLiteral("together"));
        QCOMPARE(test::runEngine({"train", "--manifest", own, "--config", m_options, "-o", network}).status, 0);
        const auto run = test::runEngine(
            {"committee", "--model", network, "--manifest", first, "--also", second, "--steps", "24", "-o", model});
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonObject config = fromFile(model + QStringLiteral("/config.json"));
        QCOMPARE(config["metrics"]["committee_recordings"].toInt(), 2);
        const QString recording = m_folder.filePath(QStringLiteral("own/sim_11_0003.edf"));
        QVERIFY(QFile::exists(recording));
        const auto views = [&](const QStringList &more) {
            return test::runEngine(
                       QStringList{"score", recording, "--model", model, "--json", "-o", m_folder.filePath("o.csv")}
                       + more)
                .json()["views"]
                .toInt();
        };
        QCOMPARE(views({}), 2);
        QCOMPARE(views({"--network-alone"}), 4);
        QCOMPARE(views({"--views", "1"}), 1);
        const auto absent = test::runEngine({"committee", "--model", network, "--manifest", first, "--also",
                                             "nowhere.json", "-o", m_folder.filePath("none")});
        QVERIFY2(absent.status == 1 && absent.err.contains("nowhere.json"), absent.err.constData());
    }

    void subjectsWithoutASplitAreNamed()
    {
        QJsonObject manifest = fromFile(m_manifest);
        manifest.insert(
            QStringLiteral("splits"),
            QJsonObject{{"train", QJsonArray{"m1"}}, {"validation", QJsonArray{"m3"}}, {"test", QJsonArray{"m4"}}});
        QFile file(m_folder.filePath(QStringLiteral("idle.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(manifest).toJson());
        file.close();
        const auto run = test::runEngine({"train", "--manifest", file.fileName(), "--config", m_options, "-o",
                                          m_folder.filePath(QStringLiteral("idle"))});
        QVERIFY2(run.status == 0 && run.err.contains("do not name m2"), run.err.constData());
        QVERIFY2(run.err.contains("step 2 of 2: ") && run.err.contains("validation loss "),
                 run.err.constData()); // live figures in words too
    }

    void otherFoldsAreOtherRuns()
    {
        const QString folder = m_folder.filePath(QStringLiteral("crossval")); // of two folds, from before
        const auto run = test::runEngine(
            {"crossval", "--manifest", m_manifest, "--config", m_options, "--folds", "4", "-o", folder, "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        QCOMPARE(run.json()["folds"].toArray().size(), 4);
        QVERIFY(QFile::exists(folder + QStringLiteral("/fold-1-of-2"))
                && QFile::exists(folder + QStringLiteral("/fold-1-of-4")));
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("unknown experiment")
            << QStringList{"experiment", "miracle", "-o", "x"} << 2 << QByteArray("miracle");
        QTest::newRow("more folds than subjects")
            << QStringList{"crossval", "--manifest", "MANIFEST", "--folds", "9", "-o", m_folder.filePath("f")} << 1
            << QByteArray("9 folds");
        QTest::newRow("no manifest") << QStringList{"crossval", "--manifest", "nowhere.json", "-o",
                                                    m_folder.filePath("f")}
                                     << 1 << QByteArray("nowhere.json");
        QTest::newRow("no card") << QStringList{"crossval", "--manifest",          "MANIFEST", "--device", "abacus",
                                                "-o",       m_folder.filePath("f")}
                                 << 2 << QByteArray("abacus");
        QTest::newRow("a file in the way")
            << QStringList{"experiment", "patch-size", "--manifest", "MANIFEST", "-o", "MANIFEST"} << 1
            << QByteArray("cannot be made");
    }
    void mistakesAreNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QByteArray, words);
        arguments.replaceInStrings(QStringLiteral("MANIFEST"), m_manifest);
        const auto run = test::runEngine(arguments);
        QCOMPARE(run.status, status);
        QVERIFY2(run.err.contains(words), run.err.constData());
    }

private:
    static QJsonObject fromFile(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    QTemporaryDir m_folder;
    QString m_manifest;
    QString m_options;
};

QTEST_GUILESS_MAIN(TestTrainVerbs)
#include "tst_trainverbs.moc"
