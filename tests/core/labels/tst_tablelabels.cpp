// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of every shape that people make give the same five epochs.
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

class TestTableLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void everyShape_data();
    void everyShape();
    void rowsWithoutTimes_data();
    void rowsWithoutTimes();
    void clocks_data();
    void clocks();
    void aColumnForEachScorer();
    void probabilitiesWithoutAStage();
    void eventsThatAreNoStages();
    void codesAreLeftToTheMap();
    void errors_data();
    void errors();
    void signalsAreNoLabels_data();
    void signalsAreNoLabels();

private:
    QTemporaryDir m_folder;
};

/// A recording of 20 s: W N . R R in epochs of 4 s.
void TestTableLabels::everyShape_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("codes");
    const auto add = [](const char *name, const QByteArray &bytes, const QStringList &codes = {}) {
        QTest::newRow(name) << bytes << codes;
    };
    const QStringList noDurations("durations-missing");
    add("comma", "onset,duration,stage\n0,4,Wake\n4,4,NREM\n8,4,?\n12,4,REM\n16,4,REM\n");
    add("semicolon, decimal comma",
        "Onset;Dauer;Stadium\n0,0;4,0;Wach\n4,0;4,0;NREM\n8,0;4,0;\n12,0;4,0;REM\n16,0;4,0;REM\n");
    add("tab, decimal comma of three",
        "onset\tduration\tstage\n0,000\t4,000\tW\n4,000\t4,000\tN\n8,000\t4,000\t\n12,000\t8,000\tR\n");
    add("bar", "start|end|state\n0|4|wake\n4|8|nrem\n8|12|\n12|20|rem\n");
    add("white space", "onset   duration  stage\n0   4  W\n4   4  N\n8   4  ?\n12  8  R\n");
    add("quotes with a line break",
        "onset,note,stage,duration\n0,\"a\n\"\"b\"\", c\",W,4\n4,,N,4\n8,,,4\n12,\"x, y\",R,8\n");
    add("a quote without an end", "onset,duration,stage,note\n0,4,W,\"lost\n4,4,N,\n8,4,,\n12,8,R,\n");
    add("comments and blank lines",
        "# scored by A\n\nonset,duration,stage\n# first\n0,4,W\n\n4,4,N\n8,4,?\n* x\n12,8,R\n");
    add("heading in a comment", "# onset,duration,stage\n0,4,W\n4,4,N\n8,4,?\n12,8,R\n");
    add("lines before the heading",
        "Mouse 12\nExported by X\n\nEpoch,Onset (s),Duration [s],Sleep Stage\n1,0,4,W\n2,4,4,N\n3,8,4,\n4,12,8,R\n");
    add("no heading", "0,4,W\n4,4,N\n8,4,?\n12,8,R\n");
    add("no heading, stage first", "W,0,4\nN,4,4\n?,8,4\nR,12,8\n");
    add("no heading, ends", "0;4;W\n4;8;N\n8;12;?\n12;20;R\n");
    add("no heading, counted rows", "0,0,W\n1,4,N\n2,8,?\n3,12,R\n4,16,R\n", noDurations);
    add("a heading that nobody knows", "xyz,abc,qqq\n0,4,W\n4,4,N\n8,4,?\n12,8,R\n");
    add("onset and end", "Start_sec,Stop_sec,label\n0,4,wake\n4,8,nrem\n8,12,artifact\n12,20,rem\n");
    add("offset as end", "onset,offset,state\n0,4,wake\n4,8,nrem\n8,12,\n12,20,rem\n");
    add("offset as onset", "offset,duration,state\n0,4,wake\n4,4,nrem\n8,4,\n12,8,rem\n");
    add("minutes", "time [min],duration_s,stage\n0,4,W\n0.0666666667,4,N\n0.1333333333,4,\n0.2,8,R\n");
    add("milliseconds", "start_ms,length_ms,stage\n0,4000,W\n4000,4000,N\n8000,4000,\n12000,8000,R\n");
    add("seconds in the cells", "onset,duration,stage\n0s,4 s,W\n4s,4 s,N\n8s,4 s,\n12s,8 s,R\n");
    add("negative onset", "onset_s,duration_s,stage\n-4,4,?\n0,4,W\n4,4,N\n8,4,\n12,8,R\n");
    add("EDF+ words", "Onset,Duration,Annotation\n+0.0000000,4,Sleep stage W\n+4.0000000,4,Sleep stage "
                      "N\n+8.0000000,4,Sleep stage ?\n+12.0000000,8,Sleep stage R\n");
    add("words go before codes", "onset,duration,value,description\n0,4,0,WAKE\n4,4,2,NREM\n8,4,-2,UNS\n12,8,4,REM\n");
    add("BIDS", "onset\tduration\ttrial_type\n0\t4\tW\n4\t4\tNREM\n8\t4\tn/a\n12\t8\tR\n");
    add("one column a stage",
        "Time_sec,Wake,NREM,REM,Artifact\n0,1,0,0,0\n4,0,1,0,0\n8,0,0,0,1\n12,0,0,1,0\n16,0,0,1,0\n");
    add("true and false", "start,duration,wake,nrem,rem\n0,4,True,False,False\n4,4,False,True,False\n8,4,False,False,"
                          "False\n12,8,False,False,True\n");
    const QString wide = QStringLiteral("onset,duration,stage\r\n0,4,W\r\n4,4,N\r\n8,4,?\r\n12,8,R\r\n");
    add("UTF-16",
        QByteArray("\xff\xfe", 2) + QByteArray(reinterpret_cast<const char *>(wide.utf16()), 2 * wide.size()));
    add("old Macintosh", "onset,duration,stage\r0,4,W\r4,4,N\r8,4,?\r12,8,R\r");
    add("two files joined", "onset,duration,stage\n0,4,W\n4,4,N\nonset,duration,stage\n8,4,?\n12,8,R\n");
    add("blank rows of a spreadsheet", "onset,duration,stage\n0,4,W\n,,\n4,4,N\n8,4,?\n12,8,R\n,,\n,,\n");
    add("date, clock and onset",
        "Date, Time, Recording onset, Duration, Annotation, Linked channel\n"
        "2001-01-01, 23:24:00, 0, 4, Sleep stage W,\n2001-01-01, 23:24:04, 4, 4, Sleep stage N,\n"
        "2001-01-01, 23:24:05, 5, 0, Lights off@@EEG F3, EEG F3\n"
        "2001-01-01, 23:24:08, 8, 4, Sleep stage ?,\n2001-01-01, 23:24:12, 12, 8, Sleep stage R,\n");
    add("a stage by another name",
        "Start Time(s)\tEpoch length (s)\tmanual_stage\n0\t4\tW\n4\t4\tN\n8\t4\t\n12\t8\tR\n");
    add("unknown onset", "onset,duration,stage\n0,4,W\nn/a,4,W\n4,4,N\n8,4,?\n12,8,R\n", QStringList("onsets-missing"));
    add("cut off", "onset,stage,duration\n0,W,4\n4,N,4\n12,R,8\n8",
        {"cells-missing", "rows-unsorted", "durations-missing"});
    add("no duration for an event of none", "onset,duration,stage\n0,4,W\n4,0,N\n8,4,?\n12,8,R\n", noDurations);
    add("stage in two columns at once", "t,wake,nrem,rem\n0,1,0,0\n4,0,1,0\n8,1,0,1\n12,0,0,1\n16,0,0,1\n",
        {"durations-missing", "word-unknown"});
    add("elapsed clock", "time,duration,stage\n00:00:00,4,W\n00:00:04,4,N\n00:00:08,4,\n00:00:12,8,R\n");
}

