// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <map>

#include "core/engine/network/network.h"
#include "core/engine/training/layerdepth.h"

using namespace somno::sdreamer;

class TestLayerDepth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void everyLayerHasItsPlace_data();
    void everyLayerHasItsPlace();
};

void TestLayerDepth::everyLayerHasItsPlace_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<int>("deepest");
    QTest::addColumn<QStringList>("examples");
    // heads 0, three blocks over epochs, two within an epoch, embeddings
    QTest::newRow("SeqNewMoE2") << "SeqNewMoE2" << 6
                                << QStringList{"cls_head_eeg.mlp.0.weight 0",
                                               "moe_transformer.norm.bias 0",
                                               "moe_transformer.pool.pool_head.0.weight 0",
                                               "moe_transformer.eeg_proj.weight 0",
                                               "moe_transformer.transformer.2.mlp_mix.ff.3.weight 1",
                                               "moe_transformer.transformer.0.gamma_1 3",
                                               "emg_transformer.transformer.1.norm1.bias 4",
                                               "eeg_transformer.transformer.0.attn1.to_k.weight 5",
                                               "eeg_transformer.patch_ecncoder.to_patch_embedding.1.bias 6",
                                               "moe_transformer.mod_emb.weight 6",
                                               "moe_transformer.eeg_loader.get_pos.pos_emb 6"};
    QTest::newRow("SeqHMoE") << "SeqHMoE" << 6
                             << QStringList{"moe_transformer.transformer.2.norm1.weight 1", "cls_head.mlp.3.bias 0"};
    QTest::newRow("Epoch") << "Epoch" << 3
                           << QStringList{"moe_transformer.transformer.1.norm1.weight 1",
                                          "moe_transformer.transformer.0.norm1.weight 2"};
}

void TestLayerDepth::everyLayerHasItsPlace()
{
    QFETCH(QString, architecture);
    QFETCH(int, deepest);
    QFETCH(QStringList, examples);
    NetworkConfig config;
    config.architecture = architecture;
    std::map<QString, int> depths;
    std::map<int, int> counts;
    for (const auto &[name, shape] : parameterShapes(config)) {
        const int depth = layerDepth(name.toStdString(), config);
        depths[name] = depth;
        ++counts[depth];
    }
    QCOMPARE(int(counts.size()), deepest + 1); // no place is empty
    QCOMPARE(counts.begin()->first, 0);
    QCOMPARE(counts.rbegin()->first, deepest);
    for (const QString &example : examples) {
        const QString name = example.section(QLatin1Char(' '), 0, 0);
        QVERIFY2(depths.contains(name), qPrintable(name));
        QVERIFY2(depths[name] == example.section(QLatin1Char(' '), 1).toInt(),
                 qPrintable(QStringLiteral("%1: %2").arg(name).arg(depths[name])));
    }
}

QTEST_GUILESS_MAIN(TestLayerDepth)
#include "tst_layerdepth.moc"
