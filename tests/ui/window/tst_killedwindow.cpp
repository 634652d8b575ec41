// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/childprocess.h"
#include "tests/ui/window/windowfixture.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

/// A window that is killed right after a key loses at most the last second.
class TestKilledWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void keysSurviveSigkill()
    {
        const Desk desk;
        {
            ChildProcess child(QStringLiteral("window_child"), {desk.project(), desk.recording()});
            QCOMPARE(child.line(), QByteArray("scored"));
            QTest::qWait(1000);
            child.kill();
        }
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.project.isWritable()); // the dead one's lock does not keep us out
        QCOMPARE(sitting.stage(3), Stage::Rem);
        QCOMPARE(sitting.stage(4), Stage::Wake);
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(118));
    }
};

QTEST_MAIN(TestKilledWindow)
#include "tst_killedwindow.moc"
