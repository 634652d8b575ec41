// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QFile>
#include <array>

#include "core/base/atomicfile.h"
#include "core/matlab/level5file.h"
#include "core/matlab/mattypes.h"

namespace somno::matlab {

namespace {

constexpr qsizetype kTextBytes = 116;
constexpr qsizetype kHeaderBytes = 128;
constexpr qint64 kBlock = 1 << 20;
constexpr qint64 kMostElementBytes = 0xffffffff; ///< a tag counts in 32 bits

QByteArray words(bool isBigEndian, std::initializer_list<double> values)
{
    return encoded(Stored::Uint32, isBigEndian, std::span(values.begin(), values.size()));
}

QByteArray inner(Stored type, bool isBigEndian, const QByteArray &data)
{
    QByteArray element = words(isBigEndian, {double(type), double(data.size())}) + data;
    return element.append(QByteArray((8 - data.size() % 8) % 8, 0));
}

/// A number of 64 bits inside the header, where the data of MATLAB's own objects lie.
constexpr qsizetype kObjectsAt = kTextBytes;

qint64 objectsOffset(const QByteArray &header, bool isBigEndian)
{
    double offset = 0;
    convert(Stored::Uint64, isBigEndian, reinterpret_cast<const uchar *>(header.constData()) + kObjectsAt,
            std::span(&offset, 1));
    return qint64(offset);
}

Result<> copy(QFile &from, const ElementPlace &place, io::AtomicFile &to)
{
    from.seek(place.offset);
    for (qint64 left = place.bytes; left > 0;) {
        const QByteArray block = from.read(qMin(left, kBlock));
        if (block.isEmpty())
            return damaged(from.fileName(), QStringLiteral("it became shorter while it was copied"));
        if (auto written = to.write(block); !written)
            return written;
        left -= block.size();
    }
    return {};
}

Result<> checkSizes(const std::vector<NewVariable> &variables)
{
    for (const NewVariable &variable : variables)
        if (qint64(variable.values.size()) * sizeOf(storedAs(variable.type)) > kMostElementBytes - 4096)
            return failure(
                ErrorCode::InvalidArgument,
                QStringLiteral("The variable \"%1\" is too large for a MATLAB file of version 7.").arg(variable.name),
                QStringLiteral("Such a file holds at most 4 GB a variable."));
    return checkWritable(variables);
}

} // namespace

QByteArray level5Header()
{
    const QByteArray text = "MATLAB 5.0 MAT-file, written by Somnoscribe";
    return text.leftJustified(kTextBytes, ' ') + QByteArray(8, 0) + QByteArray("\x00\x01IM", 4);
}

QByteArray level5Element(const NewVariable &variable, bool isBigEndian)
{
    const std::vector<double> shape(variable.shape.begin(), variable.shape.end());
    const bool isLogical = variable.type == QLatin1String("logical");
    const int number = classNumber(isLogical ? QStringLiteral("uint8") : variable.type);
    const Stored type = storedAs(variable.type);
    const QByteArray content
        = inner(Stored::Uint32, isBigEndian, words(isBigEndian, {double(number + (isLogical ? 0x0200 : 0)), 0}))
          + inner(Stored::Int32, isBigEndian, encoded(Stored::Int32, isBigEndian, shape))
          + inner(Stored::Int8, isBigEndian, variable.name.toLatin1())
          + inner(type, isBigEndian, encoded(type, isBigEndian, variable.values));
    return words(isBigEndian, {double(Stored::Matrix), double(content.size())}) + content;
}

Result<> Level5File::save(const QString &path, const std::vector<NewVariable> &variables) const
{
    if (const auto sound = checkSizes(variables); !sound)
        return sound;
    QFile from(this->path());
    if (!from.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read any more.").arg(this->path()));
    QByteArray header = from.read(kHeaderBytes);
    std::vector<ElementPlace> kept;
    qint64 moved = 0;
    const qint64 objects = objectsOffset(header, m_isBigEndian);
    for (size_t i = 0; i < m_places.size(); ++i) {
        const bool isReplaced = std::ranges::any_of(
            variables, [&](const NewVariable &variable) { return variable.name == this->variables()[i].name; });
        if (isReplaced && m_places[i].offset < objects)
            moved += m_places[i].bytes;
        if (!isReplaced)
            kept.push_back(m_places[i]);
    }
    if (moved > 0) {
        const double offset = double(objects - moved);
        header.replace(kObjectsAt, 8, encoded(Stored::Uint64, m_isBigEndian, std::span(&offset, 1)));
    }
    io::AtomicFile to(path);
    Result<> done = to.open();
    if (done)
        done = to.write(header);
    for (const ElementPlace &place : kept)
        if (done)
            done = copy(from, place, to);
    for (const NewVariable &variable : variables)
        if (done)
            done = to.write(level5Element(variable, m_isBigEndian));
    return done ? to.commit() : done;
}

} // namespace somno::matlab
