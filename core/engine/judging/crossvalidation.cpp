// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/crossvalidation.h"

#include <QDir>
#include <QJsonArray>
#include <cmath>

namespace somno::sdreamer {

namespace {

struct Spread {
    double mean = 0;
    double sd = 0;
};

Spread spreadOver(const std::vector<FoldOutcome> &folds, double scoring::Agreement::*figure)
{
    Spread spread;
    for (const FoldOutcome &fold : folds)
        spread.mean += fold.evaluation.pooled.*figure / double(folds.size());
    for (const FoldOutcome &fold : folds)
        spread.sd += std::pow(fold.evaluation.pooled.*figure - spread.mean, 2);
    spread.sd = folds.size() > 1 ? std::sqrt(spread.sd / double(folds.size() - 1)) : 0;
    return spread;
}

QString row(const QString &name, const scoring::Agreement &agreement)
{
    QString text = QStringLiteral("| %1 | %2 | %3 | %4 |")
                       .arg(name)
                       .arg(agreement.accuracy, 0, 'f', 3)
                       .arg(agreement.macroF1, 0, 'f', 3)
                       .arg(agreement.kappa, 0, 'f', 3);
    return text + QLatin1Char('\n');
}

Result<FoldOutcome> runFold(const Manifest &manifest, const TrainOptions &options, const TrainPlace &place,
                            const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    const auto outcome = train(manifest, options, place, progress, metric);
    if (!outcome)
        return failure(outcome.error());
    auto evaluation = evaluate(outcome->network, manifest.recordings(Split::Test), options.input, progress);
    if (!evaluation)
        return failure(evaluation.error());
    return FoldOutcome{manifest.subjects(Split::Test), std::move(*evaluation), outcome->bestStep, outcome->seconds};
}

} // namespace

Result<CrossValidation> crossValidate(const Manifest &manifest, const TrainOptions &options, int folds,
                                      const TrainPlace &place, const Progress &progress,
                                      const std::function<void(const QJsonObject &)> &metric)
{
    const auto parts = manifest.folds(folds, options.seed);
    if (!parts)
        return failure(parts.error());
    CrossValidation result;
    for (size_t i = 0; i < parts->size(); ++i) {
        TrainPlace here = place;
        here.runFolder = QDir(place.runFolder).filePath(QStringLiteral("fold-%1-of-%2").arg(i + 1).arg(parts->size()));
        here.cacheFolder = QDir(place.runFolder).filePath(QStringLiteral("cache")); // folds share recordings
        auto fold = runFold((*parts)[i], options, here, progress, [&](QJsonObject figures) {
            figures.insert(QStringLiteral("fold"), qint64(i + 1));
            if (metric)
                metric(figures);
        });
        if (!fold)
            return failure(fold.error());
        const Evaluation &evaluation = fold->evaluation;
        result.pooled = i == 0 ? evaluation.pooled : result.pooled.pooledWith(evaluation.pooled);
        result.rules = i == 0 ? evaluation.rules : result.rules.pooledWith(evaluation.rules);
        result.folds.push_back(std::move(*fold));
        progress.advance(QStringLiteral("crossval"), qint64(i + 1), folds);
    }
    return result;
}

QJsonObject CrossValidation::toJson() const
{
    QJsonArray each;
    for (const FoldOutcome &fold : folds) {
        QJsonObject object = fold.evaluation.toJson();
        object.insert(QStringLiteral("test_subjects"), QJsonArray::fromStringList(fold.testSubjects));
        object.insert(QStringLiteral("best_step"), fold.bestStep);
        object.insert(QStringLiteral("train_seconds"), fold.seconds);
        each.append(object);
    }
    const auto spread = [&](double scoring::Agreement::*figure) {
        const Spread values = spreadOver(folds, figure);
        return QJsonObject{{QStringLiteral("mean"), values.mean}, {QStringLiteral("sd"), values.sd}};
    };
    return {{QStringLiteral("pooled"), pooled.toJson()},
            {QStringLiteral("baselines"), QJsonObject{{QStringLiteral("rules"), rules.toJson()}}},
            {QStringLiteral("accuracy"), spread(&scoring::Agreement::accuracy)},
            {QStringLiteral("macro_f1"), spread(&scoring::Agreement::macroF1)},
            {QStringLiteral("kappa"), spread(&scoring::Agreement::kappa)},
            {QStringLiteral("folds"), each}};
}

QString CrossValidation::toMarkdown() const
{
    QString text = QStringLiteral("| tested on | accuracy | macro-F1 | kappa |\n|---|---|---|---|\n");
    for (size_t i = 0; i < folds.size(); ++i)
        text += row(QStringLiteral("fold %1: %2").arg(i + 1).arg(folds[i].testSubjects.join(QStringLiteral(", "))),
                    folds[i].evaluation.pooled);
    const auto spread = [&](double scoring::Agreement::*figure) {
        const Spread values = spreadOver(folds, figure);
        return QStringLiteral("%1 ± %2").arg(values.mean, 0, 'f', 3).arg(values.sd, 0, 'f', 3);
    };
    text += QStringLiteral("| mean ± SD over folds | %1 | %2 | %3 |\n")
                .arg(spread(&scoring::Agreement::accuracy), spread(&scoring::Agreement::macroF1),
                     spread(&scoring::Agreement::kappa));
    text += row(QStringLiteral("**all epochs together**"), pooled);
    return text + row(QStringLiteral("rules, the same epochs"), rules);
}

} // namespace somno::sdreamer
