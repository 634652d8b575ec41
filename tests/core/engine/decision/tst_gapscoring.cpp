// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <optional>
#include <random>

#include "core/engine/decision/epochlength.h"
#include "core/engine/decision/rules.h"
#include "core/engine/decision/scorer.h"
#include "tests/support/gaps.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

constexpr Ticks kSecond = kTicksPerSecond;

/// Five minutes of EEG and EMG that vary from second to second.
signal::Recording wholeRecording()
{
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.time = signal::TimeMap::continuous(300 * kSecond);
    std::mt19937 random(3);
    for (const char *label : {"EEG", "EMG"}) {
        std::vector<float> values;
        for (int i = 0; i < 300 * kSamplesPerEpoch; ++i)
            values.push_back(float(random() % 1000) / 500 * (i / 20000 % 3 + 1)
                             + float(3 * std::sin(double(i) * (i / 30000 % 4 + 1) / 100)));
        signal::Channel channel;
        channel.label = QString::fromLatin1(label);
        channel.rate = {kSamplesPerEpoch, kSecond};
        channel.digitalMin = -1;
        channel.digitalMax = 1;
        channel.sampleCount = SampleIndex(values.size());
        channel.samples = std::make_shared<signal::SampleStore>(std::move(values));
        recording.channels.push_back(channel);
    }
    return recording;
}

const std::vector<signal::Segment> kKept{
    {0, 1005 * kSecond / 10, 0}, {130 * kSecond, 20 * kSecond, 0}, {200 * kSecond, 100 * kSecond, 0}};
const std::vector<signal::EpochSpan> kWhole{{0, 100}, {130, 150}, {200, 300}};

bool isWhole(EpochIndex second)
{
    return std::ranges::any_of(kWhole, [&](const auto &span) { return second >= span.first && second < span.last; });
}

} // namespace

class TestGapScoring : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void noWindowSeesBothSidesOfAGap_data();
    void noWindowSeesBothSidesOfAGap();
    void longerEpochsThatTouchAGapStayUnscored();
    void theRulesLeaveGapsUnscored();
    void recordingsWithoutGapsAreScoredAsEver();

private:
    std::optional<Network> m_network;
};

void TestGapScoring::initTestCase()
{
    auto network = Network::create({}, 7);
    QVERIFY2(network, qPrintable(network ? QString() : network.error().detail));
    m_network.emplace(std::move(*network));
}

void TestGapScoring::noWindowSeesBothSidesOfAGap_data()
{
    QTest::addColumn<int>("views");
    for (const int views : {1, 2, 4})
        QTest::addRow("%d views", views) << views;
}

void TestGapScoring::noWindowSeesBothSidesOfAGap()
{
    QFETCH(int, views);
    const auto whole = wholeRecording();
    const auto prepared = prepareRecording(test::kept(whole, kKept), {0, 1});
    QVERIFY(prepared);
    const auto all = scorePrepared(*prepared, *m_network, {.views = views});
    QVERIFY(all);
    QCOMPARE(all->size(), 300);
    for (const signal::EpochSpan &span : kWhole) { // each as a recording of its own, of the same scale
        const auto own = test::piece(whole, span.first * kSecond, span.last * kSecond);
        PreparedRecording alone;
        alone.eeg = PreparedChannel(EpochReader(own.channels[0]), prepared->eeg.normaliser());
        alone.emg = PreparedChannel(EpochReader(own.channels[1]), prepared->emg.normaliser());
        alone.epochs = span.last - span.first;
        alone.time = own.time;
        alone.spans = {{0, alone.epochs}};
        const auto scored = scorePrepared(alone, *m_network, {.views = views});
        QVERIFY(scored);
        for (EpochIndex i = 0; i < alone.epochs; ++i)
            QVERIFY(std::ranges::equal(scored->row(i), all->row(span.first + i)));
    }
    for (EpochIndex i = 0; i < 300; ++i)
        QCOMPARE(all->stage(i) == scoring::Stage::Unscored, !isWhole(i));
}

void TestGapScoring::longerEpochsThatTouchAGapStayUnscored()
{
    const auto recording = test::kept(wholeRecording(), kKept);
    const auto epochs = score(recording, {0, 1}, *m_network, {.epochSec = 4});
    QVERIFY(epochs);
    QCOMPARE(epochs->size(), 75);
    int unscored = 0;
    for (EpochIndex i = 0; i < 75; ++i) {
        const bool touches = !isWhole(4 * i) || !isWhole(4 * i + 3);
        QCOMPARE(epochs->stage(i) == scoring::Stage::Unscored, touches);
        unscored += touches;
    }
    QCOMPARE(recording.time.brokenEpochs(4 * kSecond), unscored);
}

void TestGapScoring::theRulesLeaveGapsUnscored()
{
    const auto proposal = scoreByRules(test::kept(wholeRecording(), kKept), {0, 1});
    QVERIFY(proposal);
    for (EpochIndex i = 0; i < 300; ++i)
        QCOMPARE(proposal->stage(i) == scoring::Stage::Unscored, !isWhole(i));
}

void TestGapScoring::recordingsWithoutGapsAreScoredAsEver()
{
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &warning) { warnings << warning; };
    auto recording = wholeRecording();
    const auto mapped = score(recording, {0, 1}, *m_network, {}, progress);
    recording.time = {};
    const auto plain = score(recording, {0, 1}, *m_network, {}, progress);
    QVERIFY(mapped && plain);
    QCOMPARE(mapped->probabilities, plain->probabilities);
    QVERIFY(warnings.isEmpty());
    scoring::Proposal seconds;
    seconds.classes = mouseClasses();
    seconds.probabilities.assign(12, 0.25f);
    QCOMPARE(inEpochs(seconds, 2, signal::TimeMap::continuous(4 * kSecond)).probabilities,
             seconds.onGrid(2, 2).probabilities);
}

QTEST_GUILESS_MAIN(TestGapScoring)
#include "tst_gapscoring.moc"
