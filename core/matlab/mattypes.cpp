// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/mattypes.h"

#include <QFileInfo>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace somno::matlab {

namespace {

/// By their numbers in level 5.
constexpr std::array kClasses
    = {"",      "cell",  "struct", "object", "char",   "sparse", "double", "single",   "int8",
       "uint8", "int16", "uint16", "int32",  "uint32", "int64",  "uint64", "function", "opaque"};
constexpr std::array kStored = {Stored::Double, Stored::Single, Stored::Int8,   Stored::Uint8, Stored::Int16,
                                Stored::Uint16, Stored::Int32,  Stored::Uint32, Stored::Int64, Stored::Uint64};
constexpr int kFirstNumeric = 6;
constexpr qint64 kMostCompressed = 1032; ///< what deflate can make of one byte
constexpr qint64 kAlwaysPlausible = 1 << 20;

/// Calls `use` with a value of the C++ type that is stored.
template <class Use>
void withType(Stored type, Use use)
{
    switch (type) {
    case Stored::Int8: return use(qint8()); // NOLINT(bugprone-branch-clone): each of a type of its own
    case Stored::Uint8: return use(quint8());
    case Stored::Int16: return use(qint16());
    case Stored::Uint16: return use(quint16());
    case Stored::Int32: return use(qint32());
    case Stored::Uint32: return use(quint32());
    case Stored::Int64: return use(qint64());
    case Stored::Uint64: return use(quint64());
    case Stored::Single: return use(float());
    case Stored::Double: return use(double());
    default: return;
    }
}

template <class T>
T swapped(T value)
{
    auto bytes = std::bit_cast<std::array<uchar, sizeof(T)>>(value);
    std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<T>(bytes);
}

template <class Out>
void convertTo(Stored type, bool isBigEndian, const uchar *bytes, std::span<Out> out)
{
    withType(type, [&]<class T>(T value) {
        for (size_t i = 0; i < out.size(); ++i) {
            std::memcpy(&value, bytes + i * sizeof(T), sizeof(T));
            out[i] = Out(isBigEndian ? swapped(value) : value);
        }
    });
}

template <class T>
T heldTo(double value)
{
    if constexpr (std::is_floating_point_v<T>) {
        return T(value);
    } else {
        using Limits = std::numeric_limits<T>;
        if (std::isnan(value))
            return 0; // as MATLAB does
        if (value <= double(Limits::min()))
            return Limits::min();
        return value >= double(Limits::max()) ? Limits::max() : T(std::round(value));
    }
}

} // namespace

qint64 sizeOf(Stored type)
{
    qint64 size = 0;
    withType(type, [&]<class T>(T) { size = sizeof(T); });
    return size;
}

QString className(int number)
{
    return number > 0 && number < int(kClasses.size()) ? QString::fromLatin1(kClasses[size_t(number)]) : QString();
}

int classNumber(const QString &name)
{
    for (size_t i = 1; i < kClasses.size(); ++i)
        if (name == QLatin1String(kClasses[i]))
            return int(i);
    return 0;
}

Stored storedAs(const QString &className)
{
    const int place
        = classNumber(className == QLatin1String("logical") ? QStringLiteral("uint8") : className) - kFirstNumeric;
    return place >= 0 && place < int(kStored.size()) ? kStored[size_t(place)] : Stored::Matrix;
}

void convert(Stored type, bool isBigEndian, const uchar *bytes, std::span<double> out)
{
    convertTo(type, isBigEndian, bytes, out);
}

void convert(Stored type, bool isBigEndian, const uchar *bytes, std::span<float> out)
{
    convertTo(type, isBigEndian, bytes, out);
}

QByteArray encoded(Stored type, bool isBigEndian, std::span<const double> values)
{
    QByteArray bytes(qsizetype(values.size()) * sizeOf(type), Qt::Uninitialized);
    withType(type, [&]<class T>(T) {
        for (size_t i = 0; i < values.size(); ++i) {
            const T value = isBigEndian ? swapped(heldTo<T>(values[i])) : heldTo<T>(values[i]);
            std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
        }
    });
    return bytes;
}

bool isPlausible(qint64 bytes, qint64 stored)
{
    return bytes <= kAlwaysPlausible || bytes / kMostCompressed <= stored;
}

tl::unexpected<Error> damaged(const QString &path, const QString &what)
{
    return failure(ErrorCode::HeaderInvalid,
                   QStringLiteral("%1: this MATLAB file is damaged: %2.").arg(QFileInfo(path).fileName(), what),
                   QStringLiteral("Take the file from its source again, or save it again in MATLAB or Python."));
}

Result<> checkWritable(const std::vector<NewVariable> &variables)
{
    for (const NewVariable &variable : variables)
        if (storedAs(variable.type) == Stored::Matrix || variable.shape.size() < 2 || variable.name.isEmpty()
            || Variable{variable.name, {}, variable.shape}.count() != qint64(variable.values.size()))
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("The variable \"%1\" cannot be written.").arg(variable.name),
                           QStringLiteral("It has %1 values of class \"%2\", which its shape does not hold.")
                               .arg(variable.values.size())
                               .arg(variable.type));
    return {};
}

} // namespace somno::matlab
