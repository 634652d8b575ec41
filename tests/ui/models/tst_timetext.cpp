// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "ui/models/timetext.h"

using namespace somno;

class TestTimeText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofTheClockOrSinceTheStart()
    {
        const QDateTime start(QDate(2024, 5, 6), QTime(22, 30));
        QCOMPARE(ui::timeText(start, 61.9, true), QStringLiteral("22:31:01"));
        QCOMPARE(ui::timeText(start, 2 * 3600, true), QStringLiteral("00:30:00")); // past midnight
        QCOMPARE(ui::timeText(start, 3661, false), QStringLiteral("1:01:01"));
        QCOMPARE(ui::timeText({}, 30 * 3600, true), QStringLiteral("30:00:00")); // no start is known
    }

    void remainingTimeReadsWell_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << QStringLiteral("about 1 s left");
        QTest::newRow("seconds") << 89.0 << QStringLiteral("about 89 s left");
        QTest::newRow("minutes") << 130.0 << QStringLiteral("about 3 min left");
    }
    void remainingTimeReadsWell()
    {
        QFETCH(double, seconds);
        QTEST(ui::remainingText(seconds), "text");
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
