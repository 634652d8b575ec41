// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "app/sdreamer/benchreport.h"
#include "app/sdreamer/measuredfinetune.h"
#include "app/sdreamer/repeatedrecording.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/cohort/simulatedcohort.h"
#include "core/engine/network/compute.h"
#include "core/labels/labelfile.h"
#include "core/model/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

constexpr double kRateHz = 512;
constexpr double kBytesPerHour = 3600 * (2 * 2 * kRateHz + 80); // two channels of 16 bits, and the scoring as CSV
constexpr double kSpareBytes = 100e6;                           // the model, the training data, and room for others
constexpr quint64 kSeed = 1;

struct BenchArguments {
    std::string model = kDefaultModel.toStdString();
    bool json = false;
    bool isQuick = false;
    bool isLong = false;
    VerbOutput speech;
};

void tell(const QString &what)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(what));
}

/// One run, with its files in a temporary folder that goes with it.
class Bench {
public:
    Bench(const BenchArguments &arguments, const Progress &progress)
        : m_arguments(arguments), m_progress(progress),
          m_folder(QDir::temp().filePath(QStringLiteral("sdreamer-bench-XXXXXX")))
    {
        m_report.hours = arguments.isQuick ? 1 : 24;
    }

    Result<BenchReport> run();

private:
    [[nodiscard]] QString file(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] QString lackOfSpace(double hours) const;
    Result<> prepareFiles();
    Result<> simulate(double hours, int subject, const QString &path);
    Result<NetworkCost> measureNetwork(const QString &model);
    Result<> compareWithFloat32(NetworkCost &network, const QString &inFloat32, const QString &byDefault) const;
    Result<LengthCost> measureLength(double hours);
    Result<> measureLengths();
    Result<> measureTuning();
    Result<> measureTraining();

    const BenchArguments &m_arguments;
    const Progress &m_progress;
    QTemporaryDir m_folder;
    BenchReport m_report;
};

/// Empty where there is room for a recording of that length and its scoring.
QString Bench::lackOfSpace(double hours) const
{
    const double free = double(QStorageInfo(m_folder.path()).bytesAvailable());
    const double needed = hours * kBytesPerHour + kSpareBytes;
    if (free >= needed)
        return {};
    return QStringLiteral("%1 h need %2 GB in %3, where %4 GB are free.")
        .arg(hours)
        .arg(needed * 1e-9, 0, 'f', 1)
        .arg(m_folder.path())
        .arg(free * 1e-9, 0, 'f', 1);
}

Result<> Bench::simulate(double hours, int subject, const QString &path)
{
    simulation::SimulationRequest request;
    request.hours = hours;
    request.seed = kSeed;
    request.subject = subject;
    request.rateHz = kRateHz;
    request.condition = simulation::Condition::Clean; // no stretch without contact, which would cost nothing
    return simulateFile(request, path, m_progress);
}

Result<> Bench::prepareFiles()
{
    const QString remedy = QStringLiteral("Free some space, or name a folder on a larger disk in the variable TMPDIR.");
    if (!m_folder.isValid())
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("No temporary folder could be made (%1).").arg(m_folder.errorString()), remedy);
    if (const QString lack = lackOfSpace(m_report.hours); !lack.isEmpty())
        return failure(ErrorCode::DiskFull, QStringLiteral("The disk is too full for the benchmark: ") + lack, remedy);
    tell(QStringLiteral("simulating %1 h").arg(m_report.hours));
    if (auto made = simulate(m_report.hours, 1, file("recording.edf")); !made)
        return made;
    if (auto made = simulate(1, 2, file("training.edf")); !made)
        return made;
    return referenceShape().save(file("reference-shape"), WeightPrecision::Float32);
}

/// Share of equal stages and largest difference of a probability.
Result<> Bench::compareWithFloat32(NetworkCost &network, const QString &inFloat32, const QString &byDefault) const
{
    const auto exact = io::readLabels(inFloat32);
    const auto fast = io::readLabels(byDefault);
    for (const auto *labels : {&exact, &fast})
        if (!*labels)
            return failure(labels->error());
    const scoring::Hypnogram &exactly = exact->hypnogram;
    const scoring::Hypnogram &quickly = fast->hypnogram;
    const auto &p = exactly.proposal().probabilities;
    const auto &q = quickly.proposal().probabilities;
    if (exactly.size() == 0 || exactly.size() != quickly.size() || p.size() != q.size())
        return failure(ErrorCode::ComputeFailed,
                       QStringLiteral("%1 scores another number of epochs by default than in float32.")
                           .arg(network.inFloat32.model));
    EpochIndex equal = 0;
    for (EpochIndex i = 0; i < exactly.size(); ++i)
        equal += exactly.stage(i) == quickly.stage(i) ? 1 : 0;
    network.equalStages = double(equal) / double(exactly.size());
    for (size_t i = 0; i < p.size(); ++i)
        if (const double difference = std::abs(double(p[i]) - double(q[i])); difference > network.largestDifference)
            network.largestDifference = difference; // false for the NaN of an epoch that neither scored
    return {};
}

