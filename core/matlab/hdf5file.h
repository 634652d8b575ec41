// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/matlab/matfile.h"

namespace somno::matlab {

/// A file of version 7.3, which is HDF5: a data set a variable, its class as an attribute. Those that Python's h5py
/// writes, without the attribute, are read as well. The library runs in a child process (apart.h).
class Hdf5File final : public MatFile {
public:
    /// What numbers become when they are read.
    enum class Memory { Double, Single, Character };

    [[nodiscard]] static Result<MatFilePtr> open(const QString &path);
    [[nodiscard]] Result<> save(const QString &path, const std::vector<NewVariable> &variables) const override;

private:
    using MatFile::MatFile;
    [[nodiscard]] Result<> read(size_t variable, std::span<double> out) const override;
    [[nodiscard]] Result<> read(size_t variable, std::span<float> out) const override;
    [[nodiscard]] Result<QString> readText(size_t variable) const override;
    [[nodiscard]] Result<> readAs(size_t variable, Memory type, std::span<uchar> out) const;
};

} // namespace somno::matlab
