// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/recordings/edfheader.h"

namespace somno::io {

/// The first fault in the time stamps that open each data record of an EDF+C or BDF+C file, with its record and
/// byte offset; empty when they follow each other as they should. Reads a few bytes of each record.
[[nodiscard]] QString describeTimeStampFault(const QString &path, const EdfHeader &header);

} // namespace somno::io
