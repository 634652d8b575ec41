// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <memory>

#include "app/sdreamer/agreementtext.h"
#include "app/sdreamer/strictness.h"
#include "app/sdreamer/loadmodel.h"
#include "core/cohort/learnedepochs.h"
#include "core/engine/judging/evaluator.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;
using scoring::Agreement;

struct Arguments {
    std::string manifest;
    std::string model = "starter";
    std::string split = "test";
    std::string input = "both";
    bool uncalibrated = false;
    bool alone = false;
    int views = 0; // as usual
    bool strict = false;
    bool json = false;
    VerbOutput output;
};

std::vector<ManifestRecording> recordingsOf(const Manifest &manifest, const std::string &split)
{
    return split == "all"          ? manifest.recordings()
           : split == "train"      ? manifest.recordings(Split::Train)
           : split == "validation" ? manifest.recordings(Split::Validation)
                                   : manifest.recordings(Split::Test);
}

/// Figures of what a model learned from are no test of it.
Result<> warnOfKnown(const LoadedModel &model, const std::vector<ManifestRecording> &recordings,
                     const Progress &progress)
{
    if (!model.learned.empty()) {
        const auto fresh = withoutLearned(recordings, model.learned);
        if (!fresh)
            return failure(fresh.error());
        if (fresh->touched > 0)
            progress.warning(
                QStringLiteral(
                    "%1 learned from %2 of these %3 recordings, or was chosen by them: the figures are too good.")
                    .arg(model.title)
                    .arg(fresh->touched)
                    .arg(recordings.size()));
    }
    if (model.simulated) // simulated mice of every cohort have the same names
        return {};
    QStringList known;
    for (const ManifestRecording &recording : recordings)
        if (model.trainingSubjects.contains(recording.subject) && !known.contains(recording.subject))
            known << recording.subject;
    if (!known.isEmpty())
        progress.warning(
            QStringLiteral(
                "%1 learned from subjects of these names: %2. If they are the same animals, the figures are too good.")
                .arg(model.title, known.join(QStringLiteral(", "))));
    return {};
}

Result<Evaluation> evaluateManifest(const Arguments &arguments, const Progress &progress)
{
    const auto few = arguments.split == "all" ? Manifest::Few::Keep : Manifest::Few::Refuse; // nothing to divide
    auto manifest = Manifest::load(QString::fromStdString(arguments.manifest), progress, few);
    if (!manifest)
        return failure(manifest.error());
    manifest->setStrictLabels(arguments.strict);
    const Input input = inputFromName(QString::fromStdString(arguments.input)).value_or(Input::Both);
    const auto model
        = loadModel(QString::fromStdString(arguments.model), input, QStringLiteral("auto"), Precision::Auto, progress);
    if (!model)
        return failure(model.error());
    const auto recordings = recordingsOf(*manifest, arguments.split);
    if (auto looked = warnOfKnown(*model, recordings, progress); !looked)
        return failure(looked.error());
    if (!model->network)
        return evaluateRules(recordings, progress);
    return evaluate(*model->network, recordings, input, progress, arguments.uncalibrated ? 1 : model->temperature,
                    arguments.views, arguments.alone ? nullptr : &model->committee);
}

void printRow(const char *what, const Agreement &agreement)
{
    std::printf("%-28s%10s%10s%10s\n", what, qUtf8Printable(figureText(agreement.accuracy)),
                qUtf8Printable(figureText(agreement.macroF1)), qUtf8Printable(figureText(agreement.kappa)));
}

void printReliability(const Evaluation &evaluation)
{
    std::printf("\ncalibration error %.4f", evaluation.ece);
    if (evaluation.temperature != 1)
        std::printf(" (%.4f before the model's temperature of %.3f)", evaluation.eceBefore, evaluation.temperature);
    std::printf("\n%-14s%9s%18s%14s\n", "confidence", "epochs", "mean confidence", "right");
    for (size_t bin = 0; bin < evaluation.reliability.size(); ++bin) {
        const ReliabilityBin &one = evaluation.reliability[bin];
        if (one.epochs > 0)
            std::printf("%.1f to %.1f    %9lld%18.4f%14.4f\n", double(bin) / 10, double(bin + 1) / 10,
                        static_cast<long long>(one.epochs), one.meanConfidence, one.accuracy);
    }
}

