// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <span>

#include "core/matlab/matfile.h"

namespace somno::matlab {

/// How numbers lie in a file of level 5.
enum class Stored : quint32 {
    Int8 = 1,
    Uint8 = 2,
    Int16 = 3,
    Uint16 = 4,
    Int32 = 5,
    Uint32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    Uint64 = 13,
    Matrix = 14,
    Compressed = 15,
    Utf8 = 16,
    Utf16 = 17,
    Utf32 = 18,
};

/// Bytes of one number; 0 for what holds none.
[[nodiscard]] qint64 sizeOf(Stored type);
/// MATLAB's name of a class by its number in level 5, such as "double" for 6; empty where there is none.
[[nodiscard]] QString className(int number);
[[nodiscard]] int classNumber(const QString &name); ///< 0 where there is none
/// How a class of numbers is stored; Matrix for what is no class of numbers.
[[nodiscard]] Stored storedAs(const QString &className);

/// Numbers from bytes of a file; `bytes` holds as many as `out`.
void convert(Stored type, bool isBigEndian, const uchar *bytes, std::span<double> out);
void convert(Stored type, bool isBigEndian, const uchar *bytes, std::span<float> out);
/// Bytes of a file from numbers, rounded and held to the range of the type.
[[nodiscard]] QByteArray encoded(Stored type, bool isBigEndian, std::span<const double> values);

/// What a damaged file may claim of `stored` bytes: as many as compression can have made of them.
[[nodiscard]] bool isPlausible(qint64 bytes, qint64 stored);

[[nodiscard]] tl::unexpected<Error> damaged(const QString &path, const QString &what);
/// InvalidArgument where the values of a variable are not as many as its shape asks, or it has no class of numbers.
[[nodiscard]] Result<> checkWritable(const std::vector<NewVariable> &variables);

} // namespace somno::matlab
