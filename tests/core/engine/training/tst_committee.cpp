// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/scorer.h"
#include "core/engine/training/committeetraining.h"
#include "core/model/modelpackage.h"
#include "core/recordings/edf/edfwriter.h"
#include "core/simulation/simulator.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// A mouse whose stages of 100 s each differ in delta, theta and tone by `contrast`, with noise of one; its heads know
/// nothing.
LabelledEvidence mouse(double contrast, quint64 seed, float offset = 0, EpochIndex seconds = 1800)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    LabelledEvidence one;
    one.evidence.signal.resize(seconds);
    SignalFeatures &signal = one.evidence.signal;
    for (EpochIndex i = 0; i < seconds; ++i) {
        const int stage = int(i / 100 % 3);
        const auto value = [&](double mean) { return float(contrast * mean + normal(random)) + offset; };
        const auto at = size_t(i);
        signal.delta[at] = value(stage == 1 ? 2 : 0);
        signal.theta[at] = value(stage == 2 ? 2 : 0);
        for (auto *rest : {&signal.lowTheta, &signal.sigma, &signal.beta, &signal.fast, &signal.emgLevel})
            (*rest)[at] = value(0);
        signal.emgTone[at] = value(stage == 0 ? 2 : 0);
        one.labels.push_back(stage);
    }
    for (auto *head : {&one.evidence.heads.mix, &one.evidence.heads.eeg, &one.evidence.heads.emg})
        head->assign(size_t(seconds) * 3, 0.f);
    return one;
}

std::vector<LabelledEvidence> mice(int count, quint64 seed)
{
    std::vector<LabelledEvidence> all;
    for (int i = 0; i < count; ++i)
        all.push_back(mouse(1, seed + quint64(i), float(i % 5)));
    return all;
}

CommitteeOptions quickOptions()
{
    CommitteeOptions options;
    options.steps = 240;
    options.batch = 256;
    options.secondsOfEach = 600;
    options.variants = 2;
    return options;
}

NetworkConfig allHeads()
{
    NetworkConfig config;
    config.eegHeadTrained = config.emgHeadTrained = true;
    return config;
}

const Committee &trained()
{
    static const Committee committee = trainCommittee(allHeads(), mice(10, 1), mice(4, 50), quickOptions(), {}).value();
    return committee;
}

double accuracyOf(const scoring::Proposal &proposal, const std::vector<int> &labels)
{
    double right = 0;
    for (size_t i = 0; i < labels.size(); ++i)
        right += proposal.stage(EpochIndex(i)) == proposal.classes[size_t(labels[i])];
    return right / double(labels.size());
}

} // namespace

