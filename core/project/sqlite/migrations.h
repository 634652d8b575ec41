// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace somno::store {

class Connection;

/// "SOMN": what SQLite's application_id says of a project file.
inline constexpr int kApplicationId = 0x534F4D4E;

/// The schema version that this program writes.
[[nodiscard]] int currentSchemaVersion();

/// ProjectNewer when `version` is beyond what this program knows, ProjectCorrupt when it is none.
[[nodiscard]] Result<> refuseUnknown(const QString &path, int version);

/// ProjectCorrupt where a table or a column of the project's own version is missing: reading would succeed for a while,
/// and saving would then fail at every edit.
[[nodiscard]] Result<> checkSchema(Connection &connection, const QString &path);

/// ProjectLocked when the file, which may only be read from here, has an older schema than this program reads.
[[nodiscard]] Result<> refuseOlder(Connection &connection, const QString &path);

/// Brings the schema from its version to the current one, one transaction a version.
[[nodiscard]] Result<> migrate(Connection &connection, const QString &path);

} // namespace somno::store
