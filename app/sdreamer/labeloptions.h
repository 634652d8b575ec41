// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "app/sdreamer/openingarguments.h"
#include "core/base/progress.h"
#include "core/labels/labelfile.h"

namespace somno::app {

/// What a verb may be told of a file of labels that the file does not say.
class LabelOptions {
public:
    /// Adds `--epoch`, `--row`, `--map`, `--clock`, `--scorer`, `--format`, `--recording`, `--strict` and the
    /// opening arguments to a verb.
    void addTo(CLI::App &verb);
    /// Reads labels with them. What is odd is a warning each, or an error where the verb is strict.
    [[nodiscard]] Result<io::LabelImport> read(const std::string &path, const Progress &progress) const;
    /// Start clock of the recording that the labels belong to; invalid where none was named.
    [[nodiscard]] Result<QDateTime> recordingStart() const;

private:
    [[nodiscard]] Result<io::LabelContext> context() const;

    double m_epochSec = 0;
    double m_rowSec = 0;
    std::vector<std::string> m_map;
    std::string m_clock = "auto";
    std::string m_scorer;
    std::string m_format;
    std::string m_recording;
    OpeningArguments m_opening; ///< of that recording
    bool m_strict = false;
};

} // namespace somno::app
