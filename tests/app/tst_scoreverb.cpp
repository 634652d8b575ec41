// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <cmath>
#include <random>

#include "core/engine/network/network.h"
#include "core/labels/labelfile.h"
#include "core/recordings/edf/edfwriter.h"
#include "tests/support/data.h"

using namespace somno;

namespace {

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

QString engine()
{
    return QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer");
}

Outcome runEngine(const QStringList &arguments)
{
    QProcess process;
    process.start(engine(), arguments);
    if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray contentOf(const QString &path)
{
    QFile opened(path);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

signal::Channel noise(const QString &label, int hz, int seconds, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<qint16> samples(size_t(hz) * size_t(seconds));
    for (qint16 &sample : samples)
        sample = qint16(int(random() % 20001) - 10000);
    signal::Channel channel;
    channel.label = label;
    channel.unit = QStringLiteral("uV");
    channel.rate = {hz, kTicksPerSecond};
    channel.physicalMin = -3276.8;
    channel.physicalMax = 3276.7;
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    return channel;
}

} // namespace

class TestScoreVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesOneRowASecond();
    void writesTheSameStagesAsEdf();
    void scoresARealRecording();
    void leavesGapsUnscored();
    void averagesLongerEpochs();
    void speaksJsonLines();
    void scoresTheOthersWhenOneFails();
    void refusesWhatCannotBeWritten_data();
    void refusesWhatCannotBeWritten();
    void refusesBadArguments_data();
    void refusesBadArguments();
    void saysWhichChannelIsMissing();
    void refusesUntrainedHeads();
    void stopsAtSigterm();
    void printsStatistics();
    void severalEegChannelsVote();

private:
    QString file(const QString &name) const { return m_dir.filePath(name); }
    QStringList scoring(const QStringList &more) const { return QStringList{"score", "--model", file("model")} + more; }
    void writeRecording(const QString &name, std::vector<signal::Channel> channels, int seconds);

    QTemporaryDir m_dir;
};

void TestScoreVerb::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    QVERIFY2(QFileInfo(engine()).isExecutable(), "build the target sdreamer first");
    const auto network = sdreamer::Network::create({}, 3);
    QVERIFY(network);
    sdreamer::ModelPackage package;
    package.name = QStringLiteral("untrained");
    package.version = QStringLiteral("1");
    package.network = network->config();
    package.weights = network->weights();
    package.card = QStringLiteral("# Untrained\nFor tests.\n");
    const auto saved = package.save(file("model"), sdreamer::WeightPrecision::Float32);
    QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message + saved.error().detail));
    writeRecording("night.edf", {noise("EEG", 200, 90, 1), noise("EMG", 200, 90, 2)}, 90);
    writeRecording("second.edf", {noise("EEG", 128, 30, 3), noise("EMG", 128, 30, 4)}, 30);
    writeRecording("mute.edf", {noise("EEG", 128, 30, 5), noise("Temp", 128, 30, 6), noise("Light", 1, 30, 7)}, 30);
}

void TestScoreVerb::writeRecording(const QString &name, std::vector<signal::Channel> channels, int seconds)
{
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 1), QTime(8, 0));
    recording.time = signal::TimeMap::continuous(seconds * kTicksPerSecond);
    recording.channels = std::move(channels);
    const auto written = io::writeEdf(file(name), recording);
    QVERIFY2(written, written ? "" : qPrintable(written.error().message + written.error().detail));
}

