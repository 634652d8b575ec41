// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <algorithm>

#include "core/base/atomicfile.h"
#include "core/matlab/apart.h"
#include "core/matlab/hdf5file.h"
#include "core/matlab/hdf5handle.h"
#include "core/matlab/mattypes.h"

namespace somno::matlab {

namespace {

constexpr qint64 kBlock = 1 << 20;

hid_t fileType(Stored type)
{
    switch (type) {
    case Stored::Int8: return H5T_STD_I8LE;
    case Stored::Uint8: return H5T_STD_U8LE;
    case Stored::Int16: return H5T_STD_I16LE;
    case Stored::Uint16: return H5T_STD_U16LE;
    case Stored::Int32: return H5T_STD_I32LE;
    case Stored::Uint32: return H5T_STD_U32LE;
    case Stored::Int64: return H5T_STD_I64LE;
    case Stored::Uint64: return H5T_STD_U64LE;
    case Stored::Single: return H5T_IEEE_F32LE;
    default: return H5T_IEEE_F64LE;
    }
}

bool addAttribute(hid_t dataset, const char *name, hid_t type, const void *value)
{
    const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Hdf5Handle attribute(H5Acreate2(dataset, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    return attribute.isOpen() && H5Awrite(attribute, type, value) >= 0;
}

bool describe(hid_t dataset, const NewVariable &variable)
{
    const QByteArray className = variable.type.toLatin1();
    const Hdf5Handle text(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(text, size_t(className.size()));
    const int one = 1;
    return addAttribute(dataset, "MATLAB_class", text, className.constData())
           && (variable.type != QLatin1String("logical")
               || addAttribute(dataset, "MATLAB_int_decode", H5T_NATIVE_INT, &one))
           && (!variable.values.empty() || addAttribute(dataset, "MATLAB_empty", H5T_NATIVE_UCHAR, &one));
}

/// Puts a variable in the place of the one of its name. An empty one is kept as its shape, as MATLAB does.
bool put(hid_t file, const NewVariable &variable)
{
    const QByteArray name = variable.name.toUtf8();
    if (H5Lexists(file, name.constData(), H5P_DEFAULT) > 0 && H5Ldelete(file, name.constData(), H5P_DEFAULT) < 0)
        return false;
    const bool isEmpty = variable.values.empty();
    const Stored type = isEmpty ? Stored::Uint64 : storedAs(variable.type);
    const std::vector<double> lengths(variable.shape.begin(), variable.shape.end());
    std::vector<hsize_t> shape(variable.shape.rbegin(), variable.shape.rend());
    if (isEmpty)
        shape = {hsize_t(lengths.size())};
    const QByteArray bytes = encoded(type, false, isEmpty ? lengths : variable.values);
    const Hdf5Handle space(H5Screate_simple(int(shape.size()), shape.data(), nullptr), H5Sclose);
    const Hdf5Handle dataset(
        H5Dcreate2(file, name.constData(), fileType(type), space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
    return dataset.isOpen() && H5Dwrite(dataset, fileType(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.constData()) >= 0
           && describe(dataset, variable);
}

bool putAll(const QString &path, const std::vector<NewVariable> &variables)
{
    const Hdf5Handle file = openHdf5(QFile::encodeName(path).constData(), H5F_ACC_RDWR);
    return file.isOpen()
           && std::ranges::all_of(variables, [&](const NewVariable &variable) { return put(file, variable); })
           && H5Fflush(file, H5F_SCOPE_LOCAL) >= 0;
}

} // namespace

Result<> Hdf5File::save(const QString &path, const std::vector<NewVariable> &variables) const
{
    if (const auto sound = checkWritable(variables); !sound)
        return sound;
    QFile from(this->path());
    if (!from.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read any more.").arg(this->path()));
    io::AtomicFile to(path);
    Result<> done = to.open();
    while (done && !from.atEnd())
        done = to.write(from.read(kBlock));
    if (!done)
        return done;
    if (!runApart(from.size(), [&] { return putAll(to.temporaryPath(), variables); }))
        return failure(
            ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
            QStringLiteral("The HDF5 library could not change a copy of %1, which is unchanged.").arg(this->path()));
    return to.commit();
}

} // namespace somno::matlab
