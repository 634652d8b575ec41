// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/contentdigest.h"
#include "core/signal/envelope.h"
#include "core/work/recordingloader.h"
#include "tests/support/edfbytes.h"
#include "tests/support/fileopens.h"

using namespace somno;
using namespace somno::test;

class TestRecordingLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    /// What the window does: header, choice of channels and samples from one opening; the digest of the bytes is
    /// another.
    void opensTheFileOnce()
    {
        const QString name = plusFile().save(path("mouse.edf"));
        FileOpens opens(name);
        const auto loaded = ui::loadRecording(name, {}, 1, {});
        QVERIFY(loaded);
        QCOMPARE(opens.count(), 1);
        QCOMPARE(loaded->shownChannels(), QList<int>({0, 1}));
        QVERIFY(loaded->recording->channels[0].samples && loaded->recording->channels[1].samples);
        QVERIFY(!loaded->recording->channels[2].isReadable());
        const auto other = ui::loadChannels(*loaded, {QStringLiteral("#3"), {}, {}, {}}, {});
        QVERIFY(other && other->recording->channels[2].samples);
        QCOMPARE(loaded->recording->annotations.size(), size_t(1));
        QVERIFY(io::contentDigest(name));
        QCOMPARE(opens.count(), 1);
    }

    void opensOnceWhatItRefuses()
    {
        EdfBytes file = plusFile();
        file.signalList.erase(file.signalList.begin(), file.signalList.begin() + 3);
        const QString name = file.save(path("labels.edf"));
        FileOpens opens(name);
        QCOMPARE(ui::loadRecording(name, {}, 1, {}).error().code, ErrorCode::NotARecording);
        QCOMPARE(ui::loadRecording(path("absent.edf"), {}, 1, {}).error().code, ErrorCode::FileNotFound);
        QCOMPARE(opens.count(), 1);
        const QString tooShort = plusFile().save(path("short.edf"));
        QCOMPARE(ui::loadRecording(tooShort, {}, 30, {}).error().code, ErrorCode::TooShort);
    }

    /// 30 GB: neither its samples nor all of its annotations are read before it is on the screen.
    void opensWithoutReadingAllOfIt()
    {
        EdfBytes file = plusFile();
        for (EdfBytesSignal &signal : file.signalList)
            signal.samplesPerRecord = signal.label == "EEG" ? "20000" : signal.samplesPerRecord;
        const qint64 recordBytes = (20'000 + 200 + 200 + 60) * 2;
        const qint64 records = (qint64(30) << 30) / recordBytes;
        file.claimedRecords = QByteArray::number(records);
        const QString name = file.save(path("huge.edf"));
        const qint64 headerBytes = QFileInfo(name).size() - 3 * recordBytes;
        QVERIFY(QFile::resize(name, headerBytes + records * recordBytes)); // zeros take no room

        const auto loaded = ui::loadRecording(name, {}, 1, {});
        QVERIFY(loaded);
        QCOMPARE(loaded->recording->durationSec(), double(records));
        QVERIFY(loaded->pages);
        QVERIFY(!loaded->recording->channels[0].samples && loaded->recording->channels[0].envelope);
        std::vector<signal::MinMax<float>> spans(100);
        const auto isThere = [&] {
            loaded->recording->channels[0].envelope->columns(1'000'000'000 / 100, 100, spans);
            return spans[50] == signal::MinMax<float>{0, 0};
        };
        QVERIFY(QTest::qWaitFor(isThere, 5000)); // in the middle of it, before what comes before
        QVERIFY(QFile::remove(name));
    }

    void whatIsTooLargeIsReadAsItIsLookedAt()
    {
        const QString name = plusFile().save(path("large.edf"));
        qputenv("SOMNOSCRIBE_SAMPLES_MB", "0");
        const auto loaded = ui::loadRecording(name, {}, 1, {});
        qunsetenv("SOMNOSCRIBE_SAMPLES_MB");
        QVERIFY(loaded && loaded->pages);
        QVERIFY(loaded->recording->channels[0].envelope && !loaded->recording->channels[2].envelope);
        QVERIFY(loaded->recording->channels[0].isReadable());
        QVERIFY(QTest::qWaitFor([&] { return !loaded->pages->state().isSurveying(); }));
        // Other channels come from the same reader, which knows what it has read.
        const auto other = ui::loadChannels(*loaded, {QStringLiteral("#3"), {}, {}, {}}, {});
        QVERIFY(other && other->pages == loaded->pages);
        QVERIFY(other->recording->channels[2].envelope && !other->recording->channels[2].samples);
        QVERIFY(!ui::loadRecording(name, {}, 1, {})->pages);
    }

    void smallIsAQuarterOfMemory()
    {
        QVERIFY(ui::mostSampleBytes() > 100 << 20);
        QVERIFY(ui::mostSampleBytes() <= qint64(2) << 30);
        qputenv("SOMNOSCRIBE_SAMPLES_MB", "7");
        QCOMPARE(ui::mostSampleBytes(), 7 << 20);
        qunsetenv("SOMNOSCRIBE_SAMPLES_MB");
    }

    void aFileWithoutAHeaderIsAskedAboutFirst()
    {
        QByteArray table = "eeg,emg\n";
        for (int i = 0; i < 4000; ++i)
            table += QByteArray::number(0.01 * ((i * 7919) % 1000)) + ",0.5\n";
        const QString name = saveBytes(path("night.csv"), table);
        const auto asked = ui::loadRecording(name, {}, 1, {});
        QVERIFY(asked && asked->draft && !asked->file);
        ui::ChannelWish wish;
        wish.said.rateHz = 400;
        const auto loaded = ui::loadDraft(asked->draft, wish, 1, {});
        QVERIFY(loaded && loaded->file && !loaded->draft);
        QCOMPARE(loaded->recording->durationSec(), 10.0);
        QCOMPARE(loaded->said.rateHz, 400.0);
        const auto known = ui::loadRecording(name, wish, 1, {});
        QVERIFY(known && known->file);
        wish.said.rateHz = 1e6;
        QCOMPARE(ui::loadRecording(name, wish, 1, {}).error().code, ErrorCode::TooShort);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        Progress progress;
        progress.stop = source.get_token();
        const QString name = plusFile().save(path("stop.edf"));
        QCOMPARE(ui::loadRecording(name, {}, 1, progress).error().code, ErrorCode::Cancelled);
    }

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    static EdfBytes plusFile()
    {
        EdfBytes file;
        file.reserved = "EDF+C";
        for (const char *label : {"EEG", "EMG", "Temperature"}) {
            EdfBytesSignal signal;
            signal.label = label;
            signal.samplesPerRecord = "200";
            file.signalList.push_back(signal);
        }
        const QByteArray end("\x14\x14\0", 3);
        file.signalList.push_back(annotationSignal({"+0" + end + tal("+1", "", "event"), "+1" + end, "+2" + end}));
        return file;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestRecordingLoader)
#include "tst_recordingloader.moc"
