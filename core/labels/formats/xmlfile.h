// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/base/deviation.h"
#include "core/base/result.h"

namespace somno::io {

/// Goes through an XML file and tells each element as it ends: its path
/// ("PSGAnnotation/ScoredEvents/ScoredEvent/Start") and the text that stands directly in it, trimmed. Nothing outside
/// the file is read, and files that declare entities are refused, so that few bytes never become many. A file that is
/// cut off goes as far as it does, which is said. Errors FileNotFound, FileNotReadable; LabelsInvalid with line and
/// column.
[[nodiscard]] Result<> visitXml(const QString &path, Deviations &deviations,
                                const std::function<void(const QString &element, const QString &text)> &visit);

/// Whether a file begins as XML with that root element.
[[nodiscard]] bool isXmlWithRoot(const QByteArray &firstBytes, const char *root);

} // namespace somno::io
