// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include "tests/support/teachingengine.h"
#include "ui/teach/learningwindow.h"
#include "ui/window/learninglink.h"

using namespace somno;
using namespace somno::test;

namespace {

ui::LearningLink *linkOf(Sitting &sitting)
{
    return sitting.window.findChild<ui::LearningLink *>();
}

/// Has the engine teach with labels that the project gets for it.
bool teach(Sitting &sitting, const Desk &desk)
{
    writeFile(desk.path(QStringLiteral("m1.edf")), "samples");
    const auto work = [path = desk.path(QStringLiteral("m1.edf"))](store::ProjectStore &store) {
        return addScoring(store, path, QStringLiteral("tester"), handScored(1800));
    };
    ui::LearningController *controller = linkOf(sitting)->controller();
    if (!answerOf(sitting.project.run(ui::ProjectAccess::Write, work)))
        return false;
    const auto stock = answerOf(controller->readLabels());
    ui::TeachWish wish;
    wish.name = QStringLiteral("mine");
    QSignalSpy told(controller->jobs(), &jobs::JobQueue::metricReported);
    controller->teach(ui::viewLabels(*stock, {}).set, wish);
    return told.wait(20000);
}

/// Closes the window and presses a button of the question, if it comes.
bool closeWith(Sitting &sitting, const QString &button, bool &asked)
{
    asked = false;
    QTimer::singleShot(200, &sitting.window, [&] {
        auto *box = sitting.window.findChild<QMessageBox *>(QStringLiteral("closeQuestion"));
        asked = box != nullptr;
        if (box)
            for (QAbstractButton *one : box->buttons())
                if (one->text() == button)
                    one->click();
    });
    return sitting.window.close();
}

} // namespace

/// What the main window says of a run.
class TestLearningLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void closingAsksWhileAModelIsTaught()
    {
        const TeachingEngine engine;
        engine.tell(QStringLiteral("hold"));
        const Desk desk;
        bool asked = false;
        {
            Sitting sitting(desk.project());
            QVERIFY(teach(sitting, desk));
            QVERIFY(!closeWith(sitting, QStringLiteral("Keep open"), asked));
            QVERIFY(asked);
            QVERIFY(sitting.window.isVisible());
            QVERIFY(linkOf(sitting)->controller()->isTeaching());
            QVERIFY(closeWith(sitting, QStringLiteral("Stop and close"), asked));
            QVERIFY(asked);
        }
        Sitting again(desk.project()); // the next start tells of it
        QTRY_COMPARE(again.bar()->message(), QStringLiteral("A run was interrupted when Somnoscribe ended."));
        again.bar()->findChild<QAbstractButton *>(QStringLiteral("messageButton"))->click();
        QVERIFY(linkOf(again)->window() && linkOf(again)->window()->isVisible());
        QVERIFY(!linkOf(again)->controller()->isTeaching());
    }

    void closingAsksNothingOtherwise()
    {
        const TeachingEngine engine;
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(teach(sitting, desk));
        QTRY_VERIFY(!linkOf(sitting)->controller()->isTeaching());
        bool asked = false;
        QVERIFY(closeWith(sitting, QStringLiteral("Keep open"), asked));
        QVERIFY(!asked);
    }
};

QTEST_MAIN(TestLearningLink)
#include "tst_learninglink.moc"
