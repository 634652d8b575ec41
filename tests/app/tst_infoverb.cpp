// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/support/data.h"
#include "tests/support/edfbytes.h"
#include "tests/support/engine.h"

using namespace somno::test;

class TestInfoVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void printsJson();
    void printsTable();
    void listsWhatCannotBeUsed();
    void failsInWords();
    void aTableNeedsItsRate();
    void explainsItself();
    void ofALargeFileAtOnce();
    void realMouseRecording();

private:
    QString recording()
    {
        EdfBytes file;
        EdfBytesSignal eeg;
        eeg.label = "EEG_P";
        eeg.samplesPerRecord = "300";
        eeg.physicalMin = "200";
        EdfBytesSignal emg = eeg;
        emg.label = "EMG";
        file.duration = "0.98304";
        file.signalList = {eeg, emg};
        return file.save(m_folder.filePath("mouse.edf"));
    }
    QTemporaryDir m_folder;
};

void TestInfoVerb::printsJson()
{
    const EngineRun run = runEngine({"info", recording(), "--json"});
    QCOMPARE(run.status, 0);
    const QJsonObject info = run.json();
    QCOMPARE(info["channels"].toArray().size(), 2);
    const QJsonObject eeg = info["channels"].toArray()[0].toObject();
    QCOMPARE(eeg["label"].toString(), "EEG_P");
    QCOMPARE(eeg["unit"].toString(), "uV");
    QCOMPARE(eeg["rate_hz"].toDouble(), 305.17578125);
    QCOMPARE(eeg["samples"].toInteger(), 900);
    QCOMPARE(info["start"].toString(), "2024-01-02T03:04:05.000");
    QCOMPARE(info["duration_s"].toDouble(), 2.94912);
    QCOMPARE(info["annotations"].toInteger(-1), 0);
    QVERIFY(info["gaps"].isArray() && info["gaps"].toArray().isEmpty());
    QCOMPARE(info["segments"].toArray(), QJsonArray({QJsonArray({0, 2.94912})}));
    QCOMPARE(info["deviations"].toArray().size(), 1); // both ranges are inverted
    const QJsonObject inverted = info["deviations"].toArray()[0].toObject();
    QCOMPARE(inverted["code"].toString(), "polarity-inverted");
    QCOMPARE(inverted["byte"].toInteger(), 256 + 2 * 104);
    QCOMPARE(info["warnings"].toArray().size(), 1);
    QVERIFY(
        info["warnings"].toArray()[0].toString().startsWith("physical minimum of signal 1 and of 1 more (byte 464)"));
    QVERIFY(!eeg.contains("unusable"));
    QCOMPARE(info["eeg"].toString(), "EEG_P");
    QCOMPARE(info["emg"].toString(), "EMG");
}

/// 30 GB take no longer than a few kB, though every record has annotations.
void TestInfoVerb::ofALargeFileAtOnce()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    EdfBytesSignal eeg;
    eeg.label = "EEG";
    eeg.samplesPerRecord = "2000";
    file.signalList = {eeg, annotationSignal({QByteArray("+0\x14\x14\0", 5)})};
    constexpr qint64 kRecordBytes = 2 * 2000 + 120;
    constexpr qint64 kRecords = (qint64(30) << 30) / kRecordBytes;
    file.claimedRecords = QByteArray::number(kRecords);
    const QString name = file.save(m_folder.filePath("large.edf"));
    QVERIFY(QFile::resize(name, QFileInfo(name).size() + (kRecords - 1) * kRecordBytes)); // zeros take no room

    const EngineRun run = runEngine({"info", name, "--json"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json()["duration_s"].toDouble(), double(kRecords));
    QVERIFY(QFile::remove(name));
}

void TestInfoVerb::printsTable()
{
    const EngineRun run = runEngine({"info", recording()});
    QCOMPARE(run.status, 0);
    for (const char *words : {"EEG_P", "305.175781", "2024-01-02", "2.94912 s", "warning:"})
        QVERIFY2(run.out.contains(words), run.out.constData());
}

void TestInfoVerb::listsWhatCannotBeUsed()
{
    EdfBytes file;
    file.signalList.resize(2);
    file.signalList[0].digitalMin = "32767";
    const QString name = file.save(m_folder.filePath("bad.edf"));
    const QJsonObject info = runEngine({"info", name, "--json"}).json();
    QVERIFY(info["channels"].toArray()[0].toObject()["unusable"].toString().contains("both 32767"));
    QVERIFY(runEngine({"info", name}).out.contains("cannot be used: its digital minimum and maximum are both 32767"));
}

void TestInfoVerb::failsInWords()
{
    const EngineRun absent = runEngine({"info", m_folder.filePath("absent.edf"), "--json"});
    QCOMPARE(absent.status, 1);
    QVERIFY(absent.err.contains("absent.edf"));
    QVERIFY(absent.out.isEmpty());
    const EngineRun foreign = runEngine({"info", saveBytes(m_folder.filePath("text.edf"), "some words\n")});
    QCOMPARE(foreign.status, 1);
    QVERIFY(foreign.err.contains("text file"));
    QCOMPARE(runEngine({"info"}).status, 2);
}

void TestInfoVerb::aTableNeedsItsRate()
{
    QByteArray table = "eeg,emg\n";
    for (int i = 0; i < 1024; ++i)
        table += QByteArray::number(0.01 * ((i * 7919) % 1000)) + ",0.5\n";
    const QString name = saveBytes(m_folder.filePath("night.csv"), table);
    const EngineRun asked = runEngine({"info", name});
    QCOMPARE(asked.status, 1);
    QVERIFY2(asked.err.contains("--rate 512") && asked.err.contains("eeg (1024 samples)"), asked.err.constData());
    const QJsonObject info = runEngine({"info", name, "--rate", "256", "--unit", "mV", "--json"}).json();
    QCOMPARE(info["duration_s"].toDouble(), 4.0);
    QCOMPARE(info["channels"].toArray()[1].toObject()["unit"].toString(), "mV");
    QCOMPARE(info["emg"].toString(), "emg");
    const QString channels = "[{\"label\":\"Ctx\",\"unit\":\"uV\",\"rate\":512},{\"rate\":512}]";
    const QJsonObject named = runEngine({"info", name, "--channels", channels, "--json"}).json();
    QCOMPARE(named["channels"].toArray()[0].toObject()["label"].toString(), "Ctx");
    QCOMPARE(runEngine({"info", name, "--rate", "-1"}).status, 2);
    QCOMPARE(runEngine({"info", name, "--channels", "512"}).status, 2);
}

void TestInfoVerb::explainsItself()
{
    const EngineRun run = runEngine({"info", "--help"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.out.contains("Example: sdreamer info"));
}

void TestInfoVerb::realMouseRecording()
{
    SOMNO_REQUIRE_DATA(name, "mouse/misleep_10min_305Hz.edf");
    const QJsonObject info = runEngine({"info", name, "--json"}).json();
    QCOMPARE(info["duration_s"].toDouble(), 600.0);
    QCOMPARE(info["eeg"].toString(), "EEG_P");
    QCOMPARE(info["emg"].toString(), "EMG_DIFF");
    QCOMPARE(info["channels"].toArray()[1].toObject()["samples"].toInteger(), 183000);
}

QTEST_GUILESS_MAIN(TestInfoVerb)
#include "tst_infoverb.moc"
