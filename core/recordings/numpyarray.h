// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/recordings/inputfile.h"

namespace somno::io {

/// An array of numbers as numpy.save() writes it.
struct NumpyArray {
    QByteArray type; ///< "<f8": order of bytes, kind and bytes of a number
    bool isFortranOrder = false;
    std::vector<qint64> shape;
    qint64 dataOffset = 0;

    [[nodiscard]] qint64 count() const;
    [[nodiscard]] int numberBytes() const { return type.mid(2).toInt(); }

    /// Errors: HeaderInvalid where the header is damaged, UnsupportedFormat for what holds no real numbers, Truncated.
    [[nodiscard]] static Result<NumpyArray> describe(const InputFile &file);
    /// All numbers in the order of the file.
    [[nodiscard]] Result<std::vector<float>> read(const InputFile &file) const;
};

} // namespace somno::io
