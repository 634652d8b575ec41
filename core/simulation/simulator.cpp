// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulator.h"

#include <new>

#include "core/scoring/stageset.h"
#include "core/simulation/amplifier.h"
#include "core/simulation/condition.h"
#include "core/simulation/eeg.h"
#include "core/simulation/emg.h"

namespace somno::simulation {

using namespace ranges;

namespace {

// Streams of random numbers of their own, so that one part never shifts another.
enum StreamKey : quint64 {
    SleepKey = 1,
    EegKey,
    EmgKey,
    HardwareKey,
    PlanKey,
    SegmentKey,
    EegRunKey,
    EmgRunKey,
    EegAmpKey,
    EmgAmpKey,
    MixKey,
    ConditionKey
};

// What each electrode picks up of the other's source, and the jaw muscles in the EEG.
class Leakage {
public:
    Leakage(const EegTraits &eeg, const EmgTraits &emg, const HardwareTraits &hardware,
            std::span<const Segment> segments, double fs, Random random)
        : m_segments(segments), m_fs(fs),
          m_emgInEeg(random.chance(hardware.emgInEegShare) ? float(random.logUniform(kEmgInEeg)) : 0),
          m_eegInEmg(float(emg.eegShare)), m_chewingHz(emg.chewingHz),
          m_chewUv(random.chance(hardware.chewShare)
                       ? float(random.uniform(kChewGain) * eeg.rms[size_t(Behaviour::Grooming)])
                       : 0)
    {
    }

    void apply(const Frame &frame, std::span<float> eeg, std::span<float> emg) const
    {
        const bool chews = m_chewUv > 0 && m_segments[frame.segment].behaviour == Behaviour::Grooming;
        for (size_t i = 0; i < eeg.size(); ++i) {
            const float brain = eeg[i];
            eeg[i] += m_emgInEeg * emg[i];
            if (chews)
                eeg[i] += m_chewUv * tableSine(m_chewingHz * (frame.timeSec + double(i) / m_fs));
            emg[i] += m_eegInEmg * brain;
        }
    }

private:
    std::span<const Segment> m_segments;
    double m_fs;
    float m_emgInEeg, m_eegInEmg;
    double m_chewingHz;
    float m_chewUv;
};

class Simulation {
public:
    explicit Simulation(const SimulationRequest &request)
        : m_request(request), m_sleep(subjectStream(SleepKey)), m_eeg(subjectStream(EegKey)),
          m_emg(subjectStream(EmgKey)), m_hardware(subjectStream(HardwareKey))
    {
        applyCondition(request.condition, subjectStream(ConditionKey), m_eeg, m_emg, m_hardware);
        m_rate = SampleRate::fromHz(request.rateHz.value_or(m_hardware.rateHz));
        Random plan = recordingStream(PlanKey);
        const double startHour = 24 * plan.uniform();
        m_startHour = request.startHour.value_or(std::floor(startHour * 60) / 60);
        m_stratum = request.stratum.value_or(Stratum(plan.pick(kStratumShare)));
        m_records = std::max<qint64>(1, std::llround(request.hours * 3600 * kTicksPerSecond / double(m_rate.ticks)));
        const double totalSec = double(m_records) * double(m_rate.ticks) / double(kTicksPerSecond);
        m_segments = drawSegments(m_sleep, m_stratum, m_startHour, totalSec, recordingStream(SegmentKey));
        alignToSamples();
    }

    Result<signal::Recording> run(const Progress &progress);

private:
    Random subjectStream(StreamKey key) const { return Random({m_request.seed, quint64(m_request.subject), key}); }
    Random recordingStream(StreamKey key) const
    {
        return Random({m_request.seed, quint64(m_request.subject), key, quint64(m_request.recording)});
    }
    SampleIndex sampleCount() const { return m_records * m_rate.samples; }

    void alignToSamples();
    ChannelPlan eegPlan() const;
    ChannelPlan emgPlan() const;
    Result<> record(Amplifier &eegAmplifier, Amplifier &emgAmplifier, const Progress &progress);
    std::vector<signal::Annotation> annotations() const;

