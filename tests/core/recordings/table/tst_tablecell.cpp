// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/recordings/table/tablecell.h"

using namespace somno::io;

class TestTableCell : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cellsAreSplitByRfc4180()
    {
        std::vector<std::string_view> cells;
        splitCells("1, \"2,5\" ,3", ',', cells);
        QCOMPARE(cells, (std::vector<std::string_view>{"1", "2,5", "3"}));
        splitCells("  1   2\t3 ", ' ', cells);
        QCOMPARE(cells, (std::vector<std::string_view>{"1", "2", "3"}));
        splitCells(";;", ';', cells);
        QCOMPARE(cells, (std::vector<std::string_view>{"", "", ""}));
    }

    void numbersAndWhatIsMissing()
    {
        QCOMPARE(*numberIn("-1.5e-3", false), -0.0015);
        QCOMPARE(*numberIn("+2", false), 2.0);
        QCOMPARE(*numberIn("0,25", true), 0.25);
        for (const char *missing : {"", "NaN", "nan", "NA", "n/a", "null", "None", "-"})
            QVERIFY2(std::isnan(*numberIn(missing, false)), missing);
        for (const char *wrong : {"0,25", "1.2.3", "abc", "1 2", "--1", "0x10", "+"})
            QVERIFY2(!numberIn(wrong, false), wrong);
        QVERIFY(!numberIn("1.000,5", true)); // whatever it may mean
        QVERIFY(std::isnan(*numberIn("inf", false)));
        QCOMPARE(decimalsOf("0.00195", false), 5);
        QCOMPARE(decimalsOf("12", false), 0);
        QCOMPARE(decimalsOf("1e-3", false), -1);
    }

    void timesOfDay()
    {
        QCOMPARE(clockIn("21:04:59.5")->seconds, 75899.5);
        QVERIFY(!clockIn("21:04:59.5")->date.isValid());
        QCOMPARE(clockIn("2024-03-05T01:00:00,25")->seconds, 3600.25);
        QCOMPARE(clockIn("2024-03-05 01:00:00")->date, QDate(2024, 3, 5));
        for (const char *wrong : {"1:2:3", "12:60:00", "12:00", "a:b:c", "", "12:00:61.5", "-1:00:00.5", "12:00:-1.5",
                                  "x 12:00:00", "2024-13-01 12:00:00", "2024-03-05T", "12:00:00:00", "12:0x:00"})
            QVERIFY2(!clockIn(wrong), wrong);
    }
};

QTEST_APPLESS_MAIN(TestTableCell)
#include "tst_tablecell.moc"
