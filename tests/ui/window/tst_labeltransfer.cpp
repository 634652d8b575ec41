// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;
using scoring::StageSet;

class TestLabelTransfer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void saysWhenTheStagesAreOthers()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.showLabels(desk.save(QStringLiteral("mouse.csv"), "onset_s,stage\n0,Wake\n10,REM\n"));
        QTRY_COMPARE(sitting.stage(10), Stage::Rem);
        QCOMPARE(sitting.bar()->detail(), QString());
        sitting.window.showLabels(desk.save(QStringLiteral("human.csv"), "onset_s,stage\n0,N1\n10,N2\n"));
        QTRY_COMPARE(sitting.stage(10), Stage::N2);
        QCOMPARE(sitting.bar()->detail(), QStringLiteral("The stages are now those of AASM."));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(sitting.hypnogram().stageSet() == StageSet::mouseWithMicroarousal());
    }

    void saysWhatTheScoringHasNoStageFor()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.showLabels(desk.save(QStringLiteral("model.csv"), "onset_s,duration_s,stage,p_wake,p_n2\n"
                                                                         "0,50,Wake,0.9,0.1\n50,70,N2,0.1,0.9\n"));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Wake), EpochIndex(50));
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(70));
        QCOMPARE(sitting.bar()->detail(),
                 QStringLiteral("70 epochs were left as they are: the model calls them a stage "
                                "that this scoring does not have."));
    }

    /// Labels go where they were asked for, whatever is edited when the file is read.
    void labelsStayWithTheirScoring()
    {
        const Desk desk;
        const QString labels = desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,20,REM\n");
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            sitting.key(Qt::Key_2);
        }
        Sitting sitting(desk.project());
        sitting.project.setScorer(QStringLiteral("ben"));
        QVERIFY(sitting.open(desk.recording()));
        ui::RecordingSession *session = sitting.window.session();
        QCOMPARE(session->scorings().size(), 2);
        sitting.window.showLabels(labels);
        session->edit(1);
        const auto rem
            = [&](int scoring) { return session->scorings().document(scoring)->hypnogram().count(Stage::Rem); };
        QTRY_COMPARE(rem(0), EpochIndex(20));
        QCOMPARE(rem(1), EpochIndex(0));
    }
};

QTEST_MAIN(TestLabelTransfer)
#include "tst_labeltransfer.moc"
