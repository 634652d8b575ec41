// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QtTest>

#include "core/scoring/stageset.h"
#include "core/simulation/simulator.h"

using namespace somno;
using namespace somno::simulation;
using scoring::Stage;
using signal::Recording;

namespace {

SimulationRequest request(double hours, int subject, std::optional<double> rateHz = {})
{
    SimulationRequest r;
    r.hours = hours;
    r.seed = 20;
    r.subject = subject;
    r.rateHz = rateHz;
    return r;
}

QByteArray digest(const Recording &recording)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (const signal::Channel &channel : recording.channels) {
        const auto &samples = std::get<std::vector<qint16>>(channel.samples->data());
        hash.addData(
            QByteArrayView(reinterpret_cast<const char *>(samples.data()), qsizetype(samples.size() * sizeof(qint16))));
        hash.addData(QByteArray::number(channel.physicalMax, 'g', 17) + channel.unit.toUtf8());
    }
    for (const signal::Annotation &a : recording.annotations)
        hash.addData(QByteArray::number(a.onsetSec, 'g', 17) + QByteArray::number(a.durationSec, 'g', 17)
                     + a.text.toUtf8());
    return hash.result();
}

double rms(const signal::Channel &channel, double firstSec, double lastSec)
{
    const SampleIndex first = SampleIndex(firstSec * channel.rate.hz());
    const auto samples = channel.physical(first, SampleIndex(lastSec * channel.rate.hz()) - first);
    double sum = 0, squares = 0;
    for (const float x : samples) {
        sum += double(x);
        squares += double(x) * double(x);
    }
    const double mean = sum / double(samples.size());
    return std::sqrt(std::max(0.0, squares / double(samples.size()) - mean * mean));
}

Stage stageOf(const signal::Annotation &bout)
{
    return scoring::StageSet::fromText(bout.text).value_or(Stage::Unscored);
}

} // namespace