class TestCommittee : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void learnsFromWhatIsRelative()
    {
        const LabelledEvidence fresh = mouse(1, 99, 40); // another gain altogether
        const auto both = decide(trained(), fresh.evidence, Input::Both).value();
        QVERIFY2(accuracyOf(both, fresh.labels) > 0.95, qPrintable(QString::number(accuracyOf(both, fresh.labels))));
        const auto eeg = decide(trained(), fresh.evidence, Input::Eeg).value();
        QVERIFY2(accuracyOf(eeg, fresh.labels) > 0.85, qPrintable(QString::number(accuracyOf(eeg, fresh.labels))));
        const auto emg = decide(trained(), fresh.evidence, Input::Emg).value();
        QVERIFY2(accuracyOf(emg, fresh.labels) > 0.55, qPrintable(QString::number(accuracyOf(emg, fresh.labels))));
    }

    void sameSeedSameCommittee()
    {
        const Committee again = trainCommittee(allHeads(), mice(10, 1), mice(4, 50), quickOptions(), {}).value();
        QVERIFY(again.weights() == trained().weights());
    }

    void knowsHowSureItUsuallyIs()
    {
        const auto &judges = trained().judges;
        for (const auto &[input, judge] : judges)
            QVERIFY2(judge.usualConfidence > 0.4 && judge.usualConfidence < 1,
                     qPrintable(QString::number(judge.usualConfidence)));
        QVERIFY(judges.at(Input::Both).usualConfidence > judges.at(Input::Emg).usualConfidence);
        const LabelledEvidence vague = mouse(0.3, 12);
        QVERIFY(decide(trained(), vague.evidence, Input::Both).value().meanConfidence()
                < judges.at(Input::Both).usualConfidence);
    }

    void fewerViewsWhereACommitteeDecides()
    {
        QCOMPARE(ScoreOptions().viewsAsked(), kUsualViews);
        QCOMPARE(ScoreOptions{.committee = &trained()}.viewsAsked(), kViewsOfCommittee);
        QCOMPARE((ScoreOptions{.views = 8, .committee = &trained()}.viewsAsked()), 8);
        const Committee nobody;
        QCOMPARE(ScoreOptions{.committee = &nobody}.viewsAsked(), kUsualViews);
    }

    void gainMeansNothing()
    {
        LabelledEvidence one = mouse(1, 7), louder = mouse(1, 7, 3);
        const auto a = decide(trained(), one.evidence, Input::Both).value(),
                   b = decide(trained(), louder.evidence, Input::Both).value();
        for (size_t i = 0; i < a.probabilities.size(); ++i)
            QVERIFY(std::abs(a.probabilities[i] - b.probabilities[i]) < 1e-3f);
    }

    void silentSecondsStayUnscored()
    {
        LabelledEvidence one = mouse(1, 8);
        for (size_t i = 300; i < 360; ++i)
            one.evidence.signal.delta[i] = one.evidence.signal.emgTone[i] = kNaN;
        one.evidence.signal.emgTone[400] = kNaN;
        const auto both = decide(trained(), one.evidence, Input::Both).value();
        for (EpochIndex i = 0; i < both.size(); ++i)
            QCOMPARE(both.stage(i) == scoring::Stage::Unscored, i >= 300 && i < 360);
        QVERIFY(decide(trained(), one.evidence, Input::Emg).value().stage(400) == scoring::Stage::Unscored);
        const auto nothing = decide(trained(), {}, Input::Both).value();
        QCOMPARE(nothing.size(), EpochIndex(0));
    }

    void rowsAreAsWideAsTheySay()
    {
        const LabelledEvidence one = mouse(1, 9, 0, 200);
        for (const Input input : {Input::Both, Input::Eeg, Input::Emg}) {
            const EvidenceRows rows(one.evidence, input);
            std::vector<float> row(EvidenceRows::width(input) + 1, kNaN);
            rows.row(50, std::span(row).first(row.size() - 1));
            QVERIFY(std::all_of(row.begin(), row.end() - 1, [](float value) { return std::isfinite(value); }));
            QVERIFY(std::isnan(row.back()));
            QVERIFY(EvidenceRows::recordingWidth(input) < EvidenceRows::width(input));
        }
    }

    void cutIsARecordingOfItsOwn()
    {
        const LabelledEvidence one = mouse(1, 10);
        const Evidence part = one.evidence.cut(100, 400);
        QCOMPARE(part.size(), EpochIndex(300));
        QCOMPARE(part.signal.theta.front(), one.evidence.signal.theta[100]);
        QCOMPARE(part.heads.eeg.size(), size_t(900));
    }

    void survivesThePackage()
    {
        QTemporaryDir folder;
        ModelPackage package;
        package.name = QStringLiteral("small");
        package.version = QStringLiteral("1");
        package.network = test::smallOptions().network;
        package.weights = Network::create(package.network, 1).value().weights();
        package.card = QStringLiteral("card");
        package.committee = trained();
        QVERIFY(package.save(folder.filePath(QStringLiteral("m")), WeightPrecision::Float32).has_value());
        const auto loaded = ModelPackage::load(folder.filePath(QStringLiteral("m")));
        QVERIFY(loaded.has_value());
        QVERIFY(loaded->weights == package.weights);
        QVERIFY(loaded->committee.weights() == trained().weights());
    }

    void foreignCommitteesAreRefused()
    {
        WeightMap weights = trained().weights();
        weights[QStringLiteral("committee.both.centre")].values.pop_back();
        QVERIFY(Committee::takeFrom(weights).error().message.contains(QStringLiteral("numbers a second")));
        weights = trained().weights();
        weights[QStringLiteral("committee.eeg.layer1.weight")].shape[1] += 1;
        QCOMPARE(Committee::takeFrom(weights).error().code, ErrorCode::ModelInvalid);
        weights = trained().weights();
        weights[QStringLiteral("committee.emg.layer0.bias")].values[0] = kNaN;
        QCOMPARE(Committee::takeFrom(weights).error().code, ErrorCode::ModelInvalid);
        weights = {{QStringLiteral("head.weight"), WeightTensor{{1}, {1}}}};
        QVERIFY(Committee::takeFrom(weights).value().isEmpty());
        QCOMPARE(weights.size(), size_t(1));
        Committee narrow = trained(); // well-formed, but made for another program
        narrow.judges.at(Input::Both).centre.pop_back();
        const auto decided = decide(narrow, mouse(1, 11, 0, 200).evidence, Input::Both);
        QVERIFY(!decided && decided.error().message.contains(QStringLiteral("numbers a second")));
    }

    void scorerAsksIt()
    {
        simulation::SimulationRequest request;
        request.hours = 0.1;
        const signal::Recording recording = simulation::simulate(request).value();
        auto config = test::smallOptions().network;
        auto network = Network::create(config, 3).value();
        network.setHeadsTrained(true, true, true);
        ScoreOptions options;
        options.committee = &trained();
        const auto asked = score(recording, {0, 1}, network, options);
        QVERIFY(asked.has_value());
        options.committee = nullptr;
        const auto alone = score(recording, {0, 1}, network, options).value();
        QCOMPARE(asked->size(), alone.size());
        QVERIFY(asked->probabilities != alone.probabilities);
        options.committee = &trained();
        const auto prepared = prepareRecording(recording, {0, 1}, config.normalisation).value();
        QCOMPARE(scorePrepared(prepared, network, options).error().code,
                 ErrorCode::InvalidArgument); // without features
    }

    void evidenceIsKept()
    {
        QTemporaryDir folder;
        simulation::SimulationRequest request;
        request.hours = 0.1;
        const QString path = folder.filePath(QStringLiteral("one.edf"));
        QVERIFY(io::writeEdf(path, simulation::simulate(request).value()).has_value());
        auto network = Network::create(test::smallOptions().network, 3).value();
        ManifestRecording recording;
        recording.path = recording.labels = path;
        recording.subject = QStringLiteral("m");
        recording.confirmed = {{60, 120}};
        const std::vector<ManifestRecording> recordings{recording};
        const auto first = gatherEvidence(network, recordings, folder.path(), {}).value();
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*.evidence")}).size(), 1);
        const auto again = gatherEvidence(network, recordings, folder.path(), {}).value();
        QCOMPARE(first.size(), size_t(1));
        QVERIFY(first[0].labels == again[0].labels && first[0].evidence.heads.mix == again[0].evidence.heads.mix);
        QCOMPARE(std::ranges::count_if(first[0].labels, [](int label) { return label >= 0; }), 60);
        auto other = Network::create(test::smallOptions().network, 4).value();
        QVERIFY(gatherEvidence(other, recordings, folder.path(), {}).value()[0].evidence.heads.mix
                != first[0].evidence.heads.mix);
    }

    void withoutLabels()
    {
        auto unlabelled = mice(2, 1);
        for (auto &one : unlabelled)
            std::ranges::fill(one.labels, -1);
        QCOMPARE(trainCommittee(allHeads(), unlabelled, unlabelled, quickOptions(), {}).error().code,
                 ErrorCode::TrainingDataInvalid);
    }
};

QTEST_GUILESS_MAIN(TestCommittee)
#include "tst_committee.moc"
