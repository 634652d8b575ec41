// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoints/pickle.h"

#include <QtEndian>
#include <algorithm>

#include "core/engine/checkpoints/picklemachine.h"

namespace somno::sdreamer {

namespace {

using Kind = PickleValue::Kind;

constexpr qsizetype kLargestPickle = 16 << 20; // a checkpoint with its optimiser has 100 kB

// The operations (pickletools of Python's standard library lists them all).
enum Op : quint8 {
    Mark = '(',
    Stop = '.',
    BinFloat = 'G',
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    None = 'N',
    BinPersId = 'Q',
    Reduce = 'R',
    BinUnicode = 'X',
    EmptyList = ']',
    Append = 'a',
    Build = 'b',
    Global = 'c',
    Appends = 'e',
    BinGet = 'h',
    LongBinGet = 'j',
    BinPut = 'q',
    LongBinPut = 'r',
    SetItem = 's',
    Tuple = 't',
    SetItems = 'u',
    EmptyDict = '}',
    EmptyTuple = ')',
    Proto = 0x80,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8a,
    ShortBinUnicode = 0x8c,
};

// Operations that are refused, by the names that a reader can look up.
QString refusedName(quint8 op)
{
    static const QHash<quint8, const char *> names{
        {'i', "INST"},          {'o', "OBJ"},
        {0x81, "NEWOBJ"},       {0x92, "NEWOBJ_EX"},
        {0x93, "STACK_GLOBAL"}, {'P', "PERSID"},
        {0x82, "EXT1"},         {0x83, "EXT2"},
        {0x84, "EXT4"},         {'0', "POP"},
        {'1', "POP_MARK"},      {'2', "DUP"},
        {'T', "BINSTRING"},     {'U', "SHORT_BINSTRING"},
        {'S', "STRING"},        {'I', "INT"},
        {'L', "LONG"},          {'F', "FLOAT"},
        {'V', "UNICODE"},       {'d', "DICT"},
        {'l', "LIST"},          {'p', "PUT"},
        {'g', "GET"},           {0x8b, "LONG4"},
        {'B', "BINBYTES"},      {'C', "SHORT_BINBYTES"},
        {0x95, "FRAME"},        {0x94, "MEMOIZE"},
    };
    const char *name = names.value(op, nullptr);
    return name ? QLatin1String(name) : QStringLiteral("0x%1").arg(op, 2, 16, QLatin1Char('0'));
}

} // namespace

template <class T>
std::optional<T> PickleMachine::take()
{
    const auto bytes = takeBytes(sizeof(T));
    return bytes ? std::optional(qFromLittleEndian<T>(bytes->data())) : std::nullopt;
}

std::optional<QByteArrayView> PickleMachine::takeBytes(qint64 count)
{
    if (count < 0 || count > m_bytes.size() - m_at)
        return std::nullopt;
    m_at += count;
    return m_bytes.sliced(m_at - count, count);
}

std::optional<QString> PickleMachine::takeLine()
{
    const auto end = std::find(m_bytes.begin() + m_at, m_bytes.end(), '\n');
    if (end == m_bytes.end())
        return std::nullopt;
    const auto line = takeBytes(end - (m_bytes.begin() + m_at));
    ++m_at;
    return QString::fromUtf8(*line);
}

bool PickleMachine::pushInteger(qint64 integer, Kind kind)
{
    PickleValue value;
    value.kind = kind;
    value.integer = integer;
    return push(std::move(value));
}

bool PickleMachine::pushText(std::optional<qint64> length)
{
    const auto bytes = length ? takeBytes(*length) : std::nullopt;
    if (!bytes)
        return truncated();
    PickleValue value;
    value.kind = Kind::Text;
    value.text = QString::fromUtf8(*bytes);
    return push(std::move(value));
}

// Little-endian two's complement of as many bytes as it takes.
bool PickleMachine::pushLong(std::optional<quint8> length)
{
    const auto bytes = length ? takeBytes(*length) : std::nullopt;
    if (!bytes)
        return truncated();
    if (bytes->size() > qsizetype(sizeof(qint64)))
        return refuse(QStringLiteral("an integer has %1 bytes").arg(bytes->size()));
    quint64 bits = !bytes->isEmpty() && (quint8(bytes->back()) & 0x80) ? ~quint64(0) : 0;
    for (qsizetype i = bytes->size(); i-- > 0;)
        bits = bits << 8 | quint8(bytes->at(i));
    return pushInteger(qint64(bits));
}

bool PickleMachine::stepData(quint8 op)
{
    switch (op) {
    case None: return push({});
    case NewTrue:
    case NewFalse: return pushInteger(op == NewTrue, Kind::Bool);
    case BinInt: {
        const auto integer = take<qint32>();
        return integer ? pushInteger(*integer) : truncated();
    }
    case BinInt1: {
        const auto integer = take<quint8>();
        return integer ? pushInteger(*integer) : truncated();
    }
    case BinInt2: {
        const auto integer = take<quint16>();
        return integer ? pushInteger(*integer) : truncated();
    }
    case Long1: return pushLong(take<quint8>());
    case BinFloat: {
        const auto bytes = takeBytes(sizeof(double));
        if (!bytes)
            return truncated();
        PickleValue value;
        value.kind = Kind::Real;
        value.real = qFromBigEndian<double>(bytes->data());
        return push(std::move(value));
    }
    case BinUnicode: return pushText(take<quint32>());
    case ShortBinUnicode: return pushText(take<quint8>());
    case Global: return pushGlobal();
    default: return refuse(QStringLiteral("the operation %1 is not one that checkpoints need").arg(refusedName(op)));
    }
}

bool PickleMachine::stepContainer(quint8 op)
{
    switch (op) {
    case Tuple: {
        const auto mark = popMark();
        return mark ? pushTuple(m_stack.size() - *mark) : malformed("a tuple");
    }
    case Tuple1:
    case Tuple2:
    case Tuple3: return pushTuple(op - Tuple1 + 1);
    case SetItem: return addItems(m_stack.size() - 2, Kind::Dict, "SETITEM");
    case Append: return addItems(m_stack.size() - 1, Kind::List, "APPEND");
    case SetItems:
    case Appends: {
        const auto mark = popMark();
        const char *name = op == SetItems ? "SETITEMS" : "APPENDS";
        return mark ? addItems(*mark, op == SetItems ? Kind::Dict : Kind::List, name) : malformed(name);
    }
    default: return stepData(op);
    }
}

bool PickleMachine::step(quint8 op)
{
    PickleValue empty;
    switch (op) {
    case Mark: m_marks.push_back(m_stack.size()); return true;
    case EmptyTuple:
    case EmptyList:
    case EmptyDict:
        empty.kind = op == EmptyTuple ? Kind::Tuple : op == EmptyList ? Kind::List : Kind::Dict;
        return push(std::move(empty));
    case BinPut: return put(take<quint8>());
    case LongBinPut: return put(take<quint32>());
    case BinGet: return recall(take<quint8>());
    case LongBinGet: return recall(take<quint32>());
    case BinPersId: return persistent();
    case Reduce: return reduce();
    case Build: return build();
    default: return stepContainer(op);
    }
}

Result<Pickle> PickleMachine::run()
{
    constexpr quint8 kProtocol = 2;
    if (m_bytes.size() > kLargestPickle)
        refuse(QStringLiteral("it has %1 bytes").arg(m_bytes.size()));
    else if (take<quint8>() != Proto || take<quint8>() != kProtocol)
        refuse(QStringLiteral("it is not a pickle of protocol 2, which torch.save() writes"));
    while (m_error.message.isEmpty()) {
        m_operation = m_at;
        const auto op = take<quint8>();
        if (!op) {
            truncated();
        } else if (*op != Stop) {
            step(*op);
        } else if (m_stack.size() != 1 || !m_marks.empty()) {
            malformed("the end");
        } else {
            m_pickle.m_root = m_stack.front();
            return std::move(m_pickle);
        }
    }
    return failure(m_error);
}

Result<Pickle> Pickle::parse(QByteArrayView bytes, const QString &source)
{
    return PickleMachine(bytes, source).run();
}

const PickleValue *Pickle::find(const PickleValue &dict, const QString &key) const
{
    if (dict.kind != Kind::Dict)
        return nullptr;
    for (size_t i = dict.items.size(); i >= 2; i -= 2) {
        const PickleValue &name = at(dict.items[i - 2]);
        if (name.kind == Kind::Text && name.text == key)
            return &at(dict.items[i - 1]);
    }
    return nullptr;
}

} // namespace somno::sdreamer
