// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobrunner.h"

namespace somno::jobs {

/// Path of the engine: $SOMNOSCRIBE_ENGINE, else `sdreamer` beside this program, else in PATH. EngineMissing otherwise.
[[nodiscard]] Result<QString> enginePath();

/// Runs the engine as child processes of this program.
class LocalRunner : public JobRunner {
public:
    [[nodiscard]] JobHandle start(const JobSpec &spec) override;
    [[nodiscard]] bool canPause() const override;
};

} // namespace somno::jobs
