// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>

#include "core/engine/network/network.h"
#include "core/model/modelpackage.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

const QString kTensor = QStringLiteral("cls_head.mlp.3.weight");

ModelPackage smallPackage()
{
    NetworkConfig config;
    config.modelWidth = 16;
    config.heads = 2;
    config.feedForward = 16;
    config.eegHeadTrained = true;
    ModelPackage package;
    package.name = QStringLiteral("test");
    package.version = QStringLiteral("1.2");
    package.network = config;
    package.parent = QStringLiteral("starter 1.0");
    package.training = {QStringLiteral("abc123"),
                        0xFFFF'FFFF'FFFF'FFF1U,
                        {QStringLiteral("m1"), QStringLiteral("m2")},
                        true,
                        true,
                        QJsonObject{{"steps", 240}},
                        3.5,
                        {{QStringLiteral("d1"), QStringLiteral("m1"), {{0, 60}}}},
                        QStringLiteral("sdreamer train"),
                        QDateTime({2026, 5, 4}, {12, 0}, Qt::UTC)};
    package.metrics = {{"accuracy", 0.9}, {"per_class", QJsonArray{1, 2}}};
    package.temperatures = {{Input::Both, 1.25}, {Input::Emg, 0.8}};
    package.card = QStringLiteral("# Test model\n\nLearned from µ nothing.\n");
    package.weights = Network::create(config, 3)->weights();
    return package;
}

} // namespace

