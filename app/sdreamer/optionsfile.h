// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "base/result.h"

namespace somno::app {

/// The JSON object of a file of training options; empty for an empty path. Errors FileNotReadable, InvalidArgument.
[[nodiscard]] Result<QJsonObject> readOptionsFile(const QString &path);

} // namespace somno::app
