// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/learningcurve.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "sdreamer/labelledrecording.h"
#include "sdreamer/modelcomparison.h"

namespace somno::sdreamer {

namespace {

using scoring::EpochRange;

constexpr double kStretchMin = 5, kShortestMin = 2;
constexpr double kFewestStretches = 6;
constexpr size_t kValidationOf = 4, kValidationAt = 2; // every fourth stretch, beginning with the third

QJsonArray pairs(const std::vector<EpochRange> &ranges)
{
    QJsonArray all;
    for (const EpochRange &range : ranges)
        all.append(QJsonArray{range.first, range.last - 1}); // a manifest counts both ends
    return all;
}

Result<> writeJson(const QString &path, const QJsonObject &object)
{
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(object).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path), file.errorString());
}

std::vector<ManifestRecording> allBut(const std::vector<ManifestRecording> &animals, size_t one)
{
    std::vector<ManifestRecording> others = animals;
    others.erase(others.begin() + qsizetype(one));
    return others;
}

QJsonObject json(const CurveRun &run)
{
    return {{"mode", run.mode},
            {"animal", run.animal},
            {"minutes", run.minutes},
            {"seconds", run.seconds},
            {"best_step", run.bestStep},
            {"own", run.own.toJson()},
            {"others", run.others.toJson()},
            {"original", run.original.toJson()}};
}

Result<CurveRun> runOnce(const CurvePlan &plan, size_t animal, double minutes, const CurveMode &mode, const QDir &folder,
                         const TrainPlace &place, const Network &before, const Progress &progress)
{
    const ManifestRecording &recording = plan.animals[animal];
    Progress quiet = progress; // the runs are the unit of progress here
    quiet.report = nullptr;
    quiet.warn = nullptr;
    const auto labelled = openLabelled(recording, quiet);
    if (!labelled)
        return failure(labelled.error());
    const auto manifest = writeStretches(recording, labelledStretches(labelled->labels.size(), minutes), folder.filePath(QStringLiteral("manifest.json")));
    if (!manifest)
        return failure(manifest.error());
    const TuneStart start{plan.base, plan.replay};
    const auto outcome = train(*manifest, mode.options, {folder.path(), place.cacheFolder, place.device}, quiet, {}, &start);
    if (!outcome)
        return failure(outcome.error());
    CurveRun run{mode.name, recording.subject, minutes, outcome->seconds, outcome->bestStep, {}, {}, {}};
    const std::pair<std::vector<ManifestRecording>, scoring::Judgement *> tests[] = {{manifest->recordings(Split::Test), &run.own},
                                                                                    {allBut(plan.animals, animal), &run.others},
                                                                                    {plan.original, &run.original}};
    for (const auto &[recordings, place] : tests) {
        if (recordings.empty())
            continue;
        auto judged = compareModels(before, outcome->network, recordings, mode.options.input, quiet);
        if (!judged)
            return failure(judged.error());
        *place = std::move(*judged);
    }
    return run;
}

/// A judgement as far as tables need it.
scoring::Judgement judgementFrom(const QJsonObject &object)
{
    scoring::Judgement judgement;
    for (const auto &[key, figures] : {std::pair{"before", &judgement.before}, std::pair{"after", &judgement.after}}) {
        const QJsonObject part = object.value(QLatin1String(key)).toObject();
        figures->accuracy = part.value("accuracy").toDouble();
        figures->macroF1 = part.value("macro_f1").toDouble();
        figures->kappa = part.value("kappa").toDouble();
        figures->compared = part.value("n_compared").toInteger();
    }
    return judgement;
}

QString runName(const ManifestRecording &animal, double minutes, const CurveMode &mode)
{
    return QStringLiteral("%1-%2min-%3").arg(animal.subject).arg(minutes).arg(mode.name);
}

} // namespace

LabelledStretches labelledStretches(EpochIndex epochs, double minutes)
{
    const double each = std::clamp(minutes / kFewestStretches, kShortestMin, kStretchMin);
    const auto count = std::max<EpochIndex>(1, std::llround(minutes / each)), length = std::llround(each * 60);
    LabelledStretches stretches;
    EpochIndex free = 0;
    for (EpochIndex i = 0; i < count; ++i) {
        const EpochIndex first = (2 * i + 1) * epochs / (2 * count) - length / 2;
        if (first - kSplitGuardEpochs > free)
            stretches.test.push_back({free, first - kSplitGuardEpochs});
        (size_t(i) % kValidationOf == kValidationAt ? stretches.validation : stretches.train).push_back({first, first + length});
        free = first + length + kSplitGuardEpochs;
    }
    if (epochs > free)
        stretches.test.push_back({free, epochs});
    return stretches;
}

