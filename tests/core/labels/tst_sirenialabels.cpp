// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;

namespace {

/// As Sirenia Sleep Pro exports it: lines about the recording, a blank one, a heading, an epoch a row.
QByteArray exported(const QList<int> &codes, double epochSec)
{
    QByteArray bytes(
        "Sirenia Sleep Scores\t\nFile\tC:\\mouse.edf\nChannels\t3\nEpoch length\tx\nScored by\tA\n\t\nStates\t4\n"
        "Export\tAll\n \nDate\tTime\tTime from Start\tEpoch\tScore\n");
    for (qsizetype i = 0; i < codes.size(); ++i) {
        const QTime time = QTime(23, 59, 50).addMSecs(int(double(i) * epochSec * 1000));
        bytes += (i * epochSec >= 10 ? "3/6/2024\t" : "3/5/2024\t")
                 + time.toString(QStringLiteral("HH:mm:ss")).toLatin1() + '\t'
                 + QByteArray::number(double(i) * epochSec, 'f', 6) + '\t' + QByteArray::number(i + 1) + '\t'
                 + QByteArray::number(codes[i], 'f', 6) + "\r\n";
    }
    return bytes;
}

} // namespace

class TestSireniaLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyCode()
    {
        for (const double epochSec : {10.0, 4.0}) {
            SOMNO_READ_LABELS(labels,
                              writtenSo(m_folder, QStringLiteral("a_scores.tsv"),
                                        exported({1, 2, 3, 129, 130, 131, 0, 255}, epochSec)),
                              {});
            QCOMPARE(labels.format->id, QStringLiteral("sirenia"));
            QCOMPARE(labels.hypnogram.epochSec(), epochSec);
            QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNRWNR.."));
            QCOMPARE(codesOf(labels), QStringList());
            QCOMPARE(labels.start, QDateTime(QDate(2024, 3, 5), QTime(23, 59, 50), Qt::UTC));
        }
    }

    void statesOfTheUserAreSaid()
    {
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("u.tsv"), exported({1, 2, 4, 2}, 10)), {});
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WN.N"));
        QCOMPARE(codesOf(labels), QStringList("word-unknown"));
    }

    /// Times and small numbers stand in tables of others, too.
    void othersAreNot()
    {
        const io::LabelFormat &sirenia = *io::findLabelFormat(QStringLiteral("sirenia"));
        QVERIFY(!sirenia.recognises("time\tepoch\tx\tstage\n09:00:00\t1\t0\t0\n09:00:10\t2\t0\t1\n",
                                    QStringLiteral("a.tsv")));
        QVERIFY(sirenia.recognises("09:00:00\t0\t1\t1\n09:00:10\t10\t2\t255\n", QStringLiteral("a.tsv")));
    }

    void damaged()
    {
        const QByteArray whole = exported({1, 2, 3}, 10);
        for (const QByteArray &bytes : {QByteArray(), whole.left(150), whole + "3/6/2024\tx",
                                        QByteArray(whole).replace("2.000000\r\n", "1e308\r\n"),
                                        QByteArray(whole).replace("2.000000\r\n", "nan\r\n")}) {
            const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("d.tsv"), bytes),
                                               {.format = QStringLiteral("sirenia")});
            QVERIFY(!labels);
            QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
        }
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSireniaLabels)
#include "tst_sirenialabels.moc"