Result<NetworkCost> Bench::measureNetwork(const QString &model)
{
    NetworkCost network;
    const int views = model == file("reference-shape") ? 1 : 0; // as published, and as models are used
    for (const bool isFloat32 : {true, false}) {
        tell(QStringLiteral("scoring %1 h, %2, %3")
                 .arg(m_report.hours)
                 .arg(QFileInfo(model).fileName(),
                      isFloat32 ? QStringLiteral("float32") : QStringLiteral("default precision")));
        const auto cost = measureScore({.recording = file("recording.edf"),
                                        .model = model,
                                        .precision = isFloat32 ? QStringLiteral("float32") : QString(),
                                        .output = file(isFloat32 ? "float32.csv" : "default.csv"),
                                        .views = views},
                                       m_progress);
        if (!cost)
            return failure(cost.error());
        (isFloat32 ? network.inFloat32 : network.byDefault) = *cost;
    }
    if (auto compared = compareWithFloat32(network, file("float32.csv"), file("default.csv")); !compared)
        return failure(compared.error());
    return network;
}

Result<LengthCost> Bench::measureLength(double hours)
{
    LengthCost length{.hours = hours};
    if (hours == m_report.hours) {
        length.cost = m_report.networks.front().byDefault;
        return length;
    }
    length.skipped = lackOfSpace(hours);
    if (!length.skipped.isEmpty()) {
        m_progress.warning(QStringLiteral("The disk is too full for every length: ") + length.skipped);
        return length;
    }
    tell(QStringLiteral("scoring %1 h").arg(hours));
    const QString recording = file("length.edf");
    if (auto written = writeRepeated(file("recording.edf"), recording, hours, m_progress); !written)
        return failure(written.error());
    const auto cost = measureScore({recording, file("reference-shape"), {}, file("length.csv"), 1}, m_progress);
    QFile::remove(recording);
    if (!cost)
        return failure(cost.error());
    length.cost = *cost;
    return length;
}

Result<> Bench::measureLengths()
{
    std::vector<double> lengths
        = m_arguments.isQuick ? std::vector<double>{0.25, 1} : std::vector<double>{1, 4, 24, 100};
    if (m_arguments.isLong)
        lengths.push_back(1000);
    for (const double hours : lengths) {
        const auto length = measureLength(hours);
        if (!length)
            return failure(length.error());
        m_report.lengths.push_back(*length);
    }
    return {};
}

Result<> Bench::measureTuning()
{
    constexpr int kQuickSteps = 4;
    tell(QStringLiteral("fine-tuning"));
    const auto cost = measureFinetune(file("recording.edf"), QString::fromStdString(m_arguments.model),
                                      QDir(m_folder.path()), m_arguments.isQuick ? kQuickSteps : 0, m_progress);
    if (!cost)
        return failure(cost.error());
    m_report.finetuneSec = cost->seconds;
    m_report.finetunePeakMb = cost->peakMb;
    return {};
}

Result<> Bench::measureTraining()
{
    tell(QStringLiteral("training"));
    TrainingTrial trial{.recording = file("training.edf"), .folder = m_folder.path()};
    if (m_arguments.isQuick) {
        trial.steps = 2;
        trial.windows = 4;
    }
    const auto seconds = timeTraining(trial, m_progress);
    if (!seconds)
        return failure(seconds.error());
    m_report.trainSecPerSequence = *seconds;
    m_report.windowsPerStep = trial.windows;
    return {};
}

Result<BenchReport> Bench::run()
{
    if (getloadavg(&m_report.loadBefore, 1) != 1)
        m_report.loadBefore = -1;
    if (auto prepared = prepareFiles(); !prepared)
        return failure(prepared.error());
    for (const QString &model : {file("reference-shape"), QString::fromStdString(m_arguments.model)}) {
        const auto network = measureNetwork(model);
        if (!network)
            return failure(network.error());
        m_report.networks.push_back(*network);
    }
    if (auto measured = measureLengths(); !measured)
        return failure(measured.error());
    if (auto measured = measureTuning(); !measured)
        return failure(measured.error());
    prepareCompute(m_progress); // not before: its threads would stand beside those that are measured
    m_report.machine = describeCompute();
    for (int i = 0; i < 5; ++i) // the best one was not interrupted
        m_report.gemmGflops = std::max(m_report.gemmGflops, gemmGflops());
    if (auto measured = measureTraining(); !measured)
        return failure(measured.error());
    return m_report;
}

int runBench(BenchArguments &arguments)
{
    const Progress progress = arguments.speech.progress();
    if (const auto model = findModel(QString::fromStdString(arguments.model)); !model)
        return arguments.speech.fail(model.error());
    const auto report = Bench(arguments, progress).run();
    if (!report)
        return arguments.speech.fail(report.error());
    if (arguments.json)
        printJson(report->toJson());
    else
        report->print();
    return ExitDone;
}

} // namespace

void addBenchVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<BenchArguments>();
    CLI::App *verb = app.add_subcommand("bench", "Measure speed and memory of scoring and training on this computer");
    CLI::Option *quick = verb->add_flag("--quick", arguments->isQuick,
                                        "1 h instead of 24 h, and few training steps: a glance of half a minute");
    verb->add_flag("--long", arguments->isLong, "score also 1000 h, which takes 8 GB of disk")->excludes(quick);
    verb->add_option("--model", arguments->model,
                     "name or folder of the model measured beside a network of the\npublished shape (default starter)");
    verb->add_flag("--json", arguments->json, "print JSON");
    verb->footer(
        "Each scoring is a process of its own on a simulated recording of EEG and EMG at 512 Hz, and is timed from\n"
        "its start to its end. The files are made in the temporary folder ($TMPDIR) and removed afterwards.\n\n"
        "Example: sdreamer bench --json");
    verb->callback([arguments, &run] { run = [arguments] { return runBench(*arguments); }; });
}

} // namespace somno::app