void TestTableLabels::everyShape()
{
    QFETCH(QByteArray, bytes);
    const QString path = writtenSo(m_folder, QStringLiteral("shape.csv"), bytes);
    SOMNO_READ_LABELS(labels, path, {.epochSec = 4, .totalSec = 20});
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WN.RR"));
    QTEST(codesOf(labels), "codes");
    QVERIFY(!labels.start.isValid());
}

/// Epochs that have no times: by number, by duration, or row by row.
void TestTableLabels::rowsWithoutTimes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QStringList>("codes");
    const QStringList derived("epoch-length-derived");
    QTest::newRow("Epoch,Stage") << QByteArray("Epoch,Stage\n0,WAKE\n1,NREM\n2,UNS\n3,REM\n4,REM\n") << "WN.RR"
                                 << derived;
    QTest::newRow("from one") << QByteArray("epoch_index,stage\n1,W\n2,N\n3,\n4,R\n5,R\n") << "WN.RR" << derived;
    QTest::newRow("with their length") << QByteArray("epoch,duration,stage\n1,4,W\n2,4,N\n3,4,\n4,4,R\n5,4,R\n")
                                       << "WN.RR" << QStringList();
    QTest::newRow("epochs left out") << QByteArray("epoch,duration_s,stage\n1,4,W\n2,4,N\n4,4,R\n5,4,R\n") << "WN.RR"
                                     << QStringList("gaps");
    QTest::newRow("one column") << QByteArray("hypnogram\nW\nN\n?\nR\nR\n") << "WN.RR" << derived;
    QTest::newRow("bouts") << QByteArray("stage,duration\nW,4\nN,4\n?,4\nR,8\n") << "WN.RR" << QStringList();
    QTest::newRow("ends") << QByteArray("stage,end_s\nW,4\nN,8\n?,12\nR,20\n") << "WN.RR" << QStringList();
    QTest::newRow("runs of epochs") << QByteArray("state,epochs\nW,1\nN,1\n?,1\nR,2\n") << "WN.RR" << QStringList();
    QTest::newRow("blank epochs") << QByteArray("stage,note\nW,\nN,\n,\nR,x\nR,\n") << "WN.RR" << derived;
    QTest::newRow("index of a data frame") << QByteArray(",stage\n0,W\n1,N\n2,\n3,R\n4,R\n") << "WN.RR" << derived;
}

