// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/matlab/elementbytes.h"
#include "core/matlab/mattypes.h"

namespace somno::matlab {

/// Reads the elements inside a matrix of a file of level 5, one after the other.
class Level5Matrix {
public:
    Level5Matrix(const QString &path, const ElementPlace &place, bool isBigEndian)
        : m_bytes(path, place), m_isBigEndian(isBigEndian)
    {
    }

    /// The first thing to do. Nothing where the header is damaged; `name` stays empty for what MATLAB hides.
    [[nodiscard]] std::optional<Variable> header();
    /// The values that follow the header, which are converted while they are read. False where they are damaged.
    template <class Number>
    [[nodiscard]] bool values(std::span<Number> out);
    /// The characters that follow the header, at most `count`.
    [[nodiscard]] std::optional<QString> characters(qint64 count);

private:
    struct Tag {
        Stored type = Stored::Matrix;
        qint64 bytes = 0;
        QByteArray small; ///< its data, where the tag holds them
    };
    [[nodiscard]] std::optional<Tag> tag();
    /// A tag and its data as integers; nothing where there are more than a header has.
    [[nodiscard]] std::optional<std::vector<double>> numbers();
    [[nodiscard]] std::optional<QByteArray> smallData(const Tag &tag);

    ElementBytes m_bytes;
    bool m_isBigEndian;
};

} // namespace somno::matlab
