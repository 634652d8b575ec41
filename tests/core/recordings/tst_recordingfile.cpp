// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/recordingfile.h"
#include "tests/support/edfbytes.h"
#include "tests/support/fileopens.h"

using namespace somno;
using namespace somno::test;

namespace {

/// Three signals of their own values, with annotations where it is an EDF+ file.
EdfBytes threeSignals(bool isPlus)
{
    EdfBytes file;
    for (const int value : {1, 2, 3}) {
        EdfBytesSignal signal;
        signal.label = "S" + QByteArray::number(value);
        signal.samples.assign(30, value);
        file.signalList.push_back(signal);
    }
    if (isPlus) {
        file.reserved = "EDF+C";
        const QByteArray end("\x14\x14\0", 3);
        file.signalList.push_back(annotationSignal({"+0" + end + tal("+1", "", "event"), "+1" + end, "+2" + end}));
    }
    return file;
}

/// Six records of 40 kB with an annotation each.
EdfBytes longRecords(const QByteArray &reserved)
{
    EdfBytes file;
    file.reserved = reserved;
    file.records = 6;
    EdfBytesSignal signal;
    signal.samplesPerRecord = "20000";
    const QByteArray end("\x14\x14\0", 3);
    std::vector<QByteArray> records;
    for (int i = 0; i < file.records; ++i) {
        const QByteArray onset = "+" + QByteArray::number(i);
        records.push_back(onset + end + tal(onset, "", "event"));
    }
    file.signalList = {signal, annotationSignal(records)};
    return file;
}

int firstValue(const signal::Channel &channel)
{
    return std::get<std::vector<qint16>>(channel.samples->data()).front();
}

} // namespace

class TestRecordingFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void opensItsFileOnce_data()
    {
        QTest::addColumn<bool>("isPlus");
        QTest::newRow("EDF") << false;
        QTest::newRow("EDF+") << true;
    }

    void opensItsFileOnce()
    {
        QFETCH(bool, isPlus);
        const QString name = threeSignals(isPlus).save(path("once.edf"));
        FileOpens opens(name);
        {
            const auto file = io::RecordingFile::open(name);
            QVERIFY(file);
            QCOMPARE((*file)->recording()->channels.size(), size_t(3));
            QVERIFY((*file)->read({1}));
            QVERIFY((*file)->read());
            std::vector<float> samples(5);
            QVERIFY((*file)->recording()->channels[2].read(3, samples));
        }
        QCOMPARE(opens.count(), 1);
        QVERIFY(io::readRecording(name));
        QVERIFY(io::openRecording(name));
        QCOMPARE(opens.count(), 2); // one each: the counting counts
    }

    void readsOnWhenItsNameIsGone()
    {
        const QString name = threeSignals(true).save(path("gone.edf"));
        const auto file = io::RecordingFile::open(name);
        QVERIFY(file && QFile::remove(name));
        const auto read = (*file)->read();
        QVERIFY(read);
        QCOMPARE(firstValue((*read)->channels[2]), 3);
        QCOMPARE((*read)->annotations.size(), size_t(1));
    }

    /// From a slow disk: whoever waits sees how far it is, and need not wait.
    void openingTellsOfItselfAndStops()
    {
        const QString name = longRecords("EDF+C").save(path("slow.edf"));
        qint64 last = -1, size = QFileInfo(name).size();
        int told = 0;
        std::stop_source source;
        Progress progress;
        progress.stop = source.get_token();
        progress.report = [&](const QString &, qint64 done, qint64 total) {
            QVERIFY(done <= total && total == size);
            last = done;
            ++told;
        };
        const auto file = io::RecordingFile::open(name, {.progress = progress});
        QVERIFY(file);
        QVERIFY(last > size / 2);
        const int whileOpening = told;
        std::vector<float> samples(5);
        QVERIFY((*file)->recording()->channels[0].read(3, samples));
        QCOMPARE(told, whileOpening);

        progress.report = [&](const QString &, qint64 done, qint64) {
            if (done > size / 2)
                source.request_stop();
        };
        const auto stopped = io::RecordingFile::open(name, {.progress = progress});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY((*file)->recording()->channels[0].read(3, samples)); // opened before: not its concern
    }

    void opensQuicklyWithoutTheAnnotationsOfAllRecords()
    {
        const QString name = longRecords("EDF+C").save(path("quick.edf"));
        const auto quick = io::RecordingFile::open(name, {.mostBytes = 1 << 15});
        QVERIFY(quick);
        const signal::Recording &recording = *(*quick)->recording();
        QCOMPARE(recording.annotations.size(), size_t(2));
        QCOMPARE(recording.durationSec(), 6.0);
        QCOMPARE(recording.deviations.size(), size_t(1));
        QCOMPARE(recording.deviations[0].code, QStringLiteral("annotations-not-all-read"));
        QCOMPARE(recording.deviations[0].taken, QStringLiteral("those of the first 2 of 6 data records are read"));
        for (const auto &whole :
             {io::RecordingFile::open(name), io::RecordingFile::open(name, io::Opening::quick(name))}) {
            QVERIFY(whole);
            QCOMPARE((*whole)->recording()->annotations.size(), size_t(6));
            QVERIFY((*whole)->recording()->deviations.empty());
        }
    }

    void whatIsQuickDependsOnTheSize()
    {
        const QString name = path("grows.edf");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64(2) << 30));
        QCOMPARE(io::Opening::quick(name).mostBytes, io::kAllBytes);
        QVERIFY(file.resize((qint64(2) << 30) + 1));
        QCOMPARE(io::Opening::quick(name).mostBytes, qint64(64) << 20);
        QVERIFY(file.remove());
    }

    /// Where there are gaps every time stamp counts.
    void readsAllTimeStampsOfADiscontinuousFile()
    {
        const QString name = longRecords("EDF+D").save(path("gaps.edf"));
        const auto file = io::RecordingFile::open(name, {.mostBytes = 1});
        QVERIFY(file);
        QCOMPARE((*file)->recording()->annotations.size(), size_t(6));
        QVERIFY((*file)->recording()->deviations.empty());
    }

    void readsTheChannelsThatAreWanted()
    {
        const auto file = io::RecordingFile::open(threeSignals(false).save(path("three.edf")));
        QVERIFY(file);
        const auto read = (*file)->read({2, 0, 2});
        QVERIFY(read);
        QCOMPARE((*read)->channels.size(), size_t(3));
        QCOMPARE(firstValue((*read)->channels[0]), 1);
        QVERIFY(!(*read)->channels[1].isReadable());
        QCOMPARE(firstValue((*read)->channels[2]), 3);
        QVERIFY((*file)->recording()->channels[1].isReadable()); // what was opened stays as it was
        for (const int channel : {-1, 3})
            QCOMPARE((*file)->read({0, channel}).error().code, ErrorCode::ChannelMissing);
    }

    void contentGoesBeforeTheEnding()
    {
        const auto read = io::readRecording(threeSignals(false).save(path("night.dat")));
        QVERIFY(read);
        QCOMPARE((*read)->channels.size(), size_t(3));
    }

    void saysWhatCanBeRead()
    {
        const auto picture = io::openRecording(saveBytes(path("night.png"), "\x89PNG and more"));
        QVERIFY(!picture);
        QCOMPARE(picture.error().code, ErrorCode::NotARecording);
        QCOMPARE(
            picture.error().message,
            QStringLiteral("night.png: this is not an EDF, BDF, MATLAB, CSV or NumPy recording; it looks like a PNG "
                           "picture."));
        QCOMPARE(picture.error().detail, QStringLiteral("Export the recording as EDF first."));
        const auto noise = io::openRecording(saveBytes(path("noise"), QByteArray("\x02\x03\xfe", 3)));
        QCOMPARE(noise.error().message,
                 QStringLiteral("noise: this is not an EDF, BDF, MATLAB, CSV or NumPy recording."));
    }

    void theEndingLetsItsFormatSayWhatIsWrong()
    {
        const auto bad = io::openRecording(saveBytes(path("bad.bdf"), "PK\x03\x04"));
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, ErrorCode::NotARecording);
        QVERIFY2(bad.error().detail.contains(QStringLiteral("byte 0")), qPrintable(bad.error().detail));
    }

    void refusesWhatIsNoFile()
    {
        QCOMPARE(io::openRecording(path("absent.edf")).error().code, ErrorCode::FileNotFound);
        QCOMPARE(io::openRecording(m_folder.path()).error().code, ErrorCode::FileNotReadable);
        QCOMPARE(io::openRecording(QStringLiteral("/dev/null")).error().code, ErrorCode::FileNotReadable);
        const auto empty = io::openRecording(saveBytes(path("empty"), {}));
        QCOMPARE(empty.error().code, ErrorCode::NotARecording);
        QVERIFY(empty.error().message.contains(QStringLiteral("empty")));
    }

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestRecordingFile)
#include "tst_recordingfile.moc"
