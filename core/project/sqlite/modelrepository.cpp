// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/modelrepository.h"

#include <QCoreApplication>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/jsontext.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ModelRepository)
};

const QString kColumns
    = QStringLiteral("id, name, version, folder, parent, data_digest, subjects, epochs, settings, metrics, "
                     "created, deleted");

QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QString nowText()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

QDateTime timeOf(const QVariant &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

/// nullopt where the stored values make no sense.
std::optional<ModelEntry> entryOf(const QSqlQuery &row)
{
    const auto subjects = stringsFromText(row.value(6).toString());
    const auto settings = objectFromText(row.value(8).toString());
    const auto metrics = objectFromText(row.value(9).toString());
    const QDateTime created = timeOf(row.value(10));
    if (!subjects || !settings || !metrics || !created.isValid())
        return std::nullopt;
    return ModelEntry{row.value(0).toLongLong(),
                      row.value(1).toString(),
                      row.value(2).toString(),
                      row.value(3).toString(),
                      row.value(4).toString(),
                      row.value(5).toByteArray(),
                      *subjects,
                      row.value(7).toLongLong(),
                      *settings,
                      *metrics,
                      created,
                      timeOf(row.value(11))};
}

Result<std::vector<ModelEntry>> entriesOf(Connection &connection, const QString &condition,
                                          const QVariantList &values = {})
{
    auto query = connection.run(QStringLiteral("SELECT %1 FROM models %2").arg(kColumns, condition), values);
    if (!query)
        return failure(query.error());
    std::vector<ModelEntry> entries;
    while (query->next()) {
        auto entry = entryOf(*query);
        if (!entry)
            return failure(connection.corrupt(Text::tr("What is stored of the model %1 %2 cannot be read.")
                                                  .arg(query->value(1).toString(), query->value(2).toString())));
        entries.push_back(std::move(*entry));
    }
    return entries;
}

// Of the weights, as whoever adds a model notes it.
QString digestOf(const ModelEntry &model)
{
    return model.settings.value(QLatin1String("digest")).toString();
}

/// What was active, the present last, as an undo stack would hold it: rolling back takes off the last.
std::vector<std::optional<qint64>> activeStack(const std::vector<Activation> &history)
{
    std::vector<std::optional<qint64>> stack = {std::nullopt};
    for (const Activation &activation : history) {
        if (activation.isRollback)
            while (stack.size() > 1 && stack.back() != activation.modelId)
                stack.pop_back();
        else
            stack.push_back(activation.modelId);
    }
    return stack;
}

} // namespace

Result<qint64> ModelRepository::add(const ModelEntry &model)
{
    if (model.name.trimmed().isEmpty())
        return failure(ErrorCode::InvalidArgument, Text::tr("A model needs a name."));
    const auto same = entriesOf(m_connection, QStringLiteral("WHERE name = ? AND version = ?"),
                                {model.name, notNull(model.version)});
    if (!same)
        return failure(same.error());
    if (!same->empty() && same->front().deleted.isValid() && digestOf(same->front()) == digestOf(model)
        && !digestOf(model).isEmpty())
        return restore(same->front().id, model.folder);
    if (!same->empty())
        return failure(
            ErrorCode::InvalidArgument,
            (same->front().deleted.isValid() ? Text::tr("There was another model %1.")
                                             : Text::tr("There is already a model %1."))
                .arg(model.title()),
            same->front().deleted.isValid() ? Text::tr(
                "It was deleted, but scorings still name it, and its weights were others. Give this one another "
                "name or version in its config.json.")
                                            : Text::tr("Versions are never replaced. Choose another name or version."));
    const QString created = model.created.isValid() ? model.created.toUTC().toString(Qt::ISODateWithMs) : nowText();
    auto query = m_connection.run(
        QStringLiteral(
            "INSERT INTO models(name, version, folder, parent, data_digest, subjects, epochs, settings, metrics, "
            "created) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {model.name, notNull(model.version), notNull(model.folder), notNull(model.parent),
         notNull(QString::fromLatin1(model.dataDigest)), textOf(model.subjects), model.epochs, textOf(model.settings),
         textOf(model.metrics), created});
    if (!query)
        return failure(query.error());
    return query->lastInsertId().toLongLong();
}

Result<qint64> ModelRepository::restore(qint64 id, const QString &folder)
{
    if (auto restored = m_connection.execute(
            QStringLiteral("UPDATE models SET deleted = NULL, folder = ? WHERE id = ?"), {notNull(folder), id});
        !restored)
        return failure(restored.error());
    return id;
}

Result<std::vector<ModelEntry>> ModelRepository::list(bool withDeleted)
{
    return entriesOf(m_connection, (withDeleted ? QString() : QStringLiteral("WHERE deleted IS NULL "))
                                       + QStringLiteral("ORDER BY created DESC, id DESC"));
}

