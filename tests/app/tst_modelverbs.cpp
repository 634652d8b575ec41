// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/engine/network/network.h"

using namespace somno;
using namespace somno::sdreamer;

/// The verbs `selftest` and `models` of the built engine.
class TestModelVerbs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void selftestPrintsAndPasses()
    {
        const auto [status, out] = run({"selftest", "--json"});
        QCOMPARE(status, 0);
        const QJsonObject json = QJsonDocument::fromJson(out).object();
        QCOMPARE(json["passed"].toBool(), true);
        const QJsonArray runs = json["runs"].toArray();
        QCOMPARE(runs.size(), 6);
        const QStringList networks{"SeqNewMoE2", "SeqNewMoE2", "SeqHMoE", "SeqHMoE", "Epoch", "Epoch"};
        const int parameters[] = {2410633, 2410633, 2051593, 2051593, 990985, 990985};
        QCOMPARE(runs[0]["tensors"].toArray().size(), 16);
        for (qsizetype i = 0; i < runs.size(); ++i) {
            const QJsonValue run = runs[i];
            QCOMPARE(run["network"].toString(), networks[i]);
            QCOMPARE(run["logits"].toArray().size(), 3);
            QCOMPARE(run["parameters"].toInt(), parameters[i]);
            QVERIFY(run["largest_deviation"].toDouble() < run["tolerance"].toDouble());
        }
        QVERIFY(std::abs(runs[0]["logits"][0]["rows"]["0"][0].toDouble() - .06674202) < 1e-6);
    }

    void selftestInWords()
    {
        const auto [status, out] = run({"selftest"});
        QCOMPARE(status, 0);
        QVERIFY(out.contains("eeg after block 1"));
        QCOMPARE(out.count("passed"), 6);
    }

    void modelsAreListed()
    {
        save(QStringLiteral("mine"));
        const auto [status, out] = run({"models", "--json"});
        QCOMPARE(status, 0);
        const QJsonObject json = QJsonDocument::fromJson(out).object();
        QCOMPARE(json["folders"][0].toString(), m_folder->path());
        const QJsonValue model = json["models"][0];
        QCOMPARE(model["id"].toString(), QStringLiteral("mine"));
        QCOMPARE(model["version"].toString(), QStringLiteral("3"));
        QCOMPARE(model["headline"].toString(), QStringLiteral("Says something plain."));
        QCOMPARE(model["heads_trained"]["emg"].toBool(), true);
        QCOMPARE(model["heads_trained"]["eeg"].toBool(), false);
    }

    void modelsInWords()
    {
        save(QStringLiteral("mine"));
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("broken")));
        QFile config(m_folder->filePath(QStringLiteral("broken/config.json")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("not JSON");
        config.close();
        const auto [status, out] = run({"models"});
        QCOMPARE(status, 0);
        QVERIFY(out.contains("mine 3: Says something plain."));
        QVERIFY(out.contains("accuracy 0.875, kappa 0.750"));
        QVERIFY(out.contains("simulated recordings only"));
        QVERIFY(out.contains("cannot be used: "));
    }

private:
    std::pair<int, QByteArray> run(const QStringList &arguments)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SOMNOSCRIBE_MODELS"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer"), arguments);
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.readAllStandardError()};
        return {process.exitCode(), process.readAllStandardOutput()};
    }

    void save(const QString &name)
    {
        NetworkConfig config;
        config.modelWidth = 16;
        config.heads = 2;
        config.feedForward = 16;
        config.emgHeadTrained = true;
        ModelPackage package;
        package.name = name;
        package.version = QStringLiteral("3");
        package.network = config;
        package.training.simulated = true;
        package.metrics = {{"test", QJsonObject{{"pooled", QJsonObject{{"accuracy", 0.875}, {"kappa", 0.75}}}}}};
        package.card = QStringLiteral("# A heading\n\nSays **something** plain.\n\nMore.\n");
        package.weights = Network::create(config, 1)->weights();
        QVERIFY(package.save(m_folder->filePath(name), WeightPrecision::Float16).has_value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestModelVerbs)
#include "tst_modelverbs.moc"
