// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/engine.h"

using namespace somno::test;

/// The proving ground on one animal: everybody is asked, and a run that was stopped goes on.
class TestProveVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void asksEverybody()
    {
        // A peer that calls everything wake.
        QFile script(m_folder.filePath(QStringLiteral("peer")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nprintf 'onset_s,duration_s,stage\\n0,600,Wake\\n' > \"$4\"\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const QStringList command{"prove",       "--kinds",
                                  "ten-minutes", "--animals",
                                  "1",           "--seed",
                                  "3",           "--json",
                                  "-o",          m_folder.filePath("out"),
                                  "--peer",      QStringLiteral("peer=") + script.fileName()};
        const EngineRun run = runEngine(command);
        QVERIFY2(run.status == 0, run.err.constData());
        const QJsonObject kind
            = QJsonDocument::fromJson(run.out).object()["kinds"].toObject()["ten-minutes"].toObject();
        QCOMPARE(kind["animals"].toInt(), 1);
        for (const char *scorer :
             {"model", "model eeg", "model emg", "network", "rules", "rules eeg", "rules emg", "peer"}) {
            const QJsonObject figures = kind["scorers"].toObject()[QLatin1String(scorer)].toObject();
            QVERIFY2(figures["accuracy"].toDouble(-1) >= 0 && figures["worst_tenth"].toDouble() <= 1, scorer);
        }
        // Of one animal, what is pooled is its own.
        const QJsonObject model = kind["scorers"].toObject()["model"].toObject();
        QCOMPARE(model["pooled"].toObject()["accuracy"].toDouble(), model["accuracy"].toDouble());
        QCOMPARE(model["pooled"].toObject()["macro_f1"].toDouble(), model["macro_f1"].toDouble());
        QFile table(m_folder.filePath(QStringLiteral("out/proving-ground.md")));
        QVERIFY(table.open(QIODevice::ReadOnly) && table.readAll().contains("| ten-minutes | 1 | **"));
        QVERIFY(QDir(m_folder.filePath("out")).entryList({QStringLiteral("*.edf")}).isEmpty());
        // The second time nothing is computed anew.
        QVERIFY(script.remove());
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nexit 1\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const EngineRun again = runEngine(command);
        QCOMPARE(again.out, run.out);
    }

    void peerThatFailsIsSaid()
    {
        QFile script(m_folder.filePath(QStringLiteral("broken")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\necho 'no such channel' >&2\nexit 1\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const EngineRun run
            = runEngine({"prove", "--kinds", "ten-minutes", "--animals", "1", "-o", m_folder.filePath("broken-out"),
                         "--peer", QStringLiteral("broken=") + script.fileName()});
        QCOMPARE(run.status, 0);
        QVERIFY(run.err.contains("broken said nothing of ten-minutes 1"));
        const EngineRun absent = runEngine({"prove", "-o", m_folder.filePath("none"), "--peer", "x=/no/such/program"});
        QCOMPARE(absent.status, 1);
        QVERIFY(absent.err.contains("no program that can be run"));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestProveVerb)
#include "tst_proveverb.moc"
