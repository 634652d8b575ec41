// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace somno::app {

/// What the parsed command line wants run; each verb's callback sets it.
using VerbRun = std::function<int()>;

// One function a verb, each in a file of its own.
void addInfoVerb(CLI::App &app, VerbRun &run);
void addRepairVerb(CLI::App &app, VerbRun &run);
void addScoreVerb(CLI::App &app, VerbRun &run);
void addSimulateVerb(CLI::App &app, VerbRun &run);
void addTrainVerb(CLI::App &app, VerbRun &run);
void addFinetuneVerb(CLI::App &app, VerbRun &run);
void addEvaluateVerb(CLI::App &app, VerbRun &run);
void addCommitteeVerb(CLI::App &app, VerbRun &run);
void addProveVerb(CLI::App &app, VerbRun &run);
void addCrossvalVerb(CLI::App &app, VerbRun &run);
void addExperimentVerb(CLI::App &app, VerbRun &run);
void addLearningCurveVerb(CLI::App &app, VerbRun &run);
void addSelftestVerb(CLI::App &app, VerbRun &run);
void addModelsVerb(CLI::App &app, VerbRun &run);
void addCompareVerb(CLI::App &app, VerbRun &run);
void addConvertVerb(CLI::App &app, VerbRun &run);
void addFormatsVerb(CLI::App &app, VerbRun &run);
void addStatsVerb(CLI::App &app, VerbRun &run);
void addBenchVerb(CLI::App &app, VerbRun &run);
void addImportVerb(CLI::App &app, VerbRun &run);
void addExportVerb(CLI::App &app, VerbRun &run);

} // namespace somno::app
