// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <csignal>
#include <random>
#include <sys/resource.h>

#include "app/sdreamer/repeatedrecording.h"
#include "core/recordings/recordingfile.h"
#include "core/recordings/edf/edfwriter.h"

using namespace somno;

namespace {

constexpr int kRate = 64;
constexpr int kSourceSec = 5;

QString engine()
{
    return QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer");
}

signal::Channel noise(const QString &label, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<qint16> samples(size_t(kRate) * kSourceSec);
    for (qint16 &sample : samples)
        sample = qint16(int(random() % 2001) - 1000);
    signal::Channel channel;
    channel.label = label;
    channel.unit = QStringLiteral("uV");
    channel.rate = {kRate, kTicksPerSecond};
    channel.physicalMin = -3276.8;
    channel.physicalMax = 3276.7;
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    return channel;
}

/// Whether a process runs with that text in its command line.
bool isRunningWith(const QString &text)
{
    const QStringList processes = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
    return std::ranges::any_of(processes, [&](const QString &process) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(process));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8());
    });
}

} // namespace

class TestBenchVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void repeatsRecords_data();
    void repeatsRecords();
    void refusesToRepeatWhatIsNotThere();
    void leavesNoRepeatedFileBehind();
    void measures();
    void refusesBadArguments();
    void cleansUpAtSigterm();

private:
    QString file(const QString &name) const { return m_dir.filePath(name); }
    QProcessEnvironment environment(const QString &temporary) const;

    QTemporaryDir m_dir;
};

void TestBenchVerb::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    QVERIFY2(QFileInfo(engine()).isExecutable(), "build the target sdreamer first");
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 1), QTime(8, 0));
    recording.time = signal::TimeMap::continuous(kSourceSec * kTicksPerSecond);
    recording.channels = {noise("EEG", 1), noise("EMG", 2)};
    recording.annotations = {{2 * kTicksPerSecond, kTicksPerSecond, QStringLiteral("Sleep stage W")}};
    QVERIFY(io::writeEdf(file("source.edf"), recording));
}

QProcessEnvironment TestBenchVerb::environment(const QString &temporary) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), temporary);
    return environment;
}

void TestBenchVerb::repeatsRecords_data()
{
    QTest::addColumn<int>("seconds");
    QTest::newRow("shorter") << 2;
    QTest::newRow("as long") << kSourceSec;
    QTest::newRow("longer, broken off within a turn") << 4 * kSourceSec + 3;
    QTest::newRow("many turns") << 700;
}

void TestBenchVerb::repeatsRecords()
{
    QFETCH(const int, seconds);
    const auto written = app::writeRepeated(file("source.edf"), file("repeated.edf"), seconds / 3600.0);
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    const auto source = io::readRecording(file("source.edf"));
    const auto repeated = io::readRecording(file("repeated.edf"));
    QVERIFY2(repeated, repeated ? "" : qPrintable(repeated.error().message + repeated.error().detail));
    QCOMPARE((*repeated)->time.duration(), seconds * kTicksPerSecond);
    QCOMPARE((*repeated)->start, (*source)->start);
    QVERIFY((*repeated)->annotations.empty());
    QCOMPARE((*repeated)->channels.size(), size_t(2));
    for (size_t c = 0; c < 2; ++c) {
        const signal::Channel &is = (*repeated)->channels[c];
        const signal::Channel &was = (*source)->channels[c];
        QCOMPARE(is.label, was.label);
        QCOMPARE(is.unit, was.unit);
        QCOMPARE(is.physicalMax, was.physicalMax);
        QCOMPARE(is.sampleCount, SampleIndex(seconds) * kRate);
        std::vector<float> expected(size_t(was.sampleCount)), found(size_t(is.sampleCount));
        QVERIFY(was.read(0, expected));
        QVERIFY(is.read(0, found));
        for (size_t i = 0; i < found.size(); ++i)
            QCOMPARE(found[i], expected[i % expected.size()]);
    }
}

void TestBenchVerb::refusesToRepeatWhatIsNotThere()
{
    const auto gone = app::writeRepeated(file("gone.edf"), file("out.edf"), 1);
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::FileNotFound);
    QVERIFY(!QFileInfo::exists(file("out.edf")));
    const auto nowhere = app::writeRepeated(file("source.edf"), file("no folder/out.edf"), 1);
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::FileNotWritable);
}

