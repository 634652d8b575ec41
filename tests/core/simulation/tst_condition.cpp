// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <map>

#include "core/dsp/biquad.h"
#include "core/simulation/condition.h"

using namespace somno;
using namespace somno::simulation;
using dsp::BiquadCascade;
using scoring::Stage;
using signal::Recording;

namespace {

constexpr int kMice = 4;
constexpr double kFs = 256;
constexpr std::array kAll
    = {Condition::Variety, Condition::Clean,   Condition::WeakEmg, Condition::NarrowEeg,    Condition::Hum,
       Condition::Drift,   Condition::EmgGain, Condition::Unlike,  Condition::RectifiedEmg, Condition::NoiseFloor};

Recording simulated(Condition condition, int subject)
{
    SimulationRequest request;
    request.hours = 0.5;
    request.rateHz = condition == Condition::Variety ? std::optional<double>() : kFs;
    request.seed = 61;
    request.subject = subject;
    request.startHour = 9;
    request.stratum = Stratum::Typical;
    request.condition = condition;
    return simulate(request).value();
}

// Most tests look at the same recordings: each is made once.
const Recording &recordingOf(Condition condition, int subject)
{
    static std::map<std::pair<Condition, int>, Recording> made;
    const auto key = std::make_pair(condition, subject);
    auto found = made.find(key);
    if (found == made.end())
        found = made.emplace(key, simulated(condition, subject)).first;
    return found->second;
}

QStringList bouts(const Recording &recording)
{
    QStringList result;
    for (const signal::Annotation &bout : recording.annotations)
        result << QStringLiteral("%1 %2").arg(bout.onsetSec, 0, 'f', 9).arg(bout.text);
    return result;
}

// RMS of each second.
std::vector<double> levels(const Recording &recording, size_t channel, BiquadCascade filter)
{
    const signal::Channel &from = recording.channels[channel];
    auto samples = from.physical(0, from.sampleCount);
    filter.process(samples);
    const size_t perSec = size_t(std::lround(from.rate.hz()));
    std::vector<double> result;
    for (size_t first = 0; first + perSec <= samples.size(); first += perSec) {
        double sum = 0;
        for (size_t i = first; i < first + perSec; ++i)
            sum += double(samples[i]) * double(samples[i]);
        result.push_back(std::sqrt(sum / double(perSec)));
    }
    return result;
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + qsizetype(values.size() / 2), values.end());
    return values[values.size() / 2];
}

double medianIn(const Recording &recording, const std::vector<double> &perSec, Stage stage)
{
    const std::vector<Stage> truth = trueStages(recording);
    std::vector<double> values;
    for (size_t i = 0; i < std::min(truth.size(), perSec.size()); ++i)
        if (truth[i] == stage)
            values.push_back(perSec[i]);
    return values.empty() ? 0 : median(values);
}

// Median RMS of a band against the same mouse with a clean set-up.
double againstClean(Condition condition, int subject, size_t channel,
                    const std::function<BiquadCascade(double)> &filter)
{
    const auto level = [&](Condition c) {
        const Recording &recording = recordingOf(c, subject);
        return median(levels(recording, channel, filter(recording.channels[channel].rate.hz())));
    };
    return level(condition) / level(Condition::Clean);
}

} // namespace

