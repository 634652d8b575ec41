// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <optional>
#include <random>

#include "core/engine/decision/scorer.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

/// Signals that vary from epoch to epoch; a flat one keeps one value.
signal::Recording recordingOf(EpochIndex epochs, bool eegFlat = false, bool emgFlat = false)
{
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.time = signal::TimeMap::continuous(epochs * kTicksPerSecond);
    std::vector<float> eeg, emg;
    for (qint64 i = 0; i < epochs * kSamplesPerEpoch; ++i) {
        const double second = double(i) / kSamplesPerEpoch;
        eeg.push_back(eegFlat ? 3.0f : float(1.3 * std::sin(20 * second + 3 * std::sin(0.3 * second))));
        emg.push_back(emgFlat ? 4.0f : float(std::sin(0.2 * second) * std::sin(700 * second * second)));
    }
    for (const auto &[label, values] : {std::pair{"EEG", eeg}, std::pair{"EMG", emg}}) {
        signal::Channel channel;
        channel.label = QString::fromLatin1(label);
        channel.rate = {512, kTicksPerSecond};
        channel.digitalMin = -1;
        channel.digitalMax = 1;
        channel.sampleCount = SampleIndex(values.size());
        channel.samples = std::make_shared<signal::SampleStore>(values);
        recording.channels.push_back(channel);
    }
    return recording;
}

PreparedRecording preparedOf(EpochIndex epochs, bool eegFlat = false, bool emgFlat = false)
{
    return prepareRecording(recordingOf(epochs, eegFlat, emgFlat), {0, 1}).value();
}

std::vector<float> epochsOf(const PreparedChannel &channel, EpochIndex first, EpochIndex count)
{
    std::vector<float> out(size_t(count) * kSamplesPerEpoch);
    if (!channel.read(first, out))
        qFatal("a channel in memory could not be read");
    return out;
}

/// 140 s of EEG and EMG at 200 Hz.
QString savedFile(const QString &path)
{
    test::EdfBytes file;
    file.records = 140;
    std::mt19937 random(4);
    for (const char *label : {"EEG", "EMG"}) {
        test::EdfBytesSignal one;
        one.label = label;
        one.samplesPerRecord = "200";
        for (int i = 0; i < 140 * 200; ++i)
            one.samples.push_back(int(random() % 4000) * (i / 5000 % 3 + 1) - 2000);
        file.signalList.push_back(one);
    }
    return file.save(path);
}

} // namespace

class TestScorer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesOneDistributionASecond_data();
    void givesOneDistributionASecond();
    void keepsTheLastOutputsOfTheLastWindow();
    void averagesTheLogitsOfAllViews_data();
    void averagesTheLogitsOfAllViews();
    void scoresOnlyWhatIsWanted();
    void doesNotDependOnThreads();
    void averagesLongerEpochs();
    void refusesOtherEpochs();
    void temperatureSoftens();
    void leavesFlatRecordingsUnscored();
    void leavesSilentEpochsUnscored_data();
    void leavesSilentEpochsUnscored();
    void asksForTheChannelsItNeeds();
    void refusesUntrainedHeads();
    void stopsWhenCancelled();
    void scoresARecording();
    void scoresAFileAsItsSamples_data();
    void scoresAFileAsItsSamples();
    void saysThatTheFileBecameShorter();
    void usesTheNetworksWindow();

private:
    std::optional<Network> m_network;
};

void TestScorer::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    auto network = Network::create({}, 7);
    QVERIFY2(network, qPrintable(network ? QString() : network.error().detail));
    m_network.emplace(std::move(*network));
}

void TestScorer::givesOneDistributionASecond_data()
{
    QTest::addColumn<qint64>("epochs");
    for (const qint64 epochs : {1, 10, 64, 65, 300})
        QTest::addRow("%lld epochs", epochs) << epochs;
}

void TestScorer::givesOneDistributionASecond()
{
    QFETCH(qint64, epochs);
    qint64 lastDone = 0;
    Progress progress;
    progress.report = [&](const QString &phase, qint64 done, qint64 total) {
        QCOMPARE(phase, QStringLiteral("score"));
        QCOMPARE(total, epochs);
        QVERIFY(done > lastDone && done <= total);
        lastDone = done;
    };
    const auto proposal = scorePrepared(preparedOf(epochs), *m_network, {}, progress);
    QVERIFY2(proposal, qPrintable(proposal ? QString() : proposal.error().detail));
    QCOMPARE(proposal->size(), epochs);
    QCOMPARE(lastDone, epochs);
    for (EpochIndex epoch = 0; epoch < epochs; ++epoch) {
        const auto row = proposal->row(epoch);
        QVERIFY(std::abs(row[0] + row[1] + row[2] - 1) < 1e-6f);
        QVERIFY(*std::min_element(row.begin(), row.end()) > 0);
    }
}

