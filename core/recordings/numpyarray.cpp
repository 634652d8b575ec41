// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/numpyarray.h"

#include <QRegularExpression>
#include <QtEndian>
#include <algorithm>

namespace somno::io {

namespace {

constexpr qint64 kMostHeaderBytes = 1 << 16;
constexpr qint64 kBlock = 1 << 20;

tl::unexpected<Error> damaged(const InputFile &file, const QString &what)
{
    return failure(ErrorCode::HeaderInvalid,
                   QStringLiteral("%1: this NumPy file is damaged: %2.").arg(file.name(), what),
                   QStringLiteral("Save the array again with numpy.save()."));
}

tl::unexpected<Error> notNumbers(const InputFile &file, const QString &type)
{
    return failure(
        ErrorCode::UnsupportedFormat,
        QStringLiteral("%1: its array is of the type %2, which holds no real numbers.").arg(file.name(), type),
        QStringLiteral("Save it as float32, for example numpy.save(name, array.astype('float32'))."));
}

/// The text of the header, a Python dictionary, and where it ends.
Result<std::pair<QString, qint64>> header(const InputFile &file)
{
    const auto start = file.bytes(0, 12);
    if (!start)
        return failure(start.error());
    const bool isLong = start->size() > 6 && start->at(6) > 1;
    if (start->size() < 12)
        return damaged(file, QStringLiteral("it ends within its header"));
    const auto *length = reinterpret_cast<const uchar *>(start->constData()) + 8;
    const qint64 bytes = isLong ? qint64(qFromLittleEndian<quint32>(length)) : qFromLittleEndian<quint16>(length);
    const qint64 first = isLong ? 12 : 10;
    if (bytes > kMostHeaderBytes)
        return damaged(file, QStringLiteral("its header claims %1 bytes").arg(bytes));
    const auto text = file.bytes(first, bytes);
    if (!text)
        return failure(text.error());
    return std::pair(QString::fromLatin1(*text), first + bytes);
}

template <class T>
void convert(const char *bytes, bool isBigEndian, std::span<float> out)
{
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = float(isBigEndian ? qFromBigEndian<T>(bytes + i * sizeof(T))
                                   : qFromLittleEndian<T>(bytes + i * sizeof(T)));
}

using Convert = void (*)(const char *, bool, std::span<float>);

/// Null for what is no type of real numbers.
Convert converterOf(const QByteArray &type)
{
    static const std::pair<const char *, Convert> kTypes[]
        = {{"f4", convert<float>},  {"f8", convert<double>},  {"i1", convert<qint8>},  {"u1", convert<quint8>},
           {"i2", convert<qint16>}, {"u2", convert<quint16>}, {"i4", convert<qint32>}, {"u4", convert<quint32>},
           {"i8", convert<qint64>}, {"u8", convert<quint64>}};
    for (const auto &[name, converter] : kTypes)
        if (type.mid(1) == name)
            return converter;
    return nullptr;
}

} // namespace

qint64 NumpyArray::count() const
{
    qint64 count = 1;
    for (const qint64 length : shape)
        count *= length;
    return count;
}

Result<NumpyArray> NumpyArray::describe(const InputFile &file)
{
    static const QRegularExpression type(QStringLiteral("['\"]descr['\"]\\s*:\\s*(.*?)\\s*,\\s*['\"]fortran"));
    static const QRegularExpression order(QStringLiteral("['\"]fortran_order['\"]\\s*:\\s*(True|False)"));
    static const QRegularExpression shape(QStringLiteral("['\"]shape['\"]\\s*:\\s*\\(([0-9L, ]*)\\)"));
    const auto text = header(file);
    if (!text)
        return failure(text.error());
    const auto typeFound = type.match(text->first), orderFound = order.match(text->first),
               shapeFound = shape.match(text->first);
    if (!typeFound.hasMatch() || !orderFound.hasMatch() || !shapeFound.hasMatch())
        return damaged(file, QStringLiteral("its header does not describe an array"));
    NumpyArray array;
    array.type = typeFound.captured(1).toLatin1();
    if (array.type.size() != 5 || !converterOf(array.type = array.type.mid(1, 3)))
        return notNumbers(file, typeFound.captured(1));
    array.isFortranOrder = orderFound.captured(1) == QLatin1String("True");
    array.dataOffset = text->second;
    const qint64 held = (file.size() - array.dataOffset) / array.numberBytes();
    double count = 1;
    for (const QString &length :
         shapeFound.captured(1).remove(QLatin1Char('L')).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        array.shape.push_back(length.trimmed().toLongLong());
        count *= std::max(1.0, double(array.shape.back()));
    }
    if (count > double(held))
        return failure(
            ErrorCode::Truncated,
            QStringLiteral("%1: it ends after %2 of %3 numbers.").arg(file.name()).arg(held).arg(count, 0, 'f', 0),
            QStringLiteral("The copy was never finished; take the file from its source again."));
    return array;
}

Result<std::vector<float>> NumpyArray::read(const InputFile &file) const
{
    const Convert converter = converterOf(type);
    std::vector<float> values(static_cast<size_t>(count()));
    const qint64 inBlock = kBlock / numberBytes();
    for (qint64 done = 0; done < qint64(values.size()); done += inBlock) {
        const qint64 wanted = std::min(inBlock, qint64(values.size()) - done);
        const auto bytes = file.bytes(dataOffset + done * numberBytes(), wanted * numberBytes());
        if (!bytes)
            return failure(bytes.error());
        if (bytes->size() < wanted * numberBytes())
            return failure(ErrorCode::Truncated,
                           QStringLiteral("%1: the file became shorter while it was read.").arg(file.name()));
        converter(bytes->constData(), type.startsWith('>'), std::span(values).subspan(size_t(done), size_t(wanted)));
    }
    return values;
}

} // namespace somno::io
