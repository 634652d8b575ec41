// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <map>
#include <memory>
#include <optional>

#include "io/edfheader.h"
#include "io/edfwriter.h"
#include "simulation/simulator.h"

namespace somno::app {

namespace {

struct SimulateOptions {
    double hours = 1;
    quint64 seed = 1;
    int subject = 1;
    std::optional<double> rateHz;
    std::optional<double> startHour;
    simulation::Condition condition = simulation::Condition::Variety;
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
        return request;
    }
};

/// A simulation may replace a simulation, never what somebody recorded.
Result<> checkReplaceable(const QString &path)
{
    const auto header = io::readEdfHeader(path);
    if (QFileInfo(path).size() == 0 || (header && header->recording.contains(QLatin1String("simulat"), Qt::CaseInsensitive)))
        return {};
    return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 exists and is no simulated recording; it is not overwritten.").arg(path),
                   QStringLiteral("Choose another name with -o."));
}

Result<> simulateFile(const simulation::SimulationRequest &request, const QString &path, const Progress &progress)
{
    if (const Result<> free = checkReplaceable(path); !free)
        return free;
    const auto recording = simulation::simulate(request, progress);
    if (!recording)
        return failure(recording.error());
    return io::writeEdf(path, *recording, progress);
}

QString subjectName(int subject)
{
    return QStringLiteral("mouse_%1").arg(subject, 4, 10, QLatin1Char('0'));
}

QString cohortFile(const simulation::SimulationRequest &request)
{
    const QString name = QStringLiteral("sim_%1_%2").arg(request.seed).arg(request.subject, 4, 10, QLatin1Char('0'));
    return request.recording == 1 ? name + QStringLiteral(".edf") : QStringLiteral("%1_%2.edf").arg(name).arg(request.recording);
}

// Recordings of one cohort differ in length, 60 to 140 % of what was asked for, the same for the same request.
double variedHours(double hours, const simulation::SimulationRequest &request)
{
    constexpr double kGolden = 0.6180339887498949; // spreads consecutive numbers evenly over the unit interval
    const double position = double(request.seed % 1000 + quint64(request.subject) * 7 + quint64(request.recording)) * kGolden;
    return std::min(48.0, hours * (0.6 + 0.8 * (position - std::floor(position))));
}

QJsonObject splits(const SimulateOptions &options)
{
    QJsonArray parts[3];
    for (int subject = 1; subject <= options.cohort; ++subject) {
        const int left = options.cohort - subject;
        parts[left < options.test ? 2 : left < options.test + options.validation ? 1 : 0].append(subjectName(subject));
    }
    return {{"train", parts[0]}, {"validation", parts[1]}, {"test", parts[2]}};
}

Result<> writeManifest(const QString &path, const QJsonArray &recordings, const SimulateOptions &options)
{
    QJsonObject manifest{{"recordings", recordings}};
    if (options.validation + options.test > 0)
        manifest.insert("splits", splits(options));
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(manifest).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
                       QStringLiteral("%1. Check the free space and the permissions of the folder.").arg(file.errorString()));
    return {};
}

Result<> simulateCohort(const SimulateOptions &options, const QDir &folder, const Progress &progress)
{
    Progress inner = progress; // the whole cohort tells of itself, a single recording need not
    inner.report = nullptr;
    QJsonArray recordings;
    for (int subject = 1; subject <= options.cohort; ++subject) {
        simulation::SimulationRequest request = options.request();
        request.subject = subject;
        for (request.recording = 1; request.recording <= options.recordings; ++request.recording) {
            request.hours = variedHours(options.hours, request);
            const QString name = cohortFile(request);
            if (const Result<> written = simulateFile(request, folder.filePath(name), inner); !written)
                return written;
            recordings.append(QJsonObject{{"path", name}, {"eeg", "EEG"}, {"emg", "EMG"}, {"labels", name},
                                          {"subject", subjectName(subject)}, {"scorer", "simulator"}});
            progress.advance(QStringLiteral("simulate"), recordings.size(), qint64(options.cohort) * options.recordings);
        }
    }
    return writeManifest(folder.filePath(QStringLiteral("manifest.json")), recordings, options);
}

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
        return options.output.fail({ErrorCode::InvalidArgument, QStringLiteral("No subject is left to learn from."),
                                    QStringLiteral("--validation and --test together must be fewer than --cohort, or --test all of it.")});
    if (!QDir().mkpath(out))
        return options.output.fail({ErrorCode::FileNotWritable, QStringLiteral("The folder %1 could not be made.").arg(out),
                                    QStringLiteral("Check its parent's permissions, or whether a file has that name.")});
    if (const Result<> made = simulateCohort(options, QDir(out), progress); !made)
        return options.output.fail(made.error());
    options.output.result(QDir(out).filePath(QStringLiteral("manifest.json")));
    return ExitDone;
}

std::map<std::string, simulation::Condition> conditions()
{
    std::map<std::string, simulation::Condition> result;
    for (size_t i = 0; i < simulation::kConditionNames.size(); ++i)
        result[simulation::kConditionNames[i]] = simulation::Condition(i);
    return result;
}

} // namespace

void addSimulateVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<SimulateOptions>();
    CLI::App *verb = app.add_subcommand("simulate", "Make simulated mouse EEG/EMG with its true stages as EDF+ annotations");
    verb->add_option("--hours", options->hours, "length in hours, at most 48; in a cohort 60 to 140 % of it")->capture_default_str();
    verb->add_option("--seed", options->seed, "the same seed gives the same bytes")->capture_default_str();
    CLI::Option *subject = verb->add_option("--subject", options->subject, "which mouse: its spectra, EMG and amplifier")->capture_default_str();
    verb->add_option("--rate", options->rateHz, "samples a second, 64 to 4000 (default: that of the mouse's amplifier)");
    verb->add_option("--start-hour", options->startHour, "clock hour of the start; lights are on from 7 to 19");
    verb->add_option("--condition", options->condition,
                     "set-ups: variety (default), or good ones with at most one difficulty: clean, weak-emg, narrow-eeg, hum, drift, emg-gain")
        ->transform(CLI::CheckedTransformer(conditions()).description(""))->option_text("NAME");
    CLI::Option *cohort = verb->add_option("--cohort", options->cohort, "make this many mice and a manifest.json; -o names a folder")
                              ->check(CLI::Range(1, 9999))->excludes(subject);
    verb->add_option("--recordings", options->recordings, "recordings of each mouse of the cohort")->check(CLI::Range(1, 99))->needs(cohort);
    verb->add_option("--validation", options->validation, "mice of the cohort kept for validation")->check(CLI::NonNegativeNumber)->needs(cohort);
    verb->add_option("--test", options->test, "mice of the cohort kept for the test, the last ones; may be all")->check(CLI::NonNegativeNumber)->needs(cohort);
    verb->add_option("-o,--out", options->out, "EDF file, or folder of a cohort")->required();
    options->output.addProgressOption(*verb);
    verb->footer("Example: sdreamer simulate --hours 2 --seed 7 --rate 512 -o demo.edf\n"
                 "         sdreamer simulate --cohort 40 --hours 1 --seed 7 --validation 5 --test 5 -o cohort/\n"
                 "         sdreamer simulate --cohort 12 --hours 1 --seed 8 --test 12 --condition hum -o hum/");
    verb->callback([options, &run] { run = [options] { return runSimulate(*options); }; });
}

} // namespace somno::app
