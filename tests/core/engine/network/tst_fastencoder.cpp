// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QtTest>
#include <thread>

#include "core/engine/kernels/encoderkernels.h"
#include "core/engine/network/compute.h"
#include "core/engine/network/fixture.h"
#include "core/engine/network/networkmodule.h"

using namespace somno::sdreamer;

namespace {

NetworkModulePtr fixtureModule(const NetworkConfig &config)
{
    NetworkModulePtr module = makeModule(config);
    torch::NoGradGuard noGradients;
    for (auto &item : module->named_parameters()) {
        const auto sizes = item.value().sizes();
        std::vector<float> values = fixtureWeights(QString::fromStdString(item.key()), {sizes.begin(), sizes.end()});
        item.value().copy_(torch::from_blob(values.data(), sizes));
    }
    module->eval();
    return module;
}

double largest(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace

/// The way that scores against the way that learns: the same numbers.
class TestFastEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void logitsAreTheSame_data();
    void logitsAreTheSame();
    void otherArchitecturesToo_data();
    void otherArchitecturesToo();
    void threadsDoNotDisturbEachOther();
    void trainingEndsIt();
    void geluIsExactToRounding();
    void halfFloatsRoundToNearest();
    void narrowNetworksAreTheSame();
};

void TestFastEncoder::logitsAreTheSame_data()
{
    QTest::addColumn<int>("patch");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<int>("width");
    QTest::newRow("reference") << 16 << 2 << 64 << 128;
    QTest::newRow("epochs that fill no group") << 32 << 2 << 37 << 128;
    QTest::newRow("three layers") << 64 << 3 << 20 << 128;
    QTest::newRow("one layer, one epoch") << 128 << 1 << 1 << 128;
    QTest::newRow("an odd number of vectors") << 64 << 2 << 20 << 24;
}

void TestFastEncoder::logitsAreTheSame()
{
    QFETCH(int, patch);
    QFETCH(int, layers);
    QFETCH(int, epochs);
    QFETCH(int, width);
    NetworkConfig config;
    config.patchLength = patch;
    config.epochLayers = layers;
    config.modelWidth = width;
    const NetworkModulePtr module = fixtureModule(config);
    const c10::InferenceMode noGradients;
    const torch::Tensor x = torch::tensor(fixtureInput(2 * epochs * 2 * 512)).view({2, epochs, 2, 1, 512});
    const PathLogits slow = module->forward(x, {true, true, true});
    module->prepareScoring(false);
    const PathLogits fast = module->forward(x, {true, true, true});
    QVERIFY(largest(slow.mix, fast.mix) < 2e-5);
    QVERIFY(largest(slow.eeg, fast.eeg) < 2e-5);
    QVERIFY(largest(slow.emg, fast.emg) < 2e-5);
    QVERIFY(largest(slow.mix, fast.mix) > 0); // it is another way
    module->prepareScoring(true);
    const PathLogits half = module->forward(x, {true, true, true});
    // Where the processor has no products of its own for them, LibTorch also rounds the sums, and nobody gets them by
    // default.
    const double bound = computesInHalf(Precision::Auto) ? 0.05 : 0.1;
    QVERIFY2(largest(slow.mix, half.mix) < bound, qPrintable(QString::number(largest(slow.mix, half.mix))));
    QVERIFY(largest(fast.mix, half.mix) > 1e-5);
}

void TestFastEncoder::otherArchitecturesToo_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("SeqHMoE") << QStringLiteral("SeqHMoE");
    QTest::newRow("Epoch") << QStringLiteral("Epoch");
}

