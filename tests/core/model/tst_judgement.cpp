// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/model/judgement.h"

using namespace somno;
using namespace somno::scoring;

namespace {

const std::vector<Stage> kClasses{Stage::Wake, Stage::Nrem, Stage::Rem};

/// A minute of each stage, of which a model calls so many seconds right and the rest the next stage.
std::vector<std::vector<qint64>> minute(qint64 wake, qint64 nrem, qint64 rem)
{
    return {{wake, 60 - wake, 0}, {0, nrem, 60 - nrem}, {60 - rem, 0, rem}};
}

std::vector<PairedCounts> repeated(size_t count, const PairedCounts &one)
{
    return std::vector<PairedCounts>(count, one);
}

} // namespace

/// Before and after on the same epochs.
class TestJudgement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void sameModelIsNotDistinguishable()
    {
        const auto judged = judge(kClasses, repeated(20, {minute(50, 55, 40), minute(50, 55, 40)}), false);
        QVERIFY(judged);
        QCOMPARE(judged->verdict, Verdict::NotDistinguishable);
        QCOMPARE(judged->accuracy.value, 0.0);
        QCOMPARE(judged->accuracy.low, 0.0);
        QCOMPARE(judged->accuracy.high, 0.0);
        QCOMPARE(judged->after.compared, qint64(20 * 180));
    }

    void betterEverywhere()
    {
        std::vector<PairedCounts> units;
        for (int i = 0; i < 20; ++i)
            units.push_back({minute(40 + i % 5, 50, 30), minute(50, 50 + i % 7, 45)});
        const auto judged = judge(kClasses, units, false);
        QVERIFY(judged);
        QCOMPARE(judged->verdict, Verdict::Better);
        QVERIFY(judged->accuracy.low > 0 && judged->accuracy.low <= judged->accuracy.value);
        QVERIFY(judged->accuracy.value <= judged->accuracy.high && judged->kappa.low > 0);
        QCOMPARE(judged->f1.size(), size_t(3));
        for (size_t stage = 0; stage < 3; ++stage) {
            QCOMPARE(judged->f1[stage].value, judged->after.perClass[stage].f1 - judged->before.perClass[stage].f1);
            QVERIFY(judged->f1[stage].low > 0 && judged->f1[stage].low <= judged->f1[stage].value
                    && judged->f1[stage].value <= judged->f1[stage].high);
        }
        QVERIFY(judged->words().startsWith(QStringLiteral("Better: on 3600 held-out epochs, accuracy from ")));
    }

    void worseIsTheMirror()
    {
        std::vector<PairedCounts> units, mirrored;
        for (int i = 0; i < 20; ++i) {
            units.push_back({minute(40 + i % 5, 50, 30), minute(50, 50 + i % 7, 45)});
            mirrored.push_back({units.back().after, units.back().before});
        }
        const auto there = judge(kClasses, units, false), back = judge(kClasses, mirrored, false);
        QVERIFY(there && back);
        QCOMPARE(back->verdict, Verdict::Worse);
        QCOMPARE(back->accuracy.value, -there->accuracy.value);
        QVERIFY(std::abs(back->accuracy.low + there->accuracy.high) < 1e-12);
    }

    // Lost REM in exchange for more right seconds of wake is no improvement.
    void aRareStageThatIsLostCounts()
    {
        const PairedCounts one{{{500, 100, 0}, {60, 540, 0}, {0, 0, 20}}, {{560, 40, 0}, {30, 570, 0}, {0, 20, 0}}};
        const auto judged = judge(kClasses, repeated(10, one), false);
        QVERIFY(judged);
        QVERIFY(judged->accuracy.low > 0);
        QCOMPARE(judged->verdict, Verdict::Worse);
    }

    void aStageThatIsOnlySaidCountsForNothing()
    {
        // All held-out epochs are Wake; five of 3600 are called REM now. As a stage of its own REM would halve the mean
        // over stages.
        std::vector<PairedCounts> units
            = repeated(60, {{{60, 0, 0}, {0, 0, 0}, {0, 0, 0}}, {{60, 0, 0}, {0, 0, 0}, {0, 0, 0}}});
        units.front().after[0] = {55, 0, 5};
        const auto judged = judge(kClasses, units, false);
        QVERIFY(judged);
        QCOMPARE(judged->before.macroF1, 1.0);
        QVERIFY(std::isnan(judged->f1[1].value));
        QVERIFY(judged->after.macroF1 > 0.99);
        QCOMPARE(judged->verdict, Verdict::NotDistinguishable);
    }

    void aStageOfFewEpochsIsNotCounted()
    {
        // One epoch of REM in 3600, missed before and found after: the rest is the same.
        std::vector<PairedCounts> units
            = repeated(60, {{{30, 0, 0}, {0, 30, 0}, {0, 0, 0}}, {{30, 0, 0}, {0, 30, 0}, {0, 0, 0}}});
        units.front().before[2] = {1, 0, 0};
        units.front().after[2] = {0, 0, 1};
        const auto judged = judge(kClasses, units, false);
        QVERIFY(judged);
        QCOMPARE(judged->f1[2].value, 1.0); // shown
        QVERIFY(std::abs(judged->macroF1.value) < 0.001);
        units.front().before[2] = {kLeastStageEpochs, 0, 0};
        units.front().after[2] = {0, 0, kLeastStageEpochs};
        const auto counted = judge(kClasses, units, false);
        QVERIFY(counted && counted->macroF1.value > 0.3);
        QVERIFY(!judged->words().contains(QStringLiteral("-0.000")));
    }

    void fewUnitsHaveWideIntervals()
    {
        const auto widthOf = [](int times) { // the same spread from few and from many units
            std::vector<PairedCounts> units;
            for (int i = 0; i < 6 * times; ++i)
                units.push_back({minute(50, 50, 50), minute(45 + 2 * (i % 6), 50, 50)});
            const auto judged = judge(kClasses, units, false);
            return (judged->accuracy.high - judged->accuracy.low) * std::sqrt(double(units.size()));
        };
        const double ratio = widthOf(1) / widthOf(40);
        QVERIFY2(ratio > 1.2 && ratio < 1.6,
                 qPrintable(QString::number(ratio))); // Student's 2.57 to the normal 1.96, and a little more
    }

    void chanceIsNotDistinguishable()
    {
        std::vector<PairedCounts> units;
        for (int i = 0; i < 30; ++i)
            units.push_back({minute(50 - i % 2 * 5, 50, 40), minute(45 + i % 2 * 5, 50, 40)});
        const auto judged = judge(kClasses, units, false);
        QVERIFY(judged);
        QCOMPARE(judged->verdict, Verdict::NotDistinguishable);
        QVERIFY(judged->accuracy.low < 0 && judged->accuracy.high > 0);
    }

    void tooLittleSaysSo()
    {
        const auto judged = judge(kClasses, repeated(kLeastUnits - 1, {minute(10, 10, 10), minute(60, 60, 60)}), false);
        QVERIFY(judged);
        QCOMPARE(judged->verdict, Verdict::NotDistinguishable);
        QVERIFY(judged->words().contains(QStringLiteral("too little was held out")));
    }

    void nothingIsAnError()
    {
        const auto judged = judge(kClasses, {}, false);
        QVERIFY(!judged);
        QCOMPARE(judged.error().code, ErrorCode::NoOverlap);
    }

    void sameSeedSameInterval()
    {
        std::vector<PairedCounts> units;
        for (int i = 0; i < 12; ++i)
            units.push_back({minute(40 + i, 50, 30), minute(50, 50 + i % 7, 30 + 2 * i)});
        const auto first = judge(kClasses, units, true, 500, 7), again = judge(kClasses, units, true, 500, 7);
        QVERIFY(first && again);
        QCOMPARE(first->toJson(), again->toJson());
        const QJsonObject json = first->toJson();
        QCOMPARE(json.value("units").toInt(), 12);
        QVERIFY(json.value("by_subject").toBool());
        QCOMPARE(json.value("difference").toObject().value("macro_f1").toObject().value("value").toDouble(),
                 first->macroF1.value);
    }
};

QTEST_GUILESS_MAIN(TestJudgement)
#include "tst_judgement.moc"
