// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoints/picklemachine.h"

#include <QStringList>

namespace somno::sdreamer {

namespace {

using Kind = PickleValue::Kind;

constexpr size_t kMostValues = 1 << 20; // a checkpoint with its optimiser has some ten thousand

// What may be named, hence "called": nothing of it is ever run, each has its meaning in reduce().
enum class Callable { Refused, OrderedDict, RebuildTensor, RebuildParameter, Opaque, Storage };

Callable callableFor(const QString &name)
{
    static const QHash<QString, Callable> known{
        {QStringLiteral("collections.OrderedDict"), Callable::OrderedDict},
        {QStringLiteral("torch._utils._rebuild_tensor_v2"), Callable::RebuildTensor},
        {QStringLiteral("torch._utils._rebuild_parameter"), Callable::RebuildParameter},
        {QStringLiteral("numpy.core.multiarray.scalar"), Callable::Opaque},
        {QStringLiteral("numpy._core.multiarray.scalar"), Callable::Opaque},
        {QStringLiteral("numpy.dtype"), Callable::Opaque},
        {QStringLiteral("_codecs.encode"), Callable::Opaque},
    };
    static const QStringList storages{"Float", "Double", "Half", "BFloat16", "Long",
                                      "Int",   "Short",  "Char", "Byte",     "Bool"};
    for (const QString &storage : storages)
        if (name == QStringLiteral("torch.%1Storage").arg(storage))
            return Callable::Storage;
    return known.value(name, Callable::Refused);
}

} // namespace

bool PickleMachine::refuse(const QString &what, const QString &detail)
{
    const QString remedy
        = detail.isEmpty()
              ? QStringLiteral("The file is damaged, or not a checkpoint of sDREAMER. Nothing in it was executed.")
              : detail;
    m_error = {ErrorCode::ModelInvalid,
               QStringLiteral("%1 is refused: at byte %2 of its pickle, %3.").arg(m_source).arg(m_operation).arg(what),
               remedy};
    return false;
}

bool PickleMachine::push(PickleValue value)
{
    if (m_pickle.m_values.size() >= kMostValues)
        return refuse(QStringLiteral("there are more than %1 objects").arg(kMostValues));
    m_stack.push_back(int(m_pickle.m_values.size()));
    m_pickle.m_values.push_back(std::move(value));
    return true;
}

bool PickleMachine::pushGlobal()
{
    const auto module = takeLine();
    const auto name = module ? takeLine() : std::nullopt;
    if (!name)
        return truncated();
    PickleValue value;
    value.kind = Kind::Global;
    value.text = *module + QLatin1Char('.') + *name;
    if (callableFor(value.text) == Callable::Refused)
        return refuse(
            QStringLiteral("it wants to use %1").arg(value.text.left(200)),
            QStringLiteral("A checkpoint needs nothing of that name; such a file may be made to run a program. Nothing "
                           "in it was executed. Take the checkpoint from a source that you trust, or save only its "
                           "state_dict() with torch.save()."));
    return push(std::move(value));
}

bool PickleMachine::pushTuple(size_t count)
{
    if (count > m_stack.size() - floor())
        return malformed("a tuple");
    PickleValue value;
    value.kind = Kind::Tuple;
    value.items.assign(m_stack.end() - qsizetype(count), m_stack.end());
    m_stack.resize(m_stack.size() - count);
    return push(std::move(value));
}

std::optional<int> PickleMachine::pop()
{
    if (m_stack.size() <= floor())
        return std::nullopt;
    const int index = m_stack.back();
    m_stack.pop_back();
    return index;
}

std::optional<size_t> PickleMachine::popMark()
{
    if (m_marks.empty())
        return std::nullopt;
    const size_t mark = m_marks.back();
    m_marks.pop_back();
    return mark;
}

// Moves what lies on the stack from `from` on into the container below it.
bool PickleMachine::addItems(size_t from, Kind container, const char *operation)
{
    if (from <= floor() || from > m_stack.size() || value(m_stack[from - 1]).kind != container
        || (container == Kind::Dict && (m_stack.size() - from) % 2 != 0))
        return malformed(operation);
    auto &items = value(m_stack[from - 1]).items;
    items.insert(items.end(), m_stack.begin() + qsizetype(from), m_stack.end());
    m_stack.resize(from);
    return true;
}

bool PickleMachine::put(std::optional<quint32> slot)
{
    if (!slot)
        return truncated();
    if (m_stack.empty())
        return malformed("a memo");
    m_memo.insert(*slot, m_stack.back());
    return true;
}

bool PickleMachine::recall(std::optional<quint32> slot)
{
    if (!slot)
        return truncated();
    const auto found = m_memo.constFind(*slot);
    if (found == m_memo.constEnd())
        return refuse(QStringLiteral("it refers to memo %1, which was never set").arg(*slot));
    m_stack.push_back(*found);
    return true;
}

// ("storage", type, record, device, number of values)
bool PickleMachine::persistent()
{
    const auto index = pop();
    if (!index || value(*index).kind != Kind::Tuple || value(*index).items.size() != 5)
        return malformed("a reference to a storage");
    const auto &items = value(*index).items;
    const PickleValue &tag = value(items[0]), &type = value(items[1]), &record = value(items[2]),
                      &count = value(items[4]);
    if (tag.text != QLatin1String("storage") || type.kind != Kind::Global || callableFor(type.text) != Callable::Storage
        || record.kind != Kind::Text || count.kind != Kind::Integer || count.integer < 0)
        return malformed("a reference to a storage");
    PickleValue storage;
    storage.kind = Kind::Storage;
    storage.text = record.text;
    storage.integer = count.integer;
    storage.storageType = type.text.section(QLatin1Char('.'), -1).chopped(7); // "Storage"
    return push(std::move(storage));
}

std::optional<std::vector<qint64>> PickleMachine::integers(int tuple)
{
    constexpr size_t kMostDimensions = 8;
    std::vector<qint64> numbers;
    const auto &items = value(tuple).items;
    if (value(tuple).kind != Kind::Tuple || items.size() > kMostDimensions)
        return std::nullopt;
    for (const int item : items) {
        if (value(item).kind != Kind::Integer)
            return std::nullopt;
        numbers.push_back(value(item).integer);
    }
    return numbers;
}

// (storage, offset, shape, stride, requires_grad, hooks[, metadata])
bool PickleMachine::rebuildTensor(const std::vector<int> &arguments)
{
    if (arguments.size() < 4 || arguments.size() > 7 || value(arguments[0]).kind != Kind::Storage
        || value(arguments[1]).kind != Kind::Integer)
        return malformed("a tensor");
    auto shape = integers(arguments[2]), stride = integers(arguments[3]);
    if (!shape || !stride || shape->size() != stride->size())
        return malformed("a tensor");
    PickleValue tensor;
    tensor.kind = Kind::Tensor;
    tensor.items = {arguments[0]};
    tensor.integer = value(arguments[1]).integer;
    tensor.shape = std::move(*shape);
    tensor.stride = std::move(*stride);
    return push(std::move(tensor));
}

bool PickleMachine::reduce()
{
    const auto arguments = pop();
    const auto callee = arguments ? pop() : std::nullopt;
    if (!callee || value(*callee).kind != Kind::Global || value(*arguments).kind != Kind::Tuple)
        return malformed("a call");
    const auto &items = value(*arguments).items;
    PickleValue made;
    switch (callableFor(value(*callee).text)) {
    case Callable::OrderedDict:
        made.kind = Kind::Dict;
        return items.empty() ? push(std::move(made)) : malformed("an OrderedDict");
    case Callable::RebuildTensor: return rebuildTensor(items);
    case Callable::RebuildParameter: // (tensor, requires_grad, hooks)
        if (items.empty() || value(items[0]).kind != Kind::Tensor)
            return malformed("a parameter");
        m_stack.push_back(items[0]);
        return true;
    case Callable::Opaque:
        made.kind = Kind::Opaque;
        made.text = value(*callee).text;
        return push(std::move(made));
    case Callable::Storage:
    case Callable::Refused: break;
    }
    return malformed("a call");
}

// Attributes of an object: an OrderedDict's _metadata, a dtype's state. Neither is needed.
bool PickleMachine::build()
{
    if (!pop() || m_stack.size() <= floor())
        return malformed("BUILD");
    const Kind kind = value(m_stack.back()).kind;
    return kind == Kind::Dict || kind == Kind::Opaque ? true : malformed("BUILD");
}

} // namespace somno::sdreamer
