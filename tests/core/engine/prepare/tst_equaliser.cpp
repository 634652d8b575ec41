// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/equaliser.h"

#include <QtTest>
#include <cmath>
#include <numbers>
#include <random>

#include "core/dsp/periodogram.h"
#include "core/engine/prepare/preprocessing.h"

using namespace somno;
using namespace somno::sdreamer;
using Signal = Equaliser::Signal;

namespace {

constexpr int kFrames = 100;

/// Frames of one spectrum, given as amplitude at each frequency.
std::vector<float> spectraOf(const std::function<double(int hz)> &amplitude, int frames = kFrames)
{
    std::vector<float> spectra;
    for (int frame = 0; frame < frames; ++frame)
        for (int hz = 0; hz < Equaliser::kBins; ++hz)
            spectra.push_back(float(amplitude(hz) * amplitude(hz)));
    return spectra;
}

double pink(int hz)
{
    return 1 / std::pow(std::max(hz, 1), 1.2);
}

signal::Recording recordingOf(std::vector<float> samples)
{
    signal::Channel channel;
    channel.label = QStringLiteral("EEG");
    channel.rate = {512, kTicksPerSecond};
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.time = signal::TimeMap::continuous(channel.rate.duration(channel.sampleCount));
    recording.channels = {channel};
    return recording;
}

std::vector<float> equalised(std::vector<float> samples, bool asEmg = false)
{
    const auto result
        = prepareRecording(recordingOf(std::move(samples)), {asEmg ? -1 : 0, asEmg ? 0 : -1}, Normalisation::Equalised);
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    std::vector<float> out(size_t(result->epochs) * kSamplesPerEpoch);
    if (!(asEmg ? result->emg : result->eeg).read(0, out))
        qFatal("a channel in memory could not be read");
    return out;
}

/// Noise that falls with frequency, as one electrode and amplifier see it.
std::vector<float> brownish(EpochIndex seconds, double pole, double unit, double humUv = 0)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    std::vector<float> samples;
    double state = 0;
    for (SampleIndex i = 0; i < seconds * 512; ++i) {
        state = pole * state + normal(random);
        samples.push_back(float(unit * (state + humUv * std::sin(2 * std::numbers::pi * 50 * double(i) / 512))));
    }
    return samples;
}

double meanPower(std::span<const float> samples, int hz)
{
    dsp::Periodogram periodogram(512);
    double sum = 0;
    const size_t epochs = samples.size() / 512;
    for (size_t t = 0; t < epochs; ++t)
        sum += double(periodogram.power(samples.subspan(t * 512, 512))[size_t(hz)]) / double(epochs);
    return sum;
}

} // namespace

