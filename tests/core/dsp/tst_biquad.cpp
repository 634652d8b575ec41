// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/dsp/biquad.h"

using somno::dsp::BiquadCascade;

namespace {

// Gain at a frequency by running a long sine through the filter and comparing the second halves.
double gainDb(BiquadCascade filter, double hz, double fs)
{
    std::vector<float> samples(size_t(fs * 40));
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(std::sin(2 * std::numbers::pi * hz * double(i) / fs));
    filter.process(samples);
    double energy = 0;
    for (size_t i = samples.size() / 2; i < samples.size(); ++i)
        energy += double(samples[i]) * double(samples[i]);
    return 10 * std::log10(2 * energy / double(samples.size() / 2) + 1e-30);
}

} // namespace

class TestBiquad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void butterworthCorners_data()
    {
        QTest::addColumn<int>("order");
        for (int order = 1; order <= 8; ++order)
            QTest::addRow("order %d", order) << order;
    }

    void butterworthCorners()
    {
        QFETCH(int, order);
        const auto low = BiquadCascade::butterworthLowPass(order, 20, 250);
        QVERIFY(std::abs(gainDb(low, 20, 250) + 3.01) < 0.05);
        QVERIFY(std::abs(gainDb(low, 2, 250)) < 0.1);
        QVERIFY(gainDb(low, 40, 250) < -6.0 * order);
        const auto high = BiquadCascade::butterworthHighPass(order, 20, 250);
        QVERIFY(std::abs(gainDb(high, 20, 250) + 3.01) < 0.05);
        QVERIFY(std::abs(gainDb(high, 110, 250)) < 0.1);
        QVERIFY(gainDb(high, 10, 250) < -6.0 * order);
    }

    void bandPassKeepsItsBand()
    {
        const auto band = BiquadCascade::bandPass(2, 5, 20, 200);
        QVERIFY(gainDb(band, 10, 200) > -0.7);
        QVERIFY(gainDb(band, 0.5, 200) < -35);
        QVERIFY(gainDb(band, 80, 200) < -25);
    }

    void notchHasDepthAndIsNarrow()
    {
        const auto notch = BiquadCascade::notch(50, 25, 400);
        QVERIFY(gainDb(notch, 50, 400) < -60);
        QVERIFY(std::abs(gainDb(notch, 40, 400)) < 0.2);
        QVERIFY(std::abs(gainDb(notch, 60, 400)) < 0.2);
    }

    void cornersThatCannotBeBuilt()
    {
        const auto low = BiquadCascade::butterworthLowPass(4, 70, 128);
        QVERIFY(std::abs(gainDb(low, 60, 128)) < 1e-4);
        const auto notch = BiquadCascade::notch(100, 25, 128);
        QVERIFY(std::abs(gainDb(notch, 30, 128)) < 1e-4);
        const auto high = BiquadCascade::butterworthHighPass(2, 100, 128);
        QVERIFY(gainDb(high, 30, 128) < -20);
        const auto none = BiquadCascade::butterworthHighPass(2, 0, 128);
        QVERIFY(std::abs(gainDb(none, 1, 128)) < 1e-4);
    }

    void slopeFollowsTheExponent_data()
    {
        QTest::addColumn<double>("exponent");
        QTest::newRow("1.5") << 1.5;
        QTest::newRow("2") << 2.0;
        QTest::newRow("3") << 3.0;
    }

    void slopeFollowsTheExponent()
    {
        QFETCH(double, exponent);
        const auto filter = BiquadCascade::spectralSlope(exponent, 2, 2000);
        // A decade well above the knee and well below half the rate.
        const double fall = gainDb(filter, 12, 2000) - gainDb(filter, 120, 2000);
        QVERIFY2(std::abs(fall - 10 * exponent) < 1.5, qPrintable(QString::number(fall)));
    }

    void noiseGainIsThatOfTheImpulseResponse()
    {
        // First-order low-pass: the energy of the impulse response is tan / (1 + tan) in closed form.
        const double k = std::tan(std::numbers::pi * 10 / 500);
        const double gain = BiquadCascade::butterworthLowPass(1, 10, 500).noiseGain();
        QVERIFY(std::abs(gain - std::sqrt(k / (1 + k))) < 1e-6);
        QCOMPARE(BiquadCascade().noiseGain(), 1.0);
    }

    void stateIsKeptFromBlockToBlock()
    {
        std::vector<float> whole(500), parts;
        for (size_t i = 0; i < whole.size(); ++i)
            whole[i] = float(std::sin(double(i * i)));
        parts = whole;
        auto one = BiquadCascade::bandPass(3, 1, 30, 250), two = one;
        one.process(whole);
        two.process(std::span(parts).first(123));
        two.process(std::span(parts).subspan(123));
        QCOMPARE(whole, parts);
        // After a reset the same input gives the same output again.
        std::vector<float> again(500);
        for (size_t i = 0; i < again.size(); ++i)
            again[i] = float(std::sin(double(i * i)));
        one.reset();
        one.process(again);
        QCOMPARE(again, whole);
    }
};

QTEST_GUILESS_MAIN(TestBiquad)
#include "tst_biquad.moc"
