// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/simulation/random.h"

using namespace somno::simulation;

namespace {

struct Moments {
    double mean = 0, sd = 0;
};

template <class F>
Moments moments(F draw, int count = 200000)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < count; ++i) {
        const double x = draw();
        sum += x;
        squares += x * x;
    }
    const double mean = sum / count;
    return {mean, std::sqrt(squares / count - mean * mean)};
}

} // namespace

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void sameKeysSameNumbers()
    {
        Random a({7, 1, 2}), b({7, 1, 2});
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(a.next(), b.next());
    }

    void otherKeysOtherNumbers()
    {
        const std::initializer_list<quint64> keys[] = {{7, 1}, {1, 7}, {7, 1, 0}, {8, 1}, {7, 2}, {71}};
        QSet<quint64> firsts;
        for (const auto &key : keys)
            firsts.insert(Random(key).next());
        QCOMPARE(firsts.size(), qsizetype(std::size(keys)));
    }

    void momentsOfTheDistributions()
    {
        Random random({3});
        const Moments uniform = moments([&] { return random.uniform({2, 4}); });
        QVERIFY(std::abs(uniform.mean - 3) < 0.01 && std::abs(uniform.sd - 0.5774) < 0.01);
        const Moments normal = moments([&] { return random.normal(); });
        QVERIFY(std::abs(normal.mean) < 0.01 && std::abs(normal.sd - 1) < 0.01);
        const Moments noise = moments([&] { return double(random.noise()); });
        QVERIFY(std::abs(noise.mean) < 0.01 && std::abs(noise.sd - 1) < 0.01);
        const Moments exponential = moments([&] { return random.exponential(5); });
        QVERIFY(std::abs(exponential.mean - 5) < 0.06 && std::abs(exponential.sd - 5) < 0.1);
        const Moments poisson = moments([&] { return double(random.poisson(3.5)); }, 50000);
        QVERIFY(std::abs(poisson.mean - 3.5) < 0.05 && std::abs(poisson.sd - std::sqrt(3.5)) < 0.05);
    }

    void rangesAreKept()
    {
        Random random({4});
        for (int i = 0; i < 20000; ++i) {
            const double log = random.logUniform({0.1, 10});
            QVERIFY(log >= 0.1 && log <= 10);
            const double power = random.powerLaw(2.2, {12, 300});
            QVERIFY(power >= 12 && power <= 300.001);
            QVERIFY(std::abs(random.noise()) < 3.6f);
        }
        QCOMPARE(random.poisson(0), 0);
    }

    void powerLawHasItsExponent()
    {
        // Of x^-2.2 far from the upper end, the share beyond 2 x is 2^-1.2.
        Random random({5});
        int beyondTen = 0, beyondTwenty = 0;
        for (int i = 0; i < 200000; ++i) {
            const double x = random.powerLaw(2.2, {1, 1e6});
            beyondTen += x > 10;
            beyondTwenty += x > 20;
        }
        QVERIFY(std::abs(double(beyondTwenty) / beyondTen - std::pow(2, -1.2)) < 0.02);
    }

    void pickFollowsTheWeights()
    {
        Random random({6});
        const double weights[] = {1, 0, 3};
        int counts[3] = {};
        for (int i = 0; i < 40000; ++i)
            ++counts[random.pick(weights)];
        QCOMPARE(counts[1], 0);
        QVERIFY(std::abs(counts[2] / 40000.0 - 0.75) < 0.01);
    }

    void wanderHasItsSizeAndTime()
    {
        Random random({8});
        Wander wander(random, 10, 0.1); // correlation falls to 1/e in 100 steps
        std::vector<double> values(400000);
        for (double &value : values)
            value = wander.step(random);
        double squares = 0, lagged = 0;
        for (size_t i = 0; i + 100 < values.size(); ++i) {
            squares += values[i] * values[i];
            lagged += values[i] * values[i + 100];
        }
        QVERIFY(std::abs(squares / double(values.size()) - 1) < 0.15);
        QVERIFY(std::abs(lagged / squares - std::exp(-1)) < 0.08);
    }
};

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
