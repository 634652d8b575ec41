// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <string>

#include "core/base/result.h"

namespace somno {

/// The folder, made where it does not exist. Error FileNotWritable.
[[nodiscard]] Result<QDir> makeFolder(const std::string &path);

} // namespace somno
