// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QtTest>
#include <cmath>

#include "core/engine/network/fixture.h"
#include "core/engine/network/networkmodule.h"
#include "core/engine/training/losses.h"

using namespace somno::sdreamer;

namespace {

constexpr double kTolerance = 1e-6; // values absolute, norms relative; float64

/// What the published implementation, or the paper's formula, gives for the hash-defined network.
struct Expected {
    LossOptions options;
    double klEeg, klEmg, total;
    std::array<double, 3> mixBias, eegBias, emgBias;
    double patchNorm, classTokenNorm, modalityNorm, qkvNorm, mixExpertNorm, eegExpertNorm, poolNorm, totalNorm;
};

const Expected kReference{{.headCrossEntropy = 0, .alpha = 2, .referenceCompat = true},
                          .038356526,
                          .019644056,
                          1.271281347,
                          {-.06020916, -.12766695, .1878761},
                          {.07463694, -.02213273, -.05250421},
                          {-.00089197, .07466654, -.07377457},
                          .123969274,
                          .179963377,
                          .173910855,
                          .769452034,
                          .358157260,
                          .226613399,
                          2.111319954,
                          5.936247800};
const Expected kPaper{{.headCrossEntropy = 0, .alpha = 2, .tauEeg = 1, .tauEmg = 3, .temperatureSquared = false},
                      .456704020,
                      .006915943,
                      2.082520109,
                      {.01867134, -.07684743, .05817609},
                      {.84021349, -.26737184, -.57284165},
                      {-.00073965, .02614009, -.02540044},
                      .574558298,
                      .087909844,
                      .593450487,
                      2.726132874,
                      .174914194,
                      2.540829357,
                      1.037891032,
                      22.367461146};

NetworkModulePtr fixtureNetwork()
{
    auto network = makeModule(NetworkConfig{});
    torch::NoGradGuard noGradients;
    for (auto &item : network->named_parameters()) {
        const std::vector<float> values = fixtureWeights(QString::fromStdString(item.key()),
                                                         {item.value().sizes().begin(), item.value().sizes().end()});
        item.value().copy_(torch::tensor(values).view(item.value().sizes()));
    }
    network->to(torch::kDouble);
    network->eval(); // dropout off; gradients still flow
    return network;
}

torch::Tensor fixtureSignals()
{
    return torch::tensor(fixtureInput(2 * 64 * 2 * 512)).view({2, 64, 2, 1, 512}).to(torch::kDouble);
}

torch::Tensor fixtureLabels()
{
    return torch::arange(128, torch::kLong).mul(7).add(3).remainder(3);
}

} // namespace

class TestLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void matchesPublishedValues_data();
    void matchesPublishedValues();
    void temperatureSquaredScalesTheTerms();
    void microBatchesAddUp();
    void unlabelledEpochsDoNotCount();
    void adamWFollowsThePublishedLosses();
};

void TestLosses::matchesPublishedValues_data()
{
    QTest::addColumn<bool>("reference");
    QTest::newRow("published code") << true;
    QTest::newRow("paper's formula") << false;
}

