// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/stageprocess.h"

namespace somno::simulation {

using namespace ranges;

namespace {

constexpr double kStepSec = 1;          // of the hazards in NREM
constexpr double kShortestBoutSec = 20; // NREM before REM, and quiet wake before a stretch is cut in two
constexpr double kTwoPi = 2 * std::numbers::pi;

bool isWake(Behaviour b)
{
    return b == Behaviour::Quiet || b == Behaviour::Active || b == Behaviour::Grooming;
}

class SegmentProcess {
public:
    SegmentProcess(const SleepTraits &traits, Stratum stratum, double startHour, double totalSec, Random random)
        : m_traits(traits), m_stratum(stratum), m_startHour(startHour), m_totalSec(totalSec), m_random(random),
          m_infraslowHz(traits.infraslowHz), m_phase(kTwoPi * m_random.uniform())
    {
        m_wakeOdds = traits.wakeOdds
                     * (stratum == Stratum::SleepRich  ? kSleepRichOdds
                        : stratum == Stratum::WakeRich ? kWakeRichOdds
                                                       : 1);
        m_remTarget = nextRemInterval(0);
    }

    std::vector<Segment> run()
    {
        bool wake = m_random.chance(longWakeShare());
        bool isFirst = true;
        if (m_stratum == Stratum::Deprived) {
            addWake(m_totalSec * m_random.uniform(kDeprivedShare));
            wake = isFirst = false;
        }
        while (m_time < m_totalSec) {
            // The first period began before the recording did.
            const double elapsed = isFirst ? m_random.uniform() : 0;
            isFirst = false;
            if (m_stratum == Stratum::NoSleep)
                addWake(m_totalSec - m_time);
            else if (wake)
                addWake(longWakeSec() * (1 - elapsed));
            else
                addSleepPeriod(sleepPeriodSec() * (1 - elapsed));
            wake = !wake;
        }
        finish();
        return std::move(m_segments);
    }

private:
    // Hours since the lights went on, 0 to 24.
    double zeitgeber() const { return std::fmod(m_startHour - kLightsOnHour + m_time / 3600 + 48, 24.0); }
    bool isLight() const { return zeitgeber() < kLightHours; }

    double longWakeShare() const
    {
        double share = kLongWakeShareLight;
        if (!isLight())
            share = kLongWakeShareDark[std::min(2, int((zeitgeber() - kLightHours) / (24 - kLightHours) * 3))];
        const double odds = share / (1 - share) * m_wakeOdds;
        return odds / (1 + odds);
    }

    // Mean 1 whatever the spread, so that the shares of time stay what they should be.
    double spread(double sigma) { return std::exp(sigma * m_random.normal() - sigma * sigma / 2); }

    double sleepPeriodSec()
    {
        const double mean = m_traits.sleepPeriodSec * (isLight() ? 1 : kSleepPeriodDark);
        return mean * spread(kSleepPeriodSigma) * std::exp(kPressureEffect * (m_pressure - 0.5));
    }

    double longWakeSec()
    {
        const double share = longWakeShare();
        const double mean = m_traits.sleepPeriodSec * (isLight() ? 1 : kSleepPeriodDark) * share / (1 - share);
        const double drawn = mean * spread(kLongWakeSigma) * std::exp(-kPressureEffect * (m_pressure - 0.5));
        return std::clamp(drawn, kLongWakeSec.low, kLongWakeSec.high);
    }

    double nextRemInterval(double lastRemSec)
    {
        if (m_random.chance(kSequentialRem))
            return m_random.logNormal(kSequentialMedianSec, kSequentialSigma);
        const double median = (isLight() ? kRemIntervalLightSec : kRemIntervalDarkSec) * m_traits.remIntervalFactor;
        return kRefractorySec + kRefractoryPerRemSec * lastRemSec + m_random.logNormal(median, kRemIntervalSigma);
    }

