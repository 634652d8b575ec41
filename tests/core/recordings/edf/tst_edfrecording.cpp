// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <random>
#include <thread>

#include "core/recordings/recordingfile.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;

class TestEdfReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readsEdf();
    void readsBdf24BitSamples();
    void readsAnnotationsRelativeToFirstSample();
    void readsAnnotationOnlyFile();
    void keepsFractionalRates();
    void readsChosenChannelsAndHeaderOnly();
    void leavesOutUnusableChannels();
    void faultyInputs_data();
    void faultyInputs();
    void reportsProgressAndCancels();
    void samePathFromTwoThreads();
    void mutatedFilesNeverCrash();
    void hugeClaimIsAnError();
    void realFiles_data();
    void realFiles();
    void realMouseRecording();
    void realUtf8Annotations();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

static const std::vector<qint16> &shorts(const signal::Channel &channel)
{
    return std::get<std::vector<qint16>>(channel.samples->data());
}

void TestEdfReader::readsEdf()
{
    EdfBytes file;
    file.patient = "mouse 7";
    file.recording = "left hemisphere";
    EdfBytesSignal eeg;
    eeg.label = "EEG_P";
    eeg.transducer = "screw";
    eeg.prefilter = "HP:0.5Hz";
    eeg.physicalMin = "100";
    eeg.physicalMax = "-100";
    for (int i = 0; i < 30; ++i)
        eeg.samples.push_back(i * 1000 - 15000);
    EdfBytesSignal slow;
    slow.label = "temp";
    slow.unit = "degC";
    slow.samplesPerRecord = "1";
    slow.samples = {-32768, 0, 32767};
    file.signalList = {eeg, slow};
    const auto recording = io::readRecording(file.save(path("a.edf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    const signal::Recording &r = **recording;
    QCOMPARE(r.channels.size(), 2u);
    QCOMPARE(r.patient, "mouse 7");
    QCOMPARE(r.recordingField, "left hemisphere");
    QCOMPARE(r.start.date(), QDate(2024, 1, 2));
    QCOMPARE(r.start.time(), QTime(3, 4, 5));
    QVERIFY(r.time.isContinuous());
    QCOMPARE(r.time.duration(), 3 * kTicksPerSecond);
    QCOMPARE(r.channels[0].label, "EEG_P");
    QCOMPARE(r.channels[0].transducer, "screw");
    QCOMPARE(r.channels[0].prefilter, "HP:0.5Hz");
    QCOMPARE(r.channels[1].unit, "degC");
    QCOMPARE(r.channels[0].rate, (SampleRate{10, kTicksPerSecond}));
    QCOMPARE(r.channels[1].sampleCount, 3);
    QVERIFY(std::equal(eeg.samples.begin(), eeg.samples.end(), shorts(r.channels[0]).begin()));
    QVERIFY(std::equal(slow.samples.begin(), slow.samples.end(), shorts(r.channels[1]).begin()));
    QCOMPARE(r.channels[0].physicalMin, 100.0);
    QCOMPARE(r.channels[1].physical(0, 3)[2], 100.f);
    QCOMPARE(r.deviations.size(), 1u);
    QCOMPARE(r.deviations[0].code, "polarity-inverted");
}

void TestEdfReader::readsBdf24BitSamples()
{
    EdfBytes file;
    file.bdf = true;
    file.reserved = "24BIT";
    EdfBytesSignal signal;
    signal.digitalMin = "-8388608";
    signal.digitalMax = "8388607";
    signal.samplesPerRecord = "2";
    signal.samples = {-8388608, 8388607, -1, 0, 40000, -40000};
    file.signalList = {signal};
    const auto recording = io::readRecording(file.save(path("a.bdf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    QCOMPARE(std::get<std::vector<qint32>>((*recording)->channels[0].samples->data()), signal.samples);
}

void TestEdfReader::readsAnnotationsRelativeToFirstSample()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 2;
    file.signalList
        = {EdfBytesSignal(),
           annotationSignal({"+0.25\x14\x14" + QByteArray(1, '\0') + tal("+0.75", "0.5", "\xc3\xa9v\xc3\xa9nement"),
                             "+1.25\x14\x14" + QByteArray(1, '\0') + tal("+1.2500001", "", "click")})};
    const auto recording = io::readRecording(file.save(path("plus.edf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    const auto &annotations = (*recording)->annotations;
    QCOMPARE((*recording)->channels.size(), 1u);
    QCOMPARE((*recording)->start.time(), QTime(3, 4, 5, 250));
    QCOMPARE(annotations.size(), 2u);
    QCOMPARE(annotations[0].onsetSec, 0.5);
    QCOMPARE(annotations[0].durationSec, 0.5);
    QCOMPARE(annotations[0].text, QString::fromUtf8("événement"));
    QCOMPARE(std::llround(annotations[1].onsetSec * 1e7), 10000001);
    QVERIFY(annotations[1].durationSec < 0);
}

void TestEdfReader::readsAnnotationOnlyFile()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("+30", "60", "Sleep stage W")})};
    const auto recording = io::readRecording(file.save(path("only.edf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    QVERIFY((*recording)->channels.empty());
    QCOMPARE((*recording)->annotations.size(), 1u);
    QCOMPARE((*recording)->time.duration(), 0);
}

void TestEdfReader::keepsFractionalRates()
{
    EdfBytes file;
    file.duration = "0.983040";
    EdfBytesSignal signal;
    signal.samplesPerRecord = "300";
    file.signalList = {signal};
    const auto recording = io::readRecording(file.save(path("rate.edf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    QCOMPARE((*recording)->channels[0].rate, (SampleRate{300, 9830400}));
    QCOMPARE((*recording)->channels[0].rate.hz(), 305.17578125);
    QCOMPARE((*recording)->time.duration(), 3 * 9830400);
}

void TestEdfReader::readsChosenChannelsAndHeaderOnly()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal(), EdfBytesSignal()};
    const QString name = file.save(path("two.edf"));
    const auto chosen = io::readRecording(name, {1});
    QVERIFY(chosen);
    QVERIFY(!(*chosen)->channels[0].samples);
    QCOMPARE((*chosen)->channels[1].samples->size(), 30);
    const auto header = io::openRecording(name);
    QVERIFY(header);
    QVERIFY(!(*header)->channels[1].samples);
    QCOMPARE((*header)->channels[1].sampleCount, 30);
    const auto missing = io::readRecording(name, {2});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::ChannelMissing);
}

void TestEdfReader::leavesOutUnusableChannels()
{
    EdfBytes file;
    file.signalList.resize(3);
    file.signalList[0].physicalMin = "100";
    file.signalList[1].samples = {5, 6, 7};
    file.signalList[2].samplesPerRecord = "0";
    const QString name = file.save(path("unusable.edf"));
    const auto recording = io::readRecording(name);
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message));
    const auto &channels = (*recording)->channels;
    QCOMPARE(channels.size(), 3u);
    QVERIFY(!channels[0].isReadable() && channels[0].unusable.contains("both 100"));
    QVERIFY(channels[1].unusable.isEmpty());
    QCOMPARE(shorts(channels[1])[2], qint16(7));
    QCOMPARE(channels[2].sampleCount, 0);
    QVERIFY(!(*io::openRecording(name))->channels[0].isReadable());
    const auto refused = io::readRecording(name, {0});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ChannelMissing);
    QVERIFY2(refused.error().detail.contains("both 100"), qPrintable(refused.error().detail));
}

/// Small inputs of the kinds that people met, each with its right outcome.
void TestEdfReader::faultyInputs_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("durationSec");
    QTest::addColumn<int>("annotations");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *file, int channels, double durationSec, int annotations, const char *code) {
        QTest::newRow(file) << channels << durationSec << annotations << QString::fromLatin1(code);
    };
    row("base.edf", 2, 240, 0, "");
    row("base_plus.edf", 2, 240, 4, "");
    row("R01_phys_min_eq_max_spare.edf", 3, 240, 0, "channel-unusable");
    row("R03_records_minus_one.bdf", 2, 100, 0, "record-count-unknown");
    row("R05_last_record_cut.edf", 2, 239, 0, "record-incomplete");
    row("R05b_fewer_records.edf", 2, 200, 0, "records-missing");
    row("R06_time_colons.edf", 2, 240, 0, "start-time-form");
    row("R10_month_lower_case.edf", 2, 240, 4, "recording-form");
    row("R22_plus_c_no_annotation_signal.edf", 2, 240, 0, "annotation-signal-missing");
    row("R33_decimal_comma.edf", 2, 240, 0, "number-decimal-comma");
    row("R35_annotation_signal_in_plain_edf.edf", 2, 240, 4, "annotations-in-plain-file");
}

void TestEdfReader::faultyInputs()
{
    QFETCH(QString, code);
    const QString name = dataFile(QStringLiteral("faults/") + QLatin1String(QTest::currentDataTag()));
    if (!QFileInfo::exists(name))
        QSKIP("the faulty inputs are not here (set SOMNOSCRIBE_DATA)");
    const auto recording = io::readRecording(name);
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message + recording.error().detail));
    QTEST(int((*recording)->channels.size()), "channels");
    QTEST((*recording)->durationSec(), "durationSec");
    QTEST(int((*recording)->annotations.size()), "annotations");
    QStringList codes;
    for (const Deviation &deviation : (*recording)->deviations)
        codes << deviation.code;
    QVERIFY2(code.isEmpty() ? codes.isEmpty() : codes.contains(code), qPrintable(codes.join(' ')));
}

