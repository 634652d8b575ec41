// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/base/deviationlog.h"

using namespace somno;

class TestDeviationLog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsAFewOfEachCodeAndCountsTheOthers();
};

void TestDeviationLog::keepsAFewOfEachCodeAndCountsTheOthers()
{
    DeviationLog log;
    QVERIFY(log.list().empty());
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(log.isFull(QStringLiteral("many")), i >= DeviationLog::kListed);
        log.add({QStringLiteral("many"), QStringLiteral("row %1").arg(i), QStringLiteral("x"), QStringLiteral("y")});
    }
    log.count(QStringLiteral("many"));
    log.add({QStringLiteral("one"), QStringLiteral("row 3"), QStringLiteral("z")});
    const Deviations all = log.list();
    QCOMPARE(all.size(), size_t(DeviationLog::kListed) + 2);
    QCOMPARE(all[19].where, QStringLiteral("row 19"));
    QCOMPARE(all[20].sentence(), QStringLiteral("981 more places: the same as in row 19; y."));
    QCOMPARE(all[21].code, QStringLiteral("one"));
}

QTEST_GUILESS_MAIN(TestDeviationLog)
#include "tst_deviationlog.moc"
