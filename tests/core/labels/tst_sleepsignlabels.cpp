// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

namespace {

const QByteArray kHeading("SleepSign Ver.3\nFile,C:\\m.kcd\nEEG,ch1\nEMG,ch2\nFFT size,256\nWindow,Hanning\n\n");

QByteArray rowsOf(const QList<QByteArray> &stages, int first)
{
    QByteArray rows;
    for (qsizetype i = 0; i < stages.size(); ++i)
        rows += QByteArray::number(first + i) + '\t' + stages[i]
                + "\t2024/03/05 09:00:" + QByteArray::number(4 * i).rightJustified(2, '0') + "\t0.12\t0.34\r\n";
    return rows;
}

} // namespace

class TestSleepSignLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void spectraAndStages()
    {
        const QByteArray bytes = kHeading + "EpochNo\tStage\tTime\t0.000000Hz\t1.000000Hz\r\n"
                                 + rowsOf({"W", "NR", "S", "R", "WA", "na", "RB", "no", "M"}, 1);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("fft.txt"), bytes), {.epochSec = 4});
        QCOMPARE(labels.format->id, QStringLiteral("sleepsign"));
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNNRWNR.."));
        QVERIFY(codesOf(labels).contains(QStringLiteral("stage-substituted"))); // movement
        QCOMPARE(labels.start, QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC));
    }

    void theLastScoringCounts()
    {
        const QByteArray heading("EpochNo\tStage\tTime\t0.5\t1\r\n");
        const QByteArray bytes
            = kHeading + heading + rowsOf({"W", "W", "W", "W"}, 1) + "\r\n" + rowsOf({"W", "NR", "NR", "R"}, 1);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("twice.txt"), bytes), {.epochSec = 4});
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNNR"));
        QVERIFY(codesOf(labels).contains(QStringLiteral("older-scoring")));
        QVERIFY(labels.others.empty());
    }

    void commas()
    {
        SOMNO_READ_LABELS(labels,
                          writtenSo(m_folder, QStringLiteral("a.csv"),
                                    "EpochNo,Stage,Time\n1,W,9:00:00\n2,NR,9:00:10\n3,R,9:00:20\n"),
                          {});
        QCOMPARE(labels.format->id, QStringLiteral("sleepsign"));
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNR"));
        QCOMPARE(labels.hypnogram.epochSec(), 10.0);
    }

    void damaged()
    {
        for (const QByteArray &bytes : {QByteArray(), kHeading, kHeading + "EpochNo\tStage\tTime\r\n",
                                        QByteArray("EpochNo\tStage\tTime\r\n1\tW\t09:00:00\r\n2\tNR\t1e308\r\n")}) {
            const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("d.txt"), bytes),
                                               {.format = QStringLiteral("sleepsign")});
            QVERIFY(!labels);
            QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
        }
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSleepSignLabels)
#include "tst_sleepsignlabels.moc"
