// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

class TestVisbrainLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void stageAndDuration_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("stages");
        QTest::newRow("Visbrain") << QByteArray(
            "*Duration_sec\t180\n*Datafile\tx.edf\nWake\t30\nN1\t60\nN2\t90\nN3\t120\nREM\t150\nArt\t180\n")
                                  << "W123R.";
        QTest::newRow("numbers") << QByteArray("*Duration_sec\t180\n0\t30\n1\t60\n2\t90\n3\t120\n4\t150\n-1\t180\n")
                                 << "W123R.";
        QTest::newRow("spaces") << QByteArray("Wake 30\r\nN1 60\r\nN2 90\r\nN3 120\r\nREM 150\r\nArt 180\r\n")
                                << "W123R.";
        QTest::newRow("somnotate") << QByteArray(
            "*Duration_sec\t180\n*Datafile\t-\nawake\t30\nnon-REM\t60\nnon-REM (artefact)\t90\nREM\t120\n"
            "undefined\t180\n") << "WNNR..";
    }

    void stageAndDuration()
    {
        QFETCH(QByteArray, bytes);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("hypno.txt"), bytes),
                          {.epochSec = 30, .totalSec = 180});
        QCOMPARE(labels.format->id, QStringLiteral("visbrain"));
        QTEST(stageLetters(labels.hypnogram), "stages");
        QCOMPARE(codesOf(labels), QStringList());
    }

    void pointPerSecond()
    {
        const QString path = writtenSo(m_folder, QStringLiteral("points.txt"), "5\n3\n2\n1\n0\n7\n");
        writtenSo(m_folder, QStringLiteral("points_description.txt"), "time 30\nW 5\nN1 3\nN2 2\nN3 1\nREM 0\nArt 7\n");
        SOMNO_READ_LABELS(labels, path, {});
        QCOMPARE(labels.format->id, QStringLiteral("visbrain-seconds"));
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("W123R."));
        QCOMPARE(labels.hypnogram.epochSec(), 30.0);
    }

    void writtenAsVisbrainDoes()
    {
        const QString path = m_folder.filePath(QStringLiteral("out.txt"));
        io::LabelWriteOptions options;
        options.format = QStringLiteral("visbrain");
        QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("WW2R."), 30), options));
        QCOMPARE(bytesOf(path),
                 QByteArray("*Duration_sec\t150\n*Epoch_sec\t30\nWake\t60\nN2\t90\nREM\t120\nArt\t150\n"));
        options.format = QStringLiteral("visbrain-seconds");
        QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("WW2R."), 30), options));
        QCOMPARE(bytesOf(path), QByteArray("0\n0\n2\n4\n-1\n"));
        QCOMPARE(bytesOf(m_folder.filePath(QStringLiteral("out_description.txt"))),
                 QByteArray("time 30\nW 0\nN1 1\nN2 2\nN3 3\nREM 4\nArt -1\n"));
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("backwards") << QByteArray("Wake\t60\nN2\t30\n");
        QTest::newRow("no time") << QByteArray("Wake\t60\nN2\n");
        QTest::newRow("endless") << QByteArray("Wake\t60\nN2\t1e308\n");
        QTest::newRow("NaN") << QByteArray("Wake\tnan\n");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("remarks") << QByteArray("*Duration_sec\t60\n");
    }

    void damaged()
    {
        QFETCH(QByteArray, bytes);
        const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("d.txt"), bytes),
                                           {.format = QStringLiteral("visbrain")});
        QVERIFY(!labels);
        QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestVisbrainLabels)
#include "tst_visbrainlabels.moc"
