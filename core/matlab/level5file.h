// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/matlab/elementbytes.h"
#include "core/matlab/matfile.h"

namespace somno::matlab {

/// A file of level 5: a header of 128 bytes and one element after the other.
class Level5File final : public MatFile {
public:
    [[nodiscard]] static Result<MatFilePtr> open(const QString &path);
    [[nodiscard]] Result<> save(const QString &path, const std::vector<NewVariable> &variables) const override;

private:
    Level5File(QString path, std::vector<Variable> variables, std::vector<ElementPlace> places, bool isBigEndian);
    template <class Number>
    [[nodiscard]] Result<> readNumbers(size_t variable, std::span<Number> out) const;
    [[nodiscard]] Result<> read(size_t variable, std::span<double> out) const override;
    [[nodiscard]] Result<> read(size_t variable, std::span<float> out) const override;
    [[nodiscard]] Result<QString> readText(size_t variable) const override;

    std::vector<ElementPlace> m_places; ///< of the variables
    bool m_isBigEndian = false;
};

/// The header of a new file of level 5.
[[nodiscard]] QByteArray level5Header();
/// An element for the end of a file of level 5.
[[nodiscard]] QByteArray level5Element(const NewVariable &variable, bool isBigEndian);

} // namespace somno::matlab
