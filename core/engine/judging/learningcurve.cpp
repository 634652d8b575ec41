// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/learningcurve.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include "core/cohort/labelledrecording.h"
#include "core/cohort/labelledstretches.h"
#include "core/engine/decision/scorer.h"
#include "core/engine/judging/pairedjudgement.h"
#include "core/engine/training/committeetraining.h"

namespace somno::sdreamer {

namespace {

Result<> writeJson(const QString &path, const QJsonObject &object)
{
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(object).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
                   file.errorString());
}

std::vector<ManifestRecording> allBut(const std::vector<ManifestRecording> &animals, size_t one)
{
    std::vector<ManifestRecording> others = animals;
    others.erase(others.begin() + qsizetype(one));
    return others;
}

/// What of an animal is labelled for this run.
Result<LabelledStretches> chosenStretches(const CurvePlan &plan, const LabelledRecording &animal, double minutes,
                                          StretchChoice choice, const Network &before, const Progress &progress)
{
    if (choice == StretchChoice::Rest)
        return labelledStretches(animal.labels.size(), minutes);
    const LabelledStretches pool = labelPool(animal.labels.size());
    auto spread = spreadStretches(pool, minutes);
    if (!spread || choice == StretchChoice::Spread)
        return spread;
    const ScoreOptions options{.temperature = plan.base->temperature(Input::Both), .committee = &plan.base->committee};
    auto scored = score(*animal.recording, animal.choice, before, options, progress);
    if (!scored)
        return failure(scored.error());
    return proposedStretches(pool, *spread, std::move(*scored), animal.labels);
}

Result<QJsonObject> runOnce(const CurvePlan &plan, size_t animal, double minutes, const CurveMode &mode,
                            const QDir &folder, const TrainPlace &place, const Network &before,
                            const Progress &progress)
{
    const ManifestRecording &recording = plan.animals[animal];
    Progress quiet = progress; // the runs are the unit of progress here
    quiet.report = nullptr;
    quiet.warn = nullptr;
    const auto labelled = openLabelled(recording, quiet);
    if (!labelled)
        return failure(labelled.error());
    const auto stretches = chosenStretches(plan, *labelled, minutes, mode.choice, before, quiet);
    if (!stretches)
        return failure(stretches.error());
    const auto manifest = writeStretches(recording, *stretches, folder.filePath(QStringLiteral("manifest.json")));
    if (!manifest)
        return failure(manifest.error());
    const TuneStart start{plan.base, plan.replay};
    const auto outcome
        = train(*manifest, mode.options, {folder.path(), place.cacheFolder, place.device}, quiet, {}, &start);
    if (!outcome)
        return failure(outcome.error());
    const auto committee
        = teachCommittee(plan.base->committee, outcome->network,
                         {manifest->recordings(Split::Train), manifest->recordings(Split::Validation), plan.replay},
                         mode.options.seed, quiet);
    if (!committee)
        return failure(committee.error());
    QJsonObject run{{"mode", mode.name},
                    {"animal", recording.subject},
                    {"minutes", minutes},
                    {"seconds", outcome->seconds},
                    {"best_step", outcome->bestStep}};
    const std::pair<std::vector<ManifestRecording>, const char *> tests[] = {{manifest->recordings(Split::Test), "own"},
                                                                             {allBut(plan.animals, animal), "others"},
                                                                             {plan.original, "original"}};
    for (const auto &[recordings, key] : tests) {
        if (recordings.empty())
            continue;
        auto judged = compareModels({before, &plan.base->committee}, {outcome->network, &*committee}, recordings,
                                    mode.options.input, quiet);
        if (!judged)
            return failure(judged.error());
        run.insert(QLatin1String(key), judged->toJson());
    }
    return run;
}

QString runName(const ManifestRecording &animal, double minutes, const CurveMode &mode)
{
    return QStringLiteral("%1-%2min-%3").arg(animal.subject).arg(minutes).arg(mode.name);
}

} // namespace

Result<std::vector<QJsonObject>> runLearningCurve(const CurvePlan &plan, const TrainPlace &place,
                                                  const Progress &progress,
                                                  const std::function<void(const QJsonObject &)> &metric)
{
    const auto before = Network::fromPackage(*plan.base);
    if (!before)
        return failure(before.error());
    std::vector<QJsonObject> runs;
    const qint64 total = qint64(plan.modes.size() * plan.minutes.size() * plan.animals.size());
    for (const CurveMode &mode : plan.modes)
        for (const double minutes : plan.minutes)
            for (size_t animal = 0; animal < plan.animals.size(); ++animal) {
                const QDir folder(QDir(place.runFolder).filePath(runName(plan.animals[animal], minutes, mode)));
                folder.mkpath(QStringLiteral("."));
                QFile stored(folder.filePath(QStringLiteral("result.json")));
                if (stored.open(QIODevice::ReadOnly)) {
                    runs.push_back(QJsonDocument::fromJson(stored.readAll()).object());
                } else {
                    auto run = runOnce(plan, animal, minutes, mode, folder, place, *before, progress);
                    if (!run)
                        return failure(run.error());
                    if (auto written = writeJson(stored.fileName(), *run); !written)
                        return failure(written.error());
                    if (metric)
                        metric(*run);
                    runs.push_back(std::move(*run));
                }
                progress.advance(QStringLiteral("curve"), qint64(runs.size()), total);
            }
    return runs;
}

QJsonObject curveJson(const std::vector<QJsonObject> &runs)
{
    QJsonArray all;
    for (const QJsonObject &run : runs)
        all.append(run);
    return {{"runs", all}};
}

QString curveTable(const std::vector<QJsonObject> &runs)
{
    QString text
        = QStringLiteral("| layers | minutes | animals | rest of the animal: before | after | error taken away | other "
                         "such animals: before | after | "
                         "original: before | after | training, s |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t first = 0, last = 0; first < runs.size(); first = last) {
        const auto isSame = [&](size_t i) {
            return runs[i].value("mode") == runs[first].value("mode")
                   && runs[i].value("minutes") == runs[first].value("minutes");
        };
        for (last = first; last < runs.size() && isSame(last);)
            ++last;
        const auto mean = [&](auto value) {
            double sum = 0;
            for (size_t i = first; i < last; ++i)
                sum += value(runs[i]);
            return sum / double(last - first);
        };
        const auto accuracy = [&](const char *test, const char *when) {
            return mean([&](const QJsonObject &run) {
                return run.value(QLatin1String(test))
                    .toObject()
                    .value(QLatin1String(when))
                    .toObject()
                    .value("accuracy")
                    .toDouble();
            });
        };
        text += QStringLiteral("| %1 | %2 | %3 |")
                    .arg(runs[first].value("mode").toString())
                    .arg(runs[first].value("minutes").toDouble())
                    .arg(last - first);
        const double ownBefore = accuracy("own", "before"), ownAfter = accuracy("own", "after");
        text += QStringLiteral(" %1 | %2 | %3 % |")
                    .arg(ownBefore, 0, 'f', 3)
                    .arg(ownAfter, 0, 'f', 3)
                    .arg(100 * (ownAfter - ownBefore) / (1 - ownBefore), 0, 'f', 0);
        for (const char *test : {"others", "original"})
            text += QStringLiteral(" %1 | %2 |")
                        .arg(accuracy(test, "before"), 0, 'f', 3)
                        .arg(accuracy(test, "after"), 0, 'f', 3);
        text += QStringLiteral(" %1 |\n").arg(
            mean([](const QJsonObject &run) { return run.value("seconds").toDouble(); }), 0, 'f', 0);
    }
    return text;
}

} // namespace somno::sdreamer
