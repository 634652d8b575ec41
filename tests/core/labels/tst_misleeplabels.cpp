// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/data.h"
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

namespace {

const QByteArray kStart("READ ONLY! DO NOT EDIT!\n4-INIT 3-Wake 2-REM 1-NREM\nSave time: 2024-03-06 10:00:00\n"
                        "Acquisition time: 2024-03-05 23:59:50\n==========Marker==========\n"
                        "05:23:59:55:5, 5.5, 1, 05:23:59:55:5, 5.5, 0, 1, Light\n==========Start-End==========\n"
                        "05:23:59:51, 1, 1, 05:23:59:59, 9, 0, 1, Sleep deprivation\n");

} // namespace

class TestMiSleepLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyVersion_data()
    {
        QTest::addColumn<QByteArray>("states");
        QTest::newRow("0.3") << QByteArray(
            "==========Sleep stage==========\n05:23:59:50, 0, 1, 05:23:59:54, 4, 0, 3, Wake\n"
            "05:23:59:54, 4, 1, 06:00:00:02, 12, 0, 1, NREM\n06:00:00:02, 12, 1, 06:00:00:06, 16, 0, 2, REM\n"
            "06:00:00:06, 16, 1, 06:00:00:10, 20, 0, 4, INIT");
        QTest::newRow("last seconds") << QByteArray(
            "==========Sleep state==========\n05:23:59:50, 0, 1, 05:23:59:53, 3, 0, 3, Wake\n"
            "05:23:59:54, 4, 1, 06:00:00:01, 11, 0, 1, NREM\n06:00:00:02, 12, 1, 06:00:00:05, 15, 0, 2, REM\n"
            "06:00:00:06, 16, 1, 06:00:00:09, 19, 0, 4, INIT\n");
        QTest::newRow("from one") << QByteArray(
            "==========Sleep state==========\r\n05:23:59:51, 1, 1, 05:23:59:54, 4, 0, 3, Wake\r\n"
            "05:23:59:55, 5, 1, 06:00:00:02, 12, 0, 1, NREM\r\n06:00:00:03, 13, 1, 06:00:00:06, 16, 0, 2, REM\r\n"
            "06:00:00:07, 17, 1, 06:00:00:10, 20, 0, 4, INIT\r\n");
        QTest::newRow("codes alone") << QByteArray(
            "==========Sleep stage==========\nx, 0, 1, x, 4, 0, 3,\nx, 4, 1, x, 12, 0, 1,\n"
            "x, 12, 1, x, 16, 0, 2,\nx, 16, 1, x, 20, 0, 4,\n");
    }

    void everyVersion()
    {
        QFETCH(QByteArray, states);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("a.txt"), kStart + states),
                          {.epochSec = 4, .totalSec = 20});
        QCOMPARE(labels.format->id, QStringLiteral("misleep"));
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNNR."));
        QCOMPARE(codesOf(labels), QStringList());
        QCOMPARE(labels.start, QDateTime(QDate(2024, 3, 5), QTime(23, 59, 50), Qt::UTC));
    }

    void writtenAsMiSleepDoes()
    {
        const QString path = m_folder.filePath(QStringLiteral("out.txt"));
        io::LabelWriteOptions options;
        options.format = QStringLiteral("misleep");
        options.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(23, 59, 58), Qt::UTC);
        QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("WNN."), 2), options));
        QCOMPARE(
            bytesOf(path),
            QByteArray("READ ONLY! DO NOT EDIT!\n4-INIT 3-Wake 2-REM 1-NREM\nAcquisition time: 2024-03-05 23:59:58\n"
                       "==========Marker==========\n==========Start-End==========\n==========Sleep stage==========\n"
                       "05:23:59:58, 0, 1, 06:00:00:00, 2, 0, 3, Wake\n06:00:00:00, 2, 1, 06:00:00:04, 6, 0, 1, NREM\n"
                       "06:00:00:04, 6, 1, 06:00:00:06, 8, 0, 4, INIT"));
        const auto halves = io::writeLabels(path, scoringOf(QStringLiteral("WNN."), 2.5), options);
        QVERIFY(!halves && halves.error().code == ErrorCode::InvalidArgument);
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("states");
        QTest::newRow("no states") << QByteArray();
        QTest::newRow("nothing in them") << QByteArray("==========Sleep stage==========\n");
        QTest::newRow("cut off") << QByteArray("==========Sleep stage==========\nx, 0, 1, x, 4, 0, 3, Wake\nx, 4, 1");
        QTest::newRow("backwards") << QByteArray("==========Sleep stage==========\nx, 4, 1, x, 0, 0, 3, Wake\n");
        QTest::newRow("endless") << QByteArray("==========Sleep stage==========\nx, 0, 1, x, 1e308, 0, 3, Wake\n");
        QTest::newRow("NaN") << QByteArray("==========Sleep stage==========\nx, nan, 1, x, 4, 0, 3, Wake\n");
    }

    void damaged()
    {
        QFETCH(QByteArray, states);
        const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("d.txt"), kStart + states),
                                           {.format = QStringLiteral("misleep")});
        QVERIFY(!labels);
        QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    }

    void realFile()
    {
        SOMNO_REQUIRE_DATA(path, "labels/misleep_labels.txt");
        SOMNO_READ_LABELS(labels, path, {.epochSec = 1});
        QCOMPARE(labels.format->id, QStringLiteral("misleep"));
        QCOMPARE(codesOf(labels), QStringList());
        QCOMPARE(labels.hypnogram.stage(687), Stage::Wake); // the last second of the first bout
        QCOMPARE(labels.hypnogram.stage(688), Stage::Nrem);
        QCOMPARE(labels.hypnogram.stage(1095), Stage::Rem);
        QCOMPARE(labels.hypnogram.count(Stage::Unscored), 0);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestMiSleepLabels)
#include "tst_misleeplabels.moc"
