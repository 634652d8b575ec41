// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <QJsonObject>
#include <functional>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::app {

/// Exit statuses of the engine.
enum ExitStatus { ExitDone = 0, ExitFailed = 1, ExitBadArguments = 2, ExitCancelled = 130 };

/// What the parsed command line wants run; each verb's callback sets it.
using VerbRun = std::function<int()>;

/// How a verb speaks: `--progress=json` prints one JSON object a line on stdout, otherwise words go to stderr.
class VerbOutput {
public:
    /// Adds the option `--progress` to a verb.
    void addProgressOption(CLI::App &verb);
    [[nodiscard]] bool isJson() const { return m_format == "json"; }
    /// Progress that prints, and that stops at SIGTERM or SIGINT.
    [[nodiscard]] Progress progress();
    /// {"event":"metric", ...} in JSON mode, nothing otherwise.
    void metric(QJsonObject values);
    /// metric(), and a line on stderr where that would say nothing: how a training goes.
    void liveMetric(const QJsonObject &values);
    /// {"event":"result","path":...} in JSON mode, else the path on stderr.
    void result(const QString &path);
    /// Prints the error (JSON event and stderr) and returns the exit status for it.
    [[nodiscard]] int fail(const Error &error);

private:
    std::string m_format = "text";
};

/// Prints one JSON document on stdout.
void printJson(const QJsonObject &object);

// One function a verb, each in a file of its own.
void addInfoVerb(CLI::App &app, VerbRun &run);
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
void addStatsVerb(CLI::App &app, VerbRun &run);
void addBenchVerb(CLI::App &app, VerbRun &run);
void addImportVerb(CLI::App &app, VerbRun &run);
void addExportVerb(CLI::App &app, VerbRun &run);

} // namespace somno::app