void TestEdfReader::reportsProgressAndCancels()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal()};
    const QString name = file.save(path("progress.edf"));
    qint64 last = 0;
    qint64 expected = 0;
    Progress progress;
    progress.report = [&](const QString &, qint64 done, qint64 total) { last = done, expected = total; };
    QVERIFY(io::readRecording(name, {}, progress));
    QCOMPARE(last, 30);
    QCOMPARE(expected, 30);
    std::stop_source source;
    source.request_stop();
    progress.stop = source.get_token();
    const auto stopped = io::readRecording(name, {}, progress);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QVERIFY(io::readRecording(name)); // the path is free again
}

void TestEdfReader::samePathFromTwoThreads()
{
    EdfBytes file;
    EdfBytesSignal signal;
    signal.samplesPerRecord = "20000";
    file.signalList = {signal};
    const QString name = file.save(path("shared.edf"));
    QVERIFY(QFile::link(name, path("link.edf")));
    std::atomic<int> good = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 10; ++n)
                good += io::readRecording(i % 2 ? name : path("link.edf")).has_value();
        });
    threads.clear();
    QCOMPARE(good.load(), 40);
}

void TestEdfReader::mutatedFilesNeverCrash()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    const QByteArray end("\x14\x14\0", 3);
    file.signalList
        = {EdfBytesSignal(), annotationSignal({"+0" + end + tal("+0.5", "1", "event"), "+1" + end, "+2" + end})};
    const QByteArray sound = file.bytes();
    std::mt19937 random{1};
    int refused = 0;
    for (int i = 0; i < 800; ++i) {
        QByteArray bytes = sound;
        // Half of the faults in the annotations, where their reader meets them.
        const qsizetype from = i % 2 ? 768 : 0;
        for (unsigned faults = random() % 4 + 1; faults > 0; --faults)
            bytes[from + qsizetype(random() % size_t(bytes.size() - from))] = "\x14\x15+-.0 9\xff"[random() % 10];
        if (random() % 8 == 0)
            bytes.truncate(qsizetype(random() % size_t(bytes.size())));
        const auto recording = io::readRecording(saveBytes(path("mutated.edf"), bytes));
        if (!recording) {
            QVERIFY(recording.error().message.startsWith("mutated.edf: "));
            QVERIFY(!recording.error().detail.isEmpty());
            ++refused;
        }
    }
    QVERIFY2(refused > 20 && refused < 800, qPrintable(QString::number(refused)));
}