void printText(const Evaluation &evaluation, const std::string &model)
{
    const Agreement &pooled = evaluation.pooled;
    std::printf("%lld epochs of %zu recordings (%lld excluded: unlabelled, or not scored)\n\n",
                static_cast<long long>(pooled.compared), evaluation.recordings.size(),
                static_cast<long long>(pooled.excluded));
    std::printf("%-28s%10s%10s%10s\n", "pooled", "accuracy", "macro-F1", "kappa");
    printRow(model.c_str(), pooled);
    printRow("rules, no training", evaluation.rules);
    printRow("the most frequent stage", evaluation.majority);
    if (evaluation.ceiling)
        printRow("ceiling, a second scorer", *evaluation.ceiling);
    std::printf("\n");
    printClasses(pooled);
    std::printf("\n");
    printConfusion(pooled, "labels", "model");
    printReliability(evaluation);
    std::printf("\n%-20s%9s%10s%10s%10s%18s%10s\n", "subject", "epochs", "accuracy", "macro-F1", "kappa",
                "rules: accuracy", "macro-F1");
    for (const RecordingEvaluation &one : evaluation.recordings)
        std::printf("%-20s%9lld%10s%10s%10s%18s%10s\n", qUtf8Printable(one.subject),
                    static_cast<long long>(one.agreement.compared), qUtf8Printable(figureText(one.agreement.accuracy)),
                    qUtf8Printable(figureText(one.agreement.macroF1)), qUtf8Printable(figureText(one.agreement.kappa)),
                    qUtf8Printable(figureText(one.rules.accuracy)), qUtf8Printable(figureText(one.rules.macroF1)));
}

int runEvaluate(Arguments &arguments)
{
    const auto evaluation = evaluateManifest(arguments, arguments.output.progress());
    if (!evaluation)
        return arguments.output.fail(evaluation.error());
    if (arguments.output.isJson())
        arguments.output.metric(evaluation->toJson());
    else if (arguments.json)
        printJson(evaluation->toJson());
    else
        printText(*evaluation, arguments.model);
    return ExitDone;
}

} // namespace

void addEvaluateVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("evaluate", "Measure how well a model agrees with labelled recordings");
    verb->add_option("--manifest", arguments->manifest, "recordings with labels and subjects (JSON)")->required();
    verb->add_option("--model", arguments->model, "name or folder of the model, or rules")->capture_default_str();
    verb->add_option("--split", arguments->split,
                     "whose recordings: the manifest's train, validation or test subjects, or all")
        ->check(CLI::IsMember({"train", "validation", "test", "all"}))
        ->capture_default_str();
    verb->add_option("--input", arguments->input, "signals that the model may use")
        ->check(CLI::IsMember({"both", "eeg", "emg"}))
        ->capture_default_str();
    verb->add_option("--views", arguments->views,
                     "overlapping windows within which each epoch is judged: 1, as published, 2, 4 or 8\n"
                     "(default 2 with a committee, 4 without)")
        ->check(CLI::IsMember({1, 2, 4, 8}));
    verb->add_flag("--network-alone", arguments->alone,
                   "leave out the model's committee: what its network says by itself");
    verb->add_flag("--uncalibrated", arguments->uncalibrated,
                   "leave out the model's temperature, which changes its confidence only");
    addStrictOption(*verb, arguments->strict);
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->output.addProgressOption(*verb);
    verb->footer(
        "Accuracy, macro-F1 (mean over the stages that occur), Cohen's kappa, figures of each stage, confusion, and "
        "how\n"
        "far the confidence can be trusted; pooled over all epochs and for each recording. Beside the model stand, on\n"
        "the very same epochs, the rules (thresholds on EMG and theta over delta, without training; they use both\n"
        "signals) and the most frequent stage: a model earns its place above them. For simulated recordings there is\n"
        "a ceiling: the truth against itself with the edges as a second scorer might set them.\n"
        "Epochs without a label, outside \"confirmed\" or that the model left unscored are not counted.\n\n"
        "Example: sdreamer evaluate --manifest cohort/manifest.json --model starter --json\n"
        "         sdreamer evaluate --manifest cohort/manifest.json --model rules --split all");
    verb->callback([arguments, &run] { run = [arguments] { return runEvaluate(*arguments); }; });
}

} // namespace somno::app
