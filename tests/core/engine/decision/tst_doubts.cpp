// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

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
            for (auto *values : {&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast, &s.emgTone, &s.emgLevel})
                (*values)[size_t(i)] = float(stage) + normal(random);
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
        QVERIFY(one.doubts().first().contains(QStringLiteral("by its own estimate 70 % are right")));
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
        QVERIFY(awake.doubts().first().startsWith(QStringLiteral("Hardly any sleep")));
    }
};

QTEST_GUILESS_MAIN(TestDoubts)
#include "tst_doubts.moc"