void TestScoreVerb::writesOneRowASecond()
{
    const Outcome outcome = runEngine(scoring({file("night.edf"), "-o", file("night.csv"), "--json"}));
    QVERIFY2(outcome.status == 0, outcome.err);
    QFile csv(file("night.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly | QIODevice::Text));
    const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 91);
    QCOMPARE(lines[0].trimmed(), QByteArray("onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem"));
    for (int i = 1; i < lines.size(); ++i) {
        const QList<QByteArray> fields = lines[i].trimmed().split(',');
        QCOMPARE(fields.size(), 7);
        QCOMPARE(fields[0].toDouble(), double(i - 1));
        QVERIFY((QList<QByteArray>{"Wake", "NREM", "REM"}).contains(fields[2]));
        QVERIFY(std::abs(fields[4].toDouble() + fields[5].toDouble() + fields[6].toDouble() - 1) < 1e-6);
    }
    const QJsonObject summary = outcome.json();
    QCOMPARE(summary["model"].toString(), QStringLiteral("untrained 1"));
    const QJsonObject night = summary["recordings"].toArray()[0].toObject();
    QCOMPARE(night["duration_s"].toDouble(), 90.0);
    double staged = 0;
    for (const QJsonValue stage : night["stages"].toObject())
        staged += stage.toObject()["total_s"].toDouble();
    QCOMPARE(staged, 90.0);
    QVERIFY(night["mean_confidence"].toDouble() > 1 / 3.0);
    QVERIFY(night["real_time_factor"].toDouble() > 0);
    QVERIFY(night["seconds"].toObject().contains("network"));
}

void TestScoreVerb::writesTheSameStagesAsEdf()
{
    QCOMPARE(runEngine(scoring({file("second.edf"), "-o", file("a.csv")})).status, 0);
    const Outcome lossy = runEngine(scoring({file("second.edf"), "-o", file("a.edf")}));
    QVERIFY2(lossy.status == 0 && lossy.err.contains("a.edf does not hold the model's probabilities"), lossy.err);
    const auto csv = io::readLabels(file("a.csv"));
    const auto edf = io::readLabels(file("a.edf"), {.epochSec = 1, .totalSec = 30});
    QVERIFY(csv && edf);
    QCOMPARE(csv->hypnogram.size(), 30);
    QVERIFY(std::ranges::equal(csv->hypnogram.stages(), edf->hypnogram.stages()));
}

void TestScoreVerb::scoresARealRecording()
{
    SOMNO_REQUIRE_DATA(recording, "mouse/misleep_10min_305Hz.edf");
    const Outcome outcome
        = runEngine(scoring({recording, "--eeg", "EEG_P", "--emg", "EMG_DIFF", "-o", file("real.csv")}));
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY2(outcome.out.contains("real-time factor"), outcome.out);
    const auto labels = io::readLabels(file("real.csv"));
    QVERIFY(labels);
    QCOMPARE(labels->hypnogram.size(), 600);
    QCOMPARE(labels->hypnogram.epochSec(), 1.0);
    // As coarse as its digital steps are, nothing changes in most of its seconds; these are nobody's to score.
    const auto silent = labels->hypnogram.count(scoring::Stage::Unscored);
    QVERIFY(silent > 500 && silent < 600);
    QVERIFY2(outcome.err.contains(QByteArray::number(qint64(silent)) + " of 600 epochs stay unscored"), outcome.err);
}

void TestScoreVerb::leavesGapsUnscored()
{
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 1), QTime(8, 0));
    recording.channels = {noise("EEG", 128, 60, 8), noise("EMG", 128, 60, 9)};
    const std::vector<signal::Segment> segments{{0, 30 * kTicksPerSecond, 0},
                                                {455 * kTicksPerSecond / 10, 30 * kTicksPerSecond, 0}};
    recording.time = signal::TimeMap::fromSegments(segments).value();
    QVERIFY(io::writeEdf(file("gaps.edf"), recording));
    const Outcome outcome = runEngine(scoring({file("gaps.edf"), "-o", file("gaps.csv")}));
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.contains("gaps.edf: it has gaps; 16 of 75 epochs touch one and stay unscored."), outcome.err);
    QVERIFY2(!outcome.err.contains("no signal changes"), outcome.err);
    const auto labels = io::readLabels(file("gaps.csv"), {.totalSec = 75.5});
    QVERIFY(labels);
    QCOMPARE(labels->hypnogram.size(), 75);
    for (EpochIndex i = 0; i < 75; ++i)
        QCOMPARE(labels->hypnogram.stage(i) == scoring::Stage::Unscored, i >= 30 && i < 46);
}

void TestScoreVerb::averagesLongerEpochs()
{
    QCOMPARE(runEngine(scoring({file("night.edf"), "--epoch", "4", "-o", file("fours.csv")})).status, 0);
    const auto labels = io::readLabels(file("fours.csv"));
    QVERIFY(labels);
    QCOMPARE(labels->hypnogram.epochSec(), 4.0);
    QCOMPARE(labels->hypnogram.size(), 22);
}

