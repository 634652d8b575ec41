// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "core/model/modelpackage.h"

namespace somno::sdreamer {

inline const QString kDefaultModel = QStringLiteral("starter");

/// Folders whose subfolders are models, in order of precedence: $SOMNOSCRIBE_MODELS, the user's data folder
/// (~/.local/share/somnoscribe/models), share/somnoscribe/models beside the program's folder.
[[nodiscard]] QStringList modelFolders();

/// A folder that holds a config.json, as given, or else the name of a model in modelFolders(). "starter" is always a
/// name. Error ModelMissing listing where it looked and which models there are.
[[nodiscard]] Result<QString> findModel(const QString &nameOrDirectory = kDefaultModel);

/// Every model that can be found by name, broken ones included with their error.
struct ModelListing {
    QString directory;
    Result<ModelPackage> package; ///< without weights
};
[[nodiscard]] std::vector<ModelListing> listModels();

} // namespace somno::sdreamer