void TestScorer::keepsTheLastOutputsOfTheLastWindow()
{
    const PreparedRecording prepared = preparedOf(70);
    const auto proposal = scorePrepared(prepared, *m_network, {.views = 1});
    QVERIFY(proposal);
    const auto window = [&](EpochIndex first) {
        return m_network->probabilities(epochsOf(prepared.eeg, first, 64), epochsOf(prepared.emg, first, 64), 1, 64,
                                        Input::Both);
    };
    const auto head = window(0);
    const auto tail = window(6);
    QVERIFY2(head && tail, head ? "" : qPrintable(head.error().detail));
    for (EpochIndex epoch = 0; epoch < 70; ++epoch)
        for (size_t c = 0; c < 3; ++c) {
            const float expected = epoch < 64 ? (*head)[size_t(epoch) * 3 + c] : (*tail)[size_t(epoch - 6) * 3 + c];
            QVERIFY(std::abs(proposal->row(epoch)[c] - expected) < 1e-5f);
        }
}

void TestScorer::averagesTheLogitsOfAllViews_data()
{
    QTest::addColumn<int>("views");
    for (const int views : {1, 2, 4, 8})
        QTest::addRow("%d", views) << views;
}

void TestScorer::averagesTheLogitsOfAllViews()
{
    QFETCH(int, views);
    constexpr EpochIndex kEpochs = 192; // whole windows, so that the last one is not moved back
    const PreparedRecording prepared = preparedOf(kEpochs);
    const auto proposal = scorePrepared(prepared, *m_network, {.views = views});
    QVERIFY(proposal);
    std::vector<float> sums(kEpochs * 3);
    std::vector<int> counts(kEpochs);
    for (EpochIndex first = 0; first + 64 <= kEpochs; first += 64 / views) {
        const auto logits = m_network->logits(epochsOf(prepared.eeg, first, 64), epochsOf(prepared.emg, first, 64), 1,
                                              64, Input::Both);
        QVERIFY(logits);
        for (size_t i = 0; i < logits->size(); ++i)
            sums[size_t(first) * 3 + i] += (*logits)[i];
        for (EpochIndex epoch = first; epoch < first + 64; ++epoch)
            ++counts[size_t(epoch)];
    }
    QCOMPARE(*std::max_element(counts.begin(), counts.end()), views);
    for (EpochIndex epoch = 0; epoch < kEpochs; ++epoch) {
        float odds[3], sum = 0;
        for (size_t c = 0; c < 3; ++c)
            sum += odds[c] = std::exp(sums[size_t(epoch) * 3 + c] / float(counts[size_t(epoch)]));
        for (size_t c = 0; c < 3; ++c)
            QVERIFY(std::abs(proposal->row(epoch)[c] - odds[c] / sum) < 1e-5f);
    }
}

void TestScorer::scoresOnlyWhatIsWanted()
{
    const PreparedRecording prepared = preparedOf(64 * 12 + 5);
    const auto whole = scorePrepared(prepared, *m_network, {});
    const auto parts = scorePrepared(prepared, *m_network, {.only = {{100, 130}, {763, 773}}});
    QVERIFY(whole && parts);
    QCOMPARE(parts->size(), whole->size());
    for (EpochIndex epoch = 0; epoch < whole->size(); ++epoch) {
        const bool isWanted = (epoch >= 100 && epoch < 130) || epoch >= 763;
        for (size_t c = 0; c < 3 && isWanted; ++c)
            QVERIFY(std::abs(parts->row(epoch)[c] - whole->row(epoch)[c]) < 1e-6f);
    }
    QCOMPARE(parts->stage(400), scoring::Stage::Unscored); // no window looked there
    QVERIFY(std::isnan(parts->confidence(400)));
}

void TestScorer::doesNotDependOnThreads()
{
    const PreparedRecording prepared = preparedOf(64 * 9 + 5);
    const auto one = scorePrepared(prepared, *m_network, {.threads = 1});
    const auto three = scorePrepared(prepared, *m_network, {.threads = 3});
    QVERIFY(one && three);
    QCOMPARE(one->probabilities, three->probabilities);
}

void TestScorer::averagesLongerEpochs()
{
    const PreparedRecording prepared = preparedOf(23);
    const auto seconds = scorePrepared(prepared, *m_network, {});
    const auto fives = scorePrepared(prepared, *m_network, {.epochSec = 5});
    QVERIFY(seconds && fives);
    QCOMPARE(fives->epochSec, 5.0);
    QCOMPARE(fives->size(), 4); // the last 3 s are no whole epoch
    for (EpochIndex epoch = 0; epoch < 4; ++epoch)
        for (size_t c = 0; c < 3; ++c) {
            float mean = 0;
            for (EpochIndex s = 0; s < 5; ++s)
                mean += seconds->row(epoch * 5 + s)[c] / 5;
            QVERIFY(std::abs(fives->row(epoch)[c] - mean) < 1e-6f);
        }
}

