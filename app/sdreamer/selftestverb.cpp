// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <cstdio>

#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/engine/network/compute.h"
#include "core/engine/network/selftest.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

template <size_t N>
QString row(const std::array<double, N> &values)
{
    QStringList texts;
    for (const double value : values)
        texts << QString::number(value, 'f', 8);
    return texts.join(QLatin1Char(' '));
}

void printText(const SelftestRun &run)
{
    std::printf("%s, %s\n", qPrintable(run.figures.config.architecture), qPrintable(run.precision));
    for (const TensorFigures &tensor : run.figures.tensors)
        std::printf("  %-18s L2 %.8f  mean %.9f  first %s  last %s\n", qPrintable(tensor.name), tensor.l2, tensor.mean,
                    qPrintable(row(tensor.first)), qPrintable(row(tensor.last)));
    for (const LogitFigures &head : run.figures.logits) {
        const auto &counts = *head.counts;
        std::printf("  %-18s L2 %.8f  largest %d/%d/%d\n", qPrintable(head.name), head.l2, counts[0], counts[1],
                    counts[2]);
        for (const auto &[index, values] : head.rows)
            std::printf("    row %-3d %s\n", index, qPrintable(row(values)));
    }
    std::printf("  softmax row 0      %s\n", qPrintable(row(*run.figures.softmaxRow0)));
    std::printf("  parameters         %lld in %d tensors\n", run.figures.parameters, run.figures.parameterTensors);
    std::printf("  largest deviation from the published values: %.3g (%s), tolerance %g: %s\n", run.largestDeviation,
                qPrintable(run.largestAt), run.tolerance, run.passed() ? "passed" : "FAILED");
}

int selftest(bool asJson)
{
    VerbOutput speech;
    const Progress progress = speech.progress();
    prepareCompute(progress);
    const auto runs = runSelftest(progress);
    if (!runs)
        return speech.fail(runs.error());
    bool passed = true;
    QJsonArray array;
    for (const SelftestRun &run : *runs) {
        passed = passed && run.passed();
        array.append(toJson(run));
        if (!asJson)
            printText(run);
    }
    if (asJson)
        printJson({{"passed", passed}, {"runs", array}});
    return passed ? ExitDone : ExitFailed;
}

} // namespace

void addSelftestVerb(CLI::App &app, VerbRun &run)
{
    auto asJson = std::make_shared<bool>(false);
    CLI::App *verb
        = app.add_subcommand("selftest", "Check the networks against the published implementation's figures");
    verb->add_flag("--json", *asJson, "print the figures as JSON");
    verb->footer("Example: sdreamer selftest --json");
    verb->callback([&run, asJson] { run = [asJson] { return selftest(*asJson); }; });
}

} // namespace somno::app
