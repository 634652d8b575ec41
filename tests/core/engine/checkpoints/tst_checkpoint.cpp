// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <bit>
#include <qfloat16.h>
#include <random>

#include "core/engine/checkpoints/checkpoint.h"
#include "core/engine/network/fixture.h"
#include "core/engine/network/network.h"
#include "tests/support/torchfile.h"

using namespace somno;
using namespace somno::sdreamer;
using namespace somno::test;

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_warnings.clear();
        m_progress.warn = [this](const QString &message) { m_warnings << message; };
    }

    void publishedNetworkScoresAsPublished()
    {
        WeightMap weights;
        for (const auto &[name, shape] : parameterShapes({}))
            weights.emplace(name, WeightTensor{shape, fixtureWeights(name, shape)});
        const auto package = importCheckpoint(save(weights), {}, m_progress);
        QVERIFY2(package, package ? "" : qPrintable(package.error().message));
        QCOMPARE(package->network.toJson(), NetworkConfig().toJson());
        const auto network = Network::fromPackage(*package);
        QVERIFY(network);
        constexpr int kEpochs = 64, kSamples = 512;
        const std::vector<float> input = fixtureInput(2 * kEpochs * kSamples);
        std::vector<float> signals[2]; // the input alternates between the two
        for (int i = 0; i < 2 * kEpochs; ++i)
            signals[i % 2].insert(signals[i % 2].end(), input.begin() + i * kSamples,
                                  input.begin() + (i + 1) * kSamples);
        const auto logits = network->logits(signals[0], signals[1], 1, kEpochs, Input::Both);
        QVERIFY(logits);
        const std::array<double, 6> expected{.06674202,  -.70205411, .08166655,
                                             -.08468003, -.0483863,  .5747147}; // rows 0, 63
        for (size_t i = 0; i < 3; ++i) {
            QVERIFY(std::abs((*logits)[i] - expected[i]) < 2e-5);
            QVERIFY(std::abs((*logits)[63 * 3 + i] - expected[3 + i]) < 2e-5);
        }
    }

    void formsOfAStateDictionary_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("spelling");
        QTest::addColumn<QByteArray>("wrappedAs");
        QTest::newRow("bare") << QByteArray() << QByteArray("patch_ecncoder") << QByteArray();
        QTest::newRow("correct spelling") << QByteArray() << QByteArray("patch_encoder") << QByteArray();
        QTest::newRow("DataParallel") << QByteArray("module.") << QByteArray("patch_ecncoder") << QByteArray();
        QTest::newRow("training run") << QByteArray() << QByteArray("patch_ecncoder") << QByteArray("state_dict");
        QTest::newRow("other training run")
            << QByteArray("module.") << QByteArray("patch_encoder") << QByteArray("model_state_dict");
    }

    void formsOfAStateDictionary()
    {
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, spelling);
        QFETCH(QByteArray, wrappedAs);
        const WeightMap weights = weightsFor(small());
        WeightMap renamed;
        for (const auto &[name, tensor] : weights)
            renamed.emplace(QLatin1String(prefix)
                                + QString(name).replace(QStringLiteral("patch_ecncoder"), QLatin1String(spelling)),
                            tensor);
        auto [dict, storages] = pickledWeights(renamed);
        if (!wrappedAs.isEmpty())
            dict = pickledDict({{"epoch", pickledInt(17)},
                                {"model", pickledText("SeqNewMoE2")},
                                {wrappedAs, dict},
                                {"best_acc", numpyScalar()},
                                {"optimizer", pickledDict({{"state", "}"}, {"param_groups", "](}e"}})}});
        const auto read = readCheckpoint(saveZip(checkpointEntries(pickle(dict), storages)));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QVERIFY(*read == weights);
    }

    void networkIsInferred_data()
    {
        QTest::addColumn<NetworkConfig>("config");
        const auto row = [](const char *name, const QString &architecture, auto change) {
            NetworkConfig config = small();
            config.architecture = architecture;
            change(config);
            QTest::newRow(name) << config;
        };
        const QString own = QStringLiteral("SeqNewMoE2"), shared = QStringLiteral("SeqHMoE"),
                      epoch = QStringLiteral("Epoch");
        row("SeqNewMoE2", own, [](NetworkConfig &) {});
        row("long sequence", own, [](NetworkConfig &c) { c.sequenceLength = 256; });
        row("large patches", own, [](NetworkConfig &c) { c.patchLength = 128; });
        row("more layers", own, [](NetworkConfig &c) { c.epochLayers = 3, c.sequenceLayers = 12, c.mixedLayers = 4; });
        row("attention of its own", own, [](NetworkConfig &c) { c.sharedAttention = false; });
        row("SeqHMoE", shared, [](NetworkConfig &) {});
        row("SeqHMoE of two layers", shared, [](NetworkConfig &c) { c.sequenceLayers = 2; });
        row("SeqHMoE, all mixed", shared, [](NetworkConfig &c) { c.mixedLayers = 3; });
        row("Epoch", epoch, [](NetworkConfig &) {});
        row("Epoch, all mixed", epoch, [](NetworkConfig &c) { c.mixedLayers = 2; });
    }

    void networkIsInferred()
    {
        QFETCH(NetworkConfig, config);
        const WeightMap weights = weightsFor(config);
        ImportOptions options;
        options.heads = config.heads;
        const auto package = importCheckpoint(save(weights), options, m_progress);
        QVERIFY2(package, package ? "" : qPrintable(package.error().message));
        if (config.architecture == QLatin1String("Epoch")) // no trace of sequences there
            config.sequenceLength = package->network.sequenceLength,
            config.sequenceLayers = package->network.sequenceLayers;
        QCOMPARE(package->network.toJson(), config.toJson());
        QVERIFY(package->weights == weights);
        const QString folder = m_folder->filePath(QStringLiteral("model"));
        QVERIFY(package->save(folder, WeightPrecision::Float32));
        QVERIFY(ModelPackage::load(folder));
    }

    void types_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("bytes");
        const auto halves = [](auto first, auto second) {
            return littleEndian(std::bit_cast<quint16>(first)) + littleEndian(std::bit_cast<quint16>(second));
        };
        QTest::newRow("float") << QByteArray("Float") << littleEndian(-1.5F) + littleEndian(2.F);
        QTest::newRow("double") << QByteArray("Double") << littleEndian(-1.5) + littleEndian(2.0);
        QTest::newRow("half") << QByteArray("Half") << halves(qfloat16(-1.5F), qfloat16(2));
        QTest::newRow("bfloat16") << QByteArray("BFloat16") << halves(quint16(0xbfc0), quint16(0x4000));
    }

    void types()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, bytes);
        const auto read = readOne({{2}, {1}, "0", 2, 0, type}, bytes);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->at(QStringLiteral("w")).values, (std::vector<float>{-1.5F, 2.F}));
    }

    void viewsOfAStorage()
    {
        QByteArray bytes;
        for (int i = 0; i < 8; ++i)
            bytes += littleEndian(float(i));
        const auto transposed = readOne({{3, 2}, {1, 3}, "0", 8, 2}, bytes); // columns of [[2, 3, 4], [5, 6, 7]]
        QVERIFY2(transposed, transposed ? "" : qPrintable(transposed.error().message));
        QCOMPARE(transposed->at(QStringLiteral("w")).values, (std::vector<float>{2, 5, 3, 6, 4, 7}));
        const auto scalar = readOne({{}, {}, "0", 8, 7}, bytes);
        QVERIFY(scalar);
        QCOMPARE(scalar->at(QStringLiteral("w")).values, std::vector<float>{7});
    }

    void tensorsOutsideTheirStorage_data()
    {
        QTest::addColumn<PickledTensor>("tensor");
        constexpr qint64 kHuge = 2'000'000'000;
        QTest::newRow("offset") << PickledTensor{{8}, {1}, "0", 8, 1};
        QTest::newRow("offset at the end") << PickledTensor{{}, {}, "0", 8, 8};
        QTest::newRow("negative offset") << PickledTensor{{1}, {1}, "0", 8, -1};
        QTest::newRow("stride") << PickledTensor{{2, 2}, {7, 1}, "0", 8, 0};
        QTest::newRow("negative stride") << PickledTensor{{2}, {-1}, "0", 8, 4};
        QTest::newRow("negative extent") << PickledTensor{{-2, -2}, {1, 1}, "0", 8, 0};
        QTest::newRow("no values") << PickledTensor{{0}, {1}, "0", 8, 0};
        QTest::newRow("repeated by a stride of 0") << PickledTensor{{1000, 8}, {0, 1}, "0", 8, 0};
        QTest::newRow("huge") << PickledTensor{{kHuge, kHuge, kHuge}, {kHuge, kHuge, kHuge}, "0", 8, 0};
        QTest::newRow("storage larger than its entry") << PickledTensor{{9}, {1}, "0", 9, 0};
        QTest::newRow("storage of another type") << PickledTensor{{8}, {1}, "0", 8, 0, "Double"};
        QTest::newRow("storage of 2 GB") << PickledTensor{{8}, {1}, "0", kHuge, 0};
        QTest::newRow("storage that is missing") << PickledTensor{{8}, {1}, "1", 8, 0};
        QTest::newRow("storage outside the archive") << PickledTensor{{8}, {1}, "../../../etc/passwd", 8, 0};
    }

    void tensorsOutsideTheirStorage()
    {
        QFETCH(PickledTensor, tensor);
        const auto read = readOne(tensor, QByteArray(8 * sizeof(float), '\0'));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ModelInvalid);
    }

    void storageIsNotReadOftenEnoughToFillTheMemory()
    {
        QList<std::pair<QByteArray, QByteArray>> entries;
        for (int i = 0; i < 100; ++i)
            entries.push_back({QByteArray::number(i), pickledTensor({{1000}, {1}, "0", 1000})});
        const auto read
            = readCheckpoint(saveZip(checkpointEntries(pickle(pickledDict(entries)), {QByteArray(4000, '\0')})));
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(QStringLiteral("overlap")), qPrintable(read.error().message));
    }

    void otherFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told");
        const QByteArray good = zipArchive(checkpointEntries(pickle("}"), {QByteArray(64, 'x')}));
        auto compressed = checkpointEntries(pickle("}"), {QByteArray(64, 'x')});
        compressed[1].method = 8;
        auto huge = checkpointEntries(pickle("}"), {QByteArray(64, 'x')});
        huge[1].claimedSize = 0xfffffff0;
        QByteArray flipped = good;
        flipped[good.indexOf('}')] = ')';
        QTest::newRow("empty") << QByteArray() << "not a ZIP archive";
        QTest::newRow("text") << QByteArray("hello") << "not a ZIP archive";
        QTest::newRow("older pickle") << pickle("N") << "before version 1.6";
        QTest::newRow("cut") << good.chopped(30) << "it was cut off";
        QTest::newRow("cut in the directory")
            << QByteArray(good).remove(good.size() - 80, 40) << "directory is damaged";
        QTest::newRow("compressed") << zipArchive(compressed) << "archive/data/0 is compressed";
        QTest::newRow("huge") << zipArchive(huge) << "archive/data/0 claims 4294967280 bytes";
        QTest::newRow("foreign") << zipArchive({{"word/document.xml", "<xml/>"}}) << "not one of torch.save()";
        QTest::newRow("flipped byte") << flipped << "does not match its checksum";
        QTest::newRow("no tensors") << good << "no state dictionary";
        QTest::newRow("no dictionary") << zipArchive(checkpointEntries(pickle("N"), {})) << "no state dictionary";
        QTest::newRow("no tensor") << zipArchive(checkpointEntries(pickle(pickledDict({{"epoch", pickledInt(3)}})), {}))
                                   << "\"epoch\" is not a tensor";
        QTest::newRow("number as key") << zipArchive(checkpointEntries(pickle("}K\x01Ns"), {})) << "is not a tensor";
        QTest::newRow("malicious") << zipArchive(checkpointEntries(
            pickle(pickledCall(pickledGlobal("os", "system"), {pickledText("touch /tmp/executed")})), {}))
                                   << "it wants to use os.system";
    }

    void otherFiles()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, told);
        const QString path = saveCheckpoint(m_folder->filePath(QStringLiteral("x.pt")), bytes);
        const auto package = importCheckpoint(path, {}, m_progress);
        QVERIFY(!package);
        QCOMPARE(package.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(package.error().message.contains(told), qPrintable(package.error().message));
        QVERIFY(package.error().message.contains(path));
        QVERIFY(!package.error().detail.isEmpty());
    }

    void filesThatCannotBeOpened()
    {
        QCOMPARE(readCheckpoint(m_folder->filePath(QStringLiteral("absent.pt"))).error().code, ErrorCode::FileNotFound);
        QCOMPARE(readCheckpoint(m_folder->path()).error().code, ErrorCode::FileNotReadable);
    }

    void damagedFilesNeverCrash()
    {
        const auto [dict, storages] = pickledWeights(WeightMap{{QStringLiteral("a"), {{2, 2}, {1, 2, 3, 4}}}});
        const QByteArray whole = zipArchive(checkpointEntries(pickle(dict), storages));
        std::mt19937 random(7);
        for (int i = 0; i < 3000; ++i) {
            QByteArray bytes = whole;
            if (random() % 3 == 0)
                bytes.truncate(qsizetype(random() % quint32(bytes.size())));
            for (auto changes = random() % 3 + 1; changes > 0 && !bytes.isEmpty(); --changes)
                bytes[qsizetype(random() % quint32(bytes.size()))] = char(random());
            const auto read = readCheckpoint(saveCheckpoint(m_folder->filePath(QStringLiteral("x.pt")), bytes));
            QVERIFY(read || !read.error().message.isEmpty());
        }
    }

    void otherNetworks_data()
    {
        QTest::addColumn<WeightMap>("weights");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const QString &told, auto change) {
            WeightMap weights = weightsFor(small());
            change(weights);
            QTest::newRow(name) << weights << told;
        };
        const WeightTensor one{{1}, {1}};
        row("of something else", QStringLiteral("\"conv.weight\""), [&](WeightMap &w) {
            w = {{QStringLiteral("conv.weight"), one}};
        });
        row("missing", QStringLiteral("missing: cls_head_emg.mlp.3.bias"),
            [](WeightMap &w) { w.erase(QStringLiteral("cls_head_emg.mlp.3.bias")); });
        row("missing what sizes come from", QStringLiteral("cls_head.mlp.3.weight"),
            [](WeightMap &w) { w.erase(QStringLiteral("cls_head.mlp.3.weight")); });
        row("surplus", QStringLiteral("surplus: norm.num_batches_tracked"),
            [&](WeightMap &w) { w.emplace(QStringLiteral("norm.num_batches_tracked"), one); });
        row("misshapen", QStringLiteral("moe_transformer.norm.bias is [1], expected [16]"),
            [&](WeightMap &w) { w[QStringLiteral("moe_transformer.norm.bias")] = one; });
        row("not a number", QStringLiteral("not numbers: moe_transformer.norm.bias"),
            [](WeightMap &w) { w[QStringLiteral("moe_transformer.norm.bias")].values[3] = NAN; });
        row("four classes", QStringLiteral("tells 4 classes apart"), [](WeightMap &w) {
            w[QStringLiteral("cls_head.mlp.3.weight")] = {{4, 1}, {1, 2, 3, 4}};
        });
        row("other epochs", QStringLiteral("epochs have 48 samples"), [](WeightMap &w) {
            w[QStringLiteral("eeg_transformer.get_pos.pos_emb")] = {{4, 1}, {1, 2, 3, 4}};
        });
        row("a layer without a number", QStringLiteral("surplus"),
            [&](WeightMap &w) { w.emplace(QStringLiteral("moe_transformer.transformer.x.norm1.bias"), one); });
        row("more layers than it holds", QStringLiteral("larger network"), [&](WeightMap &w) {
            w.emplace(QStringLiteral("moe_transformer.transformer.999999999999.norm1.bias"), one),
                w.emplace(QStringLiteral("moe_transformer.transformer.63.norm1.bias"), one);
        });
        row("wider than it holds", QStringLiteral("larger network"), [](WeightMap &w) {
            w[QStringLiteral("eeg_transformer.patch_ecncoder.to_patch_embedding.1.weight")]
                = {{2048, 16}, std::vector<float>(2048 * 16)};
        });
    }

    void otherNetworks()
    {
        QFETCH(WeightMap, weights);
        QFETCH(QString, told);
        ImportOptions options;
        options.heads = 2;
        const auto package = importCheckpoint(save(weights), options, m_progress);
        QVERIFY(!package);
        QCOMPARE(package.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(package.error().message.contains(told), qPrintable(package.error().message));
        QVERIFY(!package.error().detail.contains(QStringLiteral("config.json"))); // there is none yet
    }

    void headsMustDivideTheWidth()
    {
        ImportOptions options;
        options.heads = 3;
        const auto package = importCheckpoint(save(weightsFor(small())), options, m_progress);
        QVERIFY(!package);
        QCOMPARE(package.error().code, ErrorCode::InvalidArgument);
        QVERIFY(package.error().detail.contains(QStringLiteral("--heads")));
    }

    void headsAreTrustedByEvidenceOnly_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("trusted");
        const QString name
            = QStringLiteral("SeqNewMoE2_Seq_ftALL_pl16_ns64_dm128_el2_dff512_eb0_scale%1_bs64_f1.pth.tar");
        QTest::newRow("without distillation") << name.arg(QStringLiteral("0.0")) << false;
        QTest::newRow("with distillation") << name.arg(QStringLiteral("2.0")) << true;
        QTest::newRow("with a little") << name.arg(QStringLiteral("0.5")) << true;
        QTest::newRow("no evidence") << QStringLiteral("best.pt") << false;
        QTest::newRow("the folder says it") << QStringLiteral("run_scale2.0_f1/model_best.pth.tar") << true;
        QTest::newRow("the file before the folder") << QStringLiteral("run_scale2.0_f1/scale0.0.pt") << false;
    }

    void headsAreTrustedByEvidenceOnly()
    {
        QFETCH(QString, path);
        QFETCH(bool, trusted);
        ImportOptions options;
        options.heads = 2;
        const auto package = importCheckpoint(save(weightsFor(small()), path), options, m_progress);
        QVERIFY(package);
        QCOMPARE(package->network.eegHeadTrained, trusted);
        QCOMPARE(package->network.emgHeadTrained, trusted);
        QCOMPARE(m_warnings.size(), trusted ? 0 : 1);
        if (!trusted)
            QVERIFY(m_warnings.front().contains(QStringLiteral("EEG and EMG together only")));
        options.emgTrained = true;
        const auto told = importCheckpoint(m_folder->filePath(path), options, m_progress);
        QVERIFY(told->network.emgHeadTrained);
        QVERIFY(!told->network.eegHeadTrained);
    }

    void packageSaysWhereItComesFrom()
    {
        ImportOptions options;
        options.heads = 2;
        options.command = QStringLiteral("sdreamer import it");
        const QString path = save(weightsFor(small()), QStringLiteral("lab_f1.pth.tar"));
        const auto package = importCheckpoint(path, options, m_progress);
        QVERIFY(package);
        QCOMPARE(package->title(), QStringLiteral("lab_f1 1.0"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray digest = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Blake2b_256).toHex();
        QCOMPARE(package->training.dataDigest, QString::fromLatin1(digest));
        QCOMPARE(package->training.command, options.command);
        for (const char *words : {"`lab_f1.pth.tar`", "figures unknown", "licence", "zscore-recording",
                                  "sdreamer import it", digest.constData()})
            QVERIFY2(package->card.contains(QLatin1String(words)), words);
        options.name = QStringLiteral("mine");
        QCOMPARE(importCheckpoint(path, options, m_progress)->name, QStringLiteral("mine"));
    }

    void exportComesBackUnchanged_data() { networkIsInferred_data(); }

    void exportComesBackUnchanged()
    {
        QFETCH(NetworkConfig, config);
        const ModelPackage package = packageOf(config);
        const QString path = m_folder->filePath(QStringLiteral("out.pt"));
        const auto written = exportCheckpoint(package, path, m_progress);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        const auto read = readCheckpoint(path);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QVERIFY(*read == package.weights);
        const int usual = config.heads == NetworkConfig().heads ? 0 : 1;
        QCOMPARE(m_warnings.size(), usual + (config.sharedAttention ? 0 : 1));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("out.pt")});
    }

    void exportSaysWhatIsLost()
    {
        ModelPackage package = packageOf(small());
        package.network.emgHeadTrained = true;
        package.network.normalisation = Normalisation::RobustRecording;
        package.temperatures = {{Input::Both, 1.5}};
        QVERIFY(exportCheckpoint(package, m_folder->filePath(QStringLiteral("out.pt")), m_progress));
        QCOMPARE(m_warnings.size(), 4);
        QVERIFY(m_warnings[0].contains(QStringLiteral("--heads-trained emg")));
        QVERIFY(m_warnings[1].contains(QStringLiteral("robust-recording")));
        QVERIFY(m_warnings[2].contains(QStringLiteral("--heads %1").arg(package.network.heads)));
        QVERIFY(m_warnings[3].contains(QStringLiteral("1.5")));
    }

    void exportNeverOverwrites()
    {
        const QString path = saveCheckpoint(m_folder->filePath(QStringLiteral("out.pt")), "mine");
        const auto written = exportCheckpoint(packageOf(small()), path, m_progress);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileNotWritable);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("mine"));
        const auto nowhere
            = exportCheckpoint(packageOf(small()), m_folder->filePath(QStringLiteral("no/such/folder.pt")), m_progress);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::FileNotWritable);
    }