void TestTableLabels::rowsWithoutTimes()
{
    QFETCH(QByteArray, bytes);
    const QString path = writtenSo(m_folder, QStringLiteral("rows.csv"), bytes);
    const bool isRuns = bytes.contains("epochs\n");
    SOMNO_READ_LABELS(labels, path, {.epochSec = 4, .rowSec = isRuns ? 4.0 : 0, .totalSec = 20});
    QTEST(stageLetters(labels.hypnogram), "stages");
    QTEST(codesOf(labels), "codes");
}

/// Against a recording that starts at 9:00:00 on 5 March 2024.
void TestTableLabels::clocks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QDateTime>("start");
    const QDateTime dated(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    const QDateTime clock(QDate(1970, 1, 1), QTime(9, 0), Qt::UTC);
    const QDateTime night(QDate(1970, 1, 1), QTime(23, 59, 56), Qt::UTC);
    const auto add = [](const char *name, const QByteArray &rows, const QDateTime &start) {
        QTest::newRow(name) << QByteArray("time,stage\n" + rows) << start;
    };
    add("time of day", "09:00:00,W\n09:00:04,N\n09:00:08,\n09:00:12,R\n09:00:16,R\n", clock);
    add("with fractions", "09:00:00.000,W\n09:00:04.000,N\n09:00:08.000,\n09:00:12.000,R\n09:00:16.000,R\n", clock);
    add("half days", "09:00:00 AM,W\n09:00:04 AM,N\n09:00:08 AM,\n09:00:12 AM,R\n09:00:16 AM,R\n", clock);
    add("over midnight", "23:59:56,W\n00:00:00,N\n00:00:04,\n00:00:08,R\n00:00:12,R\n", night);
    add("ISO",
        "2024-03-05T09:00:00,W\n2024-03-05T09:00:04,N\n2024-03-05T09:00:08,\n2024-03-05T09:00:12.0,R\n2024-03-05 "
        "09:00:16,R\n",
        dated);
    add("month in letters",
        "05-Mar-2024 09:00:00,W\n05-Mar-2024 09:00:04,N\n05-Mar-2024 09:00:08,\n05-Mar-2024 09:00:12,R\n05-Mar-2024 "
        "09:00:16,R\n",
        dated);
    add("points",
        "05.03.2024 09:00:00,W\n05.03.2024 09:00:04,N\n05.03.2024 09:00:08,\n05.03.2024 09:00:12,R\n05.03.2024 "
        "09:00:16,R\n",
        dated);
    add("a date that may be two",
        "05/03/2024 09:00:00,W\n05/03/2024 09:00:04,N\n05/03/2024 09:00:08,\n05/03/2024 09:00:12,R\n05/03/2024 "
        "09:00:16,R\n",
        clock);
    add("a date beyond doubt",
        "03/25/2024 09:00:00,W\n03/25/2024 09:00:04,N\n03/25/2024 09:00:08,\n03/25/2024 09:00:12,R\n03/25/2024 "
        "09:00:16,R\n",
        QDateTime(QDate(2024, 3, 25), QTime(9, 0), Qt::UTC));
}

