// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "core/base/result.h"

namespace somno::store {

class JobStore;
class ModelStore;
class RecordingStore;
class ScoringStore;

/// An open project, whatever keeps it. Belongs to the thread that opened it.
class ProjectStore {
public:
    virtual ~ProjectStore() = default;

    [[nodiscard]] virtual RecordingStore &recordings() = 0;
    [[nodiscard]] virtual ScoringStore &scorings() = 0;
    [[nodiscard]] virtual ModelStore &models() = 0;
    [[nodiscard]] virtual JobStore &jobs() = 0;
};

/// Opens a project once more, for a thread of its own.
using StoreOpener = std::function<Result<std::unique_ptr<ProjectStore>>()>;

} // namespace somno::store
