// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>
#include <vector>

namespace somno::io {

/// The cells of a line, or of several where line breaks stand in quotes.
struct TextRow {
    qint64 line = 0;   ///< where it begins, from 1
    qint64 blanks = 0; ///< blank lines between it and the row above
    QStringList cells = {};
};

/// Reads a text as a table, row by row: quotes by RFC 4180, blank lines and comments (# or *) left out. A quote that
/// nothing closes is a sign like any other.
class TextRows {
public:
    /// `separator` ' ' stands for any white space, the null character for none: a line is a cell.
    TextRows(const QString &text, QChar separator) : m_text(text), m_separator(separator) {}
    [[nodiscard]] bool next(TextRow &row);
    /// The last comment before the row that was read last, without its sign.
    [[nodiscard]] const QString &comment() const { return m_comment; }

private:
    [[nodiscard]] bool skipLine();
    [[nodiscard]] bool isSeparator(QChar character) const;
    [[nodiscard]] std::optional<QStringList> cells(bool hasQuotes);

    const QString &m_text;
    QChar m_separator;
    qsizetype m_place = 0;
    qint64 m_line = 1;
    qint64 m_blanks = 0; ///< since the row before
    QString m_comment;
};

/// Tab, semicolon, bar, comma, white space or none (null): what most lines have the same number of.
[[nodiscard]] QChar separatorOf(const QString &text);
/// Rows from the beginning of a text.
[[nodiscard]] std::vector<TextRow> firstRows(const QString &text, QChar separator, size_t most);
/// The text of the first bytes of a file, in whole lines where it goes on; empty where it is none.
[[nodiscard]] QString textOfStart(const QByteArray &firstBytes);

} // namespace somno::io