void TestTableLabels::clocks()
{
    QFETCH(QByteArray, bytes);
    const QString path = writtenSo(m_folder, QStringLiteral("clocks.csv"), bytes);
    SOMNO_READ_LABELS(labels, path, {.epochSec = 4, .totalSec = 20});
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WN.RR"));
    QTEST(labels.start, "start");
    // Dates may stand in a column of their own.
    const QString apart = writtenSo(m_folder, QStringLiteral("apart.csv"),
                                    "Date,Time,stage\n2024-03-05,09:00:04,W\n2024-03-05,09:00:08,N\n");
    SOMNO_READ_LABELS(
        late, apart,
        {.epochSec = 4, .totalSec = 20, .recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC)});
    QCOMPARE(stageLetters(late.hypnogram), QStringLiteral(".WN..").left(3) + stageLetters(late.hypnogram).mid(3));
    QVERIFY(codesOf(late).contains(QStringLiteral("start-clock-differs")));
    // Epochs of 2.5 s in whole seconds.
    QByteArray rounded("time,stage\n");
    for (int i = 0; i < 20; ++i)
        rounded += "09:00:" + QByteArray::number(int(i * 2.5)).rightJustified(2, '0') + (i % 2 ? ",N\n" : ",W\n");
    SOMNO_READ_LABELS(even, writtenSo(m_folder, QStringLiteral("rounded.csv"), rounded), {});
    QCOMPARE(even.hypnogram.epochSec(), 2.5);
    QVERIFY(codesOf(even).contains(QStringLiteral("times-rounded")));
}

void TestTableLabels::aColumnForEachScorer()
{
    const QString path = writtenSo(m_folder, QStringLiteral("scorers.csv"),
                                   "onset,duration,scorer1,Scorer 2\n0,4,W,W\n4,4,N,W\n8,4,R,R\n");
    SOMNO_READ_LABELS(labels, path, {});
    QCOMPARE(labels.scorer, QStringLiteral("scorer1"));
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNR"));
    QCOMPARE(labels.others.size(), size_t(1));
    QCOMPARE(labels.others[0].scorer, QStringLiteral("Scorer 2"));
    QCOMPARE(stageLetters(labels.others[0].hypnogram), QStringLiteral("WWR"));
    SOMNO_READ_LABELS(agreed,
                      writtenSo(m_folder, QStringLiteral("agreed.csv"),
                                "onset,duration,stage_A,stage_B,consensus\n0,4,W,W,W\n4,4,N,W,?\n8,4,R,R,R\n"),
                      {});
    QCOMPARE(agreed.scorer, QStringLiteral("consensus"));
    QCOMPARE(stageLetters(agreed.hypnogram), QStringLiteral("W.R"));
    QCOMPARE(agreed.others.size(), size_t(2));
}

void TestTableLabels::probabilitiesWithoutAStage()
{
    SOMNO_READ_LABELS(labels,
                      writtenSo(m_folder, QStringLiteral("p.csv"),
                                "onset,duration,wake,nrem,rem\n0,4,0.75,0.25,0\n4,4,0.125,0.875,0\n8,4,0,0.25,0.75\n"),
                      {});
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNR"));
    QCOMPARE(labels.hypnogram.proposal().size(), 3);
    QCOMPARE(labels.hypnogram.confidence(1), 0.875f);
}

