// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/labels/labelcontext.h"
#include "core/labels/labeltable.h"

namespace somno::io {

/// One stage a line, each an epoch, a blank one without a stage; comments (#) left out. Errors FileNotFound,
/// FileNotReadable, LabelsInvalid.
[[nodiscard]] Result<LabelTable> readListLabels(const QString &path, const LabelContext &context);

/// The id of the format whose list begins so, "list" for one of no program; empty for what is no list of stages.
[[nodiscard]] QString listFormatOf(const QByteArray &firstBytes, const QString &fileName);

/// The file that Visbrain writes beside a list: what a value lasts and which value means which stage.
[[nodiscard]] QString visbrainDescriptionOf(const QString &path);

} // namespace somno::io
