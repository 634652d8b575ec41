// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/scoringstamps.h"

#include "core/project/sqlite/connection.h"

namespace somno::store {

Result<QHash<qint64, QString>> scoringStamps(Connection &connection, const QString &scorer)
{
    // Two saves within a millisecond differ in their edits, which are only ever added.
    auto query = connection.run(
        QStringLiteral(
            "SELECT recording_id, updated, (SELECT max(edit_log.id) FROM edit_log WHERE scoring_id = scorings.id) "
            "FROM scorings JOIN scorers ON scorers.id = scorings.scorer_id WHERE scorers.name = ?"),
        {scorer});
    if (!query)
        return failure(query.error());
    QHash<qint64, QString> stamps;
    while (query->next())
        stamps.insert(query->value(0).toLongLong(),
                      query->value(1).toString() + QLatin1Char(' ') + query->value(2).toString());
    return stamps;
}

} // namespace somno::store
