// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One stage a line: of no program, YASA, Luna's .eannot and Elan.
#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

class TestListLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void isToldByContent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("stages");
        QTest::addColumn<QStringList>("codes");
        const auto add = [](const char *name, const char *file, const char *bytes, const char *format,
                            const char *stages, const QStringList &codes) {
            QTest::newRow(name) << QString::fromLatin1(file) << QByteArray(bytes) << QString::fromLatin1(format)
                                << QString::fromLatin1(stages) << codes;
        };
        const QStringList derived("epoch-length-derived");
        const QStringList assumed{"codes-assumed", "epoch-length-derived"};
        add("words", "a.txt", "W\r\nN1\r\nN2\r\nN3\r\nR\r\nUns\r\n", "list", "W123R.", derived);
        add("older words", "a.txt", "Sleep stage W\nStage 1\nStage 2\nSleep stage 3\nREM\n?\n", "list", "W123R.",
            derived);
        add("rodents' words", "a.csv", "wake\nNREM\nNREM\nSWS\nREM\nartefact\n", "list", "WNNNR.", derived);
        add("YASA", "a.txt", "0\n1\n2\n3\n4\n-2\n", "yasa", "W123R.", assumed);
        add("YASA, 3 stages", "a.txt", "0\n2\n2\n2\n4\n-1\n", "yasa-3", "WNNNR.", assumed);
        add("YASA, as NumPy saves it", "a.txt", "0.000e+00\n2.000e+00\n2.000e+00\n2.000e+00\n4.000e+00\n-2.000e+00\n",
            "yasa-3", "WNNNR.", assumed);
        add("Luna", "a.eannot", "W\nN1\nN2\nN3\nR\n?\n", "eannot", "W123R.", derived);
        add("Luna, lights on", "a.eannot", "W\nN1\nN2\nN3\nR\nL\n", "eannot", "W123R.", derived);
        add("Elan", "a.hyp",
            "time_base 30.000000\nsampling_period 0.01000000\nepoch_nb 6\nepoch_list\n0\n1\n2\n3\n5\n-2\n", "elan",
            "W123R.", {});
    }

    void isToldByContent()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, name, bytes),
                          {.totalSec = 180, .stages = scoring::StageSet::aasm()});
        QTEST(labels.format->id, "format");
        QTEST(stageLetters(labels.hypnogram), "stages");
        QTEST(codesOf(labels), "codes");
        QCOMPARE(labels.hypnogram.epochSec(), 30.0);
    }

    /// Numbers that several programs use differently are nobody's until somebody says.
    void otherNumbersAreLeftToTheMap()
    {
        const QString path = writtenSo(m_folder, QStringLiteral("n.txt"), "0\n1\n1\n2\n0\n");
        const auto unmapped = io::readLabels(path, {.totalSec = 20});
        QVERIFY(!unmapped && unmapped.error().detail.contains(QStringLiteral("\"1\"")));
        SOMNO_READ_LABELS(labels, path,
                          {.rowSec = 4,
                           .stageMap = {{QStringLiteral("0"), Stage::Wake},
                                        {QStringLiteral("1"), Stage::Nrem},
                                        {QStringLiteral("2"), Stage::Rem}}});
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WNNRW"));
        SOMNO_READ_LABELS(named, path, {.rowSec = 4, .format = QStringLiteral("yasa")});
        QCOMPARE(stageLetters(named.hypnogram), QStringLiteral("W112W"));
        QVERIFY(!codesOf(named).contains(QStringLiteral("codes-assumed")));
    }

    void unknownWordsAreSaid()
    {
        SOMNO_READ_LABELS(labels, writtenSo(m_folder, QStringLiteral("u.txt"), "W\nN\nDream\nR\n"), {.rowSec = 10});
        QCOMPARE(stageLetters(labels.hypnogram), QStringLiteral("WN.R"));
        QCOMPARE(codesOf(labels), QStringList("word-unknown"));
    }

    void lengthMustBeKnown()
    {
        const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("l.txt"), "W\nN\nR\n"));
        QVERIFY(!labels);
        QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    }

    void damagedElan_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no values") << QByteArray("time_base 30\nepoch_list\n");
        QTest::newRow("no list") << QByteArray("time_base 30\n0\n1\n");
        QTest::newRow("no length") << QByteArray("time_base\nepoch_list\n0\n");
        QTest::newRow("negative length") << QByteArray("time_base -30\nepoch_list\n0\n");
        QTest::newRow("endless") << QByteArray("time_base 1e308\nepoch_list\n0\n");
        QTest::newRow("NaN") << QByteArray("time_base nan\nepoch_list\n0\n");
    }

    void damagedElan()
    {
        QFETCH(QByteArray, bytes);
        const auto labels = io::readLabels(writtenSo(m_folder, QStringLiteral("e.hyp"), bytes));
        QVERIFY(!labels);
        QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
    }

    void writtenAsTheProgramsDo()
    {
        const auto written = [this](const char *format, const QString &letters) {
            const QString path = m_folder.filePath(QStringLiteral("written"));
            io::LabelWriteOptions options;
            options.format = QString::fromLatin1(format);
            return io::writeLabels(path, scoringOf(letters, 30), options) ? bytesOf(path) : QByteArray();
        };
        QCOMPARE(written("yasa", QStringLiteral("W123R.")), QByteArray("0\n1\n2\n3\n4\n-2\n"));
        QCOMPARE(written("yasa-3", QStringLiteral("WNR.")), QByteArray("0\n2\n4\n-2\n"));
        QCOMPARE(written("eannot", QStringLiteral("W123R.NM4T")),
                 QByteArray("W\nN1\nN2\nN3\nR\n?\nN2\nMA\nNREM4\nM\n"));
        QCOMPARE(written("elan", QStringLiteral("W1234R.")),
                 QByteArray(
                     "time_base 30.000000\nsampling_period 30.000000\nepoch_nb 7\nepoch_list\n0\n1\n2\n3\n4\n5\n-2\n"));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestListLabels)
#include "tst_listlabels.moc"
