// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <matio.h>
#include <memory>
#include <vector>

namespace somno::testing {

/// How matio, the reference, writes a MATLAB file.
enum class MatioKind { Plain, Compressed, Hdf5 };

/// A file that matio writes: variables of any class, one after the other.
class MatioFile {
public:
    MatioFile(const QString &path, MatioKind kind)
        : m_kind(kind), m_file(Mat_CreateVer(path.toLocal8Bit().constData(), nullptr,
                                             kind == MatioKind::Hdf5 ? MAT_FT_MAT73 : MAT_FT_MAT5),
                               Mat_Close)
    {
    }

    template <class T>
    void array(const char *name, matio_classes type, matio_types stored, std::vector<size_t> shape,
               std::vector<T> values, int flags = 0)
    {
        write(Mat_VarCreate(name, type, stored, int(shape.size()), shape.data(), values.data(), flags));
    }
    void row(const char *name, std::vector<double> values)
    {
        array<double>(name, MAT_C_DOUBLE, MAT_T_DOUBLE, {1, values.size()}, values);
    }
    void text(const char *name, std::string value)
    {
        array<char>(name, MAT_C_CHAR, MAT_T_UTF8, {1, value.size()}, {value.begin(), value.end()});
    }
    /// With one field "rate" of one number.
    void structure(const char *name, double rate)
    {
        const char *fields[] = {"rate", nullptr};
        size_t one[] = {1, 1};
        matvar_t *variable = Mat_VarCreateStruct2(name, 2, one, fields);
        Mat_VarSetStructFieldByName(variable, "rate", 0,
                                    Mat_VarCreate(nullptr, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &rate, 0));
        write(variable);
    }

private:
    void write(matvar_t *variable)
    {
        Mat_VarWrite(m_file.get(), variable,
                     m_kind == MatioKind::Compressed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE);
        Mat_VarFree(variable);
    }

    MatioKind m_kind;
    std::unique_ptr<mat_t, int (*)(mat_t *)> m_file;
};

/// A variable as matio reads it; null where it finds none.
inline std::unique_ptr<matvar_t, void (*)(matvar_t *)> readByMatio(const QString &path, const char *name)
{
    const std::unique_ptr<mat_t, int (*)(mat_t *)> file(Mat_Open(path.toLocal8Bit().constData(), MAT_ACC_RDONLY),
                                                        Mat_Close);
    return {file ? Mat_VarRead(file.get(), name) : nullptr, Mat_VarFree};
}

} // namespace somno::testing
