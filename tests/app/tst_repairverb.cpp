// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/support/edfbytes.h"
#include "tests/support/engine.h"

using namespace somno::test;

class TestRepairVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void writesACleanFile();
    void neverReplacesUnasked();

private:
    QString odd()
    {
        EdfBytes file;
        file.claimedRecords = "-1";
        file.signalList.resize(2);
        file.signalList[1].physicalMax = "-100";
        return file.save(m_folder.filePath("odd.edf"));
    }
    QTemporaryDir m_folder;
};

void TestRepairVerb::writesACleanFile()
{
    const QString clean = m_folder.filePath("clean.edf");
    const EngineRun run = runEngine({"repair", odd(), clean});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.err.contains("mended: number of data records (byte 236)"), run.err.constData());
    QVERIFY2(run.err.contains("warning: Channel 2 \"EEG\" is left out"), run.err.constData());
    const QJsonObject info = runEngine({"info", clean, "--json"}).json();
    QCOMPARE(info["deviations"].toArray().size(), 0);
    QCOMPARE(info["channels"].toArray().size(), 1);
    QCOMPARE(info["duration_s"].toDouble(), 3.0);
}

void TestRepairVerb::neverReplacesUnasked()
{
    const QString source = odd();
    const QString target = saveBytes(m_folder.filePath("there.edf"), "mine");
    const EngineRun refused = runEngine({"repair", source, target});
    QCOMPARE(refused.status, 1);
    QVERIFY(refused.err.contains("--force"));
    QCOMPARE(runEngine({"repair", source, source, "--force"}).status, 1);
    QCOMPARE(runEngine({"repair", source, target, "--force"}).status, 0);
    QCOMPARE(runEngine({"repair", source}).status, 2);
}

QTEST_GUILESS_MAIN(TestRepairVerb)
#include "tst_repairverb.moc"
