// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/scoring/agreement.h"
#include "core/scoring/scorerjitter.h"

using namespace somno;
using namespace somno::scoring;

namespace {

Hypnogram fromRuns(const std::vector<std::pair<Stage, int>> &runs, double epochSec = 1)
{
    EpochIndex size = 0;
    for (const auto &run : runs)
        size += run.second;
    Hypnogram hypnogram(size, epochSec);
    EpochIndex at = 0;
    for (const auto &[stage, length] : runs)
        for (int i = 0; i < length; ++i)
            hypnogram.set(at++, stage, stage == Stage::Unscored ? EpochSource::None : EpochSource::Imported);
    return hypnogram;
}

/// Wake, NREM and REM in turn, `cycles` times.
Hypnogram cycles(int count, int length, double epochSec = 1)
{
    std::vector<std::pair<Stage, int>> runs;
    for (int i = 0; i < count; ++i)
        for (const Stage stage : {Stage::Wake, Stage::Nrem, Stage::Rem})
            runs.emplace_back(stage, length);
    return fromRuns(runs, epochSec);
}

std::vector<Stage> stagesOf(const Hypnogram &hypnogram)
{
    return {hypnogram.stages().begin(), hypnogram.stages().end()};
}

} // namespace

class TestScorerJitter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void sameSeedSameScoring()
    {
        const Hypnogram truth = cycles(50, 30);
        QCOMPARE(stagesOf(jittered(truth, 7)), stagesOf(jittered(truth, 7)));
        QVERIFY(stagesOf(jittered(truth, 7)) != stagesOf(jittered(truth, 8)));
        QCOMPARE(jittered(truth, 7).size(), truth.size());
        QCOMPARE(jittered(truth, 7).source(0), EpochSource::Imported);
    }

    void noSpreadChangesNothing()
    {
        const Hypnogram truth = cycles(20, 10);
        QCOMPARE(stagesOf(jittered(truth, 1, {0, 0})), stagesOf(truth));
    }

    /// The edges of long bouts have the spread that was asked for, by the stage that begins.
    void edgesSpreadByTheStageThatBegins()
    {
        const Hypnogram truth = cycles(1000, 100);
        const auto bouts = jittered(truth, 3, {4, 1.5}).bouts();
        QCOMPARE(bouts.size(), truth.bouts().size());
        double squares[3] = {}, sums[3] = {};
        for (size_t i = 1; i < bouts.size(); ++i) {
            const double shift = double(bouts[i].first) - 100.0 * double(i);
            sums[i % 3] += shift;
            squares[i % 3] += shift * shift;
        }
        QVERIFY2(std::abs(std::sqrt(squares[0] / 1000) - 1.5) < 0.15,
                 qPrintable(QString::number(std::sqrt(squares[0] / 1000))));
        QVERIFY(std::abs(std::sqrt(squares[1] / 1000) - 4) < 0.3);
        QVERIFY(std::abs(std::sqrt(squares[2] / 1000) - 4) < 0.3);
        for (const double sum : sums)
            QVERIFY(std::abs(sum / 1000) < 0.5);
    }

    void shiftsAreSecondsOnAnyGrid()
    {
        const Hypnogram truth = cycles(300, 100, 4);
        const auto bouts = jittered(truth, 3, {8, 8}).bouts();
        double squares = 0;
        for (size_t i = 1; i < bouts.size(); ++i)
            squares += std::pow(double(bouts[i].first) - 100.0 * double(i), 2);
        QVERIFY(std::abs(std::sqrt(squares / double(bouts.size())) - 2) < 0.2); // 8 s are two epochs
    }

    void shortBoutsMayVanishAndNothingElseAppears()
    {
        std::vector<std::pair<Stage, int>> runs;
        for (int i = 0; i < 200; ++i) {
            runs.emplace_back(Stage::Nrem, 40);
            runs.emplace_back(Stage::Wake, 2);
        }
        const Hypnogram truth = fromRuns(runs);
        const Hypnogram other = jittered(truth, 5);
        QVERIFY(other.bouts().size() < truth.bouts().size());
        QVERIFY(other.bouts().size() > truth.bouts().size() / 2);
        QCOMPARE(other.count(Stage::Rem), EpochIndex(0));
        QCOMPARE(other.count(Stage::Unscored), EpochIndex(0));
    }

    void unscoredTimeStays()
    {
        const Hypnogram truth = fromRuns(
            {{Stage::Unscored, 20}, {Stage::Wake, 3}, {Stage::Nrem, 2}, {Stage::Unscored, 30}, {Stage::Rem, 20}});
        for (quint64 seed = 0; seed < 200; ++seed) {
            const Hypnogram other = jittered(truth, seed, {5, 5});
            for (EpochIndex i = 0; i < truth.size(); ++i)
                QCOMPARE(other.stage(i) == Stage::Unscored, truth.stage(i) == Stage::Unscored);
        }
    }

    void emptyAndUniform()
    {
        QCOMPARE(jittered(Hypnogram(), 1).size(), EpochIndex(0));
        const Hypnogram wake = fromRuns({{Stage::Wake, 100}});
        QCOMPARE(stagesOf(jittered(wake, 1)), stagesOf(wake));
    }

    /// Minute-long bouts, as of a mouse: two scorers agree about as well as experts are reported to.
    void agreementIsThatOfExperts()
    {
        const Hypnogram truth = cycles(200, 60);
        const auto agreement = compareScorings(truth, jittered(truth, 1));
        QVERIFY(agreement);
        QVERIFY2(agreement->accuracy > 0.95 && agreement->accuracy < 0.99,
                 qPrintable(QString::number(agreement->accuracy)));
    }
};

QTEST_GUILESS_MAIN(TestScorerJitter)
#include "tst_scorerjitter.moc"