void TestEdfReader::hugeClaimIsAnError()
{
    // A sparse file as large as its header claims: 5 million records of 200 kB.
    EdfBytes file;
    file.records = 0;
    file.claimedRecords = "5000000";
    EdfBytesSignal signal;
    signal.samplesPerRecord = "100000";
    file.signalList = {signal};
    const QString name = file.save(path("huge.edf"));
    QFile sparse(name);
    QVERIFY(sparse.open(QIODevice::ReadWrite));
    if (!sparse.resize(512 + 5000000LL * 200000))
        QSKIP("this file system holds no sparse file of a terabyte");
    sparse.close();
    const auto recording = io::readRecording(name);
    QVERIFY(!recording);
    QVERIFY(recording.error().message.contains("memory"));
}

void TestEdfReader::realFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("durationSec");
    QTest::addColumn<int>("annotations");
    QTest::newRow("mixed rates") << "edf/bdfplus_mixed_rates.bdf" << 5 << 30.0 << 0;
    QTest::newRow("half second records") << "edf/bdfplus_half_second_records.bdf" << 5 << 30.0 << 0;
    QTest::newRow("12.8 Hz") << "edf/edf_fractional_rate_12.8Hz.edf" << 2 << 110.0 << 0;
    QTest::newRow("140 signals") << "edf/edfplus_140_signals_1_to_512Hz.edf" << 139 << 6.0 << 5;
    QTest::newRow("duplicate labels") << "edf/edfplus_duplicate_labels.edf" << 3 << 10.0 << 0;
    QTest::newRow("human") << "human/psg_15min.edf" << 19 << 900.0 << 0;
    QTest::newRow("scoring") << "labels/sleepedf_SC4291GA_hypnogram.edf" << 0 << 0.0 << 301;
    QTest::newRow("UTF-8 labels") << "edf/edfplus_90_signals_utf8_labels_annotations_first.edf" << 89 << 120.0 << 0;
    QTest::newRow("unnamed channels") << "mouse/misleep_10min_500Hz_4ch.edf" << 4 << 600.0 << 0;
}

