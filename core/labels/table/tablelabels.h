// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "core/base/result.h"
#include "core/labels/labelcontext.h"
#include "core/labels/labeltable.h"

namespace somno::io {

/// Labels of a table of any shape: comma, semicolon, tab, bar or white space between the cells, with heading or
/// without, times as numbers or clocks, stages in one column, one a scorer or one a stage. Errors FileNotFound,
/// FileNotReadable, LabelsInvalid, which name file and line.
[[nodiscard]] Result<LabelTable> readTableLabels(const QString &path, const LabelContext &context);

/// The same of a text that was read already; `name` is for errors.
[[nodiscard]] Result<LabelTable> tableLabelsOf(const QString &text, const QString &name, const LabelContext &context);

/// The id of the format whose table begins so, "csv" for one of no program; empty for what is no table of labels.
[[nodiscard]] QString tableFormatOf(const QByteArray &firstBytes, const QString &fileName);

/// What the column "source" calls who set an epoch.
[[nodiscard]] const QHash<QString, scoring::EpochSource> &sourceNames();

} // namespace somno::io
