// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "core/base/samplerate.h"

using somno::kTicksPerSecond;
using somno::SampleRate;
using somno::Ticks;

class TestSampleRate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void wholeRate()
    {
        const SampleRate rate{512, kTicksPerSecond};
        QCOMPARE(rate.hz(), 512.0);
        QCOMPARE(rate.ceilSample(3 * kTicksPerSecond), 1536);
        QCOMPARE(rate.ceilSample(1), 1); // 100 ns after the first sample
        QCOMPARE(rate.duration(1536), 3 * kTicksPerSecond);
        QCOMPARE(rate.timeSec(256), 0.5);
    }

    void negativeTime()
    {
        const SampleRate rate{512, kTicksPerSecond};
        QCOMPARE(rate.ceilSample(-1), 0);
        QCOMPARE(rate.ceilSample(-kTicksPerSecond), -512);
        QCOMPARE(rate.ceilSample(-kTicksPerSecond - 1), -512);
    }

    void fractionalRateDoesNotDrift()
    {
        // 12,799 samples in 25 s are 511.96 Hz; after 24 h exactly 44,233,344 samples have passed.
        const SampleRate rate{12799, 25 * kTicksPerSecond};
        QVERIFY(std::abs(rate.hz() - 511.96) < 1e-12);
        QCOMPARE(rate.ceilSample(Ticks(86400) * kTicksPerSecond), 44233344);
        QCOMPARE(rate.duration(44233344), Ticks(86400) * kTicksPerSecond);
        QCOMPARE(rate.ceilSample(kTicksPerSecond), 512); // sample 511.96, the first one not before 1 s
    }

    void aDurationHoldsNoSampleMore()
    {
        const SampleRate third{3, kTicksPerSecond};
        QCOMPARE(third.duration(1), 3'333'333);
        QCOMPARE(third.duration(2), 6'666'666); // not to the nearest
        QCOMPARE(third.duration(3), kTicksPerSecond);
        QCOMPARE(third.duration(-1), -3'333'334);
        for (const SampleRate &rate :
             {third, SampleRate{512, kTicksPerSecond}, SampleRate{12799, 25 * kTicksPerSecond}})
            for (const qint64 count : {1, 2, 1000, 44'233'345})
                QCOMPARE(rate.ceilSample(rate.duration(count)), count);
    }

    void secondsAndTicks()
    {
        QCOMPARE(somno::toTicks(0.5), kTicksPerSecond / 2);
        QCOMPARE(somno::toTicks(2.00000006), 20'000'001); // to the nearest
        QCOMPARE(somno::secondsText(3 * kTicksPerSecond), QByteArray("3"));
        QCOMPARE(somno::secondsText(15'000'000), QByteArray("1.5"));
        QCOMPARE(somno::secondsText(20'000'001), QByteArray("2.0000001"));
    }

    void longRecordingDoesNotOverflow()
    {
        const SampleRate rate{1'000'000, 60 * kTicksPerSecond + 1};
        const Ticks fortyEightHours = Ticks(172800) * kTicksPerSecond;
        const auto expected = (long double)(fortyEightHours)*1e6L / (60.0L * 1e7L + 1);
        QVERIFY(std::abs((long double)(rate.ceilSample(fortyEightHours)) - std::ceil(expected)) <= 1);
    }

    void fromHz_data()
    {
        QTest::addColumn<double>("hz");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("512") << 512.0 << 0.0;
        QTest::newRow("250") << 250.0 << 0.0;
        QTest::newRow("511.96") << 511.96 << 1e-9;
        QTest::newRow("305.1758") << 305.1758 << 0.01;
        QTest::newRow("0.5") << 0.5 << 1e-12;
    }
    void fromHz()
    {
        QFETCH(double, hz);
        QFETCH(double, tolerance);
        const SampleRate rate = SampleRate::fromHz(hz);
        QVERIFY(std::abs(rate.hz() - hz) <= tolerance);
        QVERIFY(rate.samples > 0);
        QVERIFY(rate.ticks <= 60 * kTicksPerSecond);
        QCOMPARE(rate.ticks % kTicksPerSecond, 0);
    }

    void simplestIsExact()
    {
        QCOMPARE(SampleRate::simplest(511.9596), (SampleRate{1279899, 2500 * kTicksPerSecond}));
        QCOMPARE(SampleRate::simplest(24414.0625 / 24), (SampleRate{390625, 384 * kTicksPerSecond}));
        QCOMPARE(SampleRate::simplest(512), (SampleRate{512, kTicksPerSecond}));
        QCOMPARE(SampleRate::simplest(0.25), (SampleRate{1, 4 * kTicksPerSecond}));
        QCOMPARE(SampleRate::simplest(1 / 0.001953, 1e-3), (SampleRate{512, kTicksPerSecond}));
        for (const double hz : {1e-9, 3.14159265358979, 48000.000001, 999999.999})
            QVERIFY(SampleRate::simplest(hz).samples > 0 && SampleRate::simplest(hz).ticks > 0);
    }

    void equalRatesInDifferentRecords()
    {
        QVERIFY((SampleRate{512, kTicksPerSecond} == SampleRate{5120, 10 * kTicksPerSecond}));
        QVERIFY(!(SampleRate{512, kTicksPerSecond} == SampleRate{5121, 10 * kTicksPerSecond}));
    }
};

QTEST_APPLESS_MAIN(TestSampleRate)
#include "tst_samplerate.moc"
