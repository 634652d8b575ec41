// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "tests/support/data.h"
#include "tests/support/edfbytes.h"
#include "tests/support/engine.h"

using namespace somno::test;

class TestCompareVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void printsJson();
    void printsTable();
    void comparesTwoGridsBySeconds();
    void convertedScoringAgreesFully();
    void failsInWords();
    void explainsItself();

private:
    QString labels(const char *name, const QList<QByteArray> &stages)
    {
        QByteArray bytes = "onset_s,duration_s,stage\n";
        for (qsizetype i = 0; i < stages.size(); ++i)
            bytes += QByteArray::number(i) + ",1," + stages[i] + '\n';
        return saveBytes(m_folder.filePath(QString::fromLatin1(name)), bytes);
    }
    QTemporaryDir m_folder;
};

void TestCompareVerb::printsJson()
{
    const QString a = labels("a.csv", {"Wake", "Wake", "NREM", "NREM", "REM", ""});
    const QString b = labels("b.csv", {"Wake", "NREM", "NREM", "NREM", "REM", "REM"});
    const EngineRun run = runEngine({"compare", a, b, "--json"});
    QCOMPARE(run.status, 0);
    const QJsonObject result = run.json();
    QCOMPARE(result["accuracy"].toDouble(), 0.8);
    QCOMPARE(result["n_compared"].toInt(), 5);
    QCOMPARE(result["n_excluded"].toInt(), 1);
    // Recall of Wake is a half, precision of NREM two thirds: the first file is the truth.
    QVERIFY(std::abs(result["macro_f1"].toDouble() - (2.0 / 3 + 0.8 + 1) / 3) < 1e-9);
    QVERIFY(result["kappa"].isDouble());
    QVERIFY(result.contains("per_class"));
    QCOMPARE(result["confusion"].toArray()[0].toArray()[1].toInt(), 1);
}

void TestCompareVerb::printsTable()
{
    const QString a = labels("a.csv", {"Wake", "NREM", "N2"});
    const EngineRun run = runEngine({"compare", a, a});
    QCOMPARE(run.status, 0);
    for (const char *words : {"accuracy   1.0000", "kappa", "NREM", "N2"})
        QVERIFY2(run.out.contains(words), run.out.constData());
}

/// 20-s against 30-s epochs give what the same labels in 10-s rows give.
void TestCompareVerb::comparesTwoGridsBySeconds()
{
    SOMNO_REQUIRE_DATA(coarse, "faults/L04_epochs_30s.csv");
    const QString fine = dataFile(QStringLiteral("faults/L04_epochs_20s.csv"));
    const QJsonObject result = runEngine({"compare", fine, coarse, "--json"}).json();
    QVERIFY(std::abs(result["macro_f1"].toDouble() - 0.9045) < 5e-5);
    QVERIFY(std::abs(result["kappa"].toDouble() - 0.8644) < 5e-5);
    QVERIFY(std::abs(result["per_class"]["REM"]["f1"].toDouble() - 0.857) < 5e-4);
    QCOMPARE(result["piece_s"].toDouble(), 10.0);
}

void TestCompareVerb::convertedScoringAgreesFully()
{
    const QString a = labels("a.csv", {"Wake", "Wake", "", "NREM", "REM", "Wake", ""});
    const QString b = m_folder.filePath("b.edf");
    QCOMPARE(runEngine({"convert", a, b}).status, 0);
    const QJsonObject result = runEngine({"compare", a, b, "--json"}).json();
    QCOMPARE(result["accuracy"].toDouble(), 1.0);
    QCOMPARE(result["n_compared"].toInt(), 5);
}

void TestCompareVerb::failsInWords()
{
    const QString a = labels("a.csv", {"Wake"});
    const EngineRun absent = runEngine({"compare", a, m_folder.filePath("absent.csv")});
    QCOMPARE(absent.status, 1);
    QVERIFY(absent.err.contains("absent.csv"));
    const QString empty = labels("empty.csv", {""});
    const EngineRun nothing = runEngine({"compare", a, empty, "--json"});
    QCOMPARE(nothing.status, 1); // no epoch is scored in both
    QVERIFY(!nothing.err.isEmpty());
    QCOMPARE(runEngine({"compare", a}).status, 2);
}

void TestCompareVerb::explainsItself()
{
    const EngineRun run = runEngine({"compare", "--help"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.out.contains("Example: sdreamer compare"));
}

QTEST_GUILESS_MAIN(TestCompareVerb)
#include "tst_compareverb.moc"
