// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/filterbank.h"

#include <QTest>
#include <cmath>
#include <numbers>

using namespace somno::sdreamer;

namespace {

NetworkConfig config(const QString &architecture, int patch)
{
    NetworkConfig c;
    c.architecture = architecture;
    c.patchLength = patch;
    return c;
}

std::vector<std::pair<std::string, std::shared_ptr<PatchEmbedding>>> embeddings(NetworkModule &module)
{
    std::vector<std::pair<std::string, std::shared_ptr<PatchEmbedding>>> found;
    for (const auto &item : module.named_modules())
        if (auto embedding = std::dynamic_pointer_cast<PatchEmbedding>(item.value()))
            found.emplace_back(item.key(), embedding);
    return found;
}

torch::Tensor wave(double hz, double phase)
{
    torch::Tensor samples = torch::empty({1, 512});
    for (int i = 0; i < 512; ++i)
        samples[0][i] = std::sin(2 * std::numbers::pi * hz * i / 512 + phase);
    return samples;
}

} // namespace

class TestFilterBank : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        torch::manual_seed(3);
    }

    void frequenciesRise()
    {
        for (const int patch : {64, 128, 256, 512})
            for (const Modality modality : {kEeg, kEmg}) {
                const auto hz = filterBankHz(modality, 32, patch);
                QCOMPARE(hz.size(), size_t(32));
                QCOMPARE(hz.front(), 0.);
                QVERIFY(std::is_sorted(hz.begin(), hz.end()));
                QVERIFY(hz.back() <= 256);
            }
    }

    void answersToItsBand_data()
    {
        QTest::addColumn<QString>("architecture");
        for (const char *name : {"SeqNewMoE2", "SeqHMoE", "Epoch"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void answersToItsBand()
    {
        QFETCH(QString, architecture);
        torch::NoGradGuard noGrad;
        const NetworkConfig shape = config(architecture, 128);
        auto module = makeModule(shape);
        startAsFilterBank(*module, shape, 1);
        const auto found = embeddings(*module);
        QCOMPARE(found.size(), size_t(2)); // EEG and EMG
        for (const auto &[name, embedding] : found) {
            const auto hz = filterBankHz(name.find("emg") == std::string::npos ? kEeg : kEmg, 32, 128);
            for (const size_t band : {3, 9, 20})
                for (const double phase : {0., 0.7, 1.6}) {
                    const torch::Tensor out = embedding->forward(wave(hz[band], phase))[0][1].narrow(0, 0, 32);
                    const auto strongest = hz[size_t(out.argmax().item<int64_t>())];
                    QVERIFY2(std::abs(strongest - hz[band]) <= 8,
                             name.c_str()); // what a quarter of a second tells apart
                    QVERIFY(out[int64_t(band)].item<float>() > 0.5f * out.max().item<float>());
                }
        }
    }

    void leavesShortPatchesAndOtherWeights()
    {
        const NetworkConfig small = config(QStringLiteral("SeqNewMoE2"), 16),
                            large = config(QStringLiteral("SeqNewMoE2"), 256);
        for (const NetworkConfig &shape : {small, large}) {
            auto module = makeModule(shape);
            std::map<std::string, torch::Tensor> before;
            for (const auto &item : module->named_parameters())
                before[item.key()] = item.value().detach().clone();
            startAsFilterBank(*module, shape, 1);
            int changed = 0;
            for (const auto &item : module->named_parameters()) {
                const bool isPatch = item.key().find("to_patch_embedding") != std::string::npos;
                if (torch::equal(item.value(), before[item.key()]))
                    continue;
                QVERIFY2(isPatch && shape.patchLength == 256, item.key().c_str());
                ++changed;
            }
            QCOMPARE(changed, shape.patchLength == 256 ? 8 : 0);
        }
    }

    void repeatsItself()
    {
        const NetworkConfig shape = config(QStringLiteral("SeqNewMoE2"), 128);
        auto one = makeModule(shape), other = makeModule(shape);
        startAsFilterBank(*one, shape, 5);
        startAsFilterBank(*other, shape, 5);
        QVERIFY(torch::equal(embeddings(*one)[0].second->forward(wave(5, 0)),
                             embeddings(*other)[0].second->forward(wave(5, 0))));
    }
};

QTEST_APPLESS_MAIN(TestFilterBank)
#include "tst_filterbank.moc"
