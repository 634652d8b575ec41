// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>

#include "core/simulation/stageprocess.h"

using namespace somno::simulation;
using somno::scoring::Stage;

namespace {

std::vector<Segment> draw(int subject, Stratum stratum, double startHour, double hours)
{
    const SleepTraits traits(Random({5, quint64(subject)}));
    return drawSegments(traits, stratum, startHour, hours * 3600, Random({9, quint64(subject)}));
}

// Shares of wake (microarousals included), NREM and REM.
std::array<double, 3> shares(const std::vector<Segment> &segments)
{
    std::array<double, 3> sum{};
    for (const Segment &segment : segments)
        sum[segment.stage() == Stage::Nrem ? 1 : segment.stage() == Stage::Rem ? 2 : 0] += segment.durationSec();
    const double total = sum[0] + sum[1] + sum[2];
    return {sum[0] / total, sum[1] / total, sum[2] / total};
}

std::array<double, 3> cohortShares(double startHour)
{
    constexpr int kMice = 60;
    std::array<double, 3> mean{};
    for (int subject = 1; subject <= kMice; ++subject) {
        const auto one = shares(draw(subject, Stratum::Typical, startHour, 12));
        for (size_t i = 0; i < 3; ++i)
            mean[i] += one[i] / kMice;
    }
    return mean;
}

bool isNrem(Behaviour b)
{
    return b == Behaviour::Nrem || b == Behaviour::SleepOnset || b == Behaviour::PreRem;
}

} // namespace

class TestStageProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void segmentsAreWithoutGaps_data()
    {
        QTest::addColumn<double>("hours");
        QTest::newRow("4 s") << 4.0 / 3600;
        QTest::newRow("10 min") << 1.0 / 6;
        QTest::newRow("a day") << 24.0;
        QTest::newRow("two days") << 48.0;
    }

    void segmentsAreWithoutGaps()
    {
        QFETCH(double, hours);
        for (int subject = 1; subject <= 5; ++subject) {
            const auto segments = draw(subject, Stratum::Typical, 3.5, hours);
            QVERIFY(!segments.empty());
            QCOMPARE(segments.front().firstSec, 0.0);
            QCOMPARE(segments.back().lastSec, hours * 3600);
            for (size_t i = 0; i < segments.size(); ++i) {
                QVERIFY(segments[i].durationSec() > 0);
                if (i > 0)
                    QVERIFY(std::abs(segments[i].firstSec - segments[i - 1].lastSec) < 1e-6);
            }
        }
    }

    void rampsStayBetweenTheNeighbours()
    {
        const auto segments = draw(2, Stratum::Typical, 7, 24);
        for (size_t i = 1; i < segments.size(); ++i)
            for (const double ramp : {segments[i].eegRampSec, segments[i].emgRampSec}) {
                QVERIFY(ramp >= 0);
                QVERIFY(ramp <= std::min(segments[i].durationSec(), segments[i - 1].durationSec()) + 1e-9);
            }
    }

    void lightAndDarkAsPublished()
    {
        // C57BL/6J, 10.1038/s41598-018-33480-1: wake, NREM and REM 33/54/12 % in the light, 62/34/4 % in the dark.
        const auto light = cohortShares(7), dark = cohortShares(19);
        QVERIFY2(std::abs(light[0] - 0.33) < 0.06, qPrintable(QString::number(light[0])));
        QVERIFY2(std::abs(light[1] - 0.54) < 0.06, qPrintable(QString::number(light[1])));
        QVERIFY2(std::abs(light[2] - 0.12) < 0.03, qPrintable(QString::number(light[2])));
        QVERIFY2(std::abs(dark[0] - 0.62) < 0.06, qPrintable(QString::number(dark[0])));
        QVERIFY2(std::abs(dark[1] - 0.34) < 0.06, qPrintable(QString::number(dark[1])));
        QVERIFY2(std::abs(dark[2] - 0.04) < 0.015, qPrintable(QString::number(dark[2])));
    }

    void strataAreWhatTheySay()
    {
        for (int subject = 1; subject <= 10; ++subject) {
            const auto rich = shares(draw(subject, Stratum::SleepRich, 7, 12));
            QVERIFY2(rich[0] < 0.3, qPrintable(QString::number(rich[0])));
            QCOMPARE(shares(draw(subject, Stratum::NoRem, 7, 12))[2], 0.0);
            QCOMPARE(shares(draw(subject, Stratum::NoSleep, 7, 12))[0], 1.0);
        }
        double wake = 0;
        for (int subject = 1; subject <= 20; ++subject)
            wake += shares(draw(subject, Stratum::WakeRich, 19, 12))[0] / 20;
        QVERIFY2(wake > 0.75, qPrintable(QString::number(wake)));
    }

    void keptAwakeThenRecovering()
    {
        for (int subject = 1; subject <= 10; ++subject) {
            const auto segments = draw(subject, Stratum::Deprived, 7, 12);
            const auto asleep = std::find_if(segments.begin(), segments.end(),
                                             [](const Segment &one) { return one.stage() != Stage::Wake; });
            QVERIFY(asleep != segments.end());
            QVERIFY2(asleep->firstSec >= 0.29 * 12 * 3600 && asleep->firstSec <= 0.61 * 12 * 3600,
                     qPrintable(QString::number(asleep->firstSec)));
            QVERIFY2(asleep->pressure > 0.6, qPrintable(QString::number(asleep->pressure)));
        }
    }

    void transitions()
    {
        int nremExits = 0, nremToRem = 0, remExits = 0, remToWake = 0;
        for (int subject = 1; subject <= 20; ++subject) {
            const auto segments = draw(subject, Stratum::Typical, 7, 24);
            for (size_t i = 1; i < segments.size(); ++i) {
                const Stage from = segments[i - 1].stage(), to = segments[i].stage();
                if (to == Stage::Rem)
                    QVERIFY2(from == Stage::Nrem, "REM follows NREM only");
                nremExits += from == Stage::Nrem && to != Stage::Nrem;
                nremToRem += from == Stage::Nrem && to == Stage::Rem;
                remExits += from == Stage::Rem;
                remToWake += from == Stage::Rem && to != Stage::Nrem;
            }
        }
        const double toRem = double(nremToRem) / nremExits;
        QVERIFY2(toRem > 0.07 && toRem < 0.38, qPrintable(QString::number(toRem)));
        QVERIFY(double(remToWake) / remExits > 0.8);
    }

    void boutLengths()
    {
        std::vector<double> rem, arousals;
        double nremSec = 0;
        for (int subject = 1; subject <= 20; ++subject)
            for (const Segment &segment : draw(subject, Stratum::Typical, 7, 24)) {
                if (segment.stage() == Stage::Rem)
                    rem.push_back(segment.durationSec());
                if (segment.stage() == Stage::Microarousal)
                    arousals.push_back(segment.durationSec());
                nremSec += segment.stage() == Stage::Nrem ? segment.durationSec() : 0;
            }
        std::sort(rem.begin(), rem.end());
        std::sort(arousals.begin(), arousals.end());
        QVERIFY(rem[rem.size() / 2] > 30 && rem[rem.size() / 2] < 100);
        QVERIFY(rem.back() <= 250);
        QVERIFY(arousals.front() >= 0.5 && arousals.back() <= 15);
        const double perHour = double(arousals.size()) / (nremSec / 3600);
        QVERIFY2(perHour > 10 && perHour < 60, qPrintable(QString::number(perHour)));
    }

    void arousalsKeepTimeWithTheInfraslowRhythm()
    {
        double cosine = 0;
        int count = 0;
        for (int subject = 1; subject <= 20; ++subject) {
            const auto segments = draw(subject, Stratum::Typical, 7, 12);
            for (size_t i = 1; i < segments.size(); ++i)
                if (segments[i].behaviour == Behaviour::Arousal && isNrem(segments[i - 1].behaviour)) {
                    cosine += std::cos(segments[i].infraslowPhase);
                    ++count;
                }
        }
        QVERIFY(count > 500);
        // Around the phase where sigma is smallest; without locking the mean would be 0.
        QVERIFY2(cosine / count < -0.4, qPrintable(QString::number(cosine / count)));
    }

    void shortArousalsAreNoStageOfTheirOwn()
    {
        Segment segment;
        segment.behaviour = Behaviour::Arousal;
        segment.lastSec = 1.99;
        QCOMPARE(segment.stage(), Stage::Nrem);
        segment.lastSec = 2;
        QCOMPARE(segment.stage(), Stage::Microarousal);
    }
};

QTEST_GUILESS_MAIN(TestStageProcess)
#include "tst_stageprocess.moc"
