// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <csignal>
#include <random>
#include <sys/resource.h>

#include "core/recordings/edf/edfwriteplan.h"
#include "core/recordings/recordingfile.h"
#include "core/recordings/contentdigest.h"
#include "core/recordings/edf/edfwriter.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;
using signal::Annotation;
using signal::Channel;
using signal::Recording;

namespace {

Channel noise(const QString &label, SampleRate rate, qint64 count)
{
    std::mt19937 random{quint32(count)};
    std::vector<qint16> samples(static_cast<size_t>(count));
    for (qint16 &sample : samples)
        sample = qint16(random());
    Channel channel;
    channel.label = label;
    channel.unit = QStringLiteral("uV");
    channel.rate = rate;
    channel.physicalMin = -3276.8;
    channel.physicalMax = 3276.7;
    channel.sampleCount = count;
    channel.samples = std::make_shared<const signal::SampleStore>(std::move(samples));
    return channel;
}

Recording recordingOf(std::vector<Channel> channels)
{
    Recording recording;
    recording.start = QDateTime(QDate(2024, 2, 29), QTime(23, 59, 58), Qt::UTC);
    recording.channels = std::move(channels);
    return recording;
}

const std::vector<qint16> &shorts(const Channel &channel)
{
    return std::get<std::vector<qint16>>(channel.samples->data());
}

} // namespace

class TestEdfWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void roundTrip();
    void exactRates_data();
    void exactRates();
    void unholdableRateIsRoundedAndSaid();
    void incompleteLastRecordIsFilledAndSaid();
    void manyAnnotationsInShortRecording();
    void gapsAreWrittenAndReadBack();
    void gapsBetweenRecordsOnly();
    void annotationOnly();
    void annotationTextsAndTimes();
    void asciiHeader();
    void unknownStart();
    void sameBytes();
    void refusesWhatEdfCannotHold();
    void cancelLeavesOldFile();
    void fullDiskLeavesOldFile();
    void rewritesRealRecording();

private:
    /// Writes, reads back, and fails the test with the error's words.
    signal::RecordingPtr written(const Recording &recording, QStringList *warnings = nullptr)
    {
        Progress progress;
        progress.warn = [&](const QString &message) { warnings ? warnings->append(message) : void(); };
        const QString path = m_folder.filePath(QStringLiteral("out.edf"));
        const auto done = io::writeEdf(path, recording, progress);
        if (!done) {
            QTest::qFail(qPrintable(done.error().message + ' ' + done.error().detail), __FILE__, __LINE__);
            return std::make_shared<Recording>();
        }
        const auto read = io::readRecording(path);
        return read ? *read : std::make_shared<Recording>();
    }
    QTemporaryDir m_folder;
};

void TestEdfWriter::roundTrip()
{
    Recording recording
        = recordingOf({noise("EEG", {512, kTicksPerSecond}, 5120), noise("temp", {1, kTicksPerSecond}, 10)});
    recording.patient = "M7 F 01-JAN-2023 mouse_7 C57BL/6J";
    recording.channels[0].transducer = "screw electrode";
    recording.channels[0].prefilter = "HP:0.5Hz LP:200Hz";
    recording.channels[1].physicalMin = 0.0032768;
    recording.channels[1].physicalMax = -0.0001234;
    recording.start = recording.start.addMSecs(250);
    recording.annotations = {{0.5, 2, "Sleep stage W"}, {3.25, -1, "click"}};
    const auto read = written(recording);
    QCOMPARE(read->channels.size(), 2u);
    QCOMPARE(read->patient, recording.patient);
    QCOMPARE(read->recordingField, "Startdate 29-FEB-2024 X X X");
    QCOMPARE(read->start, recording.start);
    QCOMPARE(read->time.duration(), 10 * kTicksPerSecond);
    for (size_t i = 0; i < 2; ++i) {
        QCOMPARE(read->channels[i].label, recording.channels[i].label);
        QCOMPARE(read->channels[i].transducer, recording.channels[i].transducer);
        QCOMPARE(read->channels[i].prefilter, recording.channels[i].prefilter);
        QCOMPARE(read->channels[i].rate, recording.channels[i].rate);
        QVERIFY(shorts(read->channels[i]) == shorts(recording.channels[i]));
    }
    QCOMPARE(read->channels[0].physicalMin, -3276.8);
    QCOMPARE(read->channels[1].physicalMin, 0.0032768);
    QCOMPARE(read->channels[1].physicalMax, -0.000123);
    QCOMPARE(read->annotations.size(), 2u);
    QCOMPARE(read->annotations[0].onsetSec, 0.5);
    QCOMPARE(read->annotations[0].durationSec, 2.0);
    QVERIFY(read->annotations[1].durationSec < 0);
}

