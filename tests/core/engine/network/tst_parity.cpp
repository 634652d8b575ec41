// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTest>
#include <algorithm>

#include "core/engine/network/network.h"
#include "core/engine/network/selftest.h"

using namespace somno::sdreamer;

/// The network against the figures of the published implementation, on hash-defined weights and input.
class TestParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto runs = runSelftest();
        QVERIFY2(runs.has_value(), runs ? "" : qPrintable(runs.error().detail));
        m_runs = std::move(*runs);
        QCOMPARE(m_runs.size(), size_t(6));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void hashIsThePublishedOne()
    {
        const double expected[] = {.42428017, -.86143664, -.55982396, -.47384917};
        for (quint32 i = 0; i < 4; ++i)
            QVERIFY(std::abs(fixtureNumber("probe", i + 1) - expected[i]) < 1e-8);
    }

    void everyFigureIsWithinTolerance_data()
    {
        QTest::addColumn<int>("run");
        QTest::addColumn<double>("tolerance");
        const char *networks[] = {"SeqNewMoE2", "SeqHMoE", "Epoch"};
        for (int i = 0; i < 3; ++i) {
            QTest::addRow("%s float64", networks[i]) << 2 * i << 1e-6;
            QTest::addRow("%s float32", networks[i]) << 2 * i + 1 << 2e-5;
        }
    }
    void everyFigureIsWithinTolerance()
    {
        QFETCH(int, run);
        QFETCH(double, tolerance);
        const NetworkFigures &computed = m_runs[size_t(run)].figures;
        const NetworkFigures &published = publishedFigures()[size_t(run / 2)];
        QCOMPARE(computed.config.architecture, published.config.architecture);
        QCOMPARE(computed.parameters, published.parameters);
        QCOMPARE(computed.tensors.size(), published.tensors.size());
        for (size_t i = 0; i < published.tensors.size(); ++i)
            compare(computed.tensors[i], published.tensors[i], tolerance);
        QCOMPARE(computed.logits.size(), size_t(3));
        for (size_t i = 0; i < published.logits.size(); ++i)
            compare(computed.logits[i], published.logits[i], tolerance);
        for (size_t c = 0; published.softmaxRow0 && c < 3; ++c)
            QVERIFY(near((*computed.softmaxRow0)[c], (*published.softmaxRow0)[c], tolerance));
        QVERIFY2(m_runs[size_t(run)].passed(), qPrintable(m_runs[size_t(run)].largestAt));
        QVERIFY(m_runs[size_t(run)].largestDeviation <= tolerance);
        QVERIFY(m_runs[size_t(run)].largestDeviation > 0); // it did compare
    }

    void parametersAreTheCheckpoints()
    {
        QCOMPARE(m_runs[0].figures.parameters, 2410633);
        QCOMPARE(m_runs[0].figures.parameterTensors, 162);
        const auto shapes = parameterShapes({});
        QCOMPARE(shapes.size(), size_t(162));
        const auto shapeOf = [&](const char *name) {
            const auto it
                = std::ranges::find(shapes, QString::fromLatin1(name), [](const auto &entry) { return entry.first; });
            return it == shapes.end() ? QStringLiteral("missing") : shapeText(it->second);
        };
        QCOMPARE(shapeOf("eeg_transformer.get_cls.cls_token"), QStringLiteral("[1, 1, 1, 128]"));
        QCOMPARE(shapeOf("emg_transformer.get_pos.pos_emb"), QStringLiteral("[1, 1, 33, 128]"));
        QCOMPARE(shapeOf("emg_transformer.patch_ecncoder.to_patch_embedding.1.weight"), QStringLiteral("[128, 16]"));
        QCOMPARE(shapeOf("eeg_transformer.transformer.1.attn1.to_out.0.bias"), QStringLiteral("[128]"));
        QCOMPARE(shapeOf("eeg_transformer.transformer.0.ff.ff.0.proj.weight"), QStringLiteral("[1024, 128]"));
        QCOMPARE(shapeOf("emg_transformer.transformer.0.ff.ff.3.weight"), QStringLiteral("[128, 512]"));
        QCOMPARE(shapeOf("moe_transformer.emg_loader.get_pos.pos_emb"), QStringLiteral("[1, 64, 128]"));
        QCOMPARE(shapeOf("moe_transformer.mod_emb.weight"), QStringLiteral("[2, 128]"));
        QCOMPARE(shapeOf("moe_transformer.pool.pool_head.0.weight"), QStringLiteral("[128, 256]"));
        QCOMPARE(shapeOf("moe_transformer.transformer.0.attn.qkv.weight"), QStringLiteral("[384, 128]"));
        QCOMPARE(shapeOf("moe_transformer.transformer.2.mlp_mix.ff.0.0.weight"), QStringLiteral("[512, 128]"));
        QCOMPARE(shapeOf("moe_transformer.transformer.1.mlp_mix.ff.0.0.weight"), QStringLiteral("missing"));
        QCOMPARE(shapeOf("moe_transformer.transformer.2.norm2_mix.weight"), QStringLiteral("[128]"));
        QCOMPARE(shapeOf("moe_transformer.eeg_proj.weight"), QStringLiteral("[128, 128]"));
        QCOMPARE(shapeOf("moe_transformer.norm.bias"), QStringLiteral("[128]"));
        QCOMPARE(shapeOf("cls_head_emg.mlp.3.weight"), QStringLiteral("[3, 256]"));
        QCOMPARE(shapeOf("cls_head.mlp.1.weight"), QStringLiteral("[256]"));
    }

    void otherSizesCount_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("sequenceLength");
        QTest::addColumn<int>("sequenceLayers");
        QTest::addColumn<int>("parameters");
        QTest::newRow("16 epochs") << "SeqNewMoE2" << 16 << 3 << 2398345;
        QTest::newRow("2 layers") << "SeqNewMoE2" << 64 << 2 << 2080521;
        QTest::newRow("shared encoder, 64 epochs") << "SeqHMoE" << 64 << 3 << 2063881;
        QTest::newRow("shared encoder, 2 layers") << "SeqHMoE" << 16 << 2 << 1853449;
    }
    void otherSizesCount()
    {
        QFETCH(QString, architecture);
        QFETCH(int, sequenceLength);
        QFETCH(int, sequenceLayers);
        NetworkConfig config;
        config.architecture = architecture;
        config.sequenceLength = sequenceLength;
        config.sequenceLayers = sequenceLayers;
        qint64 count = 0;
        for (const auto &[name, shape] : parameterShapes(config)) {
            qint64 values = 1;
            for (const qint64 extent : shape)
                values *= extent;
            count += values;
        }
        QTEST(int(count), "parameters");
    }

    void scoringComputesTheSame()
    {
        ModelPackage package;
        for (const auto &[name, shape] : parameterShapes(package.network))
            package.weights[name] = {shape, fixtureWeights(name, shape)};
        package.network.eegHeadTrained = package.network.emgHeadTrained = true;
        const auto network = Network::fromPackage(package);
        QVERIFY(network.has_value());
        const std::vector<float> input = fixtureInput(2 * 64 * 2 * 512);
        std::vector<float> eeg, emg;
        for (auto it = input.begin(); it != input.end(); it += 1024) {
            eeg.insert(eeg.end(), it, it + 512);
            emg.insert(emg.end(), it + 512, it + 1024);
        }
        const Input inputs[] = {Input::Both, Input::Eeg, Input::Emg};
        for (size_t i = 0; i < 3; ++i) {
            const auto logits = network->logits(eeg, emg, 2, 64, inputs[i]);
            QVERIFY(logits.has_value());
            for (const auto &[row, values] : publishedFigures()[0].logits[i].rows)
                for (size_t c = 0; c < 3; ++c)
                    QVERIFY(near((*logits)[size_t(row) * 3 + c], values[c], 2e-5));
        }
    }

    void jsonHoldsTheFigures()
    {
        const QJsonObject json = toJson(m_runs[0]);
        QCOMPARE(json["precision"].toString(), QStringLiteral("float64"));
        QCOMPARE(json["tensors"].toArray().size(), 16);
        QCOMPARE(json["logits"].toArray()[0].toObject()["argmax_counts"].toArray(), (QJsonArray{42, 7, 79}));
        QVERIFY(near(json["logits"].toArray()[2].toObject()["rows"].toObject()["63"].toArray()[0].toDouble(), .82882846,
                     1e-6));
        QCOMPARE(json["passed"].toBool(), true);
    }

    void deviationFails()
    {
        SelftestRun run = m_runs[1];
        run.largestDeviation = 1e-4;
        QVERIFY(!run.passed());
        run.largestDeviation = qInf();
        QVERIFY(!run.passed());
    }

