// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/cohort.h"
#include "tests/support/engine.h"

using namespace somno;

/// The verbs `evaluate`, `score`, `models` and `compare` of the built engine with the model that needs no file: rules.
class TestEvaluateVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_recordings = test::writeCohort(m_folder.path(), 3, 900);
        m_manifest = test::writeManifest(m_folder.path(), {{"recordings", m_recordings},
                                                           {"splits", QJsonObject{{"train", QJsonArray{"m1"}},
                                                                                  {"validation", QJsonArray{"m2"}},
                                                                                  {"test", QJsonArray{"m3"}}}}});
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void rulesAsJson()
    {
        const auto run = test::runEngine({"evaluate", "--manifest", m_manifest, "--model", "rules", "--json"});
        QCOMPARE(run.status, 0);
        const QJsonObject json = run.json();
        QCOMPARE(json["recordings"].toArray().size(), 1); // the test subject
        QCOMPARE(json["recordings"][0]["subject"].toString(), QStringLiteral("m3"));
        QCOMPARE(json["pooled"]["accuracy"].toDouble(), json["baselines"]["rules"]["accuracy"].toDouble());
        QCOMPARE(json["majority_accuracy"].toDouble(), json["baselines"]["majority"]["accuracy"].toDouble());
        QVERIFY(json["ceiling"]["accuracy"].toDouble() > json["majority_accuracy"].toDouble());
        QCOMPARE(json["calibration"]["temperature"].toDouble(), 1.0);
    }

    void rulesInWords()
    {
        const auto run = test::runEngine({"evaluate", "--manifest", m_manifest, "--model", "rules", "--split", "all"});
        QCOMPARE(run.status, 0);
        for (const char *text : {"of 3 recordings", "rules, no training", "the most frequent stage",
                                 "ceiling, a second scorer", "calibration error", "0.9 to 1.0"})
            QVERIFY2(run.out.contains(text), text);
        QVERIFY(run.out.contains("\nm2 "));
        QVERIFY2(!run.out.contains("nan"), run.out.constData());
    }

    void noFigureIsADash()
    {
        const QString wake = m_folder.filePath(QStringLiteral("wake.csv"));
        QFile file(wake);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("onset_s,duration_s,stage\n");
        for (int i = 0; i < 60; ++i)
            file.write(QByteArray::number(i) + ",1,Wake\n");
        file.close();
        const auto run = test::runEngine({"compare", wake, wake});
        QCOMPARE(run.status, 0);
        QVERIFY2(!run.out.contains("nan"), run.out.constData());
        QVERIFY(QRegularExpression(QStringLiteral("REM +0 +- +- +-")).match(QString::fromUtf8(run.out)).hasMatch());
        const auto json = test::runEngine({"compare", wake, wake, "--json"}).json();
        QVERIFY(json["per_class"]["REM"]["f1"].isNull());
        QCOMPARE(json["macro_f1"].toDouble(), 1.0);
    }

    void oneSignalIsRefusedWithTheReason()
    {
        for (const QStringList &arguments :
             {QStringList{"evaluate", "--manifest", m_manifest, "--model", "rules", "--input", "eeg"},
              QStringList{"score", "--model", "rules", "--input", "emg", recording(), "-o", output()}}) {
            const auto run = test::runEngine(arguments);
            QCOMPARE(run.status, 1);
            QVERIFY2(run.err.contains("The rules need both EEG and EMG"), run.err.constData());
        }
        QVERIFY(!QFile::exists(output()));
    }

    void scoresByRules()
    {
        const auto run
            = test::runEngine({"score", "--model", "rules", recording(), "-o", output(), "--epoch", "4", "--json"});
        QCOMPARE(run.status, 0);
        const QJsonObject json = run.json();
        QCOMPARE(json["model"].toString(), QStringLiteral("rules"));
        QVERIFY(json["warnings"].isArray());
        QCOMPARE(json["recordings"][0]["model"].toString(), QStringLiteral("rules"));
        QCOMPARE(json["recordings"][0]["unscored_s"].toDouble(), 0.0);
        QFile file(output());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 226); // the heading and 900 s in fours
        QVERIFY(file.remove());
    }

    void warningsAreInTheSummary()
    {
        // A scoring in EDF+ cannot keep the probabilities, which is told.
        const QString edf = m_folder.filePath(QStringLiteral("scored.edf"));
        const auto run = test::runEngine({"score", "--model", "rules", recording(), "-o", edf, "--json"});
        QCOMPARE(run.status, 0);
        const QJsonArray warnings = run.json()["warnings"].toArray();
        QCOMPARE(qsizetype(run.err.count("warning: ")), warnings.size());
        QVERIFY(!warnings.isEmpty());
    }

    void modelsListTheRules()
    {
        const QJsonArray models = test::runEngine({"models", "--json"}).json()["models"].toArray();
        const QJsonObject rules = models.last().toObject();
        QCOMPARE(rules["id"].toString(), QStringLiteral("rules"));
        QCOMPARE(rules["built_in"].toBool(), true);
        QVERIFY(test::runEngine({"models"}).out.contains("rules\tbuilt in\n"));
    }

    void badManifests_data()
    {
        QTest::addColumn<QJsonObject>("manifest");
        QTest::addColumn<QString>("says");
        QJsonObject gone = m_recordings[0].toObject();
        gone["path"] = "gone.edf";
        QTest::newRow("missing file") << QJsonObject{{"recordings", QJsonArray{gone, m_recordings[1], m_recordings[2]}}}
                                      << "gone.edf";
        QTest::newRow("subject twice") << QJsonObject{{"recordings", m_recordings},
                                                      {"splits", QJsonObject{{"train", QJsonArray{"m1"}},
                                                                             {"test", QJsonArray{"m1"}}}}}
                                       << "m1 stands twice";
        QJsonObject outside = m_recordings[0].toObject();
        outside["confirmed"] = QJsonArray{QJsonArray{5000, 6000}};
        QTest::newRow("confirmed outside")
            << QJsonObject{{"recordings", QJsonArray{outside}}, {"splits", QJsonObject{{"test", QJsonArray{"m1"}}}}}
            << "No recording has an epoch that is labelled";
    }

    void badManifests()
    {
        QFETCH(QJsonObject, manifest);
        QFETCH(QString, says);
        QFile file(m_folder.filePath(QStringLiteral("bad.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(manifest).toJson());
        file.close();
        const auto run
            = test::runEngine({"evaluate", "--manifest", file.fileName(), "--model", "rules", "--split", "all"});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.err.contains(says.toUtf8()), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }

    void figuresAreOneJsonLineAmongEvents()
    {
        const auto run
            = test::runEngine({"evaluate", "--manifest", m_manifest, "--model", "rules", "--progress=json", "--json"});
        QVERIFY2(run.status == 0, run.err.constData());
        int figures = 0;
        for (const QByteArray &line : run.out.split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            QVERIFY2(line.isEmpty() || event.contains(QStringLiteral("event")), line.constData());
            figures += event["pooled"].isObject() ? 1 : 0;
        }
        QCOMPARE(figures, 1);
    }

    /// A training of three steps is no model, but it goes the whole way.
    void trainingFitsATemperature()
    {
        QFile options(m_folder.filePath(QStringLiteral("options.json")));
        QVERIFY(options.open(QIODevice::WriteOnly));
        options.write(R"({"network": {"model_width": 16, "heads": 2, "feed_forward": 16}, "batch_windows": 2})");
        options.close();
        const QString model = m_folder.filePath(QStringLiteral("model"));
        const auto trained = test::runEngine(
            {"train", "--manifest", m_manifest, "--config", options.fileName(), "--steps", "3", "-o", model});
        QVERIFY2(trained.status == 0, trained.err.constData());
        QFile config(model + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::ReadOnly));
        const QJsonObject package = QJsonDocument::fromJson(config.readAll()).object();
        const QJsonValue calibration = package["metrics"]["calibration"];
        const double temperature = calibration["temperature"].toDouble();
        QVERIFY((temperature > 0.1 && temperature < 10 && temperature != 1)
                || trained.err.contains("could not be calibrated"));
        QCOMPARE(package["temperature"]["both"].toDouble(), temperature);
        QVERIFY(package["temperature"]["eeg"].isDouble()
                && package["temperature"]["emg"].isDouble()); // each head has its own
        QVERIFY(!QFile::exists(model + QStringLiteral(".run/candidate")));
        QFile card(model + QStringLiteral("/MODEL_CARD.md"));
        QVERIFY(card.open(QIODevice::ReadOnly));
        const QByteArray text = card.readAll();
        QVERIFY(text.contains(temperature == 1 ? "is not calibrated" : "temperature of")
                && text.contains("rules without training") && !text.contains("nan"));

        const auto calibrated
            = test::runEngine({"evaluate", "--manifest", m_manifest, "--model", model, "--json"}).json();
        const auto plain
            = test::runEngine({"evaluate", "--manifest", m_manifest, "--model", model, "--json", "--uncalibrated"})
                  .json();
        QCOMPARE(calibrated["pooled"], plain["pooled"]);
        QCOMPARE(calibrated["calibration"], calibration);
        QCOMPARE(plain["ece"], calibration["ece_before"]);
        QCOMPARE(calibrated["baselines"], plain["baselines"]);
    }

    void helpSaysWhatTheFiguresMean()
    {
        const auto run = test::runEngine({"evaluate", "--help"});
        QCOMPARE(run.status, 0);
        for (const char *text : {"rules", "ceiling", "Example:", "--uncalibrated", "most frequent stage"})
            QVERIFY2(run.out.contains(text), text);
    }

private:
    [[nodiscard]] QString recording() const { return m_folder.filePath(QStringLiteral("1.edf")); }
    [[nodiscard]] QString output() const { return m_folder.filePath(QStringLiteral("scored.csv")); }

    QTemporaryDir m_folder;
    QJsonArray m_recordings;
    QString m_manifest;
};

QTEST_GUILESS_MAIN(TestEvaluateVerb)
#include "tst_evaluateverb.moc"
