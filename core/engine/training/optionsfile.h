// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::sdreamer {

/// The JSON object of a file of training options; empty for an empty path. Warns of options that others leave without
/// effect. Errors FileNotReadable, InvalidArgument.
[[nodiscard]] Result<QJsonObject> readOptionsFile(const QString &path, const Progress &progress = {});

} // namespace somno::sdreamer