    void add(Behaviour behaviour, double durationSec)
    {
        if (durationSec <= 0)
            return;
        m_segments.push_back({behaviour, m_time, m_time + durationSec, 0, 0, m_phase, m_infraslowHz, m_pressure});
        m_time += durationSec;
        const bool wake = isWake(behaviour);
        const double tau = 3600 * (wake ? kPressureTauWakeH : kPressureTauSleepH);
        m_pressure = (wake ? 1 : 0) + (m_pressure - (wake ? 1 : 0)) * std::exp(-durationSec / tau);
        if (!wake)
            m_phase = std::fmod(m_phase + kTwoPi * m_infraslowHz * durationSec, kTwoPi);
    }

    void addWake(double durationSec)
    {
        const double end = m_time + durationSec;
        const bool isLong = durationSec > 60;
        const double quietFrom = isLong ? end - m_random.uniform(kQuietBeforeSleepSec) : end;
        while (m_time < end) {
            const double stretch = std::max(1.0, m_random.logNormal(kWakeStretchMedianSec, kWakeStretchSigma));
            const bool settles = m_time >= quietFrom && m_stratum != Stratum::NoSleep;
            const auto behaviour
                = settles ? Behaviour::Quiet : Behaviour(m_random.pick(isLong ? kWakeMixLong : kWakeMixShort));
            add(behaviour, std::min(stretch, end - m_time));
        }
        m_phase = kTwoPi * m_random.uniform();
    }

    // Sleep until the period is over: NREM in pieces, each ended by what interrupts it.
    void addSleepPeriod(double durationSec)
    {
        const double end = m_time + durationSec;
        bool fallsAsleep = true;
        while (m_time < m_totalSec) {
            if (fallsAsleep)
                add(Behaviour::SleepOnset, m_random.uniform(kSleepOnsetSec));
            fallsAsleep = false;
            const Behaviour next = addNrem(end);
            if (next == Behaviour::Rem) {
                fallsAsleep = addRem();
            } else if (next == Behaviour::Arousal) {
                add(Behaviour::Arousal, arousalSec());
            } else if (m_time < end) {
                addWake(m_random.powerLaw(kWakePowerLaw, kShortWakeSec));
                fallsAsleep = true;
            } else {
                return;
            }
        }
    }

    double arousalSec()
    {
        return std::clamp(m_random.logNormal(kArousalMedianSec, kArousalSigma), kArousalSec.low, kArousalSec.high);
    }

    // Rate relative to its mean at the present infraslow phase; `centre` is where it is most likely.
    double locking(double centre) const
    {
        static const double norm = std::cyl_bessel_i(0.0, kInfraslowLocking);
        return std::exp(kInfraslowLocking * std::cos(m_phase - centre)) / norm;
    }

    // NREM until an interruption, in steps of a hazard: returns what comes next.
    Behaviour addNrem(double periodEnd)
    {
        const double start = m_time;
        double step = kStepSec * m_random.uniform();
        while (m_time < m_totalSec) {
            extendNrem(step);
            m_nremSinceRem += step;
            step = kStepSec;
            const double wakeful = locking(std::numbers::pi) * kStepSec;
            if (m_stratum != Stratum::NoRem && m_nremSinceRem > m_remTarget && m_time - start > kShortestBoutSec
                && m_random.chance(kRemHazard * locking(0) * kStepSec)) {
                if (addPreRem(start))
                    return Behaviour::Rem;
            }
            if (m_time > periodEnd && m_random.chance(kWakingHazard * wakeful))
                return Behaviour::Quiet;
            if (m_random.chance(m_traits.shortWakesPerSec * wakeful))
                return Behaviour::Quiet;
            if (m_random.chance(m_traits.arousalsPerSec * wakeful))
                return Behaviour::Arousal;
        }
        return Behaviour::Quiet;
    }

    void extendNrem(double step)
    {
        if (m_segments.empty() || m_segments.back().behaviour != Behaviour::Nrem) {
            m_infraslowHz = m_traits.infraslowHz
                            * m_random.uniform({1 - kInfraslowSpread, 1 + kInfraslowSpread}); // the rhythm is no clock
            add(Behaviour::Nrem, step);
            return;
        }
        const Segment before = m_segments.back();
        m_segments.pop_back();
        add(Behaviour::Nrem, step); // carries time, phase and pressure on
        m_segments.back().firstSec = before.firstSec;
        m_segments.back().infraslowPhase = before.infraslowPhase;
        m_segments.back().pressure = before.pressure;
    }