void TestEdfWriter::exactRates_data()
{
    QTest::addColumn<qint64>("samples");
    QTest::addColumn<qint64>("ticks");
    QTest::addColumn<qint64>("count");
    QTest::newRow("512") << qint64(512) << qint64(10000000) << qint64(51200);
    QTest::newRow("305.17578125") << qint64(300) << qint64(9830400) << qint64(30000);
    QTest::newRow("511.96") << qint64(12799) << qint64(250000000) << qint64(25598);
    QTest::newRow("12.8") << qint64(128) << qint64(100000000) << qint64(1280);
    QTest::newRow("1017.2526") << qint64(500) << qint64(4915200) << qint64(5000);
    QTest::newRow("2000, a quarter second") << qint64(2000) << qint64(10000000) << qint64(500);
    QTest::newRow("half a minute to a sample") << qint64(2) << qint64(600000000) << qint64(4);
}

void TestEdfWriter::exactRates()
{
    QFETCH(qint64, samples);
    QFETCH(qint64, ticks);
    QFETCH(qint64, count);
    QStringList warnings;
    const Recording recording = recordingOf({noise("EEG", {samples, ticks}, count)});
    const auto read = written(recording, &warnings);
    QCOMPARE(warnings, QStringList());
    QCOMPARE(read->channels[0].rate, recording.channels[0].rate);
    QVERIFY(shorts(read->channels[0]) == shorts(recording.channels[0]));
}

void TestEdfWriter::unholdableRateIsRoundedAndSaid()
{
    QStringList warnings;
    const Recording recording = recordingOf({noise("EEG", {3051757, 99999999977}, 3000)});
    const auto read = written(recording, &warnings);
    QVERIFY(!warnings.isEmpty() && warnings[0].contains("nearest"));
    QVERIFY(std::abs(read->channels[0].rate.hz() / recording.channels[0].rate.hz() - 1) < 1e-4);
    QVERIFY(std::equal(shorts(recording.channels[0]).begin(), shorts(recording.channels[0]).end(),
                       shorts(read->channels[0]).begin()));
}

void TestEdfWriter::incompleteLastRecordIsFilledAndSaid()
{
    QStringList warnings;
    const Recording recording
        = recordingOf({noise("EEG", {512, kTicksPerSecond}, 1024), noise("EMG", {512, kTicksPerSecond}, 1000)});
    const auto read = written(recording, &warnings);
    QCOMPARE(warnings.size(), 1);
    QCOMPARE(read->channels[1].sampleCount, 1024);
    QCOMPARE(shorts(read->channels[1])[1023], shorts(recording.channels[1])[999]);
}

void TestEdfWriter::manyAnnotationsInShortRecording()
{
    Recording recording = recordingOf({noise("EEG", {100, 10 * kTicksPerSecond}, 200)});
    for (int i = 0; i < 3000; ++i)
        recording.annotations.push_back({i * 0.005, 0.005, QStringLiteral("event %1").arg(i)});
    const auto read = written(recording);
    QCOMPARE(read->annotations.size(), 3000u);
    QCOMPARE(read->annotations[2999].text, "event 2999");
}

