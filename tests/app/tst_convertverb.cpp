// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "tests/support/data.h"
#include "tests/support/edfbytes.h"
#include "tests/support/engine.h"

using namespace somno::test;

class TestConvertVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void thereAndBack();
    void otherEpochLength();
    void saysWhatIsLost();
    void saysWhatIsOdd();
    void laysLabelsOnTheRecording();
    void tellsResultAsJson();
    void failsInWords();
    void explainsItself();
    void realHumanScoring();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QByteArray content(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QTemporaryDir m_folder;
};

void TestConvertVerb::thereAndBack()
{
    const QByteArray bytes = "onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem\n"
                             "0,2,Wake,,,,\n2,2,NREM,,,,\n4,2,,,,,\n6,2,REM,,,,\n8,2,,,,,\n";
    saveBytes(path("a.csv"), bytes);
    QCOMPARE(runEngine({"convert", path("a.csv"), path("a.edf")}).status, 0);
    QCOMPARE(runEngine({"convert", path("a.edf"), path("b.csv")}).status, 0);
    QCOMPARE(content("b.csv"), bytes);
}

void TestConvertVerb::otherEpochLength()
{
    saveBytes(path("a.csv"), "onset_s,stage\n0,Wake\n1,REM\n2,REM\n3,REM\n");
    QCOMPARE(runEngine({"convert", path("a.csv"), path("b.csv"), "--epoch", "4"}).status, 0);
    QVERIFY(content("b.csv").endsWith("\n0,4,REM,,,,\n"));
    QCOMPARE(runEngine({"convert", path("a.csv"), path("b.csv"), "--epoch", "0"}).status, 2);
}

void TestConvertVerb::saysWhatIsLost()
{
    saveBytes(path("p.csv"), "onset_s,stage,p_wake,p_nrem,p_rem\n0,Wake,1,0,0\n");
    const EngineRun run = runEngine({"convert", path("p.csv"), path("p.edf")});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.err.contains("probabilities"), run.err.constData());
}

void TestConvertVerb::saysWhatIsOdd()
{
    saveBytes(path("odd.csv"), "onset_s,duration_s,stage\n4,4,2\n0,4,Wake\n8,4,doze\n");
    const EngineRun run = runEngine({"convert", path("odd.csv"), path("even.csv"), "--map", "2=NREM"});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.err.contains("odd.csv: rows: 1 of 3 begin before the one above; sorted by onset."),
             run.err.constData());
    QVERIFY2(run.err.contains("\"doze\""), run.err.constData());
    QVERIFY(content("even.csv").endsWith("\n0,4,Wake,,,,\n4,4,NREM,,,,\n8,4,,,,,\n"));
    QCOMPARE(runEngine({"convert", path("odd.csv"), path("no.csv"), "--map", "2=NREM", "--strict"}).status, 1);
    QVERIFY(!QFile::exists(path("no.csv")));
    QCOMPARE(runEngine({"convert", path("odd.csv"), path("no.csv"), "--map", "2"}).status, 1);
}

/// Length and clock of the recording decide what is cut and moved.
void TestConvertVerb::laysLabelsOnTheRecording()
{
    EdfBytes night; // 3 s from 3:04:05 on 2 January 2024
    night.signalList = {EdfBytesSignal()};
    const QString recording = night.save(path("night.edf"));
    EdfBytes labels;
    labels.reserved = "EDF+C";
    labels.time = "03.04.06";
    labels.duration = "0";
    labels.records = 1;
    labels.signalList = {annotationSignal(
        {"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "1", "Sleep stage W") + tal("+1", "4", "Sleep stage R")}, 200)};
    const QString file = labels.save(path("later.edf"));
    const EngineRun run = runEngine({"convert", file, path("moved.csv"), "--recording", recording, "--epoch", "1"});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.err.contains("moved by 1 s"), run.err.constData());
    QVERIFY2(run.err.contains("beyond the end"), run.err.constData());
    QVERIFY(content("moved.csv").endsWith("\n0,1,,,,,\n1,1,Wake,,,,\n2,1,REM,,,,\n"));
    QCOMPARE(runEngine({"convert", file, path("kept.csv"), "--recording", recording, "--clock", "start"}).status, 0);
    QVERIFY(content("kept.csv").contains("\n0,1,Wake,"));
}

void TestConvertVerb::tellsResultAsJson()
{
    saveBytes(path("a.csv"), "onset_s,duration_s,stage\n0,4,Wake\n");
    const EngineRun run = runEngine({"convert", path("a.csv"), path("b.edf"), "--progress=json"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json()["event"].toString(), "result");
    QCOMPARE(run.json()["path"].toString(), path("b.edf"));
}

void TestConvertVerb::failsInWords()
{
    saveBytes(path("wrong.csv"), "onset_s,stage\n0,Dream\n");
    const EngineRun wrong = runEngine({"convert", path("wrong.csv"), path("never.edf")});
    QCOMPARE(wrong.status, 1);
    QVERIFY(wrong.err.contains("wrong.csv holds no sleep stages"));
    QVERIFY(wrong.err.contains("\"Dream\""));
    QVERIFY(!QFile::exists(path("never.edf")));
    saveBytes(path("a.csv"), "onset_s,stage\n0,Wake\n");
    QCOMPARE(runEngine({"convert", path("a.csv"), path("a.xyz")}).status, 1);
    QCOMPARE(runEngine({"convert", path("a.csv")}).status, 2);
}

void TestConvertVerb::explainsItself()
{
    const EngineRun run = runEngine({"convert", "--help"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.out.contains("Example: sdreamer convert"));
}

void TestConvertVerb::realHumanScoring()
{
    SOMNO_REQUIRE_DATA(name, "human/psg_15min_hypnogram.edf");
    QCOMPARE(runEngine({"convert", name, path("human.csv")}).status, 0);
    QCOMPARE(content("human.csv").count('\n'), 31);
    QVERIFY(content("human.csv").contains("\n0,30,N3,"));
    // The start of the recording goes from one EDF+ file into the other.
    QCOMPARE(runEngine({"convert", name, path("human.edf")}).status, 0);
    QCOMPARE(content("human.edf").mid(168, 16), QByteArray("07.03.0900.00.00"));
}

QTEST_GUILESS_MAIN(TestConvertVerb)
#include "tst_convertverb.moc"