    SimulationRequest m_request;
    SleepTraits m_sleep;
    EegTraits m_eeg;
    EmgTraits m_emg;
    HardwareTraits m_hardware;
    SampleRate m_rate;
    double m_startHour = 0;
    Stratum m_stratum = Stratum::Typical;
    qint64 m_records = 1;
    std::vector<Segment> m_segments;
};

// Every stretch begins at a sample, and the truth says at which.
void Simulation::alignToSamples()
{
    const double fs = m_rate.hz();
    for (Segment &segment : m_segments) {
        segment.firstSec = std::round(segment.firstSec * fs) / fs;
        segment.lastSec = std::round(segment.lastSec * fs) / fs;
    }
}

ChannelPlan Simulation::eegPlan() const
{
    ChannelPlan plan;
    plan.restUv = m_eeg.rms[size_t(Behaviour::Nrem)];
    plan.rmsUv = *std::max_element(m_eeg.rms.begin(), m_eeg.rms.end());
    return plan;
}

ChannelPlan Simulation::emgPlan() const
{
    ChannelPlan plan;
    plan.isEeg = false;
    plan.form = m_emg.form;
    plan.envelopeHz = m_emg.envelopeHz;
    plan.restUv = m_emg.nremUv * std::hypot(1, m_emg.floor) + m_emg.eegShare * eegPlan().restUv;
    plan.rmsUv = std::max(plan.restUv, m_emg.nremUv * m_emg.tone[size_t(Behaviour::Active)]);
    return plan;
}

Result<> Simulation::record(Amplifier &eegAmplifier, Amplifier &emgAmplifier, const Progress &progress)
{
    const double fs = m_rate.hz();
    EegGenerator eegGenerator(m_eeg, m_segments, fs, frameSec(fs), recordingStream(EegRunKey));
    EmgGenerator emgGenerator(m_emg, m_segments, fs, frameSec(fs), recordingStream(EmgRunKey));
    Leakage leakage(m_eeg, m_emg, m_hardware, m_segments, fs, recordingStream(MixKey));
    std::vector<float> eeg, emg;
    Frame frame;
    const SampleIndex total = sampleCount();
    for (SampleIndex first = 0; first < total;) {
        // A frame ends where a segment does, so that each belongs to one behaviour only.
        const SampleIndex segmentEnd = std::llround(m_segments[frame.segment].lastSec * fs);
        if (first >= segmentEnd && frame.segment + 1 < m_segments.size()) {
            ++frame.segment;
            continue;
        }
        SampleIndex count = std::min<SampleIndex>(frameSamples(fs), total - first);
        if (segmentEnd > first)
            count = std::min(count, segmentEnd - first);
        frame.timeSec = double(first) / fs;
        frame.durationSec = double(count) / fs;
        eeg.resize(size_t(count));
        emg.resize(size_t(count));
        eegGenerator.render(frame, eeg);
        emgGenerator.render(frame, emg);
        leakage.apply(frame, eeg, emg);
        eegAmplifier.record(frame, eeg, emgGenerator.movement());
        emgAmplifier.record(frame, emg, emgGenerator.movement());
        first += count;
        const qint64 second = qint64(frame.timeSec);
        if (second != qint64(frame.timeSec + frame.durationSec) && second % 60 == 0) {
            if (progress.cancelled())
                return failure(ErrorCode::Cancelled, QStringLiteral("The simulation was cancelled."));
            progress.advance(QStringLiteral("simulate"), first, total);
        }
    }
    return {};
}

std::vector<signal::Annotation> Simulation::annotations() const
{
    std::vector<signal::Annotation> result;
    const scoring::StageSet &stages = scoring::StageSet::mouseWithMicroarousal();
    for (size_t i = 0; i < m_segments.size();) {
        size_t next = i + 1;
        while (next < m_segments.size() && m_segments[next].stage() == m_segments[i].stage())
            ++next;
        const double lastSec = m_segments[next - 1].lastSec;
        result.push_back(
            {m_segments[i].firstSec, lastSec - m_segments[i].firstSec, stages.find(m_segments[i].stage())->edfText});
        i = next;
    }
    return result;
}

Result<signal::Recording> Simulation::run(const Progress &progress)
{
    signal::Recording recording;
    recording.patient = QStringLiteral("Simulated X X Mouse_%1").arg(m_request.subject);
    recording.recordingField
        = QStringLiteral("Simulated_seed_%1_recording_%2").arg(m_request.seed).arg(m_request.recording);
    if (m_request.condition != Condition::Variety)
        recording.recordingField += QLatin1Char('_') + QLatin1String(kConditionNames[size_t(m_request.condition)]);
    recording.start = QDateTime(QDate(2026, 1, 1), QTime(0, 0)).addSecs(qint64(std::lround(m_startHour * 3600)));
    recording.recordDuration = m_rate.ticks;
    recording.time = signal::TimeMap::continuous(m_records * m_rate.ticks);
    const double totalSec = recording.durationSec();
    Amplifier eegAmplifier(m_hardware.eeg, eegPlan(), m_rate, m_hardware.mainsHz, totalSec, recordingStream(EegAmpKey));
    Amplifier emgAmplifier(m_hardware.emg, emgPlan(), m_rate, m_hardware.mainsHz, totalSec, recordingStream(EmgAmpKey));
    eegAmplifier.reserve(sampleCount());
    emgAmplifier.reserve(sampleCount());
    if (const Result<> recorded = record(eegAmplifier, emgAmplifier, progress); !recorded)
        return failure(recorded.error());
    recording.channels.push_back(eegAmplifier.takeChannel());
    recording.channels.push_back(emgAmplifier.takeChannel());
    recording.annotations = annotations();
    return recording;
}

} // namespace

Result<signal::Recording> simulate(const SimulationRequest &request, const Progress &progress)
{
    const auto refuse = [](const QString &why) {
        return failure(ErrorCode::InvalidArgument, QStringLiteral("This recording cannot be simulated."), why);
    };
    if (!(request.hours > 0 && request.hours <= 48))
        return refuse(QStringLiteral("The length is %1 hours; give more than 0 and at most 48.").arg(request.hours));
    if (request.rateHz && !(*request.rateHz >= 64 && *request.rateHz <= 4000))
        return refuse(QStringLiteral("The rate is %1 Hz; give 64 to 4000.").arg(*request.rateHz));
    if (request.startHour && !(*request.startHour >= 0 && *request.startHour < 24))
        return refuse(QStringLiteral("The start is at clock hour %1; give 0 to 24.").arg(*request.startHour));
    try {
        return Simulation(request).run(progress);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::InvalidArgument, QStringLiteral("The simulated recording does not fit into memory."),
                       QStringLiteral("Ask for fewer hours or a lower rate."));
    }
}

