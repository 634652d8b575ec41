// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>

#include "core/dsp/periodogram.h"

using namespace somno::dsp;

namespace {

std::vector<float> sine(double hz, double amplitude, double offset = 0)
{
    std::vector<float> samples(512);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(offset + amplitude * std::sin(2 * std::numbers::pi * hz * double(i) / 512));
    return samples;
}

double sum(std::span<const float> power, size_t first, size_t last)
{
    return std::accumulate(power.begin() + std::ptrdiff_t(first), power.begin() + std::ptrdiff_t(last) + 1, 0.0);
}

} // namespace

class TestPeriodogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void sineStandsInItsBin()
    {
        Periodogram periodogram(512);
        const auto samples = sine(8, 3, 100);
        const auto power = periodogram.power(samples);
        QCOMPARE(power.size(), size_t(257));
        QCOMPARE(std::max_element(power.begin(), power.end()) - power.begin(), std::ptrdiff_t(8));
        QVERIFY(std::abs(sum(power, 6, 10) - 4.5) < 0.02); // amplitude^2 / 2, the offset of 100 left out
        QVERIFY(sum(power, 20, 256) < 1e-6);
    }

    void whiteNoiseAddsUpToItsVariance()
    {
        Periodogram periodogram(512);
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0, 2);
        double total = 0;
        for (int window = 0; window < 200; ++window) {
            std::vector<float> samples(512);
            for (float &sample : samples)
                sample = normal(random);
            total += sum(periodogram.power(samples), 0, 256);
        }
        QVERIFY2(std::abs(total / 200 - 4) < 0.15, qPrintable(QString::number(total / 200)));
    }

    void missingSamplesDoNotSpread()
    {
        Periodogram periodogram(512);
        auto samples = sine(8, 3, 5);
        samples[100] = std::numeric_limits<float>::quiet_NaN();
        samples[101] = std::numeric_limits<float>::infinity();
        const auto power = periodogram.power(samples);
        QVERIFY(std::abs(sum(power, 6, 10) - 4.5) < 0.1);
    }

    void nothingAtAll()
    {
        Periodogram periodogram(512);
        QCOMPARE(sum(periodogram.power(std::vector<float>(512, 7.f)), 0, 256), 0.0);
        const std::vector<float> missing(512, std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(sum(periodogram.power(missing), 0, 256), 0.0);
    }

    void eachWindowStandsAlone()
    {
        Periodogram periodogram(512);
        const auto first = periodogram.power(sine(8, 3));
        const std::vector<float> kept(first.begin(), first.end());
        Q_UNUSED(periodogram.power(sine(30, 50)));
        const auto again = periodogram.power(sine(8, 3));
        QVERIFY(std::equal(again.begin(), again.end(), kept.begin()));
    }
};

QTEST_GUILESS_MAIN(TestPeriodogram)
#include "tst_periodogram.moc"