class TestSimulator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void sameRequestSameBytes()
    {
        const auto a = simulate(request(0.1, 3)), b = simulate(request(0.1, 3));
        QVERIFY(a && b);
        QCOMPARE(digest(*a), digest(*b));
    }

    void otherSubjectRecordingAndSeedDiffer()
    {
        QSet<QByteArray> digests;
        SimulationRequest r = request(0.1, 3, 200);
        digests.insert(digest(simulate(r).value()));
        r.recording = 2;
        digests.insert(digest(simulate(r).value()));
        r.subject = 4;
        digests.insert(digest(simulate(r).value()));
        r.seed = 21;
        digests.insert(digest(simulate(r).value()));
        QCOMPARE(digests.size(), 4);
    }

    void oneMouseKeepsItsAmplifier()
    {
        SimulationRequest r = request(0.05, 9);
        const Recording first = simulate(r).value();
        r.recording = 2;
        const Recording second = simulate(r).value();
        QVERIFY(first.channels[0].rate == second.channels[0].rate);
        QCOMPARE(first.channels[0].unit, second.channels[0].unit);
        QCOMPARE(first.channels[1].prefilter, second.channels[1].prefilter);
        QVERIFY(first.start != second.start);
    }

    void ratesDoNotDrift_data()
    {
        QTest::addColumn<double>("hz");
        for (const double hz : {128.0, 200.0, 305.1758, 508.63, 511.96, 512.0, 610.35, 1017.25, 2000.0})
            QTest::addRow("%g Hz", hz) << hz;
    }

    void ratesDoNotDrift()
    {
        QFETCH(double, hz);
        const Recording recording = simulate(request(0.2, 2, hz)).value();
        const SampleRate rate = recording.channels[0].rate;
        QVERIFY(std::abs(rate.hz() / hz - 1) < 2e-5);
        QCOMPARE(recording.time.duration() % recording.recordDuration, 0);
        QCOMPARE(recording.recordDuration, rate.ticks);
        for (const signal::Channel &channel : recording.channels) {
            QVERIFY(channel.rate == rate);
            QCOMPARE(channel.sampleCount, rate.ceilSample(recording.time.duration()));
            QCOMPARE(channel.samples->size(), channel.sampleCount);
        }
        double covered = 0;
        for (const signal::Annotation &bout : recording.annotations) {
            QVERIFY(std::abs(bout.onsetSec - covered) < 1e-6);
            const double sample = bout.onsetSec * rate.hz();
            QVERIFY(std::abs(sample - std::round(sample)) < 1e-5);
            covered = bout.onsetSec + bout.durationSec;
        }
        QVERIFY(std::abs(covered - recording.durationSec()) < 1e-6);
    }

    void headerSaysSimulated()
    {
        SimulationRequest r = request(0.02, 1, 128);
        r.startHour = 19.5;
        const Recording recording = simulate(r).value();
        QVERIFY(recording.patient.contains(QStringLiteral("Simulated")));
        QVERIFY(recording.recordingField.contains(QStringLiteral("Simulated")));
        QCOMPARE(recording.start.time(), QTime(19, 30));
        QCOMPARE(recording.channelIndex(QStringLiteral("EEG")), 0);
        QCOMPARE(recording.channelIndex(QStringLiteral("EMG")), 1);
    }

    void boutsAreMergedAndKnown()
    {
        const Recording recording = simulate(request(6, 5, 64)).value();
        QVERIFY(recording.annotations.size() > 20);
        for (size_t i = 0; i < recording.annotations.size(); ++i) {
            QVERIFY(stageOf(recording.annotations[i]) != Stage::Unscored);
            if (i > 0)
                QVERIFY(recording.annotations[i].text != recording.annotations[i - 1].text);
        }
    }

    void truthIsTheMajorityOfEachEpoch()
    {
        Recording recording;
        recording.time = signal::TimeMap::continuous(4 * kTicksPerSecond);
        recording.annotations = {{0, 1.4, QStringLiteral("Sleep stage W")},
                                 {1.4, 0.2, QStringLiteral("Microarousal")},
                                 {1.6, 1.0, QStringLiteral("Sleep stage N")},
                                 {2.6, 1.4, QStringLiteral("Sleep stage R")}};
        const std::vector<Stage> expected = {Stage::Wake, Stage::Wake, Stage::Nrem, Stage::Rem};
        QCOMPARE(trueStages(recording), expected);
        const std::vector<Stage> pairs = {Stage::Wake, Stage::Rem};
        QCOMPARE(trueStages(recording, 2), pairs);
        QCOMPARE(trueStages(recording, 5).size(), size_t(0));
    }

    void powerStepsAtTheTrueTimes()
    {
        // Over many awakenings the EMG is larger in the second after the true onset than in the one before,
        // and not yet so two seconds earlier: the truth and the signal have the same clock.
        double before = 0, after = 0, earlier = 0;
        int count = 0;
        for (int subject = 1; subject <= 12; ++subject) {
            const Recording recording = simulate(request(4, subject, 64)).value();
            for (size_t i = 1; i < recording.annotations.size(); ++i) {
                const auto &from = recording.annotations[i - 1], &to = recording.annotations[i];
                if (stageOf(from) != Stage::Nrem || stageOf(to) != Stage::Wake || from.durationSec < 20
                    || to.durationSec < 10)
                    continue;
                const double onset = to.onsetSec;
                const auto level = [&](double shift) {
                    return std::log(rms(recording.channels[1], onset + shift, onset + shift + 1) + 1e-9);
                };
                earlier += level(-3);
                before += level(-1.5);
                after += level(0.5);
                ++count;
            }
        }
        QVERIFY(count > 100);
        QVERIFY2(after - before > 0.2 * count, qPrintable(QString::number((after - before) / count)));
        QVERIFY2(std::abs(before - earlier) < 0.25 * (after - before),
                 qPrintable(QString::number((before - earlier) / count)));
    }

    void refusals()
    {
        for (const double hours : {0.0, -1.0, 49.0, double(NAN)})
            QCOMPARE(simulate(request(hours, 1)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(simulate(request(1, 1, 20)).error().code, ErrorCode::InvalidArgument);
        SimulationRequest r = request(1, 1);
        r.startHour = 24;
        QCOMPARE(simulate(r).error().code, ErrorCode::InvalidArgument);
        QVERIFY(simulate(request(1e-6, 1, 512)).value().channels[0].sampleCount > 0);
    }

    void cancelAndProgress()
    {
        std::stop_source source;
        Progress progress;
        progress.stop = source.get_token();
        qint64 reports = 0, last = 0;
        progress.report = [&](const QString &, qint64 done, qint64 total) {
            QVERIFY(done > last && done <= total);
            last = done;
            if (++reports == 3)
                source.request_stop();
        };
        const auto cancelled = simulate(request(2, 1, 64), progress);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QCOMPARE(reports, 3);
    }
};

QTEST_GUILESS_MAIN(TestSimulator)
#include "tst_simulator.moc"