void TestEdfReader::realFiles()
{
    QFETCH(QString, file);
    QFETCH(int, channels);
    QFETCH(double, durationSec);
    QFETCH(int, annotations);
    const QString name = dataFile(file);
    if (!QFileInfo::exists(name))
        QSKIP(qPrintable(QStringLiteral("real recording not here: %1 (set SOMNOSCRIBE_DATA)").arg(file)));
    const auto recording = io::readRecording(name);
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().message + recording.error().detail));
    QCOMPARE(int((*recording)->channels.size()), channels);
    QCOMPARE((*recording)->durationSec(), durationSec);
    QCOMPARE(int((*recording)->annotations.size()), annotations);
    for (const signal::Channel &channel : (*recording)->channels) {
        QCOMPARE(channel.samples->size(), channel.sampleCount);
        QCOMPARE(channel.rate.ceilSample((*recording)->time.duration()), channel.sampleCount);
    }
}

void TestEdfReader::realMouseRecording()
{
    SOMNO_REQUIRE_DATA(name, "mouse/misleep_10min_305Hz.edf");
    const auto recording = io::readRecording(name);
    QVERIFY(recording);
    QCOMPARE((*recording)->channels[0].label, "EEG_P");
    QCOMPARE((*recording)->channels[0].sampleCount, 183000);
    // The file's own bytes, read without the library: a record is 305 EEG, 305 EMG and the annotation samples.
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    file.seek(256 * 4);
    const QByteArray first = file.read(610);
    for (int i = 0; i < 305; ++i)
        QCOMPARE(shorts((*recording)->channels[0])[size_t(i)], qint16(quint8(first[2 * i]) | first[2 * i + 1] << 8));
}

void TestEdfReader::realUtf8Annotations()
{
    SOMNO_REQUIRE_DATA(name, "edf/edfplus_utf8_annotations_inverted_range.edf");
    const auto recording = io::readRecording(name);
    QVERIFY(recording);
    QCOMPARE((*recording)->start.time().msec(), 394);
    QVERIFY(std::any_of((*recording)->annotations.begin(), (*recording)->annotations.end(), [](const auto &a) {
        return std::any_of(a.text.begin(), a.text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
    }));
    QVERIFY((*recording)->channels[0].gain() < 0);
}

QTEST_GUILESS_MAIN(TestEdfReader)
#include "tst_edfrecording.moc"
