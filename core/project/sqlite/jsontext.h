// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

namespace somno::store {

/// JSON as a column of text, compact. nullopt where a stored text is something else. Inside this folder only.
[[nodiscard]] QString textOf(const QJsonObject &object);
[[nodiscard]] QString textOf(const QStringList &strings);
[[nodiscard]] std::optional<QJsonObject> objectFromText(const QString &text);
[[nodiscard]] std::optional<QStringList> stringsFromText(const QString &text);

} // namespace somno::store