Result<Manifest> writeStretches(const ManifestRecording &animal, const LabelledStretches &stretches, const QString &path)
{
    QJsonArray entries;
    for (const auto &[split, ranges] : {std::pair{"train", &stretches.train}, std::pair{"validation", &stretches.validation},
                                        std::pair{"test", &stretches.test}})
        entries.append(QJsonObject{{"path", animal.path}, {"labels", animal.labels}, {"eeg", animal.eeg}, {"emg", animal.emg},
                                   {"subject", animal.subject}, {"scorer", animal.scorer}, {"split", split}, {"confirmed", pairs(*ranges)}});
    if (auto written = writeJson(path, {{"recordings", entries}}); !written)
        return failure(written.error());
    return Manifest::load(path);
}

Result<std::vector<CurveRun>> runLearningCurve(const CurvePlan &plan, const TrainPlace &place, const Progress &progress,
                                               const std::function<void(const QJsonObject &)> &metric)
{
    const auto before = Network::fromPackage(*plan.base);
    if (!before)
        return failure(before.error());
    std::vector<CurveRun> runs;
    const qint64 total = qint64(plan.modes.size() * plan.minutes.size() * plan.animals.size());
    for (const CurveMode &mode : plan.modes)
        for (const double minutes : plan.minutes)
            for (size_t animal = 0; animal < plan.animals.size(); ++animal) {
                const QDir folder(QDir(place.runFolder).filePath(runName(plan.animals[animal], minutes, mode)));
                folder.mkpath(QStringLiteral("."));
                const QString resultPath = folder.filePath(QStringLiteral("result.json"));
                QFile stored(resultPath);
                if (stored.open(QIODevice::ReadOnly)) {
                    const QJsonObject o = QJsonDocument::fromJson(stored.readAll()).object();
                    runs.push_back({mode.name, plan.animals[animal].subject, minutes, o.value("seconds").toDouble(), o.value("best_step").toInt(),
                                    judgementFrom(o.value("own").toObject()), judgementFrom(o.value("others").toObject()),
                                    judgementFrom(o.value("original").toObject())});
                } else {
                    auto run = runOnce(plan, animal, minutes, mode, folder, place, *before, progress);
                    if (!run)
                        return failure(run.error());
                    if (auto written = writeJson(resultPath, json(*run)); !written)
                        return failure(written.error());
                    if (metric)
                        metric(json(*run));
                    runs.push_back(std::move(*run));
                }
                progress.advance(QStringLiteral("curve"), qint64(runs.size()), total);
            }
    return runs;
}

QJsonObject curveJson(const std::vector<CurveRun> &runs)
{
    QJsonArray all;
    for (const CurveRun &run : runs)
        all.append(json(run));
    return {{"runs", all}};
}

QString curveTable(const std::vector<CurveRun> &runs)
{
    QString text = QStringLiteral("| layers | minutes | rest of the animal: before | after | error taken away | other such animals: before | after | "
                                  "original: before | after | training, s |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t first = 0; first < runs.size();) {
        double ownBefore = 0, ownAfter = 0, othersBefore = 0, othersAfter = 0, originalBefore = 0, originalAfter = 0, seconds = 0;
        size_t last = first;
        for (; last < runs.size() && runs[last].mode == runs[first].mode && runs[last].minutes == runs[first].minutes; ++last) {
            ownBefore += runs[last].own.before.accuracy;
            ownAfter += runs[last].own.after.accuracy;
            othersBefore += runs[last].others.before.accuracy;
            othersAfter += runs[last].others.after.accuracy;
            originalBefore += runs[last].original.before.accuracy;
            originalAfter += runs[last].original.after.accuracy;
            seconds += runs[last].seconds;
        }
        const auto count = double(last - first);
        const auto mean = [count](double sum) { return QString::number(sum / count, 'f', 3); };
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 % | %6 | %7 | %8 | %9 |")
                    .arg(runs[first].mode)
                    .arg(runs[first].minutes)
                    .arg(mean(ownBefore), mean(ownAfter))
                    .arg(100 * (ownAfter - ownBefore) / (count - ownBefore), 0, 'f', 0)
                    .arg(mean(othersBefore), mean(othersAfter), mean(originalBefore), mean(originalAfter));
        text += QStringLiteral(" %1 |\n").arg(seconds / count, 0, 'f', 0);
        first = last;
    }
    return text;
}

} // namespace somno::sdreamer