Result<std::optional<ModelEntry>> ModelRepository::find(qint64 id)
{
    auto entries = entriesOf(m_connection, QStringLiteral("WHERE id = ?"), {id});
    if (!entries)
        return failure(entries.error());
    return entries->empty() ? std::nullopt : std::optional(std::move(entries->front()));
}

Result<ModelEntry> ModelRepository::present(qint64 id)
{
    auto model = find(id);
    if (!model)
        return failure(model.error());
    if (!*model || (*model)->deleted.isValid())
        return failure(ErrorCode::InvalidArgument,
                       *model ? Text::tr("The model %1 was deleted.").arg((*model)->title())
                              : Text::tr("There is no such model."),
                       Text::tr("Choose another one from the list."));
    return std::move(**model);
}

Result<std::optional<ModelEntry>> ModelRepository::active()
{
    const auto history = activations();
    if (!history)
        return failure(history.error());
    if (history->empty() || !history->back().modelId)
        return std::nullopt;
    return find(*history->back().modelId);
}

Result<> ModelRepository::append(const Activation &activation)
{
    return m_connection.execute(
        QStringLiteral("INSERT INTO activations(model_id, made_at, why, is_rollback) VALUES(?, ?, ?, ?)"),
        {activation.modelId ? QVariant(*activation.modelId) : QVariant(QMetaType::fromType<qint64>()), nowText(),
         notNull(activation.why), activation.isRollback});
}

Result<> ModelRepository::activate(std::optional<qint64> modelId, const QString &why)
{
    return m_connection.transaction([&]() -> Result<> {
        if (modelId)
            if (auto model = present(*modelId); !model)
                return failure(model.error());
        return append({modelId, {}, why, false});
    });
}

Result<std::optional<qint64>> ModelRepository::rollBack(const QString &why)
{
    std::optional<qint64> earlier;
    const auto done = m_connection.transaction([&]() -> Result<> {
        const auto history = activations();
        if (!history)
            return failure(history.error());
        const auto before = activeBefore(*history);
        if (before) {
            earlier = *before;
            return append({earlier, {}, why, true});
        }
        return failure(ErrorCode::InvalidArgument, Text::tr("There is no earlier model to go back to."),
                       Text::tr("The model shipped with the program is active, and none was before it."));
    });
    if (!done)
        return failure(done.error());
    return earlier;
}

/// What was active before what is now: none, or as the inner says the one shipped. Deleted ones are passed over.
std::optional<std::optional<qint64>> ModelRepository::activeBefore(const std::vector<Activation> &history)
{
    auto stack = activeStack(history);
    const std::optional<qint64> now = stack.back();
    while (stack.size() > 1) {
        stack.pop_back();
        const std::optional<qint64> earlier = stack.back();
        if (earlier != now && (!earlier || present(*earlier)))
            return earlier;
    }
    return std::nullopt;
}

Result<bool> ModelRepository::canRollBack()
{
    const auto history = activations();
    if (!history)
        return failure(history.error());
    return activeBefore(*history).has_value();
}

Result<std::vector<Activation>> ModelRepository::activations()
{
    auto query
        = m_connection.run(QStringLiteral("SELECT model_id, made_at, why, is_rollback FROM activations ORDER BY id"));
    if (!query)
        return failure(query.error());
    std::vector<Activation> history;
    while (query->next())
        history.push_back({query->isNull(0) ? std::nullopt : std::optional(query->value(0).toLongLong()),
                           timeOf(query->value(1)), query->value(2).toString(), query->value(3).toBool()});
    return history;
}

Result<> ModelRepository::markDeleted(qint64 id, bool force)
{
    return m_connection.transaction([&]() -> Result<> {
        const auto model = present(id);
        if (!model)
            return failure(model.error());
        const auto now = active();
        if (!now)
            return failure(now.error());
        if (*now && (*now)->id == id)
            return failure(ErrorCode::InvalidArgument, Text::tr("The model %1 is the active one.").arg(model->title()),
                           Text::tr("Activate another one first."));
        const auto children
            = entriesOf(m_connection, QStringLiteral("WHERE parent = ? AND deleted IS NULL"), {model->title()});
        if (!children)
            return failure(children.error());
        if (!children->empty() && !force)
            return failure(
                ErrorCode::InvalidArgument,
                Text::tr("The model %1 was trained from %2.").arg(children->front().title(), model->title()),
                Text::tr("Without its parent it still scores, but what it came from cannot be looked at any more."));
        return m_connection.execute(QStringLiteral("UPDATE models SET deleted = ? WHERE id = ?"), {nowText(), id});
    });
}

} // namespace somno::store
