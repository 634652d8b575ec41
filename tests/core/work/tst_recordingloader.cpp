// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/contentdigest.h"
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
        const auto other = ui::loadChannels(loaded->file, {QStringLiteral("#3"), {}, {}, {}}, {});
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
