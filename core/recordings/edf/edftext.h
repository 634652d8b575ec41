// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace somno::io {

/// What a text field of a header says. EDF allows printable ASCII, filled up with spaces; recorders write more.
struct EdfText {
    QString text;  ///< without the spaces around it
    QString code;  ///< of the deviation; empty where the bytes are printable ASCII
    QString taken; ///< how it was read: "read as UTF-8"
};

/// Never fails: UTF-8 where it is that, UTF-16 that was written byte by byte, else Windows-1252; a zero ends the text.
[[nodiscard]] EdfText decodeEdfText(const QByteArray &field);

/// A physical dimension with one micro sign, "µV", for all that become of it: the Greek letter, its bytes in code pages
/// of the Far East and of DOS, UTF-8 that was encoded twice. "uV" stays what it is.
[[nodiscard]] QString edfUnit(const QString &text);

} // namespace somno::io
