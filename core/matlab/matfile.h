// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace somno::matlab {

/// One variable at the top of a file, as its header describes it.
struct Variable {
    QString name;
    QString type;              ///< MATLAB's class: "double", "int16", "logical", "char", "struct", "cell"
    std::vector<qint64> shape; ///< rows, columns and so on: at least two
    bool isNumeric = false;    ///< real numbers or truth values, which can be read
    bool isText = false;

    [[nodiscard]] qint64 count() const; ///< of its elements
    /// Whether it is a row, a column or a single number.
    [[nodiscard]] bool isVector() const;
};

/// A variable to write. `values` in MATLAB's order: the first index runs fastest.
struct NewVariable {
    QString name;
    QString type = QStringLiteral("double"); ///< any class of numbers; values are rounded and held to its range
    std::vector<qint64> shape;
    std::vector<double> values;
};

/// A MATLAB file, of level 5 (`save -v6`, `-v7`, scipy) or 7.3 (HDF5). Any thread; what it reads it reads from the
/// file when asked. Errors name the file, what is wrong and the remedy: NotARecording for what is no such file,
/// UnsupportedFormat for level 4, Truncated, HeaderInvalid where it is damaged.
class MatFile {
public:
    /// Reads the names and shapes of the variables.
    [[nodiscard]] static Result<std::shared_ptr<const MatFile>> open(const QString &path);
    /// A new file of level 5, written whole or not at all.
    [[nodiscard]] static Result<> create(const QString &path, const std::vector<NewVariable> &variables);
    virtual ~MatFile() = default;
    MatFile(const MatFile &) = delete;
    MatFile &operator=(const MatFile &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const std::vector<Variable> &variables() const { return m_variables; }
    /// Null where there is none; names differ by case, too.
    [[nodiscard]] const Variable *find(const QString &name) const;

    /// The values of a numeric variable in MATLAB's order. ChannelMissing where there is none of that name,
    /// UnsupportedFormat where it does not hold real numbers.
    [[nodiscard]] Result<std::vector<double>> doubles(const QString &name) const;
    [[nodiscard]] Result<std::vector<float>> floats(const QString &name) const;
    /// The characters of a text variable, of its first row.
    [[nodiscard]] Result<QString> text(const QString &name) const;

    /// Writes the file to `path`, which may be its own, with these variables in place of those of their names or
    /// after them. All others are copied as they stand, whatever they are. Whole or not at all.
    [[nodiscard]] virtual Result<> save(const QString &path, const std::vector<NewVariable> &variables) const = 0;

protected:
    MatFile(QString path, std::vector<Variable> variables) : m_path(std::move(path)), m_variables(std::move(variables))
    {
    }

private:
    template <class T>
    [[nodiscard]] Result<std::vector<T>> numbers(const QString &name) const;
    [[nodiscard]] virtual Result<> read(size_t variable, std::span<double> out) const = 0;
    [[nodiscard]] virtual Result<> read(size_t variable, std::span<float> out) const = 0;
    [[nodiscard]] virtual Result<QString> readText(size_t variable) const = 0;

    QString m_path;
    std::vector<Variable> m_variables;
};
using MatFilePtr = std::shared_ptr<const MatFile>;

/// Whether these are the first bytes of a MATLAB file that MatFile::open() can try.
[[nodiscard]] bool isMatFile(const QByteArray &firstBytes);

} // namespace somno::matlab
