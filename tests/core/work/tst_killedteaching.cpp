// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <cerrno>
#include <csignal>

#include "core/model/modellibrary.h"
#include "core/work/learningcontroller.h"
#include "tests/support/childprocess.h"
#include "tests/support/warnings.h"

using namespace somno;
using namespace somno::test;

namespace {

bool isAlive(qint64 processId)
{
    return ::kill(pid_t(processId), 0) == 0 || errno != ESRCH;
}

} // namespace

/// The application is killed while its engine teaches.
class TestKilledTeaching : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void neitherLabelsNorJobAreLost()
    {
        const TeachingEngine engine;
        engine.tell(QStringLiteral("hold"));
        std::shared_ptr<QTemporaryDir> folder;
        QByteArray before;
        {
            OpenProject project;
            folder = project.folder();
            QVERIFY(project.open());
            QVERIFY(project.addLabels(QStringLiteral("m1.edf"), 1800));
            ui::LearningController controller(project.service(), std::make_shared<jobs::LocalRunner>());
            before = everyLabel(controller);
        }
        {
            ChildProcess child(QStringLiteral("teaching_child"),
                               {QDir(folder->path()).filePath(QStringLiteral("p.somnoscribe"))});
            QCOMPARE(child.line(), QByteArray("teaching"));
            child.kill();
        }
        const qint64 process = engine.processId();
        QTRY_VERIFY(!isAlive(process)); // nobody would hear of what it makes
        QVERIFY(!QFileInfo::exists(sdreamer::modelFolderFor(QStringLiteral("mine"), QStringLiteral("1"))));

        OpenProject project(folder);
        ui::LearningController controller(project.service(), std::make_shared<jobs::LocalRunner>());
        QVERIFY(project.open());
        QTRY_COMPARE(controller.jobs()->ids().size(), size_t(1));
        const qint64 id = controller.jobs()->ids().front();
        QVERIFY(controller.isInterrupted(id));
        QCOMPARE(everyLabel(controller), before);
        engine.untell(QStringLiteral("hold"));
        controller.goOn(id);
        QTRY_VERIFY(controller.modelOf(id));
        QCOMPARE(everyLabel(controller), before);
        QVERIFY(!controller.models()->active()); // nothing becomes active by itself
    }
};

QTEST_MAIN(TestKilledTeaching)
#include "tst_killedteaching.moc"