private:
    static NetworkConfig small()
    {
        NetworkConfig config;
        config.modelWidth = 16;
        config.heads = 2;
        config.feedForward = 24;
        config.sequenceLength = 16;
        return config;
    }
    static WeightMap weightsFor(const NetworkConfig &config) { return Network::create(config, 1)->weights(); }
    static ModelPackage packageOf(const NetworkConfig &config)
    {
        ModelPackage package;
        package.name = QStringLiteral("test");
        package.network = config;
        package.weights = weightsFor(config);
        return package;
    }
    // As torch.save() writes a best accuracy that NumPy computed.
    static QByteArray numpyScalar()
    {
        return pickledCall(
            pickledGlobal("numpy.core.multiarray", "scalar"),
            {pickledCall(pickledGlobal("numpy", "dtype"), {pickledText("f8"), "\x89", "\x88"})
                 + "(K\x03Nt"
                   "b",
             pickledCall(pickledGlobal("_codecs", "encode"), {pickledText("12345678"), pickledText("latin1")})});
    }

    QString saveZip(const std::vector<ZipEntry> &entries, const QString &name = QStringLiteral("x.pt"))
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        return saveCheckpoint(path, zipArchive(entries));
    }
    QString save(const WeightMap &weights, const QString &name = QStringLiteral("x.pt"))
    {
        const auto [dict, storages] = pickledWeights(weights);
        return saveZip(checkpointEntries(pickle(dict), storages), name);
    }
    Result<WeightMap> readOne(const PickledTensor &tensor, const QByteArray &storage)
    {
        return readCheckpoint(
            saveZip(checkpointEntries(pickle(pickledDict({{"w", pickledTensor(tensor)}})), {storage})));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_warnings;
    Progress m_progress;
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
