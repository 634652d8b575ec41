// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QDir>
#include <map>
#include <memory>
#include <optional>

#include "core/cohort/simulatedcohort.h"
#include "core/simulation/simulator.h"

namespace somno::app {

namespace {

struct SimulateOptions {
    double hours = 1;
    quint64 seed = 1;
    int subject = 1;
    std::optional<double> rateHz;
    std::optional<double> startHour;
    simulation::Condition condition = simulation::Condition::Variety;
    std::optional<simulation::Stratum> stratum;
    int cohort = 0;
    int recordings = 1;
    int validation = 0;
    int test = 0;
    std::string out;
    VerbOutput output;

    [[nodiscard]] simulation::SimulationRequest request() const
    {
        simulation::SimulationRequest request;
        request.hours = hours;
        request.seed = seed;
        request.subject = subject;
        request.rateHz = rateHz;
        request.startHour = startHour;
        request.condition = condition;
        request.stratum = stratum;
        return request;
    }
};

int runSimulate(SimulateOptions &options)
{
    const Progress progress = options.output.progress();
    const QString out = QString::fromStdString(options.out);
    if (options.cohort == 0) {
        if (const Result<> written = simulateFile(options.request(), out, progress); !written)
            return options.output.fail(written.error());
        options.output.result(out);
        return ExitDone;
    }
    const bool isForTestOnly = options.test == options.cohort && options.validation == 0;
    if (options.validation + options.test >= options.cohort && !isForTestOnly)
        return options.output.fail(
            {ErrorCode::InvalidArgument, QStringLiteral("No subject is left to learn from."),
             QStringLiteral("--validation and --test together must be fewer than --cohort, or --test all of it.")});
    const simulation::CohortRequest cohort{options.request(), options.cohort, options.recordings, options.validation,
                                           options.test};
    if (const Result<> made = simulateCohort(cohort, QDir(out), progress); !made)
        return options.output.fail(made.error());
    options.output.result(QDir(out).filePath(QStringLiteral("manifest.json")));
    return ExitDone;
}

template <class Value, size_t Size>
std::map<std::string, Value> byName(const std::array<const char *, Size> &names)
{
    std::map<std::string, Value> result;
    for (size_t i = 0; i < names.size(); ++i)
        result[names[i]] = Value(i);
    return result;
}

} // namespace

void addSimulateVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<SimulateOptions>();
    CLI::App *verb
        = app.add_subcommand("simulate", "Make simulated mouse EEG/EMG with its true stages as EDF+ annotations");
    verb->add_option("--hours", options->hours, "length in hours, at most 48; in a cohort 60 to 140 % of it")
        ->capture_default_str();
    verb->add_option("--seed", options->seed, "the same seed gives the same bytes")->capture_default_str();
    CLI::Option *subject
        = verb->add_option("--subject", options->subject, "which mouse: its spectra, EMG and amplifier")
              ->capture_default_str();
    verb->add_option("--rate", options->rateHz,
                     "samples a second, 64 to 4000 (default: that of the mouse's amplifier)");
    verb->add_option("--start-hour", options->startHour, "clock hour of the start; lights are on from 7 to 19");
    verb->add_option("--condition", options->condition,
                     "set-ups: variety (default), good ones with one difficulty at most: clean, weak-emg, narrow-eeg, "
                     "hum, drift, "
                     "emg-gain, rectified-emg, noise-floor; or unlike: beyond all variety")
        ->transform(CLI::CheckedTransformer(byName<simulation::Condition>(simulation::kConditionNames)).description(""))
        ->option_text("NAME");
    verb->add_option(
            "--sleep", options->stratum,
            "how the mouse sleeps: typical, sleep-rich, wake-rich, no-rem, no-sleep, or deprived: kept awake, then\n"
            "recovering (default: drawn)")
        ->transform(CLI::CheckedTransformer(byName<simulation::Stratum>(simulation::kStratumNames)).description(""))
        ->option_text("NAME");
    CLI::Option *cohort
        = verb->add_option("--cohort", options->cohort, "make this many mice and a manifest.json; -o names a folder")
              ->check(CLI::Range(1, 9999))
              ->excludes(subject);
    verb->add_option("--recordings", options->recordings, "recordings of each mouse of the cohort")
        ->check(CLI::Range(1, 99))
        ->needs(cohort);
    verb->add_option("--validation", options->validation, "mice of the cohort kept for validation")
        ->check(CLI::NonNegativeNumber)
        ->needs(cohort);
    verb->add_option("--test", options->test, "mice of the cohort kept for the test, the last ones; may be all")
        ->check(CLI::NonNegativeNumber)
        ->needs(cohort);
    verb->add_option("-o,--out", options->out, "EDF file, or folder of a cohort")->required();
    options->output.addProgressOption(*verb);
    verb->footer("Example: sdreamer simulate --hours 2 --seed 7 --rate 512 -o demo.edf\n"
                 "         sdreamer simulate --cohort 40 --hours 1 --seed 7 --validation 5 --test 5 -o cohort/\n"
                 "         sdreamer simulate --cohort 12 --hours 1 --seed 8 --test 12 --condition hum -o hum/");
    verb->callback([options, &run] { run = [options] { return runSimulate(*options); }; });
}

} // namespace somno::app
