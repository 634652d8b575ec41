// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>

#include "core/model/networkconfig.h"

using namespace somno;
using namespace somno::sdreamer;

class TestNetworkConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void defaultsAreTheSequenceModel()
    {
        const NetworkConfig config;
        QVERIFY(config.validate().has_value());
        QCOMPARE(config.patches(), 32);
        QCOMPARE(config.classCount(), 3);
    }

    void jsonKeepsEverything()
    {
        NetworkConfig config;
        config.sequenceLength = 16;
        config.modelWidth = 64;
        config.dropPath = 0.1;
        config.sharedAttention = false;
        config.heads = 4;
        config.feedForward = 96;
        config.epochLayers = 1;
        config.sequenceLayers = 4;
        config.mixedLayers = 2;
        config.patchLength = 32;
        config.dropout = 0.25;
        const auto back = NetworkConfig::fromJson(config.toJson());
        QVERIFY(back.has_value());
        QCOMPARE(back->toJson(), config.toJson());
        QCOMPARE(back->sequenceLength, 16);
        QCOMPARE(back->mixedLayers, 2);
        QCOMPARE(back->dropout, 0.25);
    }

    void missingKeysTakeDefaults()
    {
        const auto config = NetworkConfig::fromJson({{"sequence_length", 16}});
        QVERIFY(config.has_value());
        QCOMPARE(config->sequenceLength, 16);
        QCOMPARE(config->modelWidth, 128);
    }

    void impossibleShapesAreNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *key, const QJsonValue &value, const char *words) {
            QTest::addRow("%s %s", key, qPrintable(value.toVariant().toString()))
                << QString::fromLatin1(key) << value << QString::fromLatin1(words);
        };
        row("type", "SeqGRU", "\"SeqGRU\"");
        row("patch_length", 17, "patches of 17");
        row("patch_length", 0, "patch_length is 0");
        row("heads", 7, "7 heads");
        row("heads", "eight", "heads is not a whole number");
        row("heads", 2.5, "heads is not a whole number");
        row("model_width", 1 << 20, "model_width is 1048576");
        row("epoch_layers", 1000, "epoch_layers");
        row("sequence_length", -64, "sequence_length");
        row("mixed_layers", 4, "4 mixed layers of 3");
        row("dropout", 1.0, "dropout of 1");
        row("dropout", -0.5, "dropout of -0.5");
        row("drop_path", 1.0, "drop path of 1");
    }
    void impossibleShapesAreNamed()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, words);
        const auto config = NetworkConfig::fromJson({{key, value}});
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(config.error().message.contains(words), qPrintable(config.error().message));
    }

    void onlyTrainedHeadsScore()
    {
        NetworkConfig config;
        QCOMPARE(config.trainedInputs(), std::vector{Input::Both});
        config.emgHeadTrained = config.eegHeadTrained = true;
        QCOMPARE(config.trainedInputs(), (std::vector{Input::Both, Input::Eeg, Input::Emg}));
        config.mixHeadTrained = config.eegHeadTrained = false;
        QCOMPARE(config.trainedInputs(), std::vector{Input::Emg});
    }

    void oneClassIsNoChoice()
    {
        NetworkConfig config;
        config.classes = {scoring::Stage::Wake};
        QVERIFY(!config.validate().has_value());
    }
};

QTEST_GUILESS_MAIN(TestNetworkConfig)
#include "tst_networkconfig.moc"
