// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/labels/labeltable.h"

namespace somno::io {

/// Whether it is a MATLAB file that holds such a variable.
[[nodiscard]] bool hasMatVariable(const QByteArray &firstBytes, const QString &path, const QString &name);

/// The values of a vector in a MATLAB file, one row each, a second apart; the words are the numbers.
/// Errors of matlab::MatFile; LabelsInvalid where there is no such vector.
[[nodiscard]] Result<LabelTable> rowsOfMatVariable(const QString &path, const QString &name);

/// Puts a vector into a MATLAB file: of an existing one all else is kept, an absent or empty one becomes a file with
/// that alone. FileNotWritable where another kind of file stands there.
[[nodiscard]] Result<> saveMatVariable(const QString &path, const QString &name, const std::vector<double> &values);

} // namespace somno::io