/// Other annotations in the same column are nothing odd, but for what looks like a stage.
void TestTableLabels::eventsThatAreNoStages()
{
    SOMNO_READ_LABELS(labels,
                      writtenSo(m_folder, QStringLiteral("events.csv"),
                                "onset,duration,trial_type\n0,4,W\n1,0,Lights off\n4,4,N\n5,1,Sleep stage X\n"),
                      {.epochSec = 4});
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WN"));
    QCOMPARE(codesOf(labels), QStringList("word-unknown"));
}

void TestTableLabels::codesAreLeftToTheMap()
{
    const QString path
        = writtenSo(m_folder, QStringLiteral("codes.csv"), "onset,duration,stage\n0,4,1\n4,4,2\n8,4,3\n");
    const auto unmapped = io::readLabels(path);
    QVERIFY(!unmapped && unmapped.error().detail.contains(QStringLiteral("\"2\"")));
    SOMNO_READ_LABELS(labels, path,
                      {.stageMap = {{QStringLiteral("1"), scoring::Stage::Rem},
                                    {QStringLiteral("2"), scoring::Stage::Wake},
                                    {QStringLiteral("3"), scoring::Stage::Nrem}}});
    QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("RWN"));
}

void TestTableLabels::errors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const auto add = [](const char *name, const QByteArray &bytes, const char *said) {
        QTest::newRow(name) << bytes << QString::fromLatin1(said);
    };
    add("onset", "onset,stage\n0,W\nten,N\n", "line 3: \"ten\" is no onset");
    add("clock among numbers", "onset,stage\n0,W\n09:00:00,N\n", "line 3");
    add("infinite", "onset,stage\n0,W\ninf,N\n", "line 3");
    add("1e308", "onset,stage\n0,W\n1e308,N\n", "line 3");
    add("end before the onset", "onset,end,stage\n10,4,W\n", "line 2: the end \"4\"");
    add("negative duration", "onset,duration,stage\n0,-4,W\n", "line 2: \"-4\" is no duration");
    add("endless duration", "onset,duration,stage\n0,1e300,W\n", "is no duration");
    add("epoch", "epoch,stage\n1,W\n2,N\n3,N\n4,N\n5,N\n6,N\nx,N\n", "line 8: \"x\" is no number");
    add("durations without an end", "stage,duration\nW,9e8\nN,9e8\nR,9e8\n", "line 4: the labels reach too far");
    add("far epoch", "epoch,stage\n1,W\n99999999,N\n", "is no number of an epoch");
    add("endless runs", "stage,epochs\nW,9e8\n", "line 2: the labels reach too far");
    add("no stages", "time,eeg,emg\n0,0.1,0.2\n0.01,0.1,0.2\n", "there is no column of stages");
    add("heading alone", "onset,duration,stage\n", "holds no labels");
    add("empty", "", "line 1");
    add("zeros", QByteArray(3000, '\0'), "");
    add("noise", QByteArray::fromHex("00ff1b5c0a0d2c2c22220a3b3b097f80fe01"), "");
}

void TestTableLabels::errors()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("wrong.csv"), bytes), {.totalSec = 100});
    QVERIFY(!labels);
    QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    QVERIFY2(labels.error().message.contains(said), qPrintable(labels.error().message));
}

void TestTableLabels::signalsAreNoLabels_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("AccuSleepy") << QByteArray("eeg,emg\n0.1,0.2\n0.3,0.1\n");
    QTest::newRow("with time") << QByteArray("time,EEG,EMG\n0,0.1,0.2\n0.002,0.3,0.1\n");
    QTest::newRow("without names") << QByteArray("0.1,0.2\n0.3,0.1\n-0.2,0.7\n");
    QTest::newRow("one channel") << QByteArray("1.5\n2.5\n-3.25\n");
    QTest::newRow("digits") << QByteArray("1021\n2043\n-1034\n992\n");
    QTest::newRow("prose") << QByteArray("Dear colleague,\nthe mouse slept well.\nYours, R\n");
}

void TestTableLabels::signalsAreNoLabels()
{
    QFETCH(QByteArray, bytes);
    for (const io::LabelFormat *format : io::labelFormats())
        QVERIFY2(!format->recognises(bytes, QStringLiteral("recording.csv")), qPrintable(format->id));
}

QTEST_GUILESS_MAIN(TestTableLabels)
#include "tst_tablelabels.moc"
