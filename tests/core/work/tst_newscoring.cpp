// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/newscoring.h"

#include <QSettings>
#include <QTest>

using namespace somno;
using scoring::StageSet;

class TestNewScoring : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        QSettings().clear();
    }

    void atFirstItIsTheUsualOne()
    {
        QCOMPARE(ui::lastNewScoring().epochSec, 1.0);
        QVERIFY(ui::lastNewScoring().stageSet == StageSet::mouseWithMicroarousal());
        QVERIFY(!ui::beginsAlike());
    }

    void whatWasChosenIsRemembered()
    {
        for (const StageSet &set : StageSet::builtIn()) {
            ui::rememberNewScoring({2.5, set}, true);
            QCOMPARE(ui::lastNewScoring().epochSec, 2.5);
            QVERIFY(ui::lastNewScoring().stageSet == set);
            QVERIFY(ui::beginsAlike());
        }
        ui::rememberNewScoring({}, false);
        QVERIFY(!ui::beginsAlike());
    }

    void whatMakesNoSenseIsNotTaken()
    {
        for (const char *length : {"0.5", "61", "nan", "long"}) {
            QSettings().setValue(QStringLiteral("newScoring/epochSec"), QString::fromLatin1(length));
            QSettings().setValue(QStringLiteral("newScoring/stageSet"), QStringLiteral("whales"));
            QCOMPARE(ui::lastNewScoring().epochSec, 1.0);
            QVERIFY(ui::lastNewScoring().stageSet == StageSet());
        }
    }
};

QTEST_GUILESS_MAIN(TestNewScoring)
#include "tst_newscoring.moc"