void TestEdfWriter::gapsAreWrittenAndReadBack()
{
    constexpr Ticks kSecond = kTicksPerSecond;
    Recording recording = recordingOf({noise("EEG", {512, kSecond}, 5120), noise("temp", {1, kSecond}, 10)});
    recording.start = recording.start.addMSecs(250);
    const std::vector<signal::Segment> segments{
        {0, 4 * kSecond, 0}, {7 * kSecond + 1, 5 * kSecond, 0}, {3600 * kSecond, kSecond, 0}};
    recording.time = signal::TimeMap::fromSegments(segments).value();
    recording.annotations = {{5.5, 2, QStringLiteral("in the gap")}, {3600.25, -1, QStringLiteral("late")}};
    const auto read = written(recording);
    QCOMPARE(read->time, recording.time);
    QCOMPARE(read->start, recording.start);
    QCOMPARE(read->annotations.size(), 2u);
    QCOMPARE(read->annotations[1].onsetSec, 3600.25);
    QCOMPARE(shorts(read->channels[0]), shorts(recording.channels[0]));
    QVERIFY(read->deviations.empty());
}

void TestEdfWriter::gapsBetweenRecordsOnly()
{
    constexpr Ticks kSecond = kTicksPerSecond;
    Recording recording = recordingOf({noise("EEG", {512, kSecond}, 5120), noise("temp", {1, kSecond}, 10)});
    recording.time = signal::TimeMap::fromSegments(
                         std::vector<signal::Segment>{{0, 9 * kSecond / 2, 0}, {7 * kSecond, 11 * kSecond / 2, 0}})
                         .value();
    const auto done = io::writeEdf(m_folder.filePath(QStringLiteral("gaps.edf")), recording);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::UnsupportedFormat);
    recording.channels.pop_back(); // of the EEG alone, a record may last half a second
    recording.recordDuration = kSecond / 2;
    QCOMPARE(written(recording)->time, recording.time);
}

void TestEdfWriter::annotationOnly()
{
    for (const int count : {0, 1, 20000}) {
        Recording recording = recordingOf({});
        for (int i = 0; i < count; ++i)
            recording.annotations.push_back({i * 4.0, 4.0, i % 2 ? "Sleep stage W" : "Sleep stage N"});
        const auto read = written(recording);
        QVERIFY(read->channels.empty());
        QCOMPARE(read->start, recording.start);
        QCOMPARE(read->annotations.size(), size_t(count));
        if (count > 0)
            QCOMPARE(read->annotations.back().onsetSec, (count - 1) * 4.0);
    }
}

void TestEdfWriter::annotationTextsAndTimes()
{
    Recording recording = recordingOf({noise("EEG", {10, kTicksPerSecond}, 30)});
    const QString longText = QString(500, QLatin1Char('x'));
    recording.annotations = {{2.0000001, 0.0000001, QString::fromUtf8("naïve 睡眠 \U0001F42D")},
                             {1.5, 0, longText},
                             {-0.5, -1, "before the start"},
                             {1.25, -1,
                              QStringLiteral("a\x14"
                                             "b\nc")}};
    const auto read = written(recording);
    QCOMPARE(read->annotations.size(), 4u);
    QCOMPARE(read->annotations[0].onsetSec, -0.5);
    QCOMPARE(read->annotations[1].text, "a b c");
    QCOMPARE(read->annotations[2].text, longText);
    QCOMPARE(read->annotations[2].durationSec, 0.0);
    QCOMPARE(read->annotations[3].text, recording.annotations[0].text);
    QCOMPARE(toTicks(read->annotations[3].onsetSec), 20000001);
    QCOMPARE(toTicks(read->annotations[3].durationSec), 1);
}

void TestEdfWriter::asciiHeader()
{
    Recording recording
        = recordingOf({noise(QString::fromUtf8("EEG éöμ a label far too long"), {10, kTicksPerSecond}, 30)});
    recording.channels[0].unit = QString::fromUtf8("µV");
    recording.patient = QString::fromUtf8("Müller's mouse");
    recording.recordingField = "left hemisphere";
    const auto read = written(recording);
    QCOMPARE(read->channels[0].label, "EEG eou a label");
    QCOMPARE(read->channels[0].unit, "uV");
    QCOMPARE(read->patient, "X X X Muller's_mouse");
    QCOMPARE(read->recordingField, "Startdate 29-FEB-2024 X X left_hemisphere");
}

void TestEdfWriter::unknownStart()
{
    Recording recording = recordingOf({noise("EEG", {10, kTicksPerSecond}, 30)});
    recording.start = {};
    const auto read = written(recording);
    QCOMPARE(read->recordingField, "Startdate X X X X");
    QCOMPARE(read->start.date(), QDate(1985, 1, 1));
}

