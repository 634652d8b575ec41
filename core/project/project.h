// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/project/projectstore.h"

namespace somno::store {

/// A project that this process has opened, whatever keeps it: what it holds, and what may be done with it. Belongs to
/// the thread that opened it.
class Project {
public:
    virtual ~Project() = default;

    [[nodiscard]] virtual const QString &path() const = 0;
    /// Another process has the project open: nothing can be saved from here.
    [[nodiscard]] virtual bool isReadOnly() const = 0;
    /// What the user must know of the opening, in words; mostly empty.
    [[nodiscard]] virtual const QStringList &warnings() const = 0;
    /// What it holds.
    [[nodiscard]] virtual ProjectStore &store() const = 0;
    /// For another thread that works while this object is there.
    [[nodiscard]] virtual StoreOpener opener() const = 0;
};

/// Opens the project that a program works with.
using ProjectOpener = std::function<Result<std::unique_ptr<Project>>()>;

} // namespace somno::store
