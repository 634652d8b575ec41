// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <QDir>
#include <QJsonObject>

#include "core/engine/training/trainer.h"

namespace somno::app {

/// What a training starts from.
struct TrainingPlan {
    sdreamer::TrainOptions options;
    sdreamer::Manifest manifest;
    QString device;
};

/// The arguments of every verb that trains: what to learn from, and how.
struct TrainArguments {
    std::string manifest;
    std::string config;
    std::string device = "auto";
    int steps = 0;
    qint64 seed = -1;
    bool strict = false;

    void addTo(CLI::App &verb, bool manifestRequired);
    /// Options of the file with those of the command line over them.
    [[nodiscard]] Result<sdreamer::TrainOptions> options(const Progress &progress = {}) const;
    /// options(), the manifest at that path, whose files must all be there, and the device; calls prepareCompute().
    [[nodiscard]] Result<TrainingPlan> plan(const QString &manifestPath, const Progress &progress) const;
};

/// Writes NAME.json and NAME.md. Error FileNotWritable naming the file.
[[nodiscard]] Result<> writeResults(const QDir &folder, const QString &name, const QJsonObject &json,
                                    const QString &markdown);

} // namespace somno::app
