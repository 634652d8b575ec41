// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace somno::io {

/// A number of a header field. EDF asks for digits at the left of the field, a point and no separators.
struct EdfNumber {
    double value = 0;
    QString code;  ///< of the deviation; empty where it is written as EDF asks
    QString found; ///< how it is written: "a decimal comma"
};

/// nullopt where no number, or no finite one, stands there beyond doubt.
[[nodiscard]] std::optional<EdfNumber> parseEdfNumber(const QByteArray &field);
/// A whole number, in which one comma before three digits parts thousands. nullopt where it has a fraction, and for
/// "1,000", which may be either.
[[nodiscard]] std::optional<EdfNumber> parseEdfInteger(const QByteArray &field);

} // namespace somno::io
