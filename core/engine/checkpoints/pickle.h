// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <deque>
#include <vector>

#include "core/base/result.h"

namespace somno::sdreamer {

/// One object of a pickle. Objects name each other by index, so that a pickle that contains itself is harmless.
struct PickleValue {
    enum class Kind {
        None,
        Bool,    ///< integer
        Integer, ///< integer
        Real,    ///< real
        Text,    ///< text
        Tuple,   ///< items
        List,    ///< items
        Dict,    ///< items: key, value, key, value ...
        Global,  ///< text: "torch.FloatStorage"; a name only, never looked up
        Storage, ///< storageType, text (its record), integer (its values)
        Tensor,  ///< items: its Storage; integer (offset in values), shape, stride
        Opaque,  ///< text: a harmless object whose content is of no use here (a NumPy scalar)
    };
    Kind kind = Kind::None;
    qint64 integer = 0;
    double real = 0;
    QString text;
    QString storageType; ///< "Float", "Half" ...
    std::vector<int> items;
    std::vector<qint64> shape;
    std::vector<qint64> stride;
};

/// The content of a pickle as torch.save() writes it, read without executing anything: the few operations that build
/// numbers, texts, tuples, lists, dictionaries and references to tensors, and of functions and classes only those
/// few that torch.save() itself names, each understood here. All else is refused by its name.
class Pickle {
public:
    /// Error ModelInvalid naming `source`, what was found and its byte offset.
    [[nodiscard]] static Result<Pickle> parse(QByteArrayView bytes, const QString &source);

    [[nodiscard]] const PickleValue &root() const { return m_values[size_t(m_root)]; }
    [[nodiscard]] const PickleValue &at(int index) const { return m_values[size_t(index)]; }
    /// The value under a text key; null when there is none, or when `dict` is no dictionary. Of equal keys the last.
    [[nodiscard]] const PickleValue *find(const PickleValue &dict, const QString &key) const;

private:
    friend class PickleMachine;
    std::deque<PickleValue> m_values;
    int m_root = 0;
};

} // namespace somno::sdreamer