void TestEdfWriter::sameBytes()
{
    Recording recording = recordingOf({noise("EEG", {512, kTicksPerSecond}, 5120)});
    recording.annotations = {{1, 2, "x"}, {0, 1, "y"}};
    const QString a = m_folder.filePath("a.edf");
    const QString b = m_folder.filePath("b.edf");
    QVERIFY(io::writeEdf(a, recording));
    QVERIFY(io::writeEdf(b, recording));
    QCOMPARE(*io::contentDigest(a), *io::contentDigest(b));
}

void TestEdfWriter::refusesWhatEdfCannotHold()
{
    const QString path = m_folder.filePath("refused.edf");
    const auto code = [&](const Recording &recording) {
        const auto done = io::writeEdf(path, recording);
        return done ? -1 : int(done.error().code);
    };
    Recording floats = recordingOf({noise("EEG", {10, kTicksPerSecond}, 10)});
    floats.channels[0].samples = std::make_shared<const signal::SampleStore>(std::vector<float>(10));
    QCOMPARE(code(floats), int(ErrorCode::InvalidArgument));
    Recording unread = recordingOf({noise("EEG", {10, kTicksPerSecond}, 10)});
    unread.channels[0].samples.reset();
    QCOMPARE(code(unread), int(ErrorCode::InvalidArgument));
    Recording old = recordingOf({noise("EEG", {10, kTicksPerSecond}, 10)});
    old.start = QDateTime(QDate(1950, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(code(old), int(ErrorCode::InvalidArgument));
    Recording longText = recordingOf({});
    longText.annotations = {{0, 0, QString(600, QLatin1Char('x'))}};
    QCOMPARE(code(longText), int(ErrorCode::InvalidArgument));
    Recording noTime = recordingOf({});
    noTime.annotations = {{qQNaN(), 0, "x"}};
    QCOMPARE(code(noTime), int(ErrorCode::InvalidArgument));
    Recording flatRange = recordingOf({noise("EEG", {10, kTicksPerSecond}, 10)});
    flatRange.channels[0].physicalMin = flatRange.channels[0].physicalMax;
    QCOMPARE(code(flatRange), int(ErrorCode::FileNotWritable)); // found by reading back
    QVERIFY(!QFile::exists(path));
}

void TestEdfWriter::cancelLeavesOldFile()
{
    const QString path = saveBytes(m_folder.filePath("old.edf"), "old");
    std::stop_source source;
    source.request_stop();
    Progress progress;
    progress.stop = source.get_token();
    const auto done = io::writeEdf(path, recordingOf({noise("EEG", {10, kTicksPerSecond}, 100)}), progress);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QCOMPARE(QFileInfo(path).size(), 3);
}

void TestEdfWriter::fullDiskLeavesOldFile()
{
    QTemporaryDir folder;
    const QString path = saveBytes(folder.filePath("old.edf"), "old");
    rlimit limit = {};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small = {100000, limit.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const auto done = io::writeEdf(path, recordingOf({noise("EEG", {512, kTicksPerSecond}, 512000)}));
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::DiskFull);
    QVERIFY(done.error().message.contains("old.edf"));
    QCOMPARE(QFileInfo(path).size(), 3);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"old.edf"});
}

void TestEdfWriter::rewritesRealRecording()
{
    SOMNO_REQUIRE_DATA(name, "human/psg_15min.edf");
    const auto original = io::readRecording(name);
    QVERIFY(original);
    const auto read = written(**original);
    QCOMPARE(read->channels.size(), (*original)->channels.size());
    QCOMPARE(read->recordDuration, (*original)->recordDuration);
    QCOMPARE(read->start, (*original)->start);
    QCOMPARE(read->patient, (*original)->patient);
    for (size_t i = 0; i < read->channels.size(); ++i) {
        QCOMPARE(read->channels[i].gain(), (*original)->channels[i].gain());
        QVERIFY(shorts(read->channels[i]) == shorts((*original)->channels[i]));
    }
}

QTEST_GUILESS_MAIN(TestEdfWriter)
#include "tst_edfwriter.moc"
