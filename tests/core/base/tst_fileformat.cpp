// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>

#include "core/base/fileformat.h"

using namespace somno;

namespace {

struct TableFormat : FileFormat {
    int columns = 0;
};

bool startsWithOne(const QByteArray &bytes, const QString &)
{
    return bytes.startsWith("one");
}

bool startsWithOneTwo(const QByteArray &bytes, const QString &)
{
    return bytes.startsWith("one two");
}

bool isCalledStages(const QByteArray &, const QString &fileName)
{
    return fileName.endsWith(QLatin1String("stages.txt"));
}

const TableFormat kOne{{"one", "Ones", {"csv", "one"}, startsWithOne}, 1};
const TableFormat kTwo{{"two", "Twos", {"txt", "csv"}, startsWithOneTwo}, 2};
const TableFormat kNamed{{"named", "By name", {"stg"}, isCalledStages}, 3};
const std::array kAll = {&kOne, &kTwo, &kNamed};
const std::span<const TableFormat *const> kFormats(kAll);

} // namespace

class TestFileFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void contentGoesBeforeTheEnding_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        QTest::newRow("content") << QByteArray("one") << "a.bin"
                                 << "one";
        QTest::newRow("content against the ending") << QByteArray("one") << "a.txt"
                                                    << "one";
        QTest::newRow("two know it, the ending decides") << QByteArray("one two") << "a.txt"
                                                         << "two";
        QTest::newRow("two know it and the ending") << QByteArray("one two") << "a.csv"
                                                    << "one";
        QTest::newRow("two know it, no ending") << QByteArray("one two") << "a"
                                                << "one";
        QTest::newRow("the ending alone") << QByteArray("three") << "a.TXT"
                                          << "two";
        QTest::newRow("the name") << QByteArray("three") << "my stages.txt"
                                  << "named";
        QTest::newRow("nothing") << QByteArray("three") << "a.bin"
                                 << "";
    }

    void contentGoesBeforeTheEnding()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, id);
        const TableFormat *format = formatOf(kFormats, bytes, QStringLiteral("/folder.csv/") + name);
        QCOMPARE(format ? format->id : QString(), id);
    }

    void theFirstFormatOwnsAnEnding()
    {
        QCOMPARE(formatBySuffix(kFormats, QStringLiteral("a.b.CSV")), &kOne);
        QCOMPARE(formatBySuffix(kFormats, QStringLiteral("csv")), nullptr);
    }

    void wordsForDialogsAndSentences()
    {
        const QStringList all = suffixesOf(kFormats);
        QCOMPARE(all, QStringList({"csv", "one", "txt", "stg"})); // each once
        QCOMPARE(namePatterns(all), QStringLiteral("*.csv *.one *.txt *.stg"));
        QCOMPARE(endings(all), QStringLiteral(".csv, .one, .txt, .stg"));
        QCOMPARE(openPatterns(all), QStringLiteral("*.csv *.one *.txt *.stg *.CSV *.ONE *.TXT *.STG"));
        QCOMPARE(namePatterns({}), QString());
        QCOMPARE(openPatterns({}), QString());
        QCOMPARE(eitherOf({}), QString());
        QCOMPARE(eitherOf({"a"}), QStringLiteral("a"));
        QCOMPARE(eitherOf({"a", "b"}), QStringLiteral("a or b"));
        QCOMPARE(eitherOf({"a", "b", "c"}), QStringLiteral("a, b or c"));
        QCOMPARE(suffixOf(QStringLiteral("x.d/a.EDF")), QStringLiteral("edf"));
    }
};

QTEST_APPLESS_MAIN(TestFileFormat)
#include "tst_fileformat.moc"
