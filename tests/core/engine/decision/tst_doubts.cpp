// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/doubts.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

/// Two hours and a half in which every feature follows the stage, each stage of 300 s; a judge who has seen nothing
/// else.
struct Case {
    Evidence evidence;
    Committee committee;
    scoring::Proposal decided;

    explicit Case(EpochIndex seconds = 9000, bool withRem = true)
    {
        std::mt19937_64 random(1);
        std::normal_distribution<float> normal;
        SignalFeatures &s = evidence.signal;
        s.resize(seconds);
        decided.classes = mouseClasses();
        for (EpochIndex i = 0; i < seconds; ++i) {
            const int stage = int(i / 300 % (withRem ? 3 : 2));
            const auto at = size_t(i);
            const auto value = [&](bool high) { return (high ? 3.f : 0.f) + 0.5f * normal(random); };
            s.delta[at] = value(stage == 1);
            s.theta[at] = value(stage == 2);
            s.emgTone[at] = value(stage == 0);
            s.emgLevel[at] = value(stage == 0);
            for (auto *values : {&s.lowTheta, &s.sigma, &s.beta, &s.fast})
                (*values)[at] = value(stage == 1);
            for (int c = 0; c < 3; ++c) {
                evidence.heads.mix.push_back(c == stage ? 3.f : 0.f);
                decided.probabilities.push_back(c == stage ? 0.96f : 0.02f);
            }
        }
        evidence.heads.eeg = evidence.heads.emg = evidence.heads.mix;
        Judge judge;
        const EvidenceRows rows(evidence, Input::Both);
        judge.centre.resize(EvidenceRows::width(Input::Both));
        rows.row(0, judge.centre);
        judge.scale.assign(judge.centre.size(), 1);
        judge.usualConfidence = 0.9;
        committee.judges.emplace(Input::Both, judge);
    }
    [[nodiscard]] QStringList doubts() const { return doubtsOf(evidence, committee, Input::Both, decided); }
};

} // namespace

class TestDoubts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void nothingToSay() { QCOMPARE(Case().doubts(), QStringList()); }

    void channelsOfNoise()
    {
        std::mt19937_64 random(2);
        std::normal_distribution<float> normal;
        Case one;
        for (auto *values : {&one.evidence.signal.emgTone, &one.evidence.signal.emgLevel})
            for (float &value : *values)
                value = normal(random);
        QVERIFY(one.doubts().first().startsWith(QStringLiteral("The EMG channel shows nothing")));
        Case other;
        SignalFeatures &s = other.evidence.signal;
        for (auto *values : {&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast})
            for (float &value : *values)
                value = normal(random);
        QVERIFY(other.doubts().first().startsWith(QStringLiteral("The EEG channel shows nothing")));
    }

    void unlikeAllThatWasLearned()
    {
        Case one;
        for (size_t i = one.committee.judges.at(Input::Both).centre.size() - EvidenceRows::recordingWidth(Input::Both);
             i < one.committee.judges.at(Input::Both).centre.size(); i += 4)
            one.committee.judges.at(Input::Both).centre[i] += 10;
        QVERIFY(one.doubts().first().startsWith(QStringLiteral("This recording is unlike")));
    }

    void networkContradicted()
    {
        Case one;
        std::rotate(one.evidence.heads.mix.begin(), one.evidence.heads.mix.begin() + 1, one.evidence.heads.mix.end());
        QVERIFY(one.doubts().first().contains(QStringLiteral("disagree in 100 %")));
    }

    void unsure()
    {
        Case one;
        for (float &probability : one.decided.probabilities)
            probability = probability > 0.5f ? 0.7f : 0.15f;
        QCOMPARE(one.doubts().size(), 1);
        QVERIFY(one.doubts().first().contains(QStringLiteral("mean confidence is 0.70, where 19 in 20 reach 0.90")));
    }

    void rulesContradict()
    {
        Case one;
        SignalFeatures &s = one.evidence.signal; // where the decision says one stage, the signals look like the next
        for (auto *values : {&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast, &s.emgTone, &s.emgLevel})
            std::rotate(values->begin(), values->begin() + 300, values->end());
        QCOMPARE(one.doubts().size(), 1);
        QVERIFY2(one.doubts().first().startsWith(QStringLiteral("Rules that compare")),
                 qPrintable(one.doubts().first()));
    }

    void tooShort()
    {
        const Case brief(420, false);
        QCOMPARE(brief.doubts().size(), 1);
        QVERIFY(brief.doubts().first().contains(QStringLiteral("only 7.0 min")));
    }

    void aSignalThatShowsNothingDecidesNothing()
    {
        Case one;
        QCOMPARE(decidingInput(one.committee, one.evidence, Input::Both), Input::Both);
        std::mt19937_64 random(3);
        std::normal_distribution<float> normal;
        SignalFeatures &s = one.evidence.signal;
        for (auto *values : {&s.emgTone, &s.emgLevel})
            for (float &value : *values)
                value = normal(random);
        QCOMPARE(decidingInput(one.committee, one.evidence, Input::Both), Input::Both); // nobody else knows
        one.committee.judges.emplace(Input::Eeg, Judge{.usualConfidence = 0.8});
        QCOMPARE(decidingInput(one.committee, one.evidence, Input::Both), Input::Eeg);
        QVERIFY(one.doubts().first().startsWith(QStringLiteral("The EMG channel shows nothing")));
        for (auto *values : {&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast})
            for (float &value : *values)
                value = normal(random);
        QCOMPARE(decidingInput(one.committee, one.evidence, Input::Both), Input::Both); // both are broken
    }

    void missingStages()
    {
        QVERIFY(Case(9000, false).doubts().first().startsWith(QStringLiteral("Hardly any REM")));
        QCOMPARE(Case(1800, false).doubts(), QStringList()); // too short to miss it
        Case awake;
        for (size_t at = 0; at < awake.decided.probabilities.size(); at += 3) {
            awake.decided.probabilities[at] = 0.98f;
            awake.decided.probabilities[at + 1] = awake.decided.probabilities[at + 2] = 0.01f;
            awake.evidence.heads.mix[at] = 9;
        }
        QVERIFY(awake.doubts().last().startsWith(QStringLiteral("Hardly any sleep")));
        for (size_t at = 0; at < awake.decided.probabilities.size(); at += 3) {
            std::swap(awake.decided.probabilities[at], awake.decided.probabilities[at + 1]);
            std::swap(awake.evidence.heads.mix[at], awake.evidence.heads.mix[at + 1]);
        }
        QVERIFY(awake.doubts().last().startsWith(QStringLiteral("Hardly any wake")));
    }
};

QTEST_GUILESS_MAIN(TestDoubts)
#include "tst_doubts.moc"
