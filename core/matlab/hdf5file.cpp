// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/hdf5file.h"

#include <QDataStream>
#include <QFile>
#include <algorithm>
#include <array>

#include "core/matlab/apart.h"
#include "core/matlab/hdf5handle.h"
#include "core/matlab/mattypes.h"

namespace somno::matlab {

namespace {

constexpr qint64 kMostTextCharacters = 4096;
constexpr qint64 kMostListBytes = 1 << 20; ///< of names and shapes

template <class T>
std::span<uchar> bytesOf(std::span<T> values)
{
    return {reinterpret_cast<uchar *>(values.data()), values.size_bytes()};
}

/// Names of the objects of this file itself at its top, without those that MATLAB hides.
QStringList namesIn(hid_t file)
{
    QStringList names;
    const auto collect = [](hid_t, const char *name, const H5L_info_t *link, void *out) -> herr_t {
        if (link->type == H5L_TYPE_HARD && name[0] != '#')
            static_cast<QStringList *>(out)->append(QString::fromUtf8(name));
        return 0;
    };
    hsize_t place = 0;
    H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, &place, collect, &names);
    return names;
}

/// MATLAB's class of an object; empty where it does not say.
QString classAttribute(hid_t object)
{
    if (H5Aexists(object, "MATLAB_class") <= 0)
        return {};
    const Hdf5Handle attribute(H5Aopen(object, "MATLAB_class", H5P_DEFAULT), H5Aclose);
    const Hdf5Handle type(attribute.isOpen() ? H5Aget_type(attribute) : -1, H5Tclose);
    std::array<char, 64> text = {};
    if (!type.isOpen() || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0
        || H5Tget_size(type) >= text.size() || H5Aread(attribute, type, text.data()) < 0)
        return {};
    return QString::fromLatin1(text.data());
}

/// What MATLAB would call the type of a data set that does not say.
QString classOfType(hid_t type)
{
    const size_t size = H5Tget_size(type);
    switch (H5Tget_class(type)) {
    case H5T_FLOAT: return size > 4 ? QStringLiteral("double") : QStringLiteral("single");
    case H5T_INTEGER:
        return QStringLiteral("%1int%2")
            .arg(H5Tget_sign(type) == H5T_SGN_NONE ? QStringLiteral("u") : QString())
            .arg(size * 8);
    default: return {};
    }
}

/// Lengths as MATLAB counts them, which is the other way round; empty for what is no array.
std::vector<qint64> shapeOf(hid_t dataset)
{
    const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
    std::array<hsize_t, H5S_MAX_RANK> lengths = {};
    const int rank = space.isOpen() ? H5Sget_simple_extent_dims(space, lengths.data(), nullptr) : -1;
    if (rank < 0 || H5Sget_simple_extent_type(space) == H5S_NULL)
        return {};
    std::vector<qint64> shape(lengths.begin(), lengths.begin() + rank);
    if (std::ranges::any_of(shape, [](qint64 length) { return length < 0; }))
        return {};
    std::ranges::reverse(shape);
    if (shape.size() < 2)
        shape.insert(shape.begin(), size_t(2) - shape.size(), 1);
    return shape;
}

/// Whether the file can hold so many; a damaged one may claim any number.
bool isHeld(hid_t dataset, const std::vector<qint64> &shape)
{
    double count = 1;
    for (const qint64 length : shape)
        count *= double(length);
    return count < 1e15 && isPlausible(qint64(count), qint64(H5Dget_storage_size(dataset)));
}

bool isEmptyArray(hid_t dataset)
{
    return H5Aexists(dataset, "MATLAB_empty") > 0;
}

hid_t typeInMemory(Hdf5File::Memory type)
{
    switch (type) {
    case Hdf5File::Memory::Double: return H5T_NATIVE_DOUBLE;
    case Hdf5File::Memory::Single: return H5T_NATIVE_FLOAT;
    default: return H5T_NATIVE_UINT16;
    }
}

Variable variableOf(hid_t file, const QString &name)
{
    Variable variable{name, {}, {0, 0}};
    const Hdf5Handle object(H5Oopen(file, name.toUtf8().constData(), H5P_DEFAULT), H5Oclose);
    if (!object.isOpen())
        return variable;
    variable.type = classAttribute(object);
    if (H5Iget_type(object) != H5I_DATASET) {
        if (variable.type.isEmpty())
            variable.type = QStringLiteral("struct");
        return variable;
    }
    const Hdf5Handle type(H5Dget_type(object), H5Tclose);
    const QString stored = classOfType(type);
    if (variable.type.isEmpty())
        variable.type = stored;
    std::vector<qint64> shape = shapeOf(object);
    if (stored.isEmpty() || shape.empty() || isEmptyArray(object) || !isHeld(object, shape))
        return variable;
    variable.shape = std::move(shape);
    variable.isNumeric = storedAs(variable.type) != Stored::Matrix;
    variable.isText = variable.type == QLatin1String("char");
    return variable;
}

bool writeList(hid_t file, std::span<uchar> out)
{
    QByteArray list;
    QDataStream stream(&list, QIODevice::WriteOnly);
    const QStringList names = namesIn(file);
    stream << qint64(names.size());
    for (const QString &name : names) {
        const Variable variable = variableOf(file, name);
        stream << name << variable.type << QList<qint64>(variable.shape.begin(), variable.shape.end())
               << variable.isNumeric << variable.isText;
    }
    if (list.size() > qsizetype(out.size()))
        return false;
    std::ranges::copy(list, out.begin());
    return true;
}

std::vector<Variable> readList(std::span<const uchar> bytes)
{
    QDataStream stream(QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())));
    qint64 count = 0;
    stream >> count;
    std::vector<Variable> variables(static_cast<size_t>(count));
    for (Variable &variable : variables) {
        QList<qint64> shape;
        stream >> variable.name >> variable.type >> shape >> variable.isNumeric >> variable.isText;
        variable.shape.assign(shape.begin(), shape.end());
    }
    return variables;
}

} // namespace

