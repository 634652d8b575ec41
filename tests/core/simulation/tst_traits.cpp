// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/simulation/traits.h"

using namespace somno::simulation;

class TestTraits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void sameMouseSameTraits()
    {
        const EegTraits a(Random({1, 2})), b(Random({1, 2})), other(Random({1, 3}));
        QVERIFY(a.amplitude == b.amplitude);
        QCOMPARE(a.remThetaHz, b.remThetaHz);
        QVERIFY(a.amplitude != other.amplitude);
    }

    void orderOfTheStages()
    {
        // NREM delta above that of wake, REM theta to delta above that of NREM: in every mouse, whatever its site.
        for (quint64 mouse = 1; mouse <= 300; ++mouse) {
            const EegTraits eeg(Random({11, mouse}));
            const auto of
                = [&](Behaviour behaviour, Band band) { return eeg.amplitude[size_t(behaviour)][size_t(band)]; };
            QVERIFY(of(Behaviour::Nrem, Band::SlowDelta) > of(Behaviour::Active, Band::SlowDelta));
            QVERIFY(of(Behaviour::Rem, Band::Theta) / of(Behaviour::Rem, Band::SlowDelta)
                    > of(Behaviour::Nrem, Band::Theta) / of(Behaviour::Nrem, Band::SlowDelta));
            const EmgTraits emg(Random({12, mouse}));
            QVERIFY(emg.tone[size_t(Behaviour::Rem)] <= emg.tone[size_t(Behaviour::Nrem)]);
            QVERIFY(emg.tone[size_t(Behaviour::Quiet)] >= emg.tone[size_t(Behaviour::Nrem)]);
            QVERIFY(emg.tone[size_t(Behaviour::Active)] >= emg.tone[size_t(Behaviour::Quiet)]);
            QVERIFY(emg.nremUv > 0 && emg.floor > 0);
        }
    }

    void fastHalfDoesNotGrowInSleep()
    {
        double ratio = 0;
        for (quint64 mouse = 1; mouse <= 200; ++mouse) {
            const EegTraits eeg(Random({13, mouse}));
            ratio += eeg.amplitude[size_t(Behaviour::Nrem)][size_t(Band::Gamma)]
                     / eeg.amplitude[size_t(Behaviour::Active)][size_t(Band::Gamma)] / 200;
        }
        QVERIFY2(ratio < 0.7, qPrintable(QString::number(ratio)));
    }

    void hiddenThetaIsNotReplaced()
    {
        // An electrode that sees little theta sees the same delta: REM without theta is no NREM.
        double hidden = 0, seen = 0, hiddenMice = 0, seenMice = 0;
        for (quint64 mouse = 1; mouse <= 600; ++mouse) {
            const EegTraits eeg(Random({16, mouse}));
            const auto rem = [&](Band band) { return eeg.amplitude[size_t(Behaviour::Rem)][size_t(band)]; };
            const auto nrem = [&](Band band) { return eeg.amplitude[size_t(Behaviour::Nrem)][size_t(band)]; };
            const bool isHidden = rem(Band::Theta) < 1.5 * rem(Band::SlowDelta);
            (isHidden ? hiddenMice : seenMice) += 1;
            (isHidden ? hidden : seen) += rem(Band::SlowDelta) / nrem(Band::SlowDelta);
        }
        QVERIFY(hiddenMice > 50 && seenMice > 50);
        QVERIFY2(hidden / hiddenMice < 1.7 * seen / seenMice,
                 qPrintable(QString::number(hidden / hiddenMice / (seen / seenMice))));
        QVERIFY2(hidden / hiddenMice < 0.5, qPrintable(QString::number(hidden / hiddenMice)));
    }

    void anotherContrastKeepsTheOrder()
    {
        for (quint64 mouse = 1; mouse <= 100; ++mouse) {
            EmgTraits emg(Random({17, mouse}));
            const double rem = emg.tone[size_t(Behaviour::Rem)];
            for (const double active : {1.5, 8.0, 2.0}) {
                emg.setActiveTone(active);
                QCOMPARE(emg.tone[size_t(Behaviour::Active)], active);
                QCOMPARE(emg.tone[size_t(Behaviour::Rem)], rem);
                QCOMPARE(emg.tone[size_t(Behaviour::Nrem)], 1.0);
                QVERIFY(emg.tone[size_t(Behaviour::Quiet)] >= 1
                        && emg.tone[size_t(Behaviour::Quiet)] <= std::sqrt(active) + 1e-12);
                QVERIFY(std::abs(emg.tone[size_t(Behaviour::Grooming)] / active - 1) < 0.2001);
            }
        }
    }

    void everyFormAndRateAppears()
    {
        QHash<int, int> forms;
        QSet<double> rates;
        int strongMains = 0, coarse = 0, inverted = 0, poor = 0;
        constexpr int kMice = 600;
        for (quint64 mouse = 1; mouse <= kMice; ++mouse) {
            const EmgTraits emg(Random({14, mouse}));
            const HardwareTraits hardware(Random({15, mouse}));
            ++forms[int(emg.form)];
            rates.insert(hardware.rateHz);
            strongMains += hardware.eeg.mainsDb > 3;
            coarse += hardware.eeg.coarseStep > 0;
            inverted += hardware.eeg.unitsPerUv < 0;
            poor += emg.tone[size_t(Behaviour::Active)] < 2.4;
        }
        for (int form = 0; form < 6; ++form)
            QVERIFY2(forms[form] > 5, qPrintable(QString::number(form)));
        QVERIFY(forms[int(EmgForm::Raw)] > kMice / 2);
        QCOMPARE(size_t(rates.size()), std::size(ranges::kRates));
        for (const int faults : {strongMains, coarse})
            QVERIFY(faults > 0 && faults < kMice / 8);
        QVERIFY(inverted > kMice / 5 && inverted < kMice / 2);
        QVERIFY(poor > kMice / 10 && poor < kMice / 2);
    }

    void sharesAreDistributions()
    {
        const auto sum = [](const auto &shares) {
            double total = 0;
            for (const double share : shares)
                total += share;
            return total;
        };
        QVERIFY(std::abs(sum(ranges::kStratumShare) - 1) < 1e-9);
        QVERIFY(std::abs(sum(ranges::kEmgFormShare) - 1) < 1e-9);
        QVERIFY(std::abs(sum(ranges::kRateShare) - 1) < 1e-9);
        QVERIFY(std::abs(sum(ranges::kUnitShare) - 1) < 1e-9);
        QVERIFY(std::abs(sum(ranges::kAdcBitsShare) - 1) < 1e-9);
        QVERIFY(std::abs(sum(ranges::kEcgShare) - 1) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestTraits)
#include "tst_traits.moc"
