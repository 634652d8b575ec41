// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/simulation/waves.h"

using namespace somno;
using namespace somno::simulation;

class TestWaves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void sineOfATable()
    {
        for (double turns = -1; turns < 50; turns += 0.0137)
            QVERIFY(std::abs(double(tableSine(turns)) - std::sin(2 * std::numbers::pi * turns)) < 1e-4);
    }

    void noiseHasTheAmplitudeAskedFor()
    {
        for (const double amplitude : {1.0, 40.0}) {
            NoiseBand band(dsp::BiquadCascade::bandPass(2, 4, 8, 250), Random({1}));
            std::vector<float> block(8);
            double squares = 0;
            constexpr int kBlocks = 40000;
            for (int i = 0; i < kBlocks; ++i) {
                band.render(block, amplitude);
                for (const float x : block)
                    squares += double(x) * double(x);
            }
            const double rms = std::sqrt(squares / (8 * kBlocks));
            QVERIFY2(std::abs(rms / amplitude - 1) < 0.05, qPrintable(QString::number(rms)));
        }
    }

    void eventsBeginAndEnd()
    {
        WaveEvents events(100);
        events.start(0.5, 10, 3);
        std::vector<float> out(80, 0.0f);
        events.addTo(std::span(out).first(30));
        QVERIFY(!events.isEmpty());
        events.addTo(std::span(out).subspan(30));
        QVERIFY(events.isEmpty());
        const auto [low, high] = std::minmax_element(out.begin(), out.end());
        QVERIFY(*high > 2.5f && *high <= 3.0f);
        QVERIFY(*low < -2.5f && *low >= -3.0f);
        for (size_t i = 51; i < out.size(); ++i)
            QCOMPARE(out[i], 0.0f);
    }

    void blendIsHalfWayAtTheTransition()
    {
        std::vector<Segment> segments(3);
        const double borders[] = {0, 10, 20, 30};
        for (size_t i = 0; i < 3; ++i) {
            segments[i].firstSec = borders[i];
            segments[i].lastSec = borders[i + 1];
            segments[i].eegRampSec = i == 0 ? 0 : 4;
        }
        const double values[] = {0, 1, 5};
        const auto at = [&](size_t segment, double timeSec) {
            return blendAt(segments, segment, timeSec, &Segment::eegRampSec).of([&](size_t i) { return values[i]; });
        };
        QCOMPARE(at(0, 0), 0.0);
        QCOMPARE(at(0, 8), 0.0);
        QCOMPARE(at(0, 9), 0.25);
        QCOMPARE(at(1, 10), 0.5);
        QCOMPARE(at(1, 12), 1.0);
        QCOMPARE(at(1, 15), 1.0);
        QCOMPARE(at(1, 19), 2.0);
        QCOMPARE(at(2, 20), 3.0);
        QCOMPARE(at(2, 29.9), 5.0);
    }

    void framesAreAboutThirtyTwoASecond()
    {
        QCOMPARE(frameSamples(512), 16);
        QCOMPARE(frameSamples(64), 2);
        for (const double fs : {64.0, 128.0, 305.1758, 2000.0, 4000.0})
            QVERIFY(std::abs(frameSec(fs) - 1 / 32.0) < 0.01);
    }
};

QTEST_GUILESS_MAIN(TestWaves)
#include "tst_waves.moc"
