// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>

#include "app/sdreamer/labeloptions.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/scoring/statistics.h"

namespace somno::app {

namespace {

struct StatsArguments {
    std::string scoring;
    LabelOptions labels;
    bool json = false;
    VerbOutput output;
};

void printStatistics(const scoring::SleepStatistics &statistics)
{
    std::printf("%-14s %10s %8s %7s %10s %10s %10s\n", "stage", "time (s)", "%", "bouts", "mean (s)", "median (s)",
                "longest");
    for (const scoring::StageStatistics &s : statistics.stages)
        std::printf("%-14s %10.0f %8.1f %7lld %10.1f %10.1f %10.0f\n", qUtf8Printable(s.name), s.totalSec,
                    s.percentOfScored, static_cast<long long>(s.bouts), s.meanBoutSec, s.medianBoutSec,
                    s.longestBoutSec);
    std::printf("%-14s %10.0f of %.0f s, in %lld runs (part of no percentage above)\n", "unscored",
                statistics.unscoredSec, statistics.totalSec, static_cast<long long>(statistics.unscoredRuns));
}

int runStats(StatsArguments &arguments)
{
    const auto labels = arguments.labels.read(arguments.scoring, arguments.output.progress());
    if (!labels)
        return arguments.output.fail(labels.error());
    const scoring::SleepStatistics statistics = scoring::sleepStatistics(labels->hypnogram);
    if (arguments.json)
        printJson(statistics.toJson());
    else
        printStatistics(statistics);
    return ExitDone;
}

} // namespace

void addStatsVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<StatsArguments>();
    CLI::App *verb = app.add_subcommand("stats", "Sleep statistics of a scoring: time, bouts, unscored time");
    verb->add_option("SCORING", arguments->scoring, "a scoring (" + io::labelReadEndings().toStdString() + ")")
        ->required();
    arguments->labels.addTo(*verb);
    verb->add_flag("--json", arguments->json, "print JSON");
    verb->footer("Example: sdreamer stats scored.csv --json");
    verb->callback([arguments, &run] { run = [arguments] { return runStats(*arguments); }; });
}

} // namespace somno::app