class TestModelPackage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = m_folder->filePath(QStringLiteral("sub/test-1.2"));
    }

    void everythingComesBack()
    {
        const ModelPackage package = smallPackage();
        QVERIFY(package.save(m_model, WeightPrecision::Float32).has_value());
        const auto back = ModelPackage::load(m_model);
        QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().message));
        QCOMPARE(back->title(), QStringLiteral("test 1.2"));
        QCOMPARE(back->network.toJson(), package.network.toJson());
        QCOMPARE(back->network.classes, package.network.classes);
        QVERIFY(back->network.eegHeadTrained && !back->network.emgHeadTrained);
        QCOMPARE(back->parent, package.parent);
        QCOMPARE(back->training.dataDigest, package.training.dataDigest);
        QCOMPARE(back->training.seed, package.training.seed);
        QCOMPARE(back->training.subjects, package.training.subjects);
        QVERIFY(back->training.simulated && back->training.bornSimulated);
        QCOMPARE(back->training.options, package.training.options);
        QCOMPARE(back->training.hours, 3.5);
        QCOMPARE(back->training.command, package.training.command);
        QVERIFY(back->training.learned == package.training.learned);
        QCOMPARE(back->training.date, package.training.date);
        QCOMPARE(back->metrics, package.metrics);
        QVERIFY(back->temperatures == package.temperatures);
        QCOMPARE(back->temperature(Input::Emg), 0.8);
        QCOMPARE(back->temperature(Input::Eeg), 1.0);
        QCOMPARE(back->card, package.card);
        QCOMPARE(back->weights.size(), package.weights.size());
        for (const auto &[name, tensor] : package.weights)
            QCOMPARE(back->weights.at(name).values, tensor.values);
    }

    void nothingElseIsLeftBehind()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float16).has_value());
        QCOMPARE(QDir(QFileInfo(m_model).path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList{"test-1.2"});
        QCOMPARE(QDir(m_model).entryList(QDir::Files, QDir::Name),
                 (QStringList{"MODEL_CARD.md", "config.json", "model.safetensors"}));
    }

    void halfPrecisionHalvesTheFile()
    {
        const QString half = m_folder->filePath(QStringLiteral("half")),
                      full = m_folder->filePath(QStringLiteral("full"));
        const ModelPackage package = smallPackage();
        QVERIFY(package.save(half, WeightPrecision::Float16).has_value());
        QVERIFY(package.save(full, WeightPrecision::Float32).has_value());
        qint64 values = 0;
        for (const auto &[name, tensor] : package.weights)
            values += qint64(tensor.values.size());
        const qint64 saved = QFileInfo(full + QStringLiteral("/model.safetensors")).size()
                             - QFileInfo(half + QStringLiteral("/model.safetensors")).size();
        QVERIFY(std::abs(saved - 2 * values) < 2048); // the headers differ by a few digits
        const auto back = ModelPackage::load(half);
        QVERIFY(back.has_value());
        for (const auto &[name, tensor] : package.weights)
            for (size_t i = 0; i < tensor.values.size(); ++i)
                QVERIFY(std::abs(back->weights.at(name).values[i] - tensor.values[i]) < 1e-3F);
    }

    void versionsAreNeverOverwritten()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        ModelPackage other = smallPackage();
        other.name = QStringLiteral("other");
        const auto saved = other.save(m_model, WeightPrecision::Float32);
        QCOMPARE(saved.error().code, ErrorCode::FileNotWritable);
        QVERIFY(saved.error().detail.contains(QStringLiteral("never overwritten")));
        QCOMPARE(ModelPackage::load(m_model)->name, QStringLiteral("test"));
    }

    void divergedModelIsNotSaved()
    {
        ModelPackage package = smallPackage();
        package.weights[kTensor].values[0] = NAN;
        QVERIFY(package.save(m_model, WeightPrecision::Float32).error().message.contains(kTensor));
        package = smallPackage();
        package.weights[kTensor].values[0] = 1e6F;
        QVERIFY(package.save(m_model, WeightPrecision::Float16).error().message.contains(kTensor));
        QVERIFY(!QFileInfo::exists(m_model));
        QCOMPARE(QDir(QFileInfo(m_model).path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }

    void missingFilesAreNamed_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"config.json", "model.safetensors", "MODEL_CARD.md"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void missingFilesAreNamed()
    {
        QFETCH(QString, file);
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        QVERIFY(QFile::remove(QDir(m_model).filePath(file)));
        const auto loaded = ModelPackage::load(m_model);
        QCOMPARE(loaded.error().code, ErrorCode::ModelMissing);
        QVERIFY(loaded.error().message.contains(file));
        QVERIFY(!loaded.error().detail.isEmpty());
    }

    void missingFolderIsNamed()
    {
        const auto loaded = ModelPackage::load(m_model);
        QCOMPARE(loaded.error().code, ErrorCode::ModelMissing);
        QVERIFY(loaded.error().message.contains(m_model));
    }

    void wrongWeightsAreNamed()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        forgetDigest(); // else the file is not the one that was saved
        const auto messageAfter = [&](const std::function<void(WeightMap &)> &change) {
            WeightMap weights = smallPackage().weights;
            change(weights);
            const QString file = QDir(m_model).filePath(QStringLiteral("model.safetensors"));
            if (auto written = writeSafetensors(file, weights, WeightPrecision::Float32); !written)
                return written.error().message;
            const auto loaded = ModelPackage::load(m_model);
            if (!loaded)
                return loaded.error().message;
            const auto network = Network::fromPackage(*loaded);
            return network ? QStringLiteral("accepted") : network.error().message;
        };
        const QString missing = messageAfter([](WeightMap &weights) { weights.erase(kTensor); });
        QVERIFY2(missing.contains(QStringLiteral("missing: ") + kTensor), qPrintable(missing));
        QVERIFY(missing.contains(QStringLiteral("model.safetensors")));
        const QString surplus = messageAfter([](WeightMap &weights) { weights[QStringLiteral("odd")] = {{1}, {0}}; });
        QVERIFY2(surplus.contains(QStringLiteral("surplus: odd")), qPrintable(surplus));
        const QString misshapen = messageAfter([](WeightMap &weights) { weights[kTensor].shape = {32, 3}; });
        QVERIFY2(misshapen.contains(kTensor + QStringLiteral(" is [32, 3], expected [3, 32]")), qPrintable(misshapen));
        QCOMPARE(messageAfter([](WeightMap &) {}), QStringLiteral("accepted"));
    }

    void changedWeightsAreNotTakenForTheirs()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        QVERIFY(ModelPackage::load(m_model).has_value());
        WeightMap weights = smallPackage().weights;
        weights.begin()->second.values.front() += 1;
        QVERIFY(writeSafetensors(QDir(m_model).filePath(QStringLiteral("model.safetensors")), weights,
                                 WeightPrecision::Float32)
                    .has_value());
        const auto changed = ModelPackage::load(m_model);
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(changed.error().message.contains(QStringLiteral("not those that the model was written with")),
                 qPrintable(changed.error().message));
        forgetDigest();
        QVERIFY(ModelPackage::load(m_model).has_value()); // as packages were written before
    }

    void notANumberInTheFileIsNamed()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        QFile file(QDir(m_model).filePath(QStringLiteral("model.safetensors")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() - 4);
        file.write(QByteArray::fromHex("0000c07f"));
        file.close();
        const auto loaded = ModelPackage::load(m_model);
        QCOMPARE(loaded.error().code, ErrorCode::ModelInvalid);
        QVERIFY(loaded.error().message.contains(
            QStringLiteral("not numbers: moe_transformer.transformer.2.norm2_mix.weight")));
    }

    void damagedConfigIsExplained_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *key, const QJsonValue &value, const char *words) {
            QTest::newRow(name) << QString::fromLatin1(key) << value << QString::fromLatin1(words);
        };
        row("newer", "schema", 2, "schema 2 is newer");
        row("no schema", "schema", QJsonValue::Null, "no schema version");
        row("architecture", "architecture", QJsonObject{{"type", "Perceptron"}},
            "Unknown network architecture \"Perceptron\"");
        row("shape", "architecture", QJsonObject{{"heads", 5}}, "5 heads");
        row("stage", "classes", QJsonArray{"Wake", "Daydream", "REM"}, "\"Daydream\"");
        row("class twice", "classes", QJsonArray{"Wake", "NREM", "W"}, "twice");
        row("no classes", "classes", QJsonValue::Null, "fewer than two classes");
        row("epoch", "epoch_seconds", 4, "epochs of 4 s");
        row("rate", "sampling_rate_hz", 256, "256 Hz");
        row("normalisation", "normalisation", "median", "\"median\"");
        row("name", "name", "", "no name");
        row("temperature", "temperature", -1, "temperature");
        row("temperature text", "temperature", "warm", "temperature");
    }
    void damagedConfigIsExplained()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, words);
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        QFile file(QDir(m_model).filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        object[key] = value;
        file.resize(0);
        file.write(QJsonDocument(object).toJson());
        file.close();
        const auto loaded = ModelPackage::loadDescription(m_model);
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(loaded.error().message.contains(words), qPrintable(loaded.error().message));
        QVERIFY(loaded.error().message.contains(QStringLiteral("config.json")));
        QVERIFY(!loaded.error().detail.isEmpty());
    }

    void theContractIsThePackages()
    {
        ModelPackage package = smallPackage();
        const ModelContract contract = package.contract();
        QCOMPARE(contract.epochSec * contract.rateHz, double(kSamplesPerEpoch));
        QCOMPARE(contract.inputs, (std::vector{Input::Both, Input::Eeg}));
        QCOMPARE(contract.stages, mouseClasses());
        package.samplingRateHz = package.network.samplesPerEpoch = 256; // whole in itself, but of another time grid
        QVERIFY(package.save(m_model, WeightPrecision::Float32).has_value());
        const auto loaded = ModelPackage::load(m_model);
        QCOMPARE(loaded.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(loaded.error().message.contains(QStringLiteral("256 samples")), qPrintable(loaded.error().message));
    }

    void aCommitteeIsOfTheClassesThatItKnows()
    {
        ModelPackage package = smallPackage();
        package.committee.judges[Input::Both] = {{0}, {1}, {{1, 3, {0, 0, 0}, {0, 0, 0}}}, {1, 0}, 0.5};
        const auto loadedOf = [&](const QString &name, const std::vector<scoring::Stage> &classes, bool alone = false) {
            ModelPackage other = package;
            other.network.classes = classes;
            if (alone)
                other.committee = {};
            const QString folder = m_folder->filePath(name);
            return other.save(folder, WeightPrecision::Float32).and_then([&] { return ModelPackage::load(folder); });
        };
        using scoring::Stage;
        QVERIFY(loadedOf(QStringLiteral("mouse"), mouseClasses()).has_value());
        const std::vector mixed{Stage::Nrem, Stage::Wake, Stage::Rem};
        QVERIFY(loadedOf(QStringLiteral("alone"), mixed, true).has_value());
        for (const auto &classes : {mixed, std::vector{Stage::Wake, Stage::Nrem},
                                    std::vector{Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Microarousal}}) {
            const auto loaded
                = loadedOf(QStringLiteral("other%1").arg(classes.size()) + scoring::stageName(classes[0]), classes);
            QVERIFY(!loaded.has_value());
            QCOMPARE(loaded.error().code, ErrorCode::ModelInvalid);
            QVERIFY2(loaded.error().message.contains(QStringLiteral("its committee knows Wake, NREM and REM")),
                     qPrintable(loaded.error().message));
            QVERIFY(loaded.error().detail.contains(QStringLiteral("without a committee")));
        }
    }

    void brokenJsonIsExplained()
    {
        QVERIFY(smallPackage().save(m_model, WeightPrecision::Float32).has_value());
        QFile file(QDir(m_model).filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\"schema\": 1,");
        file.close();
        const auto loaded = ModelPackage::load(m_model);
        QCOMPARE(loaded.error().code, ErrorCode::ModelInvalid);
        QVERIFY(loaded.error().message.contains(QStringLiteral("not JSON")));
    }

    void unwritablePlaceIsNamed()
    {
        const QString blocked = m_folder->filePath(QStringLiteral("file"));
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto saved = smallPackage().save(blocked + QStringLiteral("/model"), WeightPrecision::Float32);
        QCOMPARE(saved.error().code, ErrorCode::FileNotWritable);
        QVERIFY(saved.error().message.contains(blocked));
    }

private:
    void forgetDigest()
    {
        QFile config(QDir(m_model).filePath(QStringLiteral("config.json")));
        QVERIFY(config.open(QIODevice::ReadOnly));
        QJsonObject older = QJsonDocument::fromJson(config.readAll()).object();
        config.close();
        QVERIFY(!older.take(QLatin1String("weights_sha256")).toString().isEmpty());
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write(QJsonDocument(older).toJson()) > 0);
        config.close();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_model;
};

QTEST_GUILESS_MAIN(TestModelPackage)
#include "tst_modelpackage.moc"