void TestScoreVerb::speaksJsonLines()
{
    const Outcome outcome = runEngine(scoring({file("night.edf"), "-o", file("lines.csv"), "--progress=json"}));
    QCOMPARE(outcome.status, 0);
    QStringList events;
    qint64 lastDone = 0;
    for (const QByteArray &line : outcome.out.trimmed().split('\n')) {
        QJsonParseError error;
        const QJsonObject event = QJsonDocument::fromJson(line, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, line);
        events << event["event"].toString();
        if (event["phase"] == "score")
            lastDone = event["done"].toInteger();
        if (event["event"] == "result")
            QCOMPARE(event["path"].toString(), file("lines.csv"));
    }
    QVERIFY(events.contains("progress") && events.contains("metric"));
    QCOMPARE(events.count("result"), 1);
    QCOMPARE(lastDone, 90);
}

void TestScoreVerb::scoresTheOthersWhenOneFails()
{
    QFile text(file("notes.edf"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a recording") > 0);
    text.close();
    const Outcome outcome = runEngine(scoring({file("night.edf"), file("notes.edf"), file("gone.edf"), file("mute.edf"),
                                               file("second.edf"), "-o", file("many"), "--json"}));
    QCOMPARE(outcome.status, 1);
    for (const char *name : {"notes.edf", "gone.edf", "mute.edf"})
        QVERIFY2(outcome.err.contains(name), outcome.err);
    QCOMPARE(outcome.json()["recordings"].toArray().size(), 2);
    QCOMPARE(outcome.json()["failed"].toArray().size(), 3);
    QCOMPARE(QDir(file("many")).entryList(QDir::Files), QStringList({"night.csv", "second.csv"}));

    const Outcome edf
        = runEngine(scoring({file("night.edf"), file("second.edf"), "--format", "edf", "-o", file("many")}));
    QVERIFY2(edf.status == 0, edf.err);
    QVERIFY(QFileInfo::exists(file("many/second.edf")));
}

void TestScoreVerb::refusesWhatCannotBeWritten_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    const QString night = file("night.edf");
    QTest::newRow("over the recording") << QStringList{night, "-o", night} << "overwrite";
    QTest::newRow("over the recording, by another way")
        << QStringList{night, "-o", file("./model/../night.edf")} << "overwrite";
    QTest::newRow("among several") << QStringList{night, file("second.edf"), "--format", "edf", "-o", m_dir.path()}
                                   << "overwrite";
    QTest::newRow("no folder") << QStringList{night, "-o", file("nowhere/x.csv")} << "does not exist";
    QTest::newRow("a file as folder") << QStringList{night, "-o", file("night.edf/x.csv")} << "not a folder";
    QTest::newRow("several into one file") << QStringList{night, file("second.edf"), "-o", file("x.csv")} << "several";
    QTest::newRow("no ending") << QStringList{night, "-o", file("scored")} << "format";
    QTest::newRow("same names") << QStringList{night, file("model/../night.edf"), "-o", file("twice")} << "both";
}

void TestScoreVerb::refusesWhatCannotBeWritten()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    const QByteArray before = contentOf(file("night.edf"));
    QVERIFY(!before.isEmpty());
    const Outcome outcome = runEngine(scoring(arguments));
    QVERIFY(outcome.status == 1 || outcome.status == 2);
    QVERIFY2(outcome.err.contains(words.toUtf8()), outcome.err);
    QVERIFY(contentOf(file("night.edf")) == before);
}

void TestScoreVerb::refusesBadArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no output") << QStringList{file("night.edf")};
    QTest::newRow("no recording") << QStringList{"-o", file("x.csv")};
    QTest::newRow("input") << QStringList{file("night.edf"), "-o", file("x.csv"), "--input", "ecg"};
    QTest::newRow("epoch") << QStringList{file("night.edf"), "-o", file("x.csv"), "--epoch", "2.5"};
    QTest::newRow("device") << QStringList{file("night.edf"), "-o", file("x.csv"), "--device", "abacus"};
}

void TestScoreVerb::refusesBadArguments()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(runEngine(scoring(arguments)).status, 2);
    QVERIFY(!QFileInfo::exists(file("x.csv")));
}