private:
    static bool near(double computed, double published, double tolerance)
    {
        return std::isnan(published) || std::abs(computed - published) <= tolerance;
    }

    static void compare(const TensorFigures &computed, const TensorFigures &published, double tolerance)
    {
        const QByteArray name = published.name.toUtf8();
        QCOMPARE(computed.name, published.name);
        QVERIFY2(std::abs(computed.l2 / published.l2 - 1) <= tolerance, name);
        QVERIFY2(near(computed.mean, published.mean, tolerance), name);
        for (size_t i = 0; i < 4; ++i)
            QVERIFY2(near(computed.first[i], published.first[i], tolerance), name);
        for (size_t i = 0; i < 2; ++i)
            QVERIFY2(near(computed.last[i], published.last[i], tolerance), name);
    }

    static void compare(const LogitFigures &computed, const LogitFigures &published, double tolerance)
    {
        const QByteArray name = published.name.toUtf8();
        QVERIFY2(std::isnan(published.l2) || std::abs(computed.l2 / published.l2 - 1) <= tolerance, name);
        if (published.counts)
            QCOMPARE(*computed.counts, *published.counts);
        for (const auto &[row, values] : published.rows)
            for (size_t c = 0; c < 3; ++c)
                QVERIFY2(near(computed.rows.at(row)[c], values[c], tolerance), name);
    }

    std::vector<SelftestRun> m_runs;
};

QTEST_GUILESS_MAIN(TestParity)
#include "tst_parity.moc"
