// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <cstdio>
#include <new>

#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

int main(int argc, char **argv)
{
    using namespace somno::app;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sdreamer"));
    QCoreApplication::setOrganizationName(QStringLiteral("somnoscribe"));

    CLI::App app{"sdreamer: sleep scoring with sDREAMER from the shell", "sdreamer"};
    app.set_version_flag("--version", SOMNOSCRIBE_VERSION);
    app.require_subcommand(1);
    app.footer("\nFirst steps:  sdreamer info mouse.edf\n"
               "              sdreamer score mouse.edf -o mouse.csv\n"
               "Every subcommand explains itself: sdreamer score --help\n"
               "Exit status: 0 done, 1 failed, 2 bad arguments, 130 cancelled.");
    VerbRun run;
    addInfoVerb(app, run);
    addRepairVerb(app, run);
    addScoreVerb(app, run);
    addSimulateVerb(app, run);
    addTrainVerb(app, run);
    addFinetuneVerb(app, run);
    addEvaluateVerb(app, run);
    addCommitteeVerb(app, run);
    addProveVerb(app, run);
    addCrossvalVerb(app, run);
    addExperimentVerb(app, run);
    addLearningCurveVerb(app, run);
    addSelftestVerb(app, run);
    addModelsVerb(app, run);
    addCompareVerb(app, run);
    addConvertVerb(app, run);
    addFormatsVerb(app, run);
    addStatsVerb(app, run);
    addBenchVerb(app, run);
    addImportVerb(app, run);
    addExportVerb(app, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? ExitDone : ExitBadArguments;
    }
    int status = ExitBadArguments;
    try {
        if (run)
            status = run();
    } catch (const std::bad_alloc &) {
        std::fprintf(stderr, "error: there is not enough memory for this.\n"
                             "       Close other programs, or use a machine with more memory.\n");
        status = ExitFailed;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
        std::fprintf(stderr, "error: the output could not be written. Check the disk or the pipe that it goes to.\n");
        return ExitFailed;
    }
    return status;
}
