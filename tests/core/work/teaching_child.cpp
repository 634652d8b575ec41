// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a project, has the engine teach with its labels, says so once the engine has told of a step, and waits to be
// killed.
#include <QCoreApplication>
#include <cstdio>

#include "core/work/learningcontroller.h"
#include "tests/support/teachingengine.h"

int main(int argc, char **argv)
{
    using namespace somno;
    QCoreApplication application(argc, argv);
    ui::ProjectService project(store::ProjectDatabase::at(application.arguments().at(1)), QStringLiteral("tester"));
    ui::LearningController controller(&project, std::make_shared<jobs::LocalRunner>());
    QObject::connect(controller.jobs(), &jobs::JobQueue::metricReported, &controller, [] {
        std::puts("teaching");
        std::fflush(stdout);
    });
    QSignalSpy opened(&project, &ui::ProjectService::opened);
    project.open();
    if (!opened.wait(10000))
        return 1;
    const auto stock = test::answerOf(controller.readLabels());
    if (!stock)
        return 1;
    ui::TeachWish wish;
    wish.name = QStringLiteral("mine");
    controller.teach(ui::viewLabels(*stock, {}).set, wish);
    return QCoreApplication::exec();
}
