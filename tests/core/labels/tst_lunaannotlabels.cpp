// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

class TestLunaAnnotLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    /// A recording of 180 s that starts at 23:59:00.
    void everyKindOfTime_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto add = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
        const QByteArray heading("class\tinstance\tchannel\tstart\tstop\tmeta\n");
        add("seconds", "# W | awake\n" + heading
                           + "W\t.\t.\t0\t30\t.\nN1\t.\t.\t30.00\t60\t.\nN2\t.\t.\t60\t90\t.\nN3\t.\t.\t90\t120\t."
                             "\nR\t.\tC3\t120\t150\tx=1\n"
                             "?\t.\t.\t150\t180\t.\narousal\t1\tC3\t61\t64\t.\n");
        add("three columns", "W 0 30\nN1 30 60\nN2 60 90\nN3 90 120\nR 120 150\n? 150 180\n");
        add("four columns",
            "class instance start stop\nW . 0 30\nN1 . 30 60\nN2 . 60 90\nN3 . 90 120\nR . 120 150\n? . 150 180\n");
        add("durations", "W 0 +30\nN1 30 +30\nN2 60 +30\nN3 90 +30\nR 120 +30\n? 150 +30\n");
        add("until the next", "W 0 ...\nN1 30 ...\nN2 60 ...\nN3 90 ...\nR 120 ...\n? 150 180\n");
        add("epochs", "W e:1 .\nN1 e:2 .\nN2 e:3 e:3\nN3 e:4:30 .\nR e:5:30:30 .\n? e:6 .\n");
        add("clocks", "W 23:59:00 23:59:30\nN1 23:59:30 00:00:00\nN2 00:00:00 00:00:30\nN3 00.00.30 00.01.00\nR "
                      "00:01:00.0 +30\n? 00:01:30 00:02:00\n");
        add("elapsed", "W 0+00:00:00 0+00:00:30\nN1 0+00:00:30 +30\nN2 0+00:01:00 +30\nN3 0+00:01:30 +30\nR 0+00:02:00 "
                       "+30\n? 150 180\n");
        add("clocks among seconds", "W 0 30\nN1 23:59:30 00:00:00\nN2 60 90\nN3 00:00:30 +30\nR 120 150\n? 150 180\n");
        add("instances", heading
                             + "SleepStage\tW\t.\t0\t30\t.\nSleepStage\tN1\t.\t30\t60\t.\nSleepStage\tN2\t.\t60\t90\t."
                               "\nSleepStage\tN3\t.\t90\t120\t.\n"
                               "SleepStage\tR\t.\t120\t150\t.\nSleepStage\t?\t.\t150\t180\t.\n");
    }

    void everyKindOfTime()
    {
        QFETCH(QByteArray, bytes);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("a.annot"), bytes),
                          {.epochSec = 30,
                           .totalSec = 180,
                           .recordingStart = QDateTime(QDate(2024, 3, 5), QTime(23, 59), Qt::UTC),
                           .stages = scoring::StageSet::aasm()});
        QCOMPARE(labels.format->id, QStringLiteral("annot"));
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("W123R."));
        QCOMPARE(codesOf(labels), QStringList());
    }

    void writtenAsLunaDoes()
    {
        const QString path = m_folder.filePath(QStringLiteral("out.annot"));
        QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("W2."), 30)));
        QCOMPARE(bytesOf(path),
                 QByteArray("class\tinstance\tchannel\tstart\tstop\tmeta\nW\t.\t.\t0\t30\t.\nN2\t.\t.\t30\t60\t.\n"
                            "?\t.\t.\t60\t90\t.\n"));
        const auto lost = io::writeLabels(path, scoringOf(QStringLiteral("WN."), 30));
        QVERIFY(lost && lost->join(QString()).contains(QStringLiteral("NREM")));
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("two columns") << QByteArray("W 0 30\nN1 30\n");
        QTest::newRow("no time") << QByteArray("W x 30\n");
        QTest::newRow("endless") << QByteArray("W 0 1e308\n");
        QTest::newRow("backwards") << QByteArray("W 30 0\n");
        QTest::newRow("epoch 0") << QByteArray("W e:0 .\n");
        QTest::newRow("endless epoch") << QByteArray("W e:1e300:1e300 .\n");
        QTest::newRow("clocks among seconds of no recording") << QByteArray("W 0 30\nN1 23:59:30 00:00:00\n");
        QTest::newRow("no stages") << QByteArray("spindle 0 1\n");
    }

    void damaged()
    {
        QFETCH(QByteArray, bytes);
        const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("d.annot"), bytes));
        QVERIFY(!labels);
        QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLunaAnnotLabels)
#include "tst_lunaannotlabels.moc"
