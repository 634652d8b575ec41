// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that programs write: which they are of, and what ours look like.
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

class TestProgramTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void isToldByItsHeading_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("stages");
        const auto add
            = [](const char *name, const char *file, const QByteArray &bytes, const char *format, const char *stages) {
                  QTest::newRow(name) << QString::fromLatin1(file) << bytes << QString::fromLatin1(format)
                                      << QString::fromLatin1(stages);
              };
        add("AccuSleepy", "a.csv", "brain_state\n2\n3\n3\n1\n-1\n", "accusleepy", "WNNR.");
        add("AccuSleepy with confidence", "a.csv",
            "brain_state,confidence_score\n2,0.99\n3,0.5\n3,0.75\n1,1.0\n-1,0.0\n", "accusleepy", "WNNR.");
        add("AccuSleepy by pandas with gaps", "a.csv", "brain_state\n2.0\n3.0\n3.0\n1.0\n-1.0\n", "accusleepy",
            "WNNR.");
        add("BIDS events", "sub-1_events.tsv",
            "onset\tduration\tstage\n0\t4\tWake\n4\t8\tNREM\n12\t4\tREM\n16\t4\tn/a\n", "bids", "WNNR.");
        add("BIDS trial types", "x.tsv",
            "onset\tduration\ttrial_type\tvalue\n0\t4\tW\t0\n4\t8\tNREM\t2\n12\t4\tR\t4\n16\t4\tn/a\tn/a\n", "bids",
            "WNNR.");
        add("EDFbrowser", "a_annotations.txt",
            "Onset,Duration,Annotation\n+0.0000000,4,Sleep stage W\n+4.0000000,8,Sleep stage N\n+12.0000000,4,Sleep "
            "stage R\n"
            "+16.0000000,4,Sleep stage ?\n",
            "edfbrowser", "WNNR.");
        add("EDFbrowser, dates", "a_annotations.txt",
            "Onset\tDuration\tAnnotation\n2024-03-05T09:00:00.0000000\t4\tSleep stage "
            "W\n2024-03-05T09:00:04.0000000\t8\tSleep stage N\n"
            "2024-03-05T09:00:06.0000000\t\tLights off\n2024-03-05T09:00:12.0000000\t4\tSleep stage R\n",
            "edfbrowser", "WNNR.");
        add("YASA table", "a.csv", "Epoch,Stage\n0,WAKE\n1,NREM\n2,NREM\n3,REM\n4,UNS\n", "yasa-csv", "WNNR.");
        add("YASA events", "a.csv",
            "epoch,onset,duration,value,description\n0,0.0,4.0,0,WAKE\n1,4.0,4.0,2,NREM\n2,8.0,4.0,2,NREM\n3,12.0,4.0,"
            "4,REM\n4,16.0,4.0,-2,UNS\n",
            "csv", "WNNR.");
        add("Somnus", "m_scored.csv",
            "Time_sec,Wake,NREM,REM,Artifact,Unclear,Confirmed,Model_State\n0.0,1,0,0,0,0,0,Wake\n4.0,0,1,0,0,0,0,"
            "NREM\n"
            "8.0,0,1,0,0,0,0,NREM\n12.0,0,0,1,0,0,0,REM\n16.0,0,0,0,1,0,0,REM\n",
            "somnus", "WNNR.");
        add("own", "a.csv",
            "onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem\n0,4,Wake,1,1,0,0\n4,8,NREM,1,0,1,0\n12,4,REM,1,0,"
            "0,1\n",
            "csv", "WNNR.");
    }

    void isToldByItsHeading()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        SOMNO_READ_LABELS(
            labels, writtenSo(m_folder, name, bytes),
            {.epochSec = 4, .totalSec = 20, .recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC)});
        QTEST(labels.format->id, "format");
        QTEST(stageLetters(labels.hypnogram), "stages");
    }

    void writtenAsTheProgramsDo_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("AccuSleepy") << "accusleepy" << QByteArray("brain_state\n2\n3\n1\n-1\n");
        QTest::newRow("BIDS") << "bids"
                              << QByteArray("onset\tduration\tstage\n0\t1\tWake\n1\t1\tNREM\n2\t1\tREM\n3\t1\tn/a\n");
        QTest::newRow("EDFbrowser")
            << "edfbrowser"
            << QByteArray("Onset,Duration,Annotation\n+0.0000000,1,Sleep stage W\n+1.0000000,1,Sleep stage N\n"
                          "+2.0000000,1,Sleep stage R\n+3.0000000,1,Sleep stage ?\n");
        QTest::newRow("YASA") << "yasa-csv" << QByteArray("Epoch,Stage\n0,WAKE\n1,NREM\n2,REM\n3,UNS\n");
        QTest::newRow("Somnus")
            << "somnus"
            << QByteArray("Time_sec,Wake,NREM,REM,Artifact\n0.0,1,0,0,0\n0.5,1,0,0,0\n1.0,0,1,0,0\n1.5,0,1,0,0\n"
                          "2.0,0,0,1,0\n2.5,0,0,1,0\n3.0,0,0,0,0\n3.5,0,0,0,0\n");
    }

    void writtenAsTheProgramsDo()
    {
        QFETCH(QString, format);
        const QString path = m_folder.filePath(QStringLiteral("written"));
        io::LabelWriteOptions options;
        options.format = format;
        QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("WNR."), 1), options));
        QTEST(bytesOf(path), "bytes");
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestProgramTables)
#include "tst_programtables.moc"