void TestBenchVerb::leavesNoRepeatedFileBehind()
{
    Progress stopped;
    std::stop_source stop;
    stop.request_stop();
    stopped.stop = stop.get_token();
    const auto cancelled = app::writeRepeated(file("source.edf"), file("out.edf"), 1, stopped);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    QVERIFY(!QFileInfo::exists(file("out.edf")));

    // A limit on the size of files stands for a full disk.
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{20'000, before.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto full = app::writeRepeated(file("source.edf"), file("out.edf"), 1);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!full);
    QCOMPARE(full.error().code, ErrorCode::DiskFull);
    QVERIFY(full.error().detail.contains("TMPDIR"));
    QVERIFY(!QFileInfo::exists(file("out.edf")));
}

void TestBenchVerb::measures()
{
    const QString temporary = file("measures");
    QVERIFY(QDir().mkpath(temporary));
    QProcess process;
    process.setProcessEnvironment(environment(temporary));
    process.start(engine(), {"bench", "--quick", "--json"});
    QVERIFY(process.waitForFinished(280'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QVERIFY2(QDir(temporary).isEmpty(), qPrintable(QDir(temporary).entryList().join(' ')));

    const QJsonObject json
        = QJsonDocument::fromJson(process.readAllStandardOutput()).object(); // nothing else on stdout
    for (const char *key : {"score_1h_float32_s", "score_1h_default_s", "train_s_per_sequence", "finetune_few_steps_s",
                            "peak_memory_mb", "gemm_gflops"})
        QVERIFY2(json[QLatin1String(key)].toDouble() > 0, key);
    for (const QString &key : json.keys())
        QVERIFY2(!key.contains("24h"), qPrintable(key));
    const QJsonObject machine = json["machine"].toObject();
    QVERIFY(machine["threads"].toInt() > 0 && machine["cores"].toInt() > 0);
    QVERIFY(!machine["libtorch"].toString().isEmpty() && !machine["blas"].toString().isEmpty());

    const QJsonArray networks = json["networks"].toArray();
    QCOMPARE(networks.size(), 2);
    QVERIFY(networks[0].toObject()["name"].toString().startsWith("reference-shape"));
    QVERIFY(networks[1].toObject()["name"].toString().startsWith("starter"));
    for (const QJsonValue &network : networks) {
        const double whole = network["score_1h_float32_s"].toDouble();
        const QJsonObject parts = network["score_1h_parts_s"]["float32"].toObject();
        QVERIFY(parts["network"].toDouble() > 0 && parts["network"].toDouble() < whole);
        QVERIFY(network["peak_memory_mb"]["default"].toDouble() > 20); // more than LibTorch's own code
        QVERIFY(qAbs(network["real_time_factor"]["float32"].toDouble() * whole - 3600) < 1);
    }
    QVERIFY(json["default_equal_stages"].toDouble() > 0.99);
    QCOMPARE(json["default_equal_stages"], networks[1].toObject()["default_equal_stages"]);

    const QJsonArray linear = json["linear"].toArray();
    QCOMPARE(linear.size(), 2);
    QCOMPARE(linear[0]["hours"].toDouble(), 0.25);
    QVERIFY(linear[0]["seconds"].toDouble() > 0 && linear[0]["peak_memory_mb"].toDouble() > 0);
    const QJsonObject reference = json["reference"].toObject();
    QVERIFY(reference["note"].toString().contains("another"));
    QVERIFY(!reference["times_as_fast"].toObject().contains("score_float32")); // nothing is extrapolated
}

void TestBenchVerb::refusesBadArguments()
{
    QProcess process;
    process.start(engine(), {"bench", "--quick", "--long"});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    process.start(engine(), {"bench", "--quick", "--model", "nobody"});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("nobody"));
}

void TestBenchVerb::cleansUpAtSigterm()
{
    const QString temporary = file("cancelled");
    QVERIFY(QDir().mkpath(temporary));
    QProcess process;
    process.setProcessEnvironment(environment(temporary));
    process.setReadChannel(QProcess::StandardError);
    process.start(engine(), {"bench", "--quick", "--json"});
    QByteArray seen;
    while (!seen.contains("scoring") && process.waitForReadyRead(120'000))
        seen += process.readAll();
    QVERIFY2(seen.contains("scoring"), seen);
    QVERIFY(QTest::qWaitFor([&] { return isRunningWith(temporary); }, 20'000)); // the scoring process
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardOutput().isEmpty());
    QVERIFY2(QDir(temporary).isEmpty(), qPrintable(QDir(temporary).entryList().join(' ')));
    QVERIFY(!isRunningWith(temporary));
}

QTEST_GUILESS_MAIN(TestBenchVerb)
#include "tst_benchverb.moc"
