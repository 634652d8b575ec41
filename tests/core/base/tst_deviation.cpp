// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/base/deviation.h"

using namespace somno;

class TestDeviation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentenceNamesPlaceAndWhatWasDone();
    void jsonHasAByteOnlyWhereOneIsMeant();
};

void TestDeviation::sentenceNamesPlaceAndWhatWasDone()
{
    const Deviation header{"record-count-unknown", "number of data records", "\"-1\"", "read as 100", 236};
    QCOMPARE(header.sentence(), QStringLiteral("number of data records (byte 236): \"-1\"; read as 100."));
    const Deviation rows{"rows-unsorted", "rows", "3 of 24 begin before the one above", {}, -1};
    QCOMPARE(rows.sentence(), QStringLiteral("rows: 3 of 24 begin before the one above."));
}

void TestDeviation::jsonHasAByteOnlyWhereOneIsMeant()
{
    const Deviation header{"record-count-unknown", "number of data records", "\"-1\"", "read as 100", 236};
    QCOMPARE(header.toJson().value("code").toString(), QStringLiteral("record-count-unknown"));
    QCOMPARE(header.toJson().value("byte").toInt(), 236);
    const Deviation rows{"rows-unsorted", "rows", "3 of 24 begin before the one above", {}, -1};
    QVERIFY(!rows.toJson().contains("byte"));
}

QTEST_GUILESS_MAIN(TestDeviation)
#include "tst_deviation.moc"
