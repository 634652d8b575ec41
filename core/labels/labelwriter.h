// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <functional>

#include "core/base/result.h"
#include "core/scoring/hypnogram.h"

namespace somno::io {

/// What a format writes for each stage that it knows. Unscored is among them: it stands for all that are not.
using StageCodes = QHash<scoring::Stage, QByteArray>;

[[nodiscard]] QByteArray codeFor(const StageCodes &codes, scoring::Stage stage);
/// "30", "2.5": the onset or length in seconds.
[[nodiscard]] QByteArray onsetText(const scoring::Hypnogram &hypnogram, EpochIndex epoch);

/// Writes a file of labels with what `text` gives for each of `count` rows, line ends and all. Temporary name, sync,
/// rename. Errors of AtomicFile.
[[nodiscard]] Result<> writeRows(const QString &path, const QByteArray &heading, EpochIndex count,
                                 const std::function<QByteArray(EpochIndex)> &text);

} // namespace somno::io
