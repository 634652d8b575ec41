// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/level5file.h"

#include <QFile>
#include <array>

#include "core/matlab/level5matrix.h"

namespace somno::matlab {

namespace {

constexpr qint64 kHeaderBytes = 128;
constexpr qint64 kTagBytes = 8;

/// Where the element at an offset lies; nothing where it is none or does not end within the file.
std::optional<ElementPlace> placeAt(QFile &file, qint64 offset, bool isBigEndian)
{
    std::array<uchar, kTagBytes> tag;
    if (!file.seek(offset) || file.read(reinterpret_cast<char *>(tag.data()), kTagBytes) != kTagBytes)
        return {};
    std::array<double, 2> words = {};
    convert(Stored::Uint32, isBigEndian, tag.data(), std::span<double>(words));
    const auto type = Stored(quint32(words[0]));
    const ElementPlace place{offset, kTagBytes + qint64(words[1]), type == Stored::Compressed};
    const bool isKnown = type == Stored::Matrix || type == Stored::Compressed;
    return isKnown && place.offset + place.bytes <= file.size() ? std::optional(place) : std::nullopt;
}

} // namespace

Level5File::Level5File(QString path, std::vector<Variable> variables, std::vector<ElementPlace> places,
                       bool isBigEndian)
    : MatFile(std::move(path), std::move(variables)), m_places(std::move(places)), m_isBigEndian(isBigEndian)
{
}

Result<MatFilePtr> Level5File::open(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    const bool isBigEndian = file.read(kHeaderBytes).endsWith("MI");
    std::vector<Variable> variables;
    std::vector<ElementPlace> places;
    for (qint64 offset = kHeaderBytes; offset < file.size();) {
        const auto place = placeAt(file, offset, isBigEndian);
        const auto variable = place ? Level5Matrix(path, *place, isBigEndian).header() : std::nullopt;
        if (!variable || (variable->isNumeric && !isPlausible(variable->count(), place->bytes)))
            return damaged(path, QStringLiteral("what stands after variable %1 (byte %2) is no whole variable")
                                     .arg(variables.size())
                                     .arg(offset));
        variables.push_back(*variable);
        places.push_back(*place);
        offset += place->bytes;
    }
    return std::shared_ptr<const MatFile>(new Level5File(path, std::move(variables), std::move(places), isBigEndian));
}

template <class Number>
Result<> Level5File::readNumbers(size_t variable, std::span<Number> out) const
{
    Level5Matrix matrix(path(), m_places[variable], m_isBigEndian);
    if (matrix.header() && matrix.values(out))
        return {};
    return damaged(path(), QStringLiteral("the values of \"%1\" are not whole").arg(variables()[variable].name));
}

Result<> Level5File::read(size_t variable, std::span<double> out) const
{
    return readNumbers(variable, out);
}

Result<> Level5File::read(size_t variable, std::span<float> out) const
{
    return readNumbers(variable, out);
}

Result<QString> Level5File::readText(size_t variable) const
{
    Level5Matrix matrix(path(), m_places[variable], m_isBigEndian);
    const auto header = matrix.header();
    const auto text = header ? matrix.characters(header->count()) : std::nullopt;
    if (text)
        return *text;
    return damaged(path(), QStringLiteral("the text \"%1\" is not whole").arg(variables()[variable].name));
}

} // namespace somno::matlab