void TestLosses::matchesPublishedValues()
{
    QFETCH(bool, reference);
    const Expected &expected = reference ? kReference : kPaper;
    const NetworkModulePtr network = fixtureNetwork();
    const LossTerms terms = distillationLoss(network->forward(fixtureSignals(), {true, true, true}), fixtureLabels(),
                                             expected.options, {128, 128, {}});
    const auto near = [](double value, double wanted) {
        if (std::abs(value - wanted) > kTolerance)
            qInfo("%.9f instead of %.9f", value, wanted);
        return std::abs(value - wanted) <= kTolerance;
    };
    QVERIFY(near(terms.crossEntropy.item<double>(), 1.155280184));
    QVERIFY(near(terms.klEeg.item<double>(), expected.klEeg));
    QVERIFY(near(terms.klEmg.item<double>(), expected.klEmg));
    QVERIFY(near(terms.total.item<double>(), expected.total));

    terms.total.backward();
    const auto gradients = network->named_parameters();
    const auto gradient = [&](const char *name) { return gradients[name].grad(); };
    const auto norm = [&](const char *name) { return gradient(name).norm().item<double>(); };
    for (int i = 0; i < 3; ++i) {
        QVERIFY(near(gradient("cls_head.mlp.3.bias")[i].item<double>(), expected.mixBias[size_t(i)]));
        QVERIFY(near(gradient("cls_head_eeg.mlp.3.bias")[i].item<double>(), expected.eegBias[size_t(i)]));
        QVERIFY(near(gradient("cls_head_emg.mlp.3.bias")[i].item<double>(), expected.emgBias[size_t(i)]));
    }
    double squares = 0;
    for (const auto &item : gradients)
        if (item.value().grad().defined())
            squares += item.value().grad().square().sum().item<double>();
    const std::pair<double, double> norms[]
        = {{norm("eeg_transformer.patch_ecncoder.to_patch_embedding.1.weight"), expected.patchNorm},
           {norm("emg_transformer.get_cls.cls_token"), expected.classTokenNorm},
           {norm("moe_transformer.mod_emb.weight"), expected.modalityNorm},
           {norm("moe_transformer.transformer.0.attn.qkv.weight"), expected.qkvNorm},
           {norm("moe_transformer.transformer.2.mlp_mix.ff.0.0.weight"), expected.mixExpertNorm},
           {norm("moe_transformer.transformer.2.mlp_eeg.ff.3.weight"), expected.eegExpertNorm},
           {norm("moe_transformer.pool.pool_head.0.weight"), expected.poolNorm},
           {std::sqrt(squares), expected.totalNorm}};
    for (const auto &[value, wanted] : norms)
        QVERIFY2(std::abs(value / wanted - 1) < kTolerance,
                 qPrintable(QStringLiteral("%1 instead of %2").arg(value, 0, 'g', 10).arg(wanted, 0, 'g', 10)));
}

void TestLosses::temperatureSquaredScalesTheTerms()
{
    LossOptions options = kPaper.options;
    options.temperatureSquared = true;
    const LossTerms terms = distillationLoss(fixtureNetwork()->forward(fixtureSignals(), {true, true, true}),
                                             fixtureLabels(), options, {128, 128, {}});
    QVERIFY(std::abs(terms.total.item<double>() - 2.193175198) < kTolerance);
}

void TestLosses::microBatchesAddUp()
{
    const PathLogits logits = fixtureNetwork()->forward(fixtureSignals(), {true, true, true});
    const LossOptions options;
    const auto part = [&](qint64 first, qint64 last) {
        return distillationLoss({logits.mix.slice(0, first, last), logits.eeg.slice(0, first, last),
                                 logits.emg.slice(0, first, last)},
                                fixtureLabels().slice(0, first, last), options, {128, 128, {}})
            .total.item<double>();
    };
    QVERIFY(std::abs(part(0, 48) + part(48, 128) - part(0, 128)) < 1e-12);
}

void TestLosses::unlabelledEpochsDoNotCount()
{
    const PathLogits logits = fixtureNetwork()->forward(fixtureSignals(), {true, true, true});
    torch::Tensor labels = fixtureLabels();
    labels.slice(0, 64, 128).fill_(-1);
    const LossOptions options{.headCrossEntropy = 1, .alpha = 0};
    const double masked = distillationLoss(logits, labels, options, {64, 128, {}}).total.item<double>();
    const double half
        = distillationLoss({logits.mix.slice(0, 0, 64), logits.eeg.slice(0, 0, 64), logits.emg.slice(0, 0, 64)},
                           labels.slice(0, 0, 64), options, {64, 64, {}})
              .total.item<double>();
    QCOMPARE(masked, half);
    labels.fill_(-1);
    QCOMPARE(distillationLoss(logits, labels, options, {0, 128, {}}).total.item<double>(), 0.0);
}

void TestLosses::adamWFollowsThePublishedLosses()
{
    const NetworkModulePtr network = fixtureNetwork();
    torch::optim::AdamW optimiser(network->parameters(), torch::optim::AdamWOptions(1e-3).weight_decay(1e-4));
    for (const double wanted : {1.2712813, 3.2852414, 2.2280194, 1.5814027}) {
        const LossTerms terms = distillationLoss(network->forward(fixtureSignals(), {true, true, true}),
                                                 fixtureLabels(), kReference.options, {128, 128, {}});
        QVERIFY2(std::abs(terms.total.item<double>() / wanted - 1) < 1e-3,
                 qPrintable(QString::number(terms.total.item<double>())));
        optimiser.zero_grad();
        terms.total.backward();
        optimiser.step();
    }
}

QTEST_GUILESS_MAIN(TestLosses)
#include "tst_losses.moc"
