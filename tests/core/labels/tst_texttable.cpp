// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/labels/table/texttable.h"

using namespace somno;

class TestTextTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void separators_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QChar>("separator");
        const auto add
            = [](const char *text, QChar separator) { QTest::newRow(text) << QString::fromLatin1(text) << separator; };
        add("a,b\n1,2\n", QLatin1Char(','));
        add("a;b\n1,5;2,5\n", QLatin1Char(';'));
        add("1,5;2,5\n2,5;3,5\n", QLatin1Char(';'));
        add("a\tb\n1,5\t2,5\n", QLatin1Char('\t'));
        add("a|b\n1|2\n", QLatin1Char('|'));
        add("a,note\n1,x;y\n2,\"z;w\"\n3,v\n", QLatin1Char(','));
        add("0 4 W\n4  4  N\n", QLatin1Char(' '));
        add("Sleep stage W\nSleep stage N2\n", QChar());
        add("W\nN\nR\n", QChar());
        add("", QChar());
    }

    void separators()
    {
        QFETCH(QString, text);
        QTEST(io::separatorOf(text), "separator");
    }

    void quotesAndLines()
    {
        const auto rows = io::firstRows(
            QStringLiteral("# one\r\na,\"b,\"\"c\"\"\r\nd\"\r\n\r\n\"e\" , f\"g\n* two\nh,\"lost\ni,j\n"),
            QLatin1Char(','), 9);
        QCOMPARE(rows.size(), size_t(4));
        QCOMPARE(rows[0].cells, QStringList({"a", "b,\"c\"\r\nd"}));
        QCOMPARE(rows[0].line, 2);
        QCOMPARE(rows[1].cells, QStringList({"e", "f\"g"}));
        QCOMPARE(rows[2].cells, QStringList({"h", "\"lost"})); // nothing ends the quote
        QCOMPARE(rows[2].line, 7);
        QCOMPARE(rows[3].cells, QStringList({"i", "j"}));
    }

    void emptyCells()
    {
        QCOMPARE(io::firstRows(QStringLiteral("\t\tx\n"), QLatin1Char('\t'), 1).at(0).cells,
                 QStringList({"", "", "x"}));
        QCOMPARE(io::firstRows(QStringLiteral("  a   b \n"), QLatin1Char(' '), 1).at(0).cells, QStringList({"a", "b"}));
        QCOMPARE(io::firstRows(QStringLiteral("a b\n  \n \t \nc d\n"), QLatin1Char(' '), 9).size(), size_t(2));
        QCOMPARE(io::firstRows(QStringLiteral("a,\n"), QLatin1Char(','), 1).at(0).cells, QStringList({"a", ""}));
    }

    void startOfAFile()
    {
        QCOMPARE(io::textOfStart("W\nN\n"), QStringLiteral("W\nN\n"));
        QCOMPARE(io::textOfStart(QByteArray("W\n\0\1\2", 5)), QString());
        const QByteArray longer = QByteArray("Wake\n").repeated(1000).left(4096);
        QVERIFY(io::textOfStart(longer).endsWith(QLatin1String("Wake\n"))); // in whole lines
    }
};

QTEST_APPLESS_MAIN(TestTextTable)
#include "tst_texttable.moc"