void TestScorer::refusesOtherEpochs()
{
    for (const double epochSec : {0.0, -1.0, 0.5, 2.5, 61.0, std::nan("")}) {
        const auto proposal = scorePrepared(preparedOf(3), *m_network, {.epochSec = epochSec});
        QVERIFY(!proposal && proposal.error().code == ErrorCode::InvalidArgument);
        QVERIFY(!proposal.error().detail.isEmpty());
    }
    const auto tooShort = scorePrepared(preparedOf(3), *m_network, {.epochSec = 4});
    QVERIFY(!tooShort && tooShort.error().code == ErrorCode::TooShort);
}

void TestScorer::temperatureSoftens()
{
    const PreparedRecording prepared = preparedOf(20);
    const auto plain = scorePrepared(prepared, *m_network, {});
    const auto soft = scorePrepared(prepared, *m_network, {.temperature = 4});
    QVERIFY(plain && soft);
    for (EpochIndex epoch = 0; epoch < 20; ++epoch) {
        QCOMPARE(soft->stage(epoch), plain->stage(epoch));
        QVERIFY(soft->confidence(epoch) < plain->confidence(epoch));
    }
}

void TestScorer::leavesSilentEpochsUnscored_data()
{
    QTest::addColumn<int>("normalisation");
    for (const auto normalisation :
         {Normalisation::ZScoreRecording, Normalisation::RunningEmg, Normalisation::Equalised})
        QTest::newRow(qPrintable(normalisationName(normalisation))) << int(normalisation);
}

void TestScorer::leavesSilentEpochsUnscored()
{
    QFETCH(int, normalisation);
    signal::Recording recording = recordingOf(100);
    for (signal::Channel &channel : recording.channels) { // both contacts lost for 20 s, and the EMG's for 10 more
        std::vector<float> samples(size_t(channel.sampleCount));
        QVERIFY(channel.read(0, samples));
        const qint64 last = channel.label == QLatin1String("EMG") ? 60 : 50;
        std::fill(samples.begin() + 30 * kSamplesPerEpoch, samples.begin() + last * kSamplesPerEpoch, 0.7f);
        channel.samples = std::make_shared<signal::SampleStore>(samples);
    }
    const auto prepared = prepareRecording(recording, {0, 1}, Normalisation(normalisation));
    QVERIFY(prepared);
    auto network = Network::create({}, 7);
    QVERIFY(network);
    network->setHeadsTrained(true, true, true);
    for (const auto &[input, last] : {std::pair{Input::Both, 50}, {Input::Eeg, 50}, {Input::Emg, 60}})
        for (const int views : {1, 2, 4}) {
            const auto proposal = scorePrepared(*prepared, *network, {.input = input, .views = views});
            QVERIFY(proposal);
            for (EpochIndex t = 0; t < 100; ++t)
                QCOMPARE(proposal->stage(t) == scoring::Stage::Unscored, t >= 30 && t < last);
        }
    const auto sevens = scorePrepared(*prepared, *network, {.epochSec = 7});
    QVERIFY(sevens);
    for (EpochIndex t = 0; t < sevens->size(); ++t)
        QCOMPARE(sevens->stage(t) == scoring::Stage::Unscored, t == 5 || t == 6); // seconds 35 to 48
}

void TestScorer::leavesFlatRecordingsUnscored()
{
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &message) { warnings << message; };
    const auto proposal = scorePrepared(preparedOf(12, true, true), *m_network, {}, progress);
    QVERIFY(proposal);
    QCOMPARE(proposal->size(), 12);
    QCOMPARE(warnings.size(), 1);
    for (EpochIndex epoch = 0; epoch < 12; ++epoch) {
        QCOMPARE(proposal->stage(epoch), scoring::Stage::Unscored);
        QVERIFY(std::isnan(proposal->confidence(epoch)));
    }
    const auto half = scorePrepared(preparedOf(12, true, false), *m_network, {});
    QVERIFY(half && half->stage(0) != scoring::Stage::Unscored);
}