class TestEqualiser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void changesNothingWithoutFrames()
    {
        const Equaliser equaliser = Equaliser::fit({}, Signal::Eeg);
        std::vector<float> padded(2 * Equaliser::kReach + 3, 0.f), out(3);
        padded[Equaliser::kReach + 1] = 5;
        equaliser.apply(padded, out);
        QCOMPARE(out, (std::vector<float>{0, 5, 0}));
        QCOMPARE(Equaliser::fit(spectraOf([](int) { return 0.; }), Signal::Emg).gain(20), 1.);
    }

    void givesTheReferenceSpectrum()
    {
        const Equaliser emg = Equaliser::fit(spectraOf(pink), Signal::Emg);
        const double level = emg.gain(40) * pink(40);
        for (const int hz : {10, 20, 80, 160, 230})
            QVERIFY2(std::abs(emg.gain(hz) * pink(hz) / level - 1) < 0.05, qPrintable(QString::number(hz)));
        const Equaliser eeg = Equaliser::fit(spectraOf(pink), Signal::Eeg);
        QVERIFY(std::abs(eeg.gain(40) * pink(40) / (eeg.gain(10) * pink(10)) - std::pow(4, -0.9)) < 0.02);
    }

    void keepsTheLoudness()
    {
        const Equaliser emg = Equaliser::fit(spectraOf(pink), Signal::Emg);
        double before = 0, after = 0;
        for (int hz = 4; hz < Equaliser::kBins; ++hz) {
            before += pink(hz) * pink(hz);
            after += std::pow(emg.gain(hz) * pink(hz), 2);
        }
        before += 3 * 1 + pink(2) * pink(2) + pink(3) * pink(3) - 1; // 0, 1, 2 and 3 Hz, which the filter's width blurs
        QVERIFY(std::abs(after / before - 1) < 0.1);
    }

    void doesNotLiftWhatIsNotThere()
    {
        const Equaliser emg = Equaliser::fit(spectraOf([](int hz) { return hz < 100 ? 1. : 0.; }), Signal::Emg);
        QVERIFY(emg.gain(200) / emg.gain(50) < 1.1e3);
        QVERIFY(std::isfinite(emg.gain(200)));
    }

    void looksAtUsualFrames()
    {
        auto spectra = spectraOf([](int) { return 1.; });
        for (size_t i = 0; i < spectra.size() * 15 / 100; ++i)
            spectra[i] = i % 257 == 20 ? 1e6f : 1.f; // a pulled cable, 15 % of the time
        QVERIFY(std::abs(Equaliser::fit(spectra, Signal::Eeg).gain(20)
                             / Equaliser::fit(spectraOf([](int) { return 1.; }), Signal::Eeg).gain(20)
                         - 1)
                < 1e-3);
    }

    void delaysNothing()
    {
        const Equaliser equaliser = Equaliser::fit(spectraOf(pink), Signal::Eeg);
        std::vector<float> padded(4 * Equaliser::kReach + 1, 0.f), out(2 * Equaliser::kReach + 1);
        padded[2 * Equaliser::kReach] = 1;
        equaliser.apply(padded, out);
        for (size_t n = 1; n <= Equaliser::kReach; ++n)
            QCOMPARE(out[Equaliser::kReach - n], out[Equaliser::kReach + n]);
    }

    void makesAmplifiersAlike()
    {
        // The same noise through two amplifiers of other bands, gains and units.
        const auto one = brownish(120, 0.9, 1), other = brownish(120, 0.6, -1e-6);
        const auto a = equalised(one), b = equalised(other);
        for (const int hz : {3, 8, 20, 60, 150}) {
            const double before = meanPower(one, hz) / meanPower(other, hz) / (meanPower(one, 8) / meanPower(other, 8));
            const double after = meanPower(a, hz) / meanPower(b, hz);
            QVERIFY2(std::abs(after - 1) < 0.1, qPrintable(QStringLiteral("%1 Hz: %2").arg(hz).arg(after)));
            QVERIFY(hz < 60 || before < 0.5);
        }
    }

    void takesTheMainsAway()
    {
        const auto samples = brownish(120, 0.9, 1, 10);
        QVERIFY(meanPower(samples, 50) > 100 * meanPower(samples, 45));
        const auto after = equalised(samples, true);
        QVERIFY2(meanPower(after, 50) < 4 * meanPower(after, 45),
                 qPrintable(QString::number(meanPower(after, 50) / meanPower(after, 45))));
    }

    void keepsChangesOverTime()
    {
        auto samples = brownish(600, 0.9, 1);
        for (size_t i = samples.size() / 2; i < samples.size(); ++i)
            samples[i] *= 3;
        const auto after = equalised(samples);
        const auto half = std::span(after).size() / 2;
        QVERIFY(
            std::abs(meanPower(std::span(after).subspan(half), 20) / meanPower(std::span(after).first(half), 20) - 9)
            < 1);
    }

    void bearsShortRecordingsAndMissingValues()
    {
        for (const EpochIndex seconds : {1, 2, 3, 5}) {
            auto samples = brownish(seconds, 0.9, 1);
            samples[100] = std::numeric_limits<float>::quiet_NaN();
            for (const float value : equalised(samples))
                QVERIFY(std::isfinite(value));
        }
    }
};

QTEST_APPLESS_MAIN(TestEqualiser)
#include "tst_equaliser.moc"