std::vector<scoring::Stage> trueStages(const signal::Recording &recording, double epochSec)
{
    const qint64 epochs = qint64(recording.durationSec() / epochSec + 1e-9);
    std::vector<scoring::Stage> result(size_t(epochs), scoring::Stage::Unscored);
    std::vector<double> longest(size_t(epochs), 0.0), heldByNow(size_t(epochs), 0.0);
    for (const scoring::Stage stage :
         {scoring::Stage::Wake, scoring::Stage::Nrem, scoring::Stage::Rem, scoring::Stage::Microarousal}) {
        std::fill(heldByNow.begin(), heldByNow.end(), 0.0);
        for (const signal::Annotation &bout : recording.annotations) {
            if (scoring::StageSet::fromText(bout.text) != stage)
                continue;
            const double last = bout.onsetSec + bout.durationSec;
            for (qint64 epoch = qint64(bout.onsetSec / epochSec); epoch < epochs && double(epoch) * epochSec < last;
                 ++epoch)
                heldByNow[size_t(epoch)]
                    += std::min(last, double(epoch + 1) * epochSec) - std::max(bout.onsetSec, double(epoch) * epochSec);
        }
        for (size_t epoch = 0; epoch < result.size(); ++epoch)
            if (heldByNow[epoch] > longest[epoch]) {
                longest[epoch] = heldByNow[epoch];
                result[epoch] = stage;
            }
    }
    return result;
}

} // namespace somno::simulation
