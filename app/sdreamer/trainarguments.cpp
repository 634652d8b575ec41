// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainarguments.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace somno::app {

void TrainArguments::addTo(CLI::App &verb, bool manifestRequired)
{
    verb.add_option("--manifest", manifest, "recordings with labels and subjects (JSON)")->required(manifestRequired);
    verb.add_option("--config", config, "training options (JSON); those left out keep their defaults");
    verb.add_option("--steps", steps, "optimisation steps (overrides the options file)")->check(CLI::PositiveNumber);
    verb.add_option("--seed", seed, "seed (overrides the options file)")->check(CLI::NonNegativeNumber);
    verb.add_option("--device", device, "where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
}

Result<sdreamer::TrainOptions> TrainArguments::options() const
{
    QJsonObject object;
    if (!config.empty()) {
        QFile file(QString::fromStdString(config));
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(file.fileName()), file.errorString());
        QJsonParseError parse;
        object = QJsonDocument::fromJson(file.readAll(), &parse).object();
        if (parse.error != QJsonParseError::NoError)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not JSON.").arg(file.fileName()), parse.errorString());
    }
    auto options = sdreamer::TrainOptions::fromJson(object);
    if (options && steps > 0)
        options->steps = steps;
    if (options && seed >= 0)
        options->seed = quint64(seed);
    return options;
}

Result<> writeTextFile(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path), file.errorString());
    return {};
}

} // namespace somno::app
