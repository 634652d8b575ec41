// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "core/model/modelpackage.h"

namespace somno::sdreamer {

inline const QString kDefaultModel = QStringLiteral("starter");

/// Whether a folder holds a config.json: what else of a model it lacks is an error of reading it.
[[nodiscard]] bool isModel(const QString &directory);
/// The folder that holds the versions of all projects of this user: ~/.local/share/somnoscribe/models.
[[nodiscard]] QString modelLibraryFolder();
/// Where the model of a name and version goes there.
[[nodiscard]] QString modelFolderFor(const QString &name, const QString &version);
/// Folders whose subfolders are models, in order of precedence: $SOMNOSCRIBE_MODELS, modelLibraryFolder(),
/// share/somnoscribe/models beside the program's folder.
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
