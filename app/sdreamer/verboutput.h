// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <QJsonObject>

#include "app/sdreamer/exitstatus.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::app {

/// How a verb speaks: `--progress=json` prints one JSON object a line on stdout, otherwise words go to stderr.
class VerbOutput {
public:
    /// Adds the option `--progress` to a verb.
    void addProgressOption(CLI::App &verb);
    [[nodiscard]] bool isJson() const { return m_format == "json"; }
    /// Progress that prints, and that stops at SIGTERM or SIGINT.
    [[nodiscard]] Progress progress();
    /// {"event":"metric", ...} in JSON mode, nothing otherwise.
    void metric(QJsonObject values);
    /// metric(), and a line on stderr where that would say nothing: how a training goes.
    void liveMetric(const QJsonObject &values);
    /// {"event":"result","path":...} in JSON mode, else the path on stderr.
    void result(const QString &path);
    /// Prints the error (JSON event and stderr) and returns the exit status for it.
    [[nodiscard]] int fail(const Error &error);

private:
    std::string m_format = "text";
};

/// Prints one JSON document on stdout.
void printJson(const QJsonObject &object);

} // namespace somno::app