    // The tail of the bout becomes the ramp into REM. False when this one fails and NREM goes on.
    bool addPreRem(double boutStart)
    {
        add(Behaviour::PreRem, std::min(m_random.uniform(kPreRemSec), 0.7 * (m_time - boutStart)));
        return !m_random.chance(kPreRemFails);
    }

    // REM and what follows it at once; true when the mouse woke up for long enough to have to fall asleep again.
    bool addRem()
    {
        const double remSec
            = std::clamp(m_random.logNormal(m_traits.remMedianSec, m_traits.remSigma), kRemSec.low, kRemSec.high);
        add(Behaviour::Rem, remSec);
        m_nremSinceRem = 0;
        m_remTarget = nextRemInterval(remSec);
        if (m_random.chance(m_traits.remToNrem))
            return false;
        if (m_random.chance(kRemExitArousal)) {
            add(Behaviour::Arousal, std::max(kRemExitArousalSec, arousalSec()));
            return false;
        }
        addWake(m_random.powerLaw(kWakePowerLaw, kShortWakeSec));
        return true;
    }

    void finish()
    {
        while (m_segments.size() > 1 && m_segments.back().firstSec >= m_totalSec)
            m_segments.pop_back();
        m_segments.back().lastSec = m_totalSec;
        for (size_t i = 1; i < m_segments.size(); ++i)
            drawRamps(m_segments[i - 1], m_segments[i]);
    }

    // No cross-fade reaches beyond the middle of a neighbour: each bout is itself somewhere.
    void drawRamps(const Segment &before, Segment &segment)
    {
        const Behaviour to = segment.behaviour;
        const bool wakeBefore = isWake(before.behaviour) || before.behaviour == Behaviour::Arousal;
        const bool wakeAfter = isWake(to) || to == Behaviour::Arousal;
        Range eeg = wakeAfter              ? (wakeBefore ? kEegRampInWake : kEegRampToWake)
                    : to == Behaviour::Rem ? kEegRampToRem
                                           : kEegRampToSleep;
        Range emg = wakeAfter              ? (wakeBefore ? kEmgRampInWake : kEmgRampToWake)
                    : to == Behaviour::Rem ? kEmgRampToRem
                                           : kEmgRampToSleep;
        const double widest = std::min(before.durationSec(), segment.durationSec());
        segment.eegRampSec = std::min(widest, m_random.uniform(eeg));
        segment.emgRampSec = std::min(widest, m_random.uniform(emg));
        // Within NREM the change is as slow as the stretches themselves.
        if (!wakeBefore && !wakeAfter && to != Behaviour::Rem && before.behaviour != Behaviour::Rem)
            segment.eegRampSec = segment.emgRampSec = widest;
    }

    const SleepTraits &m_traits;
    Stratum m_stratum;
    double m_startHour, m_totalSec;
    Random m_random;
    double m_infraslowHz, m_phase;
    double m_wakeOdds = 1, m_pressure = 0.5, m_time = 0;
    double m_nremSinceRem = 0, m_remTarget = 0;
    std::vector<Segment> m_segments;
};

} // namespace

scoring::Stage Segment::stage() const
{
    if (isWake(behaviour))
        return scoring::Stage::Wake;
    if (behaviour == Behaviour::Rem)
        return scoring::Stage::Rem;
    if (behaviour == Behaviour::Arousal && durationSec() >= kScoredArousalSec)
        return scoring::Stage::Microarousal;
    return scoring::Stage::Nrem;
}

std::vector<Segment> drawSegments(const SleepTraits &traits, Stratum stratum, double startHour, double totalSec,
                                  Random random)
{
    return SegmentProcess(traits, stratum, startHour, totalSec, random).run();
}

} // namespace somno::simulation
