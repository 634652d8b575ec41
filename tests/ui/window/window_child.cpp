// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a recording in the real window, scores epochs 3 and 4 by key, says so, and waits to be killed.
#include <cstdio>

#include "tests/ui/window/windowfixture.h"

int main(int argc, char **argv)
{
    using namespace somno;
    QApplication application(argc, argv);
    ui::Theme theme(ui::ThemeMode::Light, plot::StageColours::ColourBlindSafe);
    ui::ProjectService project(store::ProjectDatabase::at(application.arguments().at(1)), QStringLiteral("tester"));
    ui::MainWindow window(&project, std::make_shared<jobs::LocalRunner>(), &theme);
    window.show();
    project.open();
    QObject::connect(&window, &ui::MainWindow::recordingReady, &window, [&window] {
        window.view()->selection()->setCurrent(3);
        QTest::keyClick(&window, Qt::Key_3);
        QTest::keyClick(&window, Qt::Key_1);
        std::puts("scored");
        std::fflush(stdout);
    });
    if (!QTest::qWaitForWindowActive(&window))
        return 1;
    window.openRecording(application.arguments().at(2));
    return QApplication::exec();
}
