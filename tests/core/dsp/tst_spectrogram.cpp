// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <numbers>
#include <random>

#include "core/dsp/spectrogram.h"

using namespace somno;
using namespace somno::dsp;

class tst_Spectrogram : public QObject {
    Q_OBJECT

    static SampleSource sourceOf(const std::vector<float> &samples)
    {
        return [&samples](SampleIndex first, std::span<float> out) {
            QVERIFY(first >= 0 && first + SampleIndex(out.size()) <= SampleIndex(samples.size()));
            std::copy_n(samples.begin() + first, out.size(), out.begin());
        };
    }

    static std::vector<float> sine(double hz, double amplitude, double rate, size_t count)
    {
        std::vector<float> samples(count);
        for (size_t i = 0; i < count; ++i)
            samples[i] = float(amplitude * std::sin(2 * std::numbers::pi * hz * double(i) / rate));
        return samples;
    }

    static int peak(const Spectrogram &spectrogram, int frame)
    {
        const auto first = spectrogram.powerDb.begin() + frame * spectrogram.bins;
        return int(std::max_element(first, first + spectrogram.bins) - first);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void findsASine_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : {100.0, 128.0, 305.0, 511.96, 2000.0})
            QTest::addRow("%g Hz", rate) << rate;
    }

    void findsASine()
    {
        QFETCH(double, rate);
        const SampleRate exact = SampleRate::fromHz(rate);
        const auto samples = sine(7.5, 100, exact.hz(), size_t(20 * rate));
        const Spectrogram result = spectrogram(sourceOf(samples), SampleIndex(samples.size()), exact);
        QCOMPARE(result.frames, 20);
        for (int frame = 1; frame < 19; ++frame)
            QVERIFY(std::abs(peak(result, frame) * result.binHz - 7.5) <= result.binHz / 2 + 1e-9);
    }

    void gapsAreSilentAndNoWindowReachesAcross()
    {
        const SampleRate rate{100, kTicksPerSecond};
        auto samples = sine(7.5, 100, 100, 1000);
        const auto high = sine(20, 100, 100, 1000);
        samples.insert(samples.end(), high.begin(), high.end());
        const std::vector<SampleRun> runs{{0, 1000, 0}, {1000, 2000, 15.25}};
        const Spectrogram gappy = spectrogram(sourceOf(samples), runs, rate);
        QCOMPARE(gappy.frames, 26);
        const auto frame = [](const Spectrogram &of, int at) {
            return std::span(of.powerDb).subspan(size_t(at * of.bins), size_t(of.bins));
        };
        samples.resize(1000);
        const Spectrogram first = spectrogram(sourceOf(samples), 1000, rate);
        for (int at = 0; at < 10; ++at)
            QVERIFY(std::ranges::equal(frame(gappy, at), frame(first, at)));
        for (int at = 10; at < 15; ++at)
            QVERIFY(std::ranges::all_of(frame(gappy, at), [](float db) { return db == Spectrogram::kSilenceDb; }));
        for (int at = 15; at < 25; ++at)
            QVERIFY(std::abs(peak(gappy, at) * gappy.binHz - 20) <= gappy.binHz);
        QVERIFY(spectrogram(sourceOf(samples), std::vector<SampleRun>(), rate).frames == 0);
    }

    void powerIsADensity()
    {
        // Integrated over frequency it is the variance: amplitude^2 / 2 of a sine.
        const auto samples = sine(10, 60, 256, 256 * 30);
        const Spectrogram result = spectrogram(sourceOf(samples), SampleIndex(samples.size()), SampleRate::fromHz(256));
        double power = 0;
        for (int bin = 0; bin < result.bins; ++bin)
            power += std::pow(10, result.powerDb[size_t(15 * result.bins + bin)] / 10) * result.binHz;
        QVERIFY2(std::abs(power / 1800 - 1) < 0.01, qPrintable(QString::number(power)));
    }

    void framesAreCentredOnTheirStep()
    {
        std::vector<float> samples(100 * 40, 0.F);
        for (size_t i = 2050; i < 2052; ++i)
            samples[i] = 1000;
        const Spectrogram result = spectrogram(sourceOf(samples), SampleIndex(samples.size()), SampleRate::fromHz(100));
        int loudest = 0;
        for (int frame = 0; frame < result.frames; ++frame)
            if (result.powerDb[size_t(frame * result.bins + 5)] > result.powerDb[size_t(loudest * result.bins + 5)])
                loudest = frame;
        QCOMPARE(loudest, 20);
    }

    void silenceAndNotANumber()
    {
        std::vector<float> samples(100 * 10, 5.F);
        std::fill(samples.begin() + 500, samples.end(), std::nanf(""));
        const Spectrogram result = spectrogram(sourceOf(samples), SampleIndex(samples.size()), SampleRate::fromHz(100));
        QCOMPARE(result.powerDb[size_t(8 * result.bins + 4)], Spectrogram::kSilenceDb);
        for (const float power : result.powerDb)
            QVERIFY(!std::isnan(power));
    }

    void shortAndSlowChannels()
    {
        const std::vector<float> few(50, 1.F);
        const Spectrogram shorter = spectrogram(sourceOf(few), 50, SampleRate::fromHz(100));
        QCOMPARE(shorter.frames, 1);
        const Spectrogram slow = spectrogram(sourceOf(few), 50, SampleRate::fromHz(4));
        QVERIFY((slow.bins - 1) * slow.binHz <= 2);
        QCOMPARE(spectrogram(sourceOf(few), 50, SampleRate::fromHz(0.1)).frames, 0);
        QCOMPARE(spectrogram(sourceOf(few), 0, SampleRate::fromHz(100)).frames, 0);
    }

    void stops()
    {
        const std::vector<float> samples(100 * 100, 1.F);
        std::stop_source source;
        source.request_stop();
        QCOMPARE(spectrogram(sourceOf(samples), 10'000, SampleRate::fromHz(100), {}, source.get_token()).frames, 0);
    }
};

QTEST_GUILESS_MAIN(tst_Spectrogram)
#include "tst_spectrogram.moc"