/// Each condition has its difficulty, measured in the signal, and the mouse stays the same mouse.
class TestCondition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void namesAreInOrder()
    {
        QCOMPARE(kConditionNames.size(), kAll.size());
        for (size_t i = 0; i < kAll.size(); ++i)
            QCOMPARE(size_t(kAll[i]), i);
        QCOMPARE(kConditionNames[size_t(Condition::WeakEmg)], "weak-emg");
        QCOMPARE(kConditionNames[size_t(Condition::EmgGain)], "emg-gain");
    }

    void sameMouseSleepsTheSame()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const Recording &clean = recordingOf(Condition::Clean, subject);
            for (const Condition condition : {Condition::WeakEmg, Condition::NarrowEeg, Condition::Hum,
                                              Condition::Drift, Condition::EmgGain, Condition::Unlike}) {
                const Recording &other = recordingOf(condition, subject);
                QCOMPARE(bouts(other), bouts(clean));
                QVERIFY(other.channels[0].rate == clean.channels[0].rate);
                QVERIFY(other.recordingField.contains(QLatin1String(kConditionNames[size_t(condition)])));
            }
            // Another sampling rate moves an onset by less than a sample of the slowest amplifier.
            const Recording &varied = recordingOf(Condition::Variety, subject);
            QCOMPARE(varied.annotations.size(), clean.annotations.size());
            for (size_t i = 0; i < varied.annotations.size(); ++i)
                QVERIFY(std::abs(varied.annotations[i].onsetSec - clean.annotations[i].onsetSec) < 0.01);
        }
    }

    void onlyTheDifficultChannelChanges()
    {
        const Recording &clean = recordingOf(Condition::Clean, 1), &weak = recordingOf(Condition::WeakEmg, 1);
        const Recording &narrow = recordingOf(Condition::NarrowEeg, 1);
        QVERIFY(weak.channels[0].samples->data() == clean.channels[0].samples->data());
        QVERIFY(weak.channels[1].samples->data() != clean.channels[1].samples->data());
        QVERIFY(narrow.channels[0].samples->data() != clean.channels[0].samples->data());
        QVERIFY(narrow.channels[1].samples->data() == clean.channels[1].samples->data());
    }

    void repeatable()
    {
        for (const Condition condition : {Condition::Hum, Condition::EmgGain})
            for (const size_t channel : {0u, 1u})
                QVERIFY(simulated(condition, 2).channels[channel].samples->data()
                        == recordingOf(condition, 2).channels[channel].samples->data());
    }

    void cleanHasContrastAndNoFault()
    {
        for (quint64 mouse = 1; mouse <= 200; ++mouse) {
            EegTraits eeg(Random({20, mouse}));
            EmgTraits emg(Random({21, mouse}));
            HardwareTraits hardware(Random({22, mouse}));
            applyCondition(Condition::Clean, Random({23, mouse}), eeg, emg, hardware);
            QVERIFY(emg.form == EmgForm::Raw && emg.eegShare == 0);
            QVERIFY(emg.tone[size_t(Behaviour::Active)] >= 4 && emg.tone[size_t(Behaviour::Grooming)] > 3);
            for (const ChannelTraits &channel : {hardware.eeg, hardware.emg}) {
                QVERIFY(channel.mainsDb < -90 && channel.coarseStep == 0 && channel.lowPassHz == 0
                        && channel.adcBits == 16);
                const Faults &f = channel.faults;
                QVERIFY(f.sway + f.drift + f.pop + f.flat + f.lost + f.dropout + f.step + f.rail == 0);
            }
        }
    }

    void weakEmg()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const auto contrast = [&](Condition condition) {
                const Recording &recording = recordingOf(condition, subject);
                const auto emg = levels(recording, 1, BiquadCascade::butterworthHighPass(2, 20, kFs));
                return medianIn(recording, emg, Stage::Wake) / medianIn(recording, emg, Stage::Nrem);
            };
            const double clean = contrast(Condition::Clean), weak = contrast(Condition::WeakEmg);
            QVERIFY2(weak < 0.75 * clean && weak > 0.95,
                     qPrintable(QStringLiteral("%1 against %2").arg(weak).arg(clean)));
        }
    }

    void narrowEeg()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const double above = againstClean(Condition::NarrowEeg, subject, 0,
                                              [](double fs) { return BiquadCascade::butterworthHighPass(4, 55, fs); });
            const double within = againstClean(Condition::NarrowEeg, subject, 0,
                                               [](double fs) { return BiquadCascade::bandPass(2, 6, 12, fs); });
            QVERIFY2(above < 0.2, qPrintable(QString::number(above)));
            QVERIFY2(within > 0.8 && within < 1.2, qPrintable(QString::number(within)));
        }
    }

    void unlike()
    {
        double lessDelta = 0;
        for (int subject = 1; subject <= kMice; ++subject) {
            const double noise = againstClean(Condition::Unlike, subject, 0,
                                              [](double fs) { return BiquadCascade::butterworthHighPass(4, 90, fs); });
            QVERIFY2(noise > 1.5, qPrintable(QString::number(noise)));
            const auto delta = [&](Condition condition) {
                const Recording &recording = recordingOf(condition, subject);
                const auto slow = levels(recording, 0, BiquadCascade::bandPass(2, 1, 4, kFs));
                return medianIn(recording, slow, Stage::Nrem) / medianIn(recording, slow, Stage::Wake);
            };
            lessDelta += delta(Condition::Unlike) / delta(Condition::Clean) / kMice;
        }
        QVERIFY2(lessDelta < 0.9, qPrintable(QString::number(lessDelta)));
        EegTraits eeg(Random({24, 1})), usual(Random({24, 1}));
        EmgTraits emg(Random({25, 1}));
        HardwareTraits hardware(Random({26, 1}));
        applyCondition(Condition::Unlike, Random({27, 1}), eeg, emg, hardware);
        for (const double shift : eeg.bandShift)
            QVERIFY(shift < ranges::kBandShift.low);
        QVERIFY(eeg.remThetaHz < usual.remThetaHz && eeg.remThetaHz > 4);
        QVERIFY(hardware.eeg.noiseUv > ranges::kAmplifierNoiseUv.high);
        QVERIFY(hardware.emg.faults.step == 1);
    }

    void rectifiedEmg()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const Recording &recording = recordingOf(Condition::RectifiedEmg, subject);
            const auto emg = recording.channels[1].physical(0, recording.channels[1].sampleCount);
            QVERIFY(*std::min_element(emg.begin(), emg.end()) > -0.01f * *std::max_element(emg.begin(), emg.end()));
            const double fs = recording.channels[0].rate.hz();
            const double above = median(levels(recording, 0, BiquadCascade::butterworthHighPass(4, 60, fs)));
            const double below = median(levels(recording, 0, BiquadCascade::butterworthHighPass(4, 5, fs)));
            QVERIFY2(above < 0.1 * below, qPrintable(QString::number(above / below)));
        }
    }

    void noiseFloor()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const auto contrast = [&](Condition condition) {
                const Recording &recording = recordingOf(condition, subject);
                const auto tone = levels(recording, 1, BiquadCascade::butterworthHighPass(1, 5, kFs));
                return medianIn(recording, tone, Stage::Wake) / medianIn(recording, tone, Stage::Nrem);
            };
            const double under = contrast(Condition::NoiseFloor);
            QVERIFY2(under < 0.7 * contrast(Condition::Clean) && under > 0.95, qPrintable(QString::number(under)));
        }
    }

    void hum()
    {
        for (int subject = 1; subject <= kMice; ++subject)
            for (const size_t channel : {0u, 1u}) {
                const double mains = againstClean(Condition::Hum, subject, channel,
                                                  [](double fs) { return BiquadCascade::bandPass(2, 47, 63, fs); });
                QVERIFY2(mains > 2, qPrintable(QString::number(mains)));
                const double beside = againstClean(Condition::Hum, subject, channel, [](double fs) {
                    return BiquadCascade::butterworthLowPass(8, 20, fs);
                });
                QVERIFY2(beside > 0.9 && beside < 1.3, qPrintable(QString::number(beside)));
            }
    }

    void drift()
    {
        for (int subject = 1; subject <= kMice; ++subject) {
            const double slow = againstClean(Condition::Drift, subject, 0,
                                             [](double fs) { return BiquadCascade::butterworthLowPass(2, 0.1, fs); });
            QVERIFY2(slow > 5, qPrintable(QString::number(slow)));
            const double fast = againstClean(Condition::Drift, subject, 0,
                                             [](double fs) { return BiquadCascade::bandPass(2, 8, 40, fs); });
            QVERIFY2(fast > 0.8 && fast < 1.25, qPrintable(QString::number(fast)));
        }
    }

    void emgGain()
    {
        // Second by second against the clean recording the gain has two values, one of them shifted.
        for (int subject = 1; subject <= kMice; ++subject) {
            const auto filter = BiquadCascade::butterworthHighPass(2, 20, kFs);
            const auto shifted = levels(recordingOf(Condition::EmgGain, subject), 1, filter);
            const auto clean = levels(recordingOf(Condition::Clean, subject), 1, filter);
            const auto ratio = [&](size_t second) { return shifted[second] / clean[second]; };
            const size_t last = shifted.size() - 10;
            const double step = std::abs(std::log(ratio(last) / ratio(10)));
            QVERIFY2(step > std::log(2.3) && step < std::log(5.5), qPrintable(QString::number(step)));
            size_t early = 0, late = 0;
            for (size_t i = 10; i < last; ++i) {
                early += std::abs(std::log(ratio(i) / ratio(10))) < 0.2;
                late += std::abs(std::log(ratio(i) / ratio(last))) < 0.2;
            }
            QVERIFY(early > shifted.size() / 8 && late > shifted.size() / 8);
            QVERIFY(early + late > last - 30);
        }
    }
};

QTEST_GUILESS_MAIN(TestCondition)
#include "tst_condition.moc"
