// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/base/result.h"

namespace somno::app {

/// One recording and the file its scoring is written to.
struct ScoreTarget {
    QString recording;
    QString output;
    QString format = {}; ///< id of an io::LabelFormat; empty: by the ending of `output`
};

/// The formats that a scoring can be written in, for sentences: "csv or edf".
[[nodiscard]] QString writtenFormats();

/// Where each scoring goes: one recording to the file `output` (with the ending of a format that can be written),
/// several to `output` as a folder, which is made if need be, named after the recordings with the ending of the
/// io::LabelFormat `format`. Everything that can be known to fail is found here, before hours of computing. Errors:
/// InvalidArgument (ending, two recordings of one name, an output that is one of the recordings), FileNotWritable (no
/// such folder, or nothing can be written in it).
[[nodiscard]] Result<std::vector<ScoreTarget>> scoreTargets(const QStringList &recordings, const QString &output,
                                                            const QString &format);

} // namespace somno::app