void TestScoreVerb::saysWhichChannelIsMissing()
{
    const Outcome noEmg = runEngine(scoring({file("mute.edf"), "-o", file("x.csv")}));
    QCOMPARE(noEmg.status, 1);
    QVERIFY2(noEmg.err.contains("EMG") && noEmg.err.contains("Light"), noEmg.err);
    const Outcome unknown = runEngine(scoring({file("night.edf"), "--eeg", "EEG9", "-o", file("x.csv")}));
    QCOMPARE(unknown.status, 1);
    QVERIFY2(unknown.err.contains("EEG9"), unknown.err);
    const Outcome noModel = runEngine({"score", file("night.edf"), "--model", file("none"), "-o", file("x.csv")});
    QCOMPARE(noModel.status, 1);
    QVERIFY(!QFileInfo::exists(file("x.csv")));
}

void TestScoreVerb::refusesUntrainedHeads()
{
    const Outcome outcome = runEngine(scoring({file("mute.edf"), "--input", "eeg", "-o", file("x.csv")}));
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.err.contains("EEG alone"), outcome.err);
}

void TestScoreVerb::stopsAtSigterm()
{
    constexpr int kSeconds = 6 * 3600;
    writeRecording("long.edf", {noise("EEG", 64, kSeconds, 1), noise("EMG", 64, kSeconds, 2)}, kSeconds);
    QProcess process;
    process.start(engine(), scoring({file("long.edf"), "-o", file("long.csv"), "--progress=json"}));
    QByteArray seen;
    while (!seen.contains("\"score\"") && process.waitForReadyRead(120'000))
        seen += process.readAllStandardOutput();
    QVERIFY(seen.contains("\"score\""));
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFileInfo::exists(file("long.csv")));
}

void TestScoreVerb::printsStatistics()
{
    QFile csv(file("short.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("onset_s,duration_s,stage\n0,1,Wake\n1,1,Wake\n2,1,\n3,1,NREM\n4,1,REM\n");
    csv.close();
    const Outcome json = runEngine({"stats", file("short.csv"), "--json"});
    QVERIFY2(json.status == 0, json.err);
    QCOMPARE(json.json()["unscored_s"].toDouble(), 1.0);
    QCOMPARE(json.json()["stages"].toObject()["Wake"].toObject()["total_s"].toDouble(), 2.0);
    const Outcome text = runEngine({"stats", file("short.csv")});
    QVERIFY(text.status == 0 && text.out.contains("unscored") && text.out.contains("NREM"));
    QCOMPARE(runEngine({"stats", file("gone.csv")}).status, 1);
}

void TestScoreVerb::severalEegChannelsVote()
{
    writeRecording("two.edf", {noise("EEG1", 128, 30, 3), noise("EEG2", 128, 30, 8), noise("EMG", 128, 30, 4)}, 30);
    const auto scored = [&](const char *eeg, const QString &out) {
        return runEngine(scoring({file("two.edf"), "--eeg", eeg, "--json", "-o", file(out)}));
    };
    const Outcome both = scored("EEG1, EEG2", "both.csv"), one = scored("EEG1", "one.csv"),
                  other = scored("EEG2", "other.csv");
    QCOMPARE(both.status, 0);
    QCOMPARE(QJsonDocument::fromJson(both.out).object()["recordings"].toArray()[0].toObject()["eeg"].toString(),
             QStringLiteral("EEG1, EEG2"));
    const auto first = io::readLabels(file("one.csv")).value().hypnogram.proposal(),
               second = io::readLabels(file("other.csv")).value().hypnogram.proposal();
    const auto vote = io::readLabels(file("both.csv")).value().hypnogram.proposal();
    QCOMPARE(vote.size(), first.size());
    for (EpochIndex i = 0; i < vote.size(); ++i)
        for (size_t c = 0; c < 3; ++c)
            QVERIFY(vote.row(i)[c] >= std::min(first.row(i)[c], second.row(i)[c]) - 1e-4f
                    && vote.row(i)[c] <= std::max(first.row(i)[c], second.row(i)[c]) + 1e-4f);
    QVERIFY(scored("EEG1,Nose", "none.csv").err.contains("has no channel \"Nose\""));
    // A label with a comma in it is that channel's.
    writeRecording("comma.edf", {noise("EEG,1", 128, 30, 3), noise("EMG", 128, 30, 4)}, 30);
    QCOMPARE(runEngine(scoring({file("comma.edf"), "--eeg", "EEG,1", "-o", file("comma.csv")})).status, 0);
}

QTEST_GUILESS_MAIN(TestScoreVerb)
#include "tst_scoreverb.moc"
