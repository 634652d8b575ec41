// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/modelcard.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/scoring/stageset.h"

namespace somno::sdreamer {

namespace {

QString number(double value)
{
    return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', 3);
}

QString figuresRow(const QString &what, const Evaluation &evaluation)
{
    return QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
        .arg(what, number(evaluation.pooled.accuracy), number(evaluation.pooled.macroF1),
             number(evaluation.pooled.kappa), number(evaluation.ece));
}

QString figuresTable(const TestFigures &test)
{
    QString text = QStringLiteral(
        "| input | accuracy | macro-F1 | Cohen's kappa | calibration error |\n|---|---|---|---|---|\n");
    text += figuresRow(test.input == Input::Eeg   ? QStringLiteral("EEG alone")
                       : test.input == Input::Emg ? QStringLiteral("EMG alone")
                                                  : QStringLiteral("EEG + EMG"),
                       test.both);
    if (test.eegOnly)
        text += figuresRow(QStringLiteral("EEG alone"), *test.eegOnly);
    if (test.emgOnly)
        text += figuresRow(QStringLiteral("EMG alone"), *test.emgOnly);
    const auto row = [](const QString &what, const scoring::Agreement &a) {
        return QStringLiteral("| %1 | %2 | %3 | %4 | |\n")
            .arg(what, number(a.accuracy), number(a.macroF1), number(a.kappa));
    };
    text += row(QStringLiteral("rules without training, EEG + EMG"), test.both.rules);
    text += row(QStringLiteral("always the most frequent stage"), test.both.majority);
    if (test.both.ceiling)
        text += row(QStringLiteral("ceiling: the truth against itself, edges as a second scorer might set them"),
                    *test.both.ceiling);
    return text;
}

QString classTable(const scoring::Agreement &agreement)
{
    QString text = QStringLiteral("| stage | epochs | precision | recall | F1 |\n|---|---|---|---|---|\n");
    for (const scoring::ClassFigures &f : agreement.perClass)
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
                    .arg(scoring::stageName(f.stage), QLocale::c().toString(f.support), number(f.precision),
                         number(f.recall), number(f.f1));
    return text;
}

QString confusionTable(const scoring::Agreement &agreement)
{
    QString head = QStringLiteral("| true \\ model |"), rule = QStringLiteral("|---|"), rows;
    for (size_t i = 0; i < agreement.classes.size(); ++i) {
        head += QStringLiteral(" %1 |").arg(scoring::stageName(agreement.classes[i]));
        rule += QStringLiteral("---|");
        rows += QStringLiteral("| %1 |").arg(scoring::stageName(agreement.classes[i]));
        for (const qint64 count : agreement.confusion[i])
            rows += QStringLiteral(" %1 |").arg(QLocale::c().toString(count));
        rows += QLatin1Char('\n');
    }
    return head + QLatin1Char('\n') + rule + QLatin1Char('\n') + rows;
}

/// Animals count alike, however long they were recorded.
QString animalsText(const Evaluation &evaluation)
{
    std::vector<double> accuracies;
    double accuracy = 0, macroF1 = 0;
    for (const RecordingEvaluation &one : evaluation.recordings) {
        accuracies.push_back(one.agreement.accuracy);
        accuracy += one.agreement.accuracy / double(evaluation.recordings.size());
        macroF1 += one.agreement.macroF1 / double(evaluation.recordings.size());
    }
    std::sort(accuracies.begin(), accuracies.end());
    const double tenth
        = accuracies.empty() ? std::numeric_limits<double>::quiet_NaN() : accuracies[(accuracies.size() - 1) / 10];
    return QStringLiteral("\nMean over recordings: accuracy %1, macro-F1 %2; nine in ten reach an accuracy of %3, the "
                          "worst has %4.\n")
        .arg(number(accuracy), number(macroF1), number(tenth), number(accuracies.empty() ? tenth : accuracies.front()));
}

QString calibrationText(const Evaluation &evaluation, bool decides)
{
    if (decides)
        return QStringLiteral("\nThe committee's confidence is that of the stage within the sequence, fitted on the "
                              "validation subjects; the expected calibration "
                              "error on the test subjects is %1.\n")
            .arg(number(evaluation.ece));
    if (evaluation.temperature == 1)
        return QStringLiteral("\nIts confidence is not calibrated: the validation subjects gave no temperature. The "
                              "expected calibration error on the test "
                              "subjects is %1.\n")
            .arg(number(evaluation.ece));
    return QStringLiteral("\nIts confidence is calibrated by a temperature of %1, fitted on the validation subjects: "
                          "on the test subjects "
                          "the expected calibration error is %2 with it and %3 without. No stage changes by it.\n")
        .arg(number(evaluation.temperature), number(evaluation.ece), number(evaluation.eceBefore));
}

QString subjectTable(const Evaluation &evaluation)
{
    QString text = QStringLiteral("| subject | epochs | accuracy | macro-F1 | kappa | rules: accuracy | macro-F1 |\n"
                                  "|---|---|---|---|---|---|---|\n");
    for (const RecordingEvaluation &r : evaluation.recordings)
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n")
                    .arg(r.subject, QLocale::c().toString(r.agreement.compared), number(r.agreement.accuracy),
                         number(r.agreement.macroF1), number(r.agreement.kappa), number(r.rules.accuracy),
                         number(r.rules.macroF1));
    return text;
}

QString origin(const ModelPackage &package)
{
    if (!package.training.simulated)
        return QStringLiteral("It learned from the labelled recordings of %1 subjects (%2 h).\n")
            .arg(package.training.subjects.size())
            .arg(package.training.hours, 0, 'f', 1);
    return QStringLiteral(
               "**It learned from simulated recordings only** (%1 simulated subjects, %2 h, made by `sdreamer "
               "simulate`), "
               "because no labelled recordings of real animals come with the program. No figure on this page says "
               "how well it scores a real animal. Check its scoring against your own eyes, and fine-tune it on "
               "your laboratory's own labels before results depend on it.\n")
        .arg(package.training.subjects.size())
        .arg(package.training.hours, 0, 'f', 1);
}

QString signedNumber(double value)
{
    const double rounded = std::round(value * 1000) / 1000;
    return (rounded > 0 ? QStringLiteral("+") : QString()) + number(rounded == 0 ? 0 : rounded); // never "-0.000"
}

QString judgementTable(const scoring::Judgement &judgement)
{
    QString text = QStringLiteral("| | before | after | change | 95 % interval |\n|---|---|---|---|---|\n");
    const auto row = [&](const QString &what, double before, double after, const scoring::Difference &d,
                         bool isFew = false) {
        const QString interval = isFew ? QStringLiteral("too few epochs")
                                       : QStringLiteral("%1 to %2").arg(signedNumber(d.low), signedNumber(d.high));
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
                    .arg(what, number(before), number(after), signedNumber(d.value), interval);
    };
    const scoring::Agreement &before = judgement.before, &after = judgement.after;
    row(QStringLiteral("accuracy"), before.accuracy, after.accuracy, judgement.accuracy);
    row(QStringLiteral("macro-F1"), before.macroF1, after.macroF1, judgement.macroF1);
    row(QStringLiteral("Cohen's kappa"), before.kappa, after.kappa, judgement.kappa);
    for (size_t i = 0; i < after.perClass.size(); ++i)
        row(QStringLiteral("F1 of %1 (%2 epochs)")
                .arg(scoring::stageName(after.perClass[i].stage), QLocale::c().toString(after.perClass[i].support)),
            before.perClass[i].f1, after.perClass[i].f1, judgement.f1[i],
            after.perClass[i].support < scoring::kLeastStageEpochs);
    return text;
}

QString judgementText(const scoring::Judgement &judgement)
{
    const QString units = judgement.bySubject
                              ? QStringLiteral("subjects")
                              : QStringLiteral("stretches of a minute: they speak of these animals only");
    return QStringLiteral("**%1**\n\n").arg(judgement.words()) + judgementTable(judgement)
           + QStringLiteral("\nPaired bootstrap over %1 %2.\n\n").arg(judgement.units).arg(units)
           + QStringLiteral("Before:\n\n") + confusionTable(judgement.before) + QStringLiteral("\nAfter:\n\n")
           + confusionTable(judgement.after);
}

/// How far a fine-tuning went, where that is not the whole way.
QString courseText(const ModelPackage &package, const TrainOutcome &outcome)
{
    if (package.metrics.value(QStringLiteral("unchanged")).toBool())
        return QStringLiteral("**These labels change nothing**: on those to choose the best weights by, all that was "
                              "learned was worse than %1. The weights "
                              "are its own.\n\n")
            .arg(package.parent);
    if (outcome.bestStep == 0)
        return QStringLiteral("Its committee learned; the weights of its network are those of %1, because on the "
                              "labels to choose by all that was learned "
                              "was worse.\n\n")
            .arg(package.parent);
    if (outcome.share < 1)
        return QStringLiteral("The weights of its network went %1 % of the way from %2 to what was learned: further "
                              "on, the labels to choose by were scored "
                              "worse than before.\n\n")
            .arg(100 * outcome.share)
            .arg(package.parent);
    return {};
}

} // namespace

QString modelCard(const ModelPackage &package, const TrainOptions &options, double trainingSeconds,
                  const TestFigures &test)
{
    const QString tested
        = package.training.simulated ? QStringLiteral("simulated subjects") : QStringLiteral("subjects");
    QString card
        = QStringLiteral("# %1\n\nScores mouse EEG and EMG in epochs of one second as Wake, NREM or REM. Architecture: "
                         "the Sequence "
                         "model of sDREAMER (doi 10.1109/ICDH60066.2023.00028), written anew for this program.\n\n")
              .arg(package.title());
    card += QStringLiteral("## What it learned from\n\n") + origin(package);
    if (!package.committee.isEmpty())
        card += QStringLiteral(
                    "\nBeside its network sits a committee, which learned from recordings that the network did not (%1 "
                    "of them): it weighs what the "
                    "network's heads and the rules say by how far each can be trusted in the recording at hand.\n")
                    .arg(package.metrics.value(QStringLiteral("committee_recordings")).toInt());
    card += QStringLiteral(
                "\n## Test\n\n%1 %2 that were in neither the training nor the choice of weights, all figures pooled "
                "over "
                "their %3 epochs of one second, from the weights as stored here. Microarousals count as Wake.\n\n")
                .arg(test.both.recordings.size())
                .arg(tested, QLocale::c().toString(test.both.pooled.compared));
    card += figuresTable(test) + QLatin1Char('\n') + classTable(test.both.pooled) + QLatin1Char('\n')
            + confusionTable(test.both.pooled) + QLatin1Char('\n') + subjectTable(test.both) + animalsText(test.both)
            + calibrationText(test.both, !package.committee.isEmpty());
    card += QStringLiteral("\nSingle animals can be far worse than the pooled figures, and the confidence need not "
                           "show it: REM, which is rare, "
                           "can be missed in a whole animal whose EMG or EEG is unusual.\n");
    card += QStringLiteral("\nThe same weights before rounding to float16: accuracy %1.\n")
                .arg(QString::number(test.float32Accuracy, 'f', 5));
    card
        += QStringLiteral("\n## How it was made\n\n    %1\n\nSeed %2, %3 steps of %4 windows, %5"
                          "data digest (BLAKE2b) `%6`, %7.\n")
               .arg(package.committee.isEmpty()
                        ? package.training.command
                        : package.training.command + QStringLiteral("\n    ")
                              + package.metrics.value(QStringLiteral("committee_command")).toString())
               .arg(options.seed)
               .arg(options.steps)
               .arg(options.batchWindows)
               .arg(trainingSeconds > 0 ? QStringLiteral("%1 min of training, ").arg(trainingSeconds / 60, 0, 'f', 1)
                                        : QString())
               .arg(package.training.dataDigest.left(16), package.training.date.toString(QStringLiteral("yyyy-MM-dd")));
    return card;
}

QString modelCard(const ModelPackage &package, const TrainOptions &options, const TrainOutcome &outcome,
                  const TuneFigures &figures)
{
    QString card = QStringLiteral("# %1\n\nScores mouse EEG and EMG in epochs of one second. Fine-tuned from %2%3.\n\n")
                       .arg(package.title(), package.parent,
                            package.training.bornSimulated
                                ? QStringLiteral(", whose first ancestor learned from simulated recordings only")
                                : QString());
    card += QStringLiteral("## What it learned from\n\n%1 min of labelled epochs%2 of %3: %4.\n\n")
                .arg(package.training.hours * 60, 0, 'f', 1)
                .arg(package.training.simulated ? QStringLiteral(", all simulated,") : QString())
                .arg(package.training.subjects.size() == 1
                         ? QStringLiteral("one subject")
                         : QStringLiteral("%1 subjects").arg(package.training.subjects.size()))
                .arg(package.training.subjects.join(QStringLiteral(", ")));
    card += courseText(package, outcome);
    card += QStringLiteral("## On epochs held out of it\n\n") + judgementText(figures.heldOut);
    if (figures.original)
        card += QStringLiteral("\n## On what its first ancestor learned for\n\nRecordings that no training of it saw, "
                               "simulated mice where nothing else was "
                               "given; what was forgotten shows here.\n\n")
                + judgementText(*figures.original);
    card
        += QStringLiteral("\n## How it was made\n\n    %1\n\nSeed %2, best after %3 of at most %4 steps of %5 windows, "
                          "%6 s of training, "
                          "data digest (BLAKE2b) `%7`, %8.\n")
               .arg(package.training.command)
               .arg(options.seed)
               .arg(outcome.bestStep)
               .arg(options.steps)
               .arg(options.batchWindows)
               .arg(outcome.seconds, 0, 'f', 0)
               .arg(package.training.dataDigest.left(16), package.training.date.toString(QStringLiteral("yyyy-MM-dd")));
    return card;
}

QJsonObject metricsJson(const TuneFigures &figures)
{
    QJsonObject judgement{{QStringLiteral("held_out"), figures.heldOut.toJson()}};
    if (figures.original)
        judgement.insert(QStringLiteral("original"), figures.original->toJson());
    return {{QStringLiteral("judgement"), judgement}};
}

QJsonObject metricsJson(const TestFigures &test)
{
    QJsonObject both = test.both.toJson();
    both.remove(QStringLiteral("recordings"));
    QJsonObject metrics{{QStringLiteral("test"), both},
                        {QStringLiteral("float32_accuracy"), test.float32Accuracy},
                        {QStringLiteral("calibration"), both.value(QStringLiteral("calibration"))}};
    if (test.eegOnly)
        metrics.insert(QStringLiteral("test_eeg_only"), test.eegOnly->pooled.toJson());
    if (test.emgOnly)
        metrics.insert(QStringLiteral("test_emg_only"), test.emgOnly->pooled.toJson());
    return metrics;
}

} // namespace somno::sdreamer
