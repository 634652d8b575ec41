// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <numbers>
#include <random>

#include "core/engine/decision/epochlength.h"
#include "core/engine/decision/rules.h"
#include "core/scoring/agreement.h"

using namespace somno;
using namespace somno::sdreamer;
using scoring::Stage;

namespace {

constexpr int kRate = 512;

/// Nights of 2 min wake, 3 min NREM, 1 min REM, 30 s NREM, over and over, by the second.
std::vector<Stage> night(int minutes)
{
    std::vector<Stage> stages;
    while (int(stages.size()) < 60 * minutes)
        for (const auto &[stage, length] : {std::pair{Stage::Wake, 120}, std::pair{Stage::Nrem, 180},
                                            std::pair{Stage::Rem, 60}, std::pair{Stage::Nrem, 30}})
            stages.insert(stages.end(), size_t(length), stage);
    stages.resize(size_t(60 * minutes));
    return stages;
}

struct Signals {
    std::vector<float> eeg;
    std::vector<float> emg;
};

/// Sleep in its simplest form: slow waves in NREM, theta in REM, a little of both in wake; EMG noise of `contrast` in
/// wake.
Signals simpleSignals(const std::vector<Stage> &stages, double contrast, quint64 seed = 1)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    Signals signals;
    double slow = 0;
    for (size_t i = 0; i < stages.size() * kRate; ++i) {
        const Stage stage = stages[i / kRate];
        const double t = double(i) / kRate;
        slow += (normal(random) - slow) * 0.03; // noise below some 2.5 Hz
        const double delta = stage == Stage::Nrem ? 3 : 0.8;
        const double theta = stage == Stage::Rem ? 0.6 : stage == Stage::Wake ? 0.25 : 0.1;
        signals.eeg.push_back(
            float(50 * (delta * slow * 4 + theta * std::sin(2 * std::numbers::pi * 7 * t) + 0.2 * normal(random))));
        signals.emg.push_back(float(10
                                    * (stage == Stage::Wake  ? contrast
                                       : stage == Stage::Rem ? 0.9
                                                             : 1)
                                    * normal(random)));
    }
    return signals;
}

/// Mean of the rectified signal over a second, as an integrating amplifier gives it.
void integrate(std::vector<float> &emg)
{
    double level = 0;
    for (float &sample : emg)
        sample = float(level += (std::abs(double(sample)) - level) / kRate);
}

scoring::Hypnogram truthOf(const std::vector<Stage> &stages)
{
    scoring::Hypnogram truth(EpochIndex(stages.size()));
    for (size_t i = 0; i < stages.size(); ++i)
        truth.set(EpochIndex(i), stages[i], scoring::EpochSource::Human);
    return truth;
}

scoring::Agreement agreementOf(const std::vector<Stage> &stages, const Signals &signals)
{
    SignalFeatures features;
    appendFeatures(signals.eeg, signals.emg, features);
    return *scoring::compareScorings(truthOf(stages), scoring::Hypnogram::fromProposal(applyRules(features)));
}

signal::Recording recordingOf(const Signals &signals)
{
    signal::Recording recording;
    recording.time = signal::TimeMap::continuous(Ticks(signals.eeg.size()) * kTicksPerSecond / kRate);
    for (const auto &[label, samples] : {std::pair{"EEG", &signals.eeg}, std::pair{"EMG", &signals.emg}}) {
        signal::Channel channel;
        channel.label = QLatin1String(label);
        channel.rate = {kRate, kTicksPerSecond};
        channel.physicalMin = channel.digitalMin; // gain 1
        channel.physicalMax = channel.digitalMax;
        channel.samples = std::make_shared<signal::SampleStore>(*samples);
        channel.sampleCount = SampleIndex(samples->size());
        recording.channels.push_back(channel);
    }
    return recording;
}

} // namespace

class TestRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void featuresAreBandPowers();
    void piecewiseFeaturesAreTheSame();
    void scoresEveryKindOfEmg_data();
    void scoresEveryKindOfEmg();
    void remNeedsSleepBefore();
    void noRemWhereThereIsNone();
    void quietWakeIsNotNrem();
    void probabilitiesAreGraded();
    void oneChannelAlone();
    void bothFlatIsUnscored();
    void recordingsAndEpochs();
    void refusals();
};

void TestRules::featuresAreBandPowers()
{
    std::vector<float> eeg(kRate), emg(kRate);
    for (int i = 0; i < kRate; ++i) {
        eeg[size_t(i)] = float(10 * std::sin(2 * std::numbers::pi * 7 * i / kRate) + 1000);
        // Mains far above the muscle
        emg[size_t(i)] = float(4 * std::sin(2 * std::numbers::pi * 80 * i / kRate)
                               + 500 * std::sin(2 * std::numbers::pi * 50 * i / kRate) - 7);
    }
    SignalFeatures features;
    appendFeatures(eeg, emg, features);
    QCOMPARE(features.size(), EpochIndex(1));
    QVERIFY(std::abs(features.theta[0] - std::log(50.f)) < 0.05f);
    QVERIFY(features.delta[0] < features.theta[0] - 5);
    QVERIFY2(std::abs(features.emgTone[0] - std::log(8.f)) < 0.1f, qPrintable(QString::number(features.emgTone[0])));
    QVERIFY(std::abs(features.emgLevel[0] + 7) < 0.1f);
}

void TestRules::piecewiseFeaturesAreTheSame()
{
    const Signals signals = simpleSignals(night(1), 3);
    SignalFeatures whole, pieces;
    appendFeatures(signals.eeg, signals.emg, whole);
    for (size_t first = 0; first < signals.eeg.size(); first += 7 * kRate) {
        const size_t count = std::min<size_t>(7 * kRate, signals.eeg.size() - first);
        appendFeatures(std::span(signals.eeg).subspan(first, count), std::span(signals.emg).subspan(first, count),
                       pieces);
    }
    QCOMPARE(pieces.emgTone, whole.emgTone);
    QCOMPARE(pieces.theta, whole.theta);
    QCOMPARE(pieces.size(), EpochIndex(60));
}

void TestRules::scoresEveryKindOfEmg_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<double>("contrast");
    QTest::addColumn<double>("least");
    QTest::newRow("raw") << "raw" << 4.0 << 0.93;
    QTest::newRow("raw, strong") << "raw" << 15.0 << 0.93;
    QTest::newRow("raw, weak contrast") << "raw" << 1.4 << 0.9;
    QTest::newRow("volts") << "volts" << 4.0 << 0.93;
    QTest::newRow("rectified") << "rectified" << 4.0 << 0.93;
    QTest::newRow("integrated") << "integrated" << 4.0 << 0.9;
    QTest::newRow("integrated, inverted") << "inverted" << 4.0 << 0.9;
    QTest::newRow("gain step") << "step" << 6.0 << 0.9;
    QTest::newRow("drift and offset") << "drift" << 4.0 << 0.93;
    QTest::newRow("lost contact") << "lost" << 4.0 << 0.88;
}

void TestRules::scoresEveryKindOfEmg()
{
    QFETCH(QString, kind);
    QFETCH(double, contrast);
    QFETCH(double, least);
    const auto stages = night(40);
    Signals signals = simpleSignals(stages, contrast);
    const size_t half = signals.emg.size() / 2;
    if (kind == QLatin1String("integrated") || kind == QLatin1String("inverted"))
        integrate(signals.emg);
    for (size_t i = 0; i < signals.emg.size(); ++i) {
        float &sample = signals.emg[i];
        if (kind == QLatin1String("volts"))
            sample *= 1e-6f;
        else if (kind == QLatin1String("rectified"))
            sample = std::abs(sample);
        else if (kind == QLatin1String("inverted"))
            sample = 300 - sample;
        else if (kind == QLatin1String("step") && i > half)
            sample *= 2;
        else if (kind == QLatin1String("drift"))
            sample += float(500 + 300 * std::sin(double(i) / kRate / 200));
        else if (kind == QLatin1String("lost") && i > half && i < half + 60 * kRate)
            sample = 0;
    }
    const auto agreement = agreementOf(stages, signals);
    QVERIFY2(agreement.accuracy >= least, qPrintable(QString::number(agreement.accuracy)));
    QVERIFY2(agreement.macroF1 >= least - 0.03, qPrintable(QString::number(agreement.macroF1)));
}

