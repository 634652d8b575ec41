// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <memory>
#include <span>
#include <vector>

namespace somno::matlab {

/// Where an element at the top of a file of level 5 lies: its tag and what belongs to it.
struct ElementPlace {
    qint64 offset = 0; ///< of its tag
    qint64 bytes = 0;  ///< with its tag
    bool isCompressed = false;
};

/// The bytes of one element from its beginning, inflated where it is compressed: a tag of a matrix and what follows it.
class ElementBytes {
public:
    ElementBytes(const QString &path, const ElementPlace &place);
    ~ElementBytes();
    ElementBytes(const ElementBytes &) = delete;
    ElementBytes &operator=(const ElementBytes &) = delete;

    /// The next bytes; false where there are not as many, or they are damaged.
    [[nodiscard]] bool read(std::span<uchar> out);
    [[nodiscard]] bool skip(qint64 count);

private:
    [[nodiscard]] bool readStored(uchar *out, qint64 count);
    [[nodiscard]] bool inflateInto(std::span<uchar> out);

    struct Inflating;
    QFile m_file;
    qint64 m_left = 0; ///< in the file
    std::unique_ptr<Inflating> m_inflating;
};

} // namespace somno::matlab
