// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <cstdio>
#include <memory>

#include "app/sdreamer/agreementtext.h"
#include "app/sdreamer/labeloptions.h"
#include "core/scoring/agreement.h"

namespace somno::app {

namespace {

using scoring::Agreement;

struct CompareOptions {
    std::string truth;
    std::string other;
    bool microarousalIsClass = false;
    bool json = false;
    LabelOptions labels;
    VerbOutput output;
};

void printAgreementText(const Agreement &agreement)
{
    std::printf("accuracy   %s\nmacro-F1   %s\nkappa      %s\n", qUtf8Printable(figureText(agreement.accuracy)),
                qUtf8Printable(figureText(agreement.macroF1)), qUtf8Printable(figureText(agreement.kappa)));
    std::printf("compared   %lld epochs of %g s, %lld excluded because unscored in either\n\n",
                static_cast<long long>(agreement.compared), agreement.pieceSec,
                static_cast<long long>(agreement.excluded));
    printClasses(agreement);
    std::printf("\n");
    printConfusion(agreement, "the first scoring", "the second");
}

int runCompare(CompareOptions &options)
{
    const Progress progress = options.output.progress();
    const auto truth = options.labels.read(options.truth, progress);
    if (!truth)
        return options.output.fail(truth.error());
    const auto other = options.labels.read(options.other, progress);
    if (!other)
        return options.output.fail(other.error());
    const auto agreement = scoring::compareScorings(truth->hypnogram, other->hypnogram, options.microarousalIsClass);
    if (!agreement)
        return options.output.fail(agreement.error());
    if (options.json) {
        QJsonObject json = agreement->toJson();
        json.insert("piece_s", agreement->pieceSec);
        printJson(json);
    } else {
        printAgreementText(*agreement);
    }
    return ExitDone;
}

} // namespace

void addCompareVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<CompareOptions>();
    CLI::App *verb = app.add_subcommand("compare", "Agreement of two scorings; the first is the truth");
    verb->add_option("truth", options->truth,
                     "labels taken as the truth (" + io::labelReadEndings().toStdString() + ")")
        ->required();
    verb->add_option("other", options->other, "labels compared with it")->required();
    verb->add_flag("--microarousal", options->microarousalIsClass,
                   "count microarousals as a class of their own, not as Wake");
    options->labels.addTo(*verb);
    verb->add_flag("--json", options->json, "print JSON");
    verb->footer("Example: sdreamer compare expert.csv scored.edf --json");
    verb->callback([options, &run] { run = [options] { return runCompare(*options); }; });
}

} // namespace somno::app