void TestScorer::asksForTheChannelsItNeeds()
{
    const auto recording = recordingOf(2);
    NetworkConfig config;
    const auto noEmg = channelsFor(recording, {0, -1}, config, Input::Both);
    QVERIFY(!noEmg && noEmg.error().code == ErrorCode::ChannelMissing);
    QVERIFY(noEmg.error().message.contains(QStringLiteral("night.edf")));
    QVERIFY(noEmg.error().detail.contains(QStringLiteral("\"EMG\"")));
    QVERIFY(!noEmg.error().detail.contains(QStringLiteral("--input eeg")));
    config.eegHeadTrained = true;
    QVERIFY(
        channelsFor(recording, {0, -1}, config, Input::Both).error().detail.contains(QStringLiteral("--input eeg")));

    const auto eegOnly = channelsFor(recording, {0, 1}, config, Input::Eeg);
    QVERIFY(eegOnly && eegOnly->eeg == 0 && eegOnly->emg == -1);
    const auto emgOnly = channelsFor(recording, {-1, 1}, config, Input::Emg);
    QVERIFY(emgOnly && emgOnly->eeg == -1 && emgOnly->emg == 1);
    QVERIFY(!channelsFor(recording, {-1, 1}, config, Input::Eeg));
}

void TestScorer::refusesUntrainedHeads()
{
    const auto refused = scorePrepared(preparedOf(5), *m_network, {.input = Input::Eeg});
    QVERIFY(!refused && refused.error().code == ErrorCode::ModelInputRefused);
    auto network = Network::create({}, 7);
    QVERIFY(network);
    network->setHeadsTrained(true, true, true);
    const auto eeg = scorePrepared(preparedOf(5), *network, {.input = Input::Eeg});
    QVERIFY(eeg && eeg->size() == 5);
}

void TestScorer::stopsWhenCancelled()
{
    std::stop_source source;
    Progress progress;
    progress.stop = source.get_token();
    progress.report = [&](const QString &, qint64, qint64) { source.request_stop(); };
    const auto proposal = scorePrepared(preparedOf(64 * 30), *m_network, {.threads = 1}, progress);
    QVERIFY(!proposal && proposal.error().code == ErrorCode::Cancelled);
}

void TestScorer::scoresARecording()
{
    const auto recording = recordingOf(66);
    const auto proposal = score(recording, {0, 1}, *m_network);
    QVERIFY2(proposal, qPrintable(proposal ? QString() : proposal.error().message));
    QCOMPARE(proposal->size(), 66);
    QCOMPARE(proposal->classes, m_network->config().classes);
    const auto missing = score(recording, {0, -1}, *m_network);
    QVERIFY(!missing && missing.error().code == ErrorCode::ChannelMissing);
}

void TestScorer::scoresAFileAsItsSamples_data()
{
    QTest::addColumn<int>("normalisation");
    for (const auto one : {Normalisation::ZScoreRecording, Normalisation::RobustRecording, Normalisation::RunningEmg})
        QTest::addRow("%s", qPrintable(normalisationName(one))) << int(one);
}

void TestScorer::scoresAFileAsItsSamples()
{
    QFETCH(int, normalisation);
    QTemporaryDir folder;
    const QString name = savedFile(folder.filePath(QStringLiteral("night.edf")));
    const auto held = io::readRecording(name);
    const auto opened = io::openRecording(name);
    QVERIFY(held && opened);
    const auto network = Network::create({.normalisation = Normalisation(normalisation)}, 7);
    QVERIFY(network);
    const auto fromMemory = score(**held, {0, 1}, *network);
    const auto fromFile = score(**opened, {0, 1}, *network);
    QVERIFY(fromMemory && fromFile);
    QCOMPARE(fromFile->size(), 140);
    QCOMPARE(fromFile->probabilities, fromMemory->probabilities);
}

void TestScorer::saysThatTheFileBecameShorter()
{
    QTemporaryDir folder;
    const QString name = savedFile(folder.filePath(QStringLiteral("night.edf")));
    const auto opened = io::openRecording(name);
    QVERIFY(opened);
    const auto prepared = prepareRecording(**opened, {0, 1});
    QVERIFY(prepared);
    QVERIFY(QFile::resize(name, QFileInfo(name).size() / 2));
    for (const auto &proposal : {scorePrepared(*prepared, *m_network, {}), score(**opened, {0, 1}, *m_network)}) {
        QVERIFY(!proposal && proposal.error().code == ErrorCode::Truncated);
        QVERIFY(proposal.error().message.contains(QStringLiteral("night.edf")));
    }
}

void TestScorer::usesTheNetworksWindow()
{
    const auto network = Network::create({.sequenceLength = 16}, 7);
    QVERIFY(network);
    const PreparedRecording prepared = preparedOf(37);
    const auto proposal = scorePrepared(prepared, *network, {.views = 1});
    QVERIFY(proposal);
    const auto tail
        = network->probabilities(epochsOf(prepared.eeg, 21, 16), epochsOf(prepared.emg, 21, 16), 1, 16, Input::Both);
    QVERIFY(tail);
    for (EpochIndex epoch = 32; epoch < 37; ++epoch)
        QVERIFY(std::abs(proposal->row(epoch)[0] - (*tail)[size_t(epoch - 21) * 3]) < 1e-5f);
}

QTEST_APPLESS_MAIN(TestScorer)
#include "tst_scorer.moc"
