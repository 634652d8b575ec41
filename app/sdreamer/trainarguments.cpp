// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/trainarguments.h"

#include "app/sdreamer/strictness.h"

#include <QJsonDocument>
#include <QSaveFile>

#include "core/engine/network/compute.h"
#include "core/engine/training/optionsfile.h"

namespace somno::app {

void TrainArguments::addTo(CLI::App &verb, bool manifestRequired)
{
    verb.add_option("--manifest", manifest, "recordings with labels and subjects (JSON)")->required(manifestRequired);
    verb.add_option("--config", config,
                    "training options (JSON); those left out keep their defaults (train --help lists them)");
    verb.add_option("--steps", steps, "optimisation steps (overrides the options file)")->check(CLI::PositiveNumber);
    verb.add_option("--seed", seed, "seed (overrides the options file)")->check(CLI::NonNegativeNumber);
    verb.add_option("--device", device, "where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    addStrictOption(verb, strict);
}

Result<sdreamer::TrainOptions> TrainArguments::options(const Progress &progress) const
{
    const auto object = sdreamer::readOptionsFile(QString::fromStdString(config), progress);
    if (!object)
        return failure(object.error());
    auto options = sdreamer::TrainOptions::fromJson(*object);
    if (options && steps > 0)
        options->steps = steps;
    if (options && seed >= 0)
        options->seed = quint64(seed);
    return options;
}

Result<TrainingPlan> TrainArguments::plan(const QString &manifestPath, const Progress &progress) const
{
    const auto chosen = options(progress);
    if (!chosen)
        return failure(chosen.error());
    auto loaded = sdreamer::Manifest::load(manifestPath, progress);
    if (!loaded)
        return failure(loaded.error());
    loaded->setStrictLabels(strict);
    if (auto present = sdreamer::requireFiles(loaded->recordings()); !present)
        return failure(present.error());
    const auto where = sdreamer::chooseDevice(QString::fromStdString(device));
    if (!where)
        return failure(where.error());
    sdreamer::prepareCompute(progress);
    return TrainingPlan{*chosen, *loaded, *where};
}

Result<> writeResults(const QDir &folder, const QString &name, const QJsonObject &json, const QString &markdown)
{
    const std::pair<const char *, QByteArray> files[]
        = {{".json", QJsonDocument(json).toJson()}, {".md", markdown.toUtf8()}};
    for (const auto &[ending, text] : files) {
        QSaveFile file(folder.filePath(name + QLatin1String(ending)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(file.fileName()),
                           file.errorString());
    }
    return {};
}

} // namespace somno::app
