// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <cstdio>
#include <memory>

#include "io/labelformat.h"
#include "scoring/agreement.h"

namespace somno::app {

namespace {

using scoring::Agreement;

struct CompareOptions {
    std::string truth;
    std::string other;
    bool microarousalIsClass = false;
    bool json = false;
    VerbOutput output;
};

void printAgreementText(const Agreement &agreement)
{
    const auto name = [](scoring::Stage stage) { return io::stageFileName(stage).toStdString(); };
    std::printf("accuracy   %.4f\nmacro-F1   %.4f\nkappa      %.4f\n", agreement.accuracy, agreement.macroF1, agreement.kappa);
    std::printf("compared   %lld epochs, %lld excluded because unscored in either\n\n",
                static_cast<long long>(agreement.compared), static_cast<long long>(agreement.excluded));
    std::printf("%-14s%9s%11s%9s%9s\n", "class", "epochs", "precision", "recall", "F1");
    for (const scoring::ClassFigures &figures : agreement.perClass)
        std::printf("%-14s%9lld%11.4f%9.4f%9.4f\n", name(figures.stage).c_str(), static_cast<long long>(figures.support),
                    figures.precision, figures.recall, figures.f1);
    std::printf("\nrows: the first scoring, columns: the second\n%-14s", "");
    for (const scoring::Stage stage : agreement.classes)
        std::printf("%14s", name(stage).c_str());
    for (size_t row = 0; row < agreement.confusion.size(); ++row) {
        std::printf("\n%-14s", name(agreement.classes[row]).c_str());
        for (const qint64 count : agreement.confusion[row])
            std::printf("%14lld", static_cast<long long>(count));
    }
    std::printf("\n");
}

int runCompare(CompareOptions &options)
{
    const auto truth = io::readLabels(QString::fromStdString(options.truth));
    if (!truth)
        return options.output.fail(truth.error());
    const auto other = io::readLabels(QString::fromStdString(options.other));
    if (!other)
        return options.output.fail(other.error());
    const auto agreement = scoring::compareScorings(*truth, *other, options.microarousalIsClass);
    if (!agreement)
        return options.output.fail(agreement.error());
    if (options.json)
        printJson(agreement->toJson());
    else
        printAgreementText(*agreement);
    return ExitDone;
}

} // namespace

void addCompareVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<CompareOptions>();
    CLI::App *verb = app.add_subcommand("compare", "Agreement of two scorings; the first is the truth");
    verb->add_option("truth", options->truth, "labels taken as the truth (.csv, .edf)")->required();
    verb->add_option("other", options->other, "labels compared with it")->required();
    verb->add_flag("--microarousal", options->microarousalIsClass, "count microarousals as a class of their own, not as Wake");
    verb->add_flag("--json", options->json, "print JSON");
    verb->footer("Example: sdreamer compare expert.csv scored.edf --json");
    verb->callback([options, &run] { run = [options] { return runCompare(*options); }; });
}

} // namespace somno::app