void TestRules::remNeedsSleepBefore()
{
    // Half an hour awake with a minute of still theta in it, and then a night.
    std::vector<Stage> truth = night(30), looks = truth;
    truth.insert(truth.begin(), 1800, Stage::Wake);
    looks.insert(looks.begin(), 1800, Stage::Wake);
    std::fill(looks.begin() + 900, looks.begin() + 960, Stage::Rem);
    const Signals signals = simpleSignals(looks, 4);
    SignalFeatures features;
    appendFeatures(signals.eeg, signals.emg, features);
    const auto proposal = applyRules(features);
    for (EpochIndex i = 0; i < 1800; ++i)
        QVERIFY2(proposal.stage(i) != Stage::Rem, qPrintable(QString::number(i)));
    QVERIFY(scoring::Hypnogram::fromProposal(proposal).count(Stage::Rem) > 150);
}

void TestRules::noRemWhereThereIsNone()
{
    std::vector<Stage> stages = night(40);
    std::replace(stages.begin(), stages.end(), Stage::Rem, Stage::Nrem);
    const auto agreement = agreementOf(stages, simpleSignals(stages, 4));
    QVERIFY2(agreement.accuracy > 0.93, qPrintable(QString::number(agreement.accuracy)));
    const auto &row = agreement.confusion;
    QVERIFY2(row[0][2] + row[1][2] < 24, qPrintable(QString::number(row[0][2] + row[1][2]))); // under 1 %
}

void TestRules::quietWakeIsNotNrem()
{
    const std::vector<Stage> stages = night(40);
    Signals signals = simpleSignals(stages, 6);
    // In every other bout of wake the mouse keeps still: hardly more EMG than in sleep, the EEG of wake.
    const Signals relaxed = simpleSignals(stages, 1.6, 2);
    for (size_t i = 0; i < stages.size(); ++i)
        if (stages[i] == Stage::Wake && i / 390 % 2)
            std::copy_n(relaxed.emg.begin() + std::ptrdiff_t(i * kRate), kRate,
                        signals.emg.begin() + std::ptrdiff_t(i * kRate));
    const auto agreement = agreementOf(stages, signals);
    QVERIFY2(agreement.confusion[0][1] < agreement.perClass[0].support / 4,
             qPrintable(QString::number(agreement.confusion[0][1])));
}

void TestRules::probabilitiesAreGraded()
{
    const auto stages = night(30);
    const Signals signals = simpleSignals(stages, 1.5);
    SignalFeatures features;
    appendFeatures(signals.eeg, signals.emg, features);
    const auto proposal = applyRules(features);
    QCOMPARE(proposal.size(), EpochIndex(stages.size()));
    QCOMPARE(proposal.modelVersion, QStringLiteral("rules"));
    double atEdges = 0, inside = 0; // confidence
    int edges = 0;
    for (EpochIndex i = 0; i < proposal.size(); ++i) {
        const auto row = proposal.row(i);
        QVERIFY(std::abs(row[0] + row[1] + row[2] - 1) < 1e-5f);
        QVERIFY(*std::min_element(row.begin(), row.end()) >= 0);
        const auto before = size_t(std::max<EpochIndex>(0, i - 2)), after = std::min(stages.size() - 1, size_t(i) + 2);
        const bool isEdge = stages[before] != stages[after];
        (isEdge ? atEdges : inside) += double(proposal.confidence(i));
        edges += isEdge ? 1 : 0;
    }
    atEdges /= edges;
    inside /= double(int(stages.size()) - edges);
    QVERIFY2(inside > 0.9 && atEdges < inside - 0.05, qPrintable(QStringLiteral("%1 %2").arg(inside).arg(atEdges)));
}

