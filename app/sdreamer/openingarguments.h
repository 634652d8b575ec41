// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "core/recordings/openoptions.h"

namespace somno::app {

/// What a verb is told of recordings without a header, such as tables: `--rate`, `--unit`, `--channels`.
class OpeningArguments {
public:
    void addTo(CLI::App &verb);
    [[nodiscard]] io::OpenOptions options() const;

private:
    double m_rateHz = 0;
    std::string m_unit;
    std::string m_channels; ///< JSON, as a project and a manifest hold it
};

} // namespace somno::app
