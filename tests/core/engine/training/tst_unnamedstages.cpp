// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/engine/training/unnamedstages.h"
#include "tests/support/cohort.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

/// Calls everything one stage.
class Stubborn : public NetworkModule {
public:
    Stubborn(const NetworkConfig &config, int64_t stage) : NetworkModule(config), m_stage(stage) {}
    PathLogits forward(const torch::Tensor &x, Paths, Trace *) override
    {
        torch::Tensor logits = torch::zeros({x.size(0) * x.size(1), 3});
        logits.select(1, m_stage).fill_(5);
        return {logits, logits, logits};
    }

private:
    int64_t m_stage;
};

constexpr int64_t kRem = 2;

} // namespace

/// Stages that no label names are held to what the starting model finds of them.
class TestUnnamedStages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void whatIsFreeIsLookedAt();
    void nothingIsHeldWhereAllIsNamed();
    void onlyTheUnnamedStageIsHeld();

private:
    [[nodiscard]] Result<TrainingData> prepared(const char *stages) const;

    QTemporaryDir m_folder;
    NetworkConfig m_network = test::smallOptions().network;
    ManifestRecording m_recording;
};

void TestUnnamedStages::initTestCase()
{
    test::writeCohort(m_folder.path(), 1, 700); // eleven windows
    m_recording.path = m_folder.filePath(QStringLiteral("1.edf"));
}

Result<TrainingData> TestUnnamedStages::prepared(const char *stages) const
{
    QFile labels(m_folder.filePath(QStringLiteral("labels.csv")));
    if (!labels.open(QIODevice::WriteOnly))
        qFatal("the labels could not be written");
    labels.write("onset_s,duration_s,stage\n");
    labels.write(stages);
    labels.close();
    ManifestRecording one = m_recording;
    one.labels = labels.fileName();
    one.confirmed = {{0, 100}};
    return TrainingData::prepare({one}, m_network, m_folder.filePath(QStringLiteral("cache")), {});
}

void TestUnnamedStages::whatIsFreeIsLookedAt()
{
    const auto data = prepared("0,40,Wake\n40,660,NREM\n");
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    Stubborn start(m_network, kRem);
    const UnnamedStages all = unnamedStages(start, *data, {}, Input::Both, torch::kCPU);
    QCOMPARE(all.classes, std::vector<int64_t>{kRem});
    QVERIFY(all.windows.size() >= 8);
    QVERIFY(std::ranges::all_of(all.windows, [](const auto &window) {
        return window.first >= 100;
    })); // what is labelled is for the labels to say
    ManifestRecording heldOut = m_recording;
    heldOut.confirmed = {{300, 450}};
    const UnnamedStages rest = unnamedStages(start, *data, {heldOut}, Input::Both, torch::kCPU);
    QVERIFY(!rest.windows.empty() && rest.windows.size() < all.windows.size());
    QVERIFY(std::ranges::none_of(rest.windows,
                                 [](const auto &window) { return window.first < 450 && window.first + 64 > 300; }));
    heldOut.confirmed.clear();
    QVERIFY(unnamedStages(start, *data, {heldOut}, Input::Both, torch::kCPU).windows.empty());
}

void TestUnnamedStages::nothingIsHeldWhereAllIsNamed()
{
    Stubborn start(m_network, kRem), blind(m_network, 0);
    const auto named = prepared("0,40,Wake\n40,40,NREM\n80,620,REM\n");
    QVERIFY(named && unnamedStages(start, *named, {}, Input::Both, torch::kCPU).windows.empty());
    const auto unfound = prepared("0,30,Wake\n30,670,NREM\n");
    QVERIFY(unfound && unnamedStages(blind, *unfound, {}, Input::Both, torch::kCPU).windows.empty());
}

void TestUnnamedStages::onlyTheUnnamedStageIsHeld()
{
    const torch::Tensor start = torch::tensor({{2.0, 1.0, 0.5}});
    QVERIFY(unnamedDivergence(start, start, {kRem}).item<double>() < 1e-9);
    // Wake and NREM change places: REM is as likely as before.
    QVERIFY(std::abs(unnamedDivergence(start, torch::tensor({{1.0, 2.0, 0.5}}), {kRem}).item<double>()) < 1e-9);
    const double p = std::exp(0.5) / (std::exp(2.0) + std::exp(1.0) + std::exp(0.5)),
                 q = std::exp(-0.5) / (std::exp(2.0) + std::exp(1.0) + std::exp(-0.5));
    const double lost = unnamedDivergence(start, torch::tensor({{2.0, 1.0, -0.5}}), {kRem}).item<double>();
    QVERIFY(std::abs(lost - (p * std::log(p / q) + (1 - p) * std::log((1 - p) / (1 - q)))) < 1e-6);
}

QTEST_GUILESS_MAIN(TestUnnamedStages)
#include "tst_unnamedstages.moc"
