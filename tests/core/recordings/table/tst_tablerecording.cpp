// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStringEncoder>
#include <QtTest>
#include <cmath>

#include "core/recordings/recordingformat.h"
#include "tests/support/tablefile.h"

using namespace somno;
using namespace somno::test;

namespace {

QByteArray accuSleepy(int count = 2000)
{
    return "eeg,emg\n" + rows(count, [](int i) {
               return QByteArray::number(wave(i), 'f', 4) + ',' + QByteArray::number(2 * wave(i + 1), 'f', 4);
           });
}

QByteArray timed(int count, double hz, const QByteArray &heading = "time,eeg\n")
{
    return heading + rows(count, [=](int i) {
               return QByteArray::number(i / hz, 'f', 6) + ',' + QByteArray::number(wave(i), 'f', 3);
           });
}

} // namespace

class TestTableRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void accuSleepysColumnsAreRead()
    {
        const auto draft = m_folder.draft("a.csv", accuSleepy());
        QVERIFY(draft);
        QCOMPARE(draft->channels.size(), size_t(2));
        QCOMPARE(draft->channels[0].name, QStringLiteral("eeg"));
        QVERIFY(!draft->channels[0].rate && draft->isOpen());
        QCOMPARE(draft->channels[1].samples->size(), 2000);
        QVERIFY(std::abs(valueAt(draft->channels[1], 1234) - 2 * wave(1235)) < 1e-4);

        const auto asked = draft->finish({});
        QCOMPARE(asked.error().code, ErrorCode::RateMissing);
        QVERIFY2(asked.error().detail.contains(QStringLiteral("eeg (2000 samples), emg (2000 samples)"))
                     && asked.error().detail.contains(QStringLiteral("--rate 512")),
                 qPrintable(asked.error().detail));
        const auto file = draft->finish({.rateHz = 500, .unit = QStringLiteral("mV")});
        QVERIFY(file);
        QCOMPARE((*file)->recording()->durationSec(), 4.0);
        QCOMPARE((*file)->recording()->channels[0].unit, QStringLiteral("mV"));
        const auto read = (*file)->read({1});
        QVERIFY(read && !(*read)->channels[0].samples && (*read)->channels[1].samples);
        std::vector<float> values(3);
        QVERIFY((*read)->channels[1].read(100, values));
        QCOMPARE(values[0], valueAt(draft->channels[1], 100));
    }

    void anyEncodingAndLineEnd_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray plain = accuSleepy(3000);
        const auto wide = [&](QStringConverter::Encoding encoding, bool mark) {
            QStringEncoder encoder(encoding, mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
            return QByteArray(encoder(QString::fromLatin1(plain)));
        };
        QTest::newRow("UTF-8 with mark") << "\xef\xbb\xbf" + plain;
        QTest::newRow("UTF-16LE with mark") << wide(QStringConverter::Utf16LE, true);
        QTest::newRow("UTF-16BE without mark") << wide(QStringConverter::Utf16BE, false);
        QTest::newRow("Windows") << QByteArray(plain).replace("\n", "\r\n");
        QTest::newRow("old Macs") << QByteArray(plain).replace('\n', '\r');
        QTest::newRow("no last end") << plain.chopped(1);
        QTest::newRow("empty lines, spaces") << QByteArray(plain).replace(",", " , ").replace("\n", "\n\n");
        QTest::newRow("quotes")
            << QByteArray(plain).replace(",", "\",\"").replace("\n", "\"\n\"").prepend('"').chopped(1);
    }

    void anyEncodingAndLineEnd()
    {
        QFETCH(QByteArray, bytes);
        const auto draft = m_folder.draft("b.csv", bytes);
        QVERIFY2(draft, draft ? "" : qPrintable(draft.error().message));
        QCOMPARE(draft->channels.size(), size_t(2));
        QCOMPARE(draft->channels[0].name, QStringLiteral("eeg"));
        QCOMPARE(draft->channels[0].samples->size(), 3000);
        QVERIFY(std::abs(valueAt(draft->channels[1], 2999) - 2 * wave(3000)) < 1e-4);
    }

    void aColumnOfTimesGivesTheRate()
    {
        const auto draft = m_folder.draft("c.csv", timed(3000, 512));
        QVERIFY(draft && draft->channels.size() == 1);
        QCOMPARE(*draft->channels[0].rate, (SampleRate{512, kTicksPerSecond}));
        const auto ms = m_folder.draft("d.csv", timed(3000, 0.25, "time_ms,eeg\n"));
        QVERIFY(ms && ms->channels[0].rate == SampleRate({250, kTicksPerSecond}));
        const auto clock
            = m_folder.draft("e.csv", "clock;eeg\n" + rows(9000, [](int i) {
                                          return QTime(23, 59, 50).addMSecs(i * 5).toString("HH:mm:ss.zzz").toLatin1()
                                                 + ';' + QByteArray::number(wave(i));
                                      }));
        QVERIFY(clock && clock->channels[0].rate == SampleRate({200, kTicksPerSecond})); // over midnight
        QCOMPARE(clock->start.time(), QTime(23, 59, 50));
    }

    void unevenTimesAreNamedAndGiveNoRate()
    {
        QByteArray text = timed(3000, 100);
        text.remove(text.indexOf("\n10.000000,") + 1, text.indexOf("\n10.500000,") - text.indexOf("\n10.000000,"));
        const auto draft = m_folder.draft("f.csv", text);
        QVERIFY(draft && !draft->channels[0].rate);
        const auto refused = draft->finish({});
        QCOMPARE(refused.error().code, ErrorCode::RateMissing);
        QVERIFY2(refused.error().detail.contains(QStringLiteral("line 1002")), qPrintable(refused.error().detail));
        QVERIFY(draft->finish({.rateHz = 100})); // whoever says the rate means it
    }

    void anIndexIsNoChannel()
    {
        const auto draft = m_folder.draft("g.csv", ",eeg\n" + rows(500, [](int i) {
                                                       return QByteArray::number(i) + ',' + QByteArray::number(wave(i));
                                                   }));
        QVERIFY(draft && draft->channels.size() == 1);
        QVERIFY(!draft->channels[0].rate);
    }

    void missingValuesStayMissingAndAreSaid()
    {
        QByteArray text = accuSleepy();
        text.replace("\n0.1000,", "\nNaN,").replace("\n-0.1000,", "\n,");
        const auto draft = m_folder.draft("h.csv", text);
        QVERIFY(draft);
        QCOMPARE(codesOf(draft->deviations), QStringList{QStringLiteral("values-missing")});
        QVERIFY(draft->deviations.front().found.startsWith(QStringLiteral("4 of 2000")));
    }

    void whatIsDamagedIsNamedByItsLine()
    {
        const auto word = m_folder.draft("i.csv", accuSleepy() + "0.1,abc\n0.1,0.2\n");
        QCOMPARE(word.error().code, ErrorCode::HeaderInvalid);
        QVERIFY2(word.error().message.contains(QStringLiteral("line 2002: \"abc\"")), qPrintable(word.error().message));
        const auto narrow = m_folder.draft("j.csv", accuSleepy() + "0.1\n0.1,0.2\n");
        QVERIFY(narrow.error().message.contains(QStringLiteral("line 2002")));
        const auto wide = m_folder.draft("k.csv", accuSleepy() + "0.1,0.2,0.3\n");
        QVERIFY(wide.error().message.contains(QStringLiteral("3 cells for 2 columns")));
        const auto early = m_folder.draft("q.csv", accuSleepy(20) + "0.1;0.2\n" + accuSleepy(2000).mid(8));
        QVERIFY2(!early && early.error().message.contains(QStringLiteral("line 22")),
                 "rows before it are not passed over");
        const auto cut = m_folder.draft("l.csv", accuSleepy() + "0.123");
        QVERIFY(cut && cut->channels[0].samples->size() == 2000);
        QCOMPARE(codesOf(cut->deviations), QStringList{QStringLiteral("last-row-cut")});
    }

    void whatIsNoRecordingIsRefusedWithAWord()
    {
        const auto labels
            = m_folder.draft("m.csv", "brain_state\n" + rows(100, [](int i) { return QByteArray::number(i % 3 + 1); }));
        QCOMPARE(labels.error().code, ErrorCode::NotARecording);
        QVERIFY(labels.error().message.contains(QStringLiteral("looks like labels")));
        QVERIFY(
            m_folder.draft("n.csv", "some words\nof a letter\n").error().message.contains(QStringLiteral("no table")));
        const auto parquet = m_folder.draft("o.csv", QByteArray("PAR1") + QByteArray(100, '\1'));
        QVERIFY2(parquet.error().detail.contains(QStringLiteral("CSV")), qPrintable(parquet.error().detail));
        QVERIFY(m_folder.draft("night.parquet", QByteArray("PAR1") + QByteArray(100, '\1'))
                    .error()
                    .message.contains(QStringLiteral("Parquet")));
    }

    void readingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        Progress progress;
        progress.stop = stop.get_token();
        const auto read = io::openFile(m_folder.write("p.csv", accuSleepy(40000)), {.progress = progress});
        QCOMPARE(read.error().code, ErrorCode::Cancelled);
    }

    void contentIsRecognisedWithoutItsEnding()
    {
        const auto id = [](const QByteArray &bytes) {
            const auto *format
                = formatOf(io::recordingFormats(), bytes.left(kRecognisedBytes), QStringLiteral("night.dat"));
            return format ? format->id : QString();
        };
        QCOMPARE(id(accuSleepy()), QStringLiteral("table"));
        QCOMPARE(id("onset_s,duration_s,stage\n0,4,Wake\n4,4,NREM\n8,4,REM\n"), QString());
        QCOMPARE(id("0\n0\n1\n2\n1\n"), QString());
    }

private:
    RecordingFolder m_folder;
};

QTEST_GUILESS_MAIN(TestTableRecording)
#include "tst_tablerecording.moc"