Hdf5Handle openHdf5(const char *path, unsigned flags)
{
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // of this thread
    return {H5Fopen(path, flags, H5P_DEFAULT), H5Fclose};
}

Result<MatFilePtr> Hdf5File::open(const QString &path)
{
    const SharedBytes list(kMostListBytes);
    const bool isListed = !list.bytes().empty() && runApart(0, [&] {
        const Hdf5Handle file = openHdf5(QFile::encodeName(path).constData(), H5F_ACC_RDONLY);
        return file.isOpen() && writeList(file, list.bytes());
    });
    if (!isListed)
        return damaged(path, QStringLiteral("the HDF5 library cannot read it"));
    return std::shared_ptr<const MatFile>(new Hdf5File(path, readList(list.bytes())));
}

Result<> Hdf5File::readAs(size_t variable, Memory type, std::span<uchar> out) const
{
    const QString &name = variables()[variable].name;
    if (out.empty())
        return {};
    const SharedBytes values(qint64(out.size()));
    const bool isRead = !values.bytes().empty() && runApart(qint64(out.size()), [&] {
        const Hdf5Handle file = openHdf5(QFile::encodeName(path()).constData(), H5F_ACC_RDONLY);
        const Hdf5Handle dataset(file.isOpen() ? H5Dopen2(file, name.toUtf8().constData(), H5P_DEFAULT) : -1, H5Dclose);
        return dataset.isOpen() && shapeOf(dataset) == variables()[variable].shape
               && H5Dread(dataset, typeInMemory(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.bytes().data()) >= 0;
    });
    if (!isRead)
        return damaged(path(), QStringLiteral("the values of \"%1\" cannot be read").arg(name));
    std::ranges::copy(values.bytes(), out.begin());
    return {};
}

Result<> Hdf5File::read(size_t variable, std::span<double> out) const
{
    return readAs(variable, Memory::Double, bytesOf(out));
}

Result<> Hdf5File::read(size_t variable, std::span<float> out) const
{
    return readAs(variable, Memory::Single, bytesOf(out));
}

Result<QString> Hdf5File::readText(size_t variable) const
{
    const qint64 count = variables()[variable].count();
    if (count > kMostTextCharacters)
        return damaged(path(), QStringLiteral("the text \"%1\" is too long").arg(variables()[variable].name));
    std::vector<char16_t> characters(size_t(count), u' ');
    if (const auto done = readAs(variable, Memory::Character, bytesOf(std::span(characters))); !done)
        return failure(done.error());
    return QString::fromUtf16(characters.data(), qsizetype(count));
}

} // namespace somno::matlab