void TestFastEncoder::otherArchitecturesToo()
{
    QFETCH(QString, architecture);
    NetworkConfig config;
    config.architecture = architecture;
    const NetworkModulePtr module = fixtureModule(config);
    const c10::InferenceMode noGradients;
    const torch::Tensor x = torch::tensor(fixtureInput(2 * 7 * 2 * 512)).view({2, 7, 2, 1, 512});
    const PathLogits slow = module->forward(x, {true, true, true});
    module->prepareScoring(false);
    const PathLogits fast = module->forward(x, {true, true, true});
    QVERIFY(largest(slow.mix, fast.mix) < 2e-5);
    QVERIFY(largest(slow.eeg, fast.eeg) < 2e-5);
    QVERIFY(largest(slow.emg, fast.emg) < 2e-5);
    QCOMPARE(largest(slow.mix, fast.mix) > 0, PackedWeight::suits());
    module->train();
    module->eval();
    QVERIFY(module->forward(x, {true, true, true}).mix.equal(slow.mix)); // training ended it
}

void TestFastEncoder::threadsDoNotDisturbEachOther()
{
    const NetworkModulePtr module = fixtureModule({});
    module->prepareScoring(false);
    const torch::Tensor x = torch::tensor(fixtureInput(8 * 2 * 512)).view({1, 8, 2, 1, 512});
    const auto answer = [&] {
        const c10::InferenceMode noGradients;
        return module->forward(x, {true, false, false}).mix;
    };
    const torch::Tensor alone = answer();
    torch::Tensor together[4];
    {
        std::vector<std::jthread> threads;
        for (torch::Tensor &one : together)
            threads.emplace_back([&one, &answer] { one = answer(); });
    }
    for (const torch::Tensor &one : together)
        QVERIFY(one.equal(alone));
}

void TestFastEncoder::trainingEndsIt()
{
    const NetworkModulePtr module = fixtureModule({});
    module->prepareScoring(true);
    const torch::Tensor x = torch::tensor(fixtureInput(4 * 2 * 512)).view({1, 4, 2, 1, 512});
    const auto answer = [&] {
        const torch::NoGradGuard noGradients;
        return module->forward(x, {true, false, false}).mix.clone();
    };
    const torch::Tensor half = answer();
    module->train();
    module->eval();
    QVERIFY(!answer().equal(half)); // exact again
}

void TestFastEncoder::geluIsExactToRounding()
{
    const torch::Tensor gate = torch::linspace(-12, 12, 16 * 500).view({500, 16});
    const torch::Tensor gated = torch::cat({torch::ones({500, 16}), gate}, 1).contiguous();
    const torch::Tensor bias = torch::zeros({32});
    const torch::Tensor out = torch::empty({500, 16});
    gateByGelu(gated.data_ptr<float>(), bias.data_ptr<float>(), out.data_ptr<float>(), 500, 16);
    const torch::Tensor exact = torch::gelu(gate.to(torch::kDouble));
    QVERIFY((out.to(torch::kDouble) - exact).abs().div(gate.abs().add(1)).max().item<double>() < 2e-7);
}

void TestFastEncoder::halfFloatsRoundToNearest()
{
    const torch::Tensor values = torch::randn({1, 16 * 64}) * 100;
    const torch::Tensor bias = torch::zeros({16 * 64});
    const torch::Tensor out = torch::empty({1, 16 * 64}, torch::kBFloat16);
    addAndRectify(values.data_ptr<float>(), bias.data_ptr<float>(), static_cast<HalfFloat *>(out.data_ptr()), 1,
                  16 * 64);
    QVERIFY(out.equal(torch::relu(values).to(torch::kBFloat16)));
}

void TestFastEncoder::narrowNetworksAreTheSame()
{
    NetworkConfig config;
    config.modelWidth = 20; // no whole lanes
    config.heads = 2;
    const NetworkModulePtr module = fixtureModule(config);
    const torch::Tensor x = torch::tensor(fixtureInput(4 * 2 * 512)).view({1, 4, 2, 1, 512});
    const torch::NoGradGuard noGradients;
    const torch::Tensor slow = module->forward(x, {true, false, false}).mix;
    module->prepareScoring(false);
    QVERIFY(largest(module->forward(x, {true, false, false}).mix, slow) < 2e-5);
}

QTEST_GUILESS_MAIN(TestFastEncoder)
#include "tst_fastencoder.moc"
