// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <memory>

#include "io/labelformat.h"
#include "sdreamer/evaluator.h"
#include "sdreamer/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string manifest;
    std::string model = "starter";
    std::string split = "test";
    std::string input = "both";
    bool json = false;
    VerbOutput output;
};

Result<Evaluation> evaluateManifest(const Arguments &arguments, const Progress &progress)
{
    const auto manifest = Manifest::load(QString::fromStdString(arguments.manifest));
    if (!manifest)
        return failure(manifest.error());
    const auto directory = findModel(QString::fromStdString(arguments.model));
    if (!directory)
        return failure(directory.error());
    const auto package = ModelPackage::load(*directory);
    if (!package)
        return failure(package.error());
    const auto network = Network::fromPackage(*package);
    if (!network)
        return failure(network.error());
    const Input input = arguments.input == "eeg" ? Input::Eeg : arguments.input == "emg" ? Input::Emg : Input::Both;
    const auto recordings = arguments.split == "all"     ? manifest->recordings()
        : arguments.split == "train"                     ? manifest->recordings(Split::Train)
        : arguments.split == "validation"                ? manifest->recordings(Split::Validation)
                                                         : manifest->recordings(Split::Test);
    return evaluate(*network, recordings, input, progress);
}

void printText(const Evaluation &evaluation)
{
    const auto &pooled = evaluation.pooled;
    std::printf("%lld epochs of %zu recordings (%lld excluded)\n", static_cast<long long>(pooled.compared),
                evaluation.recordings.size(), static_cast<long long>(pooled.excluded));
    std::printf("accuracy %.4f  macro-F1 %.4f  kappa %.4f  calibration error %.4f  (most frequent stage: %.4f)\n",
                pooled.accuracy, pooled.macroF1, pooled.kappa, evaluation.ece, evaluation.majorityAccuracy);
    for (const auto &figures : pooled.perClass)
        std::printf("%s: %lld epochs, precision %.3f, recall %.3f, F1 %.3f\n", qUtf8Printable(io::stageFileName(figures.stage)),
                    static_cast<long long>(figures.support), figures.precision, figures.recall, figures.f1);
    for (const auto &one : evaluation.recordings)
        std::printf("  %s: accuracy %.4f, macro-F1 %.4f, kappa %.4f\n", qUtf8Printable(one.subject),
                    one.agreement.accuracy, one.agreement.macroF1, one.agreement.kappa);
}

int runEvaluate(Arguments &arguments)
{
    const auto evaluation = evaluateManifest(arguments, arguments.output.progress());
    if (!evaluation)
        return arguments.output.fail(evaluation.error());
    if (arguments.json)
        printJson(evaluation->toJson());
    else
        printText(*evaluation);
    return ExitDone;
}

} // namespace

void addEvaluateVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("evaluate", "Measure a model against labelled recordings");
    verb->add_option("--manifest", arguments->manifest, "recordings with labels and subjects (JSON)")->required();
    verb->add_option("--model", arguments->model, "name or folder of the model")->capture_default_str();
    verb->add_option("--split", arguments->split, "which subjects of the manifest")
        ->check(CLI::IsMember({"train", "validation", "test", "all"}))->capture_default_str();
    verb->add_option("--input", arguments->input, "signals to use")
        ->check(CLI::IsMember({"both", "eeg", "emg"}))->capture_default_str();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->output.addProgressOption(*verb);
    verb->footer("Example: sdreamer evaluate --manifest cohort/manifest.json --model starter --json");
    verb->callback([arguments, &run] { run = [arguments] { return runEvaluate(*arguments); }; });
}

} // namespace somno::app
