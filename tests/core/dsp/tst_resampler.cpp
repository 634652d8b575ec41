// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/dsp/resampler.h"

using namespace somno;
using dsp::Resampler;

namespace {

constexpr int kOutputHz = 512;

/// A sine of `hz` at sample `index`, its phase reduced before it loses digits late in the day.
double sineAt(double hz, const SampleRate &rate, SampleIndex index)
{
    const long double cycles = (long double)hz * index * rate.ticks / ((long double)rate.samples * kTicksPerSecond);
    return std::sin(2 * std::numbers::pi * double(cycles - std::floor(cycles)));
}

double largestError(const SampleRate &rate, double hz, qint64 firstOutput, qint64 count)
{
    const Resampler resampler(rate, kOutputHz);
    const auto range = resampler.inputFor(firstOutput, count);
    std::vector<float> input(size_t(range.count));
    for (size_t i = 0; i < input.size(); ++i)
        input[i] = float(sineAt(hz, rate, range.first + SampleIndex(i)));
    std::vector<float> out(static_cast<size_t>(count));
    resampler.evaluate(firstOutput, input, out);
    double worst = 0;
    const SampleRate outputRate{kOutputHz, kTicksPerSecond};
    for (size_t i = 0; i < out.size(); ++i)
        worst = std::max(worst, std::abs(double(out[i]) - sineAt(hz, outputRate, firstOutput + qint64(i))));
    return worst;
}

} // namespace

class TestResampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void reproducesSinesAtEveryHour_data();
    void reproducesSinesAtEveryHour();
    void removesWhatTheOutputCannotHold();
    void passesConstantsUnchanged();
    void chunksJoinWithoutSeam();
    void copiesWhenTheRatesAreEqual();
    void asksForNothingWhenNothingIsWanted();
};

void TestResampler::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
}

void TestResampler::reproducesSinesAtEveryHour_data()
{
    QTest::addColumn<qint64>("samples");
    QTest::addColumn<qint64>("ticks");
    const qint64 second = kTicksPerSecond;
    QTest::newRow("12.8 Hz") << qint64(128) << 10 * second;
    QTest::newRow("100 Hz") << qint64(100) << second;
    QTest::newRow("128 Hz") << qint64(128) << second;
    QTest::newRow("250 Hz") << qint64(250) << second;
    QTest::newRow("256 Hz") << qint64(256) << second;
    QTest::newRow("305.1758 Hz") << qint64(3051758) << 10000 * second;
    QTest::newRow("305 Hz in records of 0.7 s") << qint64(2135) << 7 * second;
    QTest::newRow("400 Hz") << qint64(400) << second;
    QTest::newRow("500 Hz") << qint64(500) << second;
    QTest::newRow("508.63 Hz") << qint64(50863) << 100 * second;
    QTest::newRow("1000 Hz") << qint64(1000) << second;
    QTest::newRow("1017.25 Hz") << qint64(4069) << 4 * second;
    QTest::newRow("2000 Hz") << qint64(2000) << second;
}

void TestResampler::reproducesSinesAtEveryHour()
{
    QFETCH(qint64, samples);
    QFETCH(qint64, ticks);
    const SampleRate rate{samples, ticks};
    const double nyquist = std::min(rate.hz(), double(kOutputHz)) / 2;
    // One input sample of drift would be an error of about 2 at the highest of these frequencies.
    for (const double fraction : {0.013, 0.21, 0.5, 0.85})
        for (const qint64 hour : {1, 12, 24, 48}) {
            const double error = largestError(rate, fraction * nyquist, hour * 3600 * kOutputHz - 256, 512);
            QVERIFY2(
                error < 1e-3,
                qPrintable(QStringLiteral("%1 of Nyquist at hour %2: error %3").arg(fraction).arg(hour).arg(error)));
        }
}

void TestResampler::removesWhatTheOutputCannotHold()
{
    const SampleRate rate{2000, kTicksPerSecond};
    const Resampler resampler(rate, kOutputHz);
    for (const double hz : {295.0, 400.0, 777.0}) { // 256 Hz is the most that 512 Hz can hold
        const auto range = resampler.inputFor(5120, 512);
        std::vector<float> input(size_t(range.count));
        for (size_t i = 0; i < input.size(); ++i)
            input[i] = float(sineAt(hz, rate, range.first + SampleIndex(i)));
        std::vector<float> out(512);
        resampler.evaluate(5120, input, out);
        for (const float value : out)
            QVERIFY2(std::abs(value) < 1e-3, qPrintable(QStringLiteral("%1 Hz leaves %2").arg(hz).arg(value)));
    }
}

void TestResampler::passesConstantsUnchanged()
{
    for (const SampleRate rate : {SampleRate{3051758, 10000 * kTicksPerSecond}, SampleRate{2000, kTicksPerSecond}}) {
        const Resampler resampler(rate, kOutputHz);
        const std::vector<float> input(size_t(resampler.inputFor(777, 600).count), 3.5f);
        std::vector<float> out(600);
        resampler.evaluate(777, input, out);
        for (const float value : out)
            QVERIFY(std::abs(value - 3.5f) < 1e-5f);
    }
}

void TestResampler::chunksJoinWithoutSeam()
{
    const SampleRate rate{3051758, 10000 * kTicksPerSecond};
    const Resampler resampler(rate, kOutputHz);
    const auto all = resampler.inputFor(0, 1500);
    QVERIFY(all.first < 0);
    std::vector<float> input(size_t(all.count));
    for (size_t i = 0; i < input.size(); ++i)
        input[i] = float(std::sin(0.7 * double(i)) + 0.01 * double(i % 17));
    std::vector<float> whole(1500);
    resampler.evaluate(0, input, whole);

    for (const qint64 first : {1, 499, 1000}) {
        const auto part = resampler.inputFor(first, 500);
        QVERIFY(part.first >= all.first && part.first + part.count <= all.first + all.count);
        std::vector<float> out(500);
        resampler.evaluate(first, std::span(input).subspan(size_t(part.first - all.first), size_t(part.count)), out);
        QVERIFY(std::equal(out.begin(), out.end(), whole.begin() + first));
    }
}

void TestResampler::copiesWhenTheRatesAreEqual()
{
    const Resampler resampler({512, kTicksPerSecond}, kOutputHz);
    const auto range = resampler.inputFor(100, 50);
    std::vector<float> input(size_t(range.count));
    for (size_t i = 0; i < input.size(); ++i)
        input[i] = float(i * i % 31);
    std::vector<float> out(50);
    resampler.evaluate(100, input, out);
    for (size_t i = 0; i < out.size(); ++i)
        QVERIFY(std::abs(out[i] - input[i + size_t(100 - range.first)]) < 1e-5f);
}

void TestResampler::asksForNothingWhenNothingIsWanted()
{
    const Resampler resampler({100, kTicksPerSecond}, kOutputHz);
    QCOMPARE(resampler.inputFor(10, 0).count, 0);
    resampler.evaluate(10, {}, {});
}

QTEST_APPLESS_MAIN(TestResampler)
#include "tst_resampler.moc"
