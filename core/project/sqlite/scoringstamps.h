// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include "core/base/result.h"

namespace somno::store {

class Connection;

/// When each scoring of this scorer was last saved, by recording, as an opaque text: it is another one after each save,
/// the model's probabilities included. Who keeps what was made of a scoring reads it again only then.
[[nodiscard]] Result<QHash<qint64, QString>> scoringStamps(Connection &connection, const QString &scorer);

} // namespace somno::store