void TestRules::oneChannelAlone()
{
    const auto stages = night(30);
    const Signals signals = simpleSignals(stages, 4);
    for (const bool eegOnly : {true, false}) {
        SignalFeatures features;
        appendFeatures(eegOnly ? std::span(signals.eeg) : std::span<const float>(),
                       eegOnly ? std::span<const float>() : std::span(signals.emg), features);
        const auto scored = scoring::Hypnogram::fromProposal(applyRules(features));
        QCOMPARE(scored.size(), EpochIndex(stages.size()));
        QCOMPARE(scored.count(Stage::Unscored), EpochIndex(0));
        QVERIFY(scored.count(Stage::Nrem) > 600);
        if (!eegOnly)
            QCOMPARE(scored.count(Stage::Rem), EpochIndex(0));
    }
}

void TestRules::bothFlatIsUnscored()
{
    SignalFeatures features;
    const std::vector<float> flat(100 * kRate, 3.f);
    appendFeatures(flat, flat, features);
    QCOMPARE(scoring::Hypnogram::fromProposal(applyRules(features)).count(Stage::Unscored), EpochIndex(100));
    QCOMPARE(applyRules({}).size(), EpochIndex(0));
}

void TestRules::recordingsAndEpochs()
{
    const auto stages = night(25); // more than one piece of reading
    const Signals signals = simpleSignals(stages, 4);
    const signal::Recording recording = recordingOf(signals);
    qint64 reported = 0;
    Progress progress;
    progress.report = [&](const QString &, qint64 done, qint64 total) {
        reported = done;
        QCOMPARE(total, qint64(1500));
    };
    const auto seconds = scoreByRules(recording, {0, 1}, 1, progress);
    QVERIFY2(seconds, seconds ? "" : qPrintable(seconds.error().message));
    QCOMPARE(reported, qint64(1500));
    SignalFeatures features;
    appendFeatures(signals.eeg, signals.emg, features);
    QCOMPARE(seconds->probabilities, applyRules(features).probabilities);
    const auto epochs = scoreByRules(recording, {0, 1}, 4);
    QVERIFY(epochs);
    QCOMPARE(epochs->size(), EpochIndex(375));
    QCOMPARE(epochs->epochSec, 4.0);
    for (size_t c = 0; c < 3; ++c) {
        const auto &p = seconds->probabilities;
        QVERIFY(std::abs(epochs->probabilities[3 + c] - (p[12 + c] + p[15 + c] + p[18 + c] + p[21 + c]) / 4) < 1e-6f);
    }
}

void TestRules::refusals()
{
    const signal::Recording recording = recordingOf(simpleSignals(night(1), 4));
    const auto codeOf = [](const auto &result) { return result ? ErrorCode() : result.error().code; };
    QCOMPARE(codeOf(scoreByRules(recording, {-1, -1})), ErrorCode::ChannelMissing);
    QCOMPARE(codeOf(scoreByRules(recording, {0, 7})), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(scoreByRules(recording, {0, 1}, 2.5)), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(checkEpochLength(60, 59)), ErrorCode::TooShort);
    std::stop_source stop;
    stop.request_stop();
    Progress progress;
    progress.stop = stop.get_token();
    QCOMPARE(codeOf(scoreByRules(recording, {0, 1}, 1, progress)), ErrorCode::Cancelled);
    QStringList warnings;
    Progress warned;
    warned.warn = [&](const QString &warning) { warnings << warning; };
    QVERIFY(scoreByRules(recording, {0, -1}, 1, warned));
    QCOMPARE(warnings.size(), 1);
    QVERIFY(warnings[0].contains(QStringLiteral("EMG")));
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
