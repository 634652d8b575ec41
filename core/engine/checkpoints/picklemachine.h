// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <optional>

#include "core/engine/checkpoints/pickle.h"

namespace somno::sdreamer {

/// The stack machine that a pickle is a program for. Steps return whether to go on; where not, m_error says why.
class PickleMachine {
public:
    PickleMachine(QByteArrayView bytes, QString source) : m_bytes(bytes), m_source(std::move(source)) {}
    Result<Pickle> run();

private:
    using Kind = PickleValue::Kind;

    // Reading operations (pickle.cpp).
    bool step(quint8 op);
    bool stepData(quint8 op);
    bool stepContainer(quint8 op);
    template <class T>
    std::optional<T> take();
    std::optional<QByteArrayView> takeBytes(qint64 count);
    std::optional<QString> takeLine();

    bool pushInteger(qint64 value, Kind kind = Kind::Integer);
    bool pushText(std::optional<qint64> length);
    bool pushLong(std::optional<quint8> length);

    // Making objects of them (picklemachine.cpp).
    bool refuse(const QString &what, const QString &detail = {});
    bool truncated() { return refuse(QStringLiteral("it ends in the middle of an object")); }
    bool malformed(const char *what)
    {
        return refuse(QStringLiteral("%1 does not fit what precedes it").arg(QLatin1String(what)));
    }
    bool push(PickleValue value);
    bool pushGlobal();
    bool pushTuple(size_t count);
    std::optional<int> pop();
    std::optional<size_t> popMark();
    size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); } ///< what lies below it is not to be popped
    PickleValue &value(int index) { return m_pickle.m_values[size_t(index)]; }
    bool addItems(size_t from, Kind container, const char *operation);
    bool put(std::optional<quint32> slot);
    bool recall(std::optional<quint32> slot);
    bool persistent();
    bool reduce();
    bool rebuildTensor(const std::vector<int> &arguments);
    std::optional<std::vector<qint64>> integers(int tuple);
    bool build();

    Pickle m_pickle;
    QByteArrayView m_bytes;
    QString m_source;
    qsizetype m_at = 0;
    qsizetype m_operation = 0; ///< where the current operation begins
    std::vector<int> m_stack;
    std::vector<size_t> m_marks;
    QHash<quint32, int> m_memo;
    Error m_error;
};

} // namespace somno::sdreamer
