// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "sdreamer/trainer.h"

namespace somno::app {

/// The arguments of every verb that trains: what to learn from, and how.
struct TrainArguments {
    std::string manifest;
    std::string config;
    std::string device = "auto";
    int steps = 0;
    qint64 seed = -1;

    void addTo(CLI::App &verb, bool manifestRequired);
    /// Options of the file with those of the command line over them.
    [[nodiscard]] Result<sdreamer::TrainOptions> options() const;
};

/// Writes a whole text file or none. Error FileNotWritable naming it.
[[nodiscard]] Result<> writeTextFile(const QString &path, const QByteArray &text);

} // namespace somno::app
