// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/modellibrary.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStandardPaths>

#include "core/model/modelfiles.h"

namespace somno::sdreamer {

bool isModel(const QString &directory)
{
    return !directory.isEmpty() && QFileInfo(QDir(directory).filePath(kConfigFile)).isFile();
}

QString modelLibraryFolder()
{
    // Under the application's name whichever program asks, so that both see the same models.
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
           + QStringLiteral("/somnoscribe/models");
}

QString modelFolderFor(const QString &name, const QString &version)
{
    QString title = version.isEmpty() ? name : name + QLatin1Char('-') + version;
    for (QChar &letter : title) // whatever an imported config.json says, it stays one folder
        if (!letter.isLetterOrNumber() && !QStringLiteral("-._").contains(letter))
            letter = QLatin1Char('_');
    while (title.startsWith(QLatin1Char('.')))
        title.replace(0, 1, QLatin1Char('_'));
    return QDir(modelLibraryFolder()).filePath(title);
}

QStringList modelFolders()
{
    QStringList folders;
    const QString chosen = qEnvironmentVariable("SOMNOSCRIBE_MODELS");
    if (!chosen.isEmpty())
        folders << chosen;
    folders << modelLibraryFolder();
    folders << QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/somnoscribe/models"));
    return folders;
}

Result<QString> findModel(const QString &nameOrDirectory)
{
    // The model that is shipped is meant also where a folder of its name happens to lie; that one is "./starter".
    const bool isName = nameOrDirectory == kDefaultModel;
    if (!isName && !nameOrDirectory.isEmpty() && isModel(nameOrDirectory))
        return QDir(nameOrDirectory).absolutePath();
    const bool isPath = nameOrDirectory.contains(QLatin1Char('/'));
    if (isPath || nameOrDirectory.isEmpty() || (!isName && QFileInfo(nameOrDirectory).isDir()))
        return failure(ErrorCode::ModelMissing,
                       QStringLiteral("There is no %1 of a model in \"%2\".").arg(kConfigFile, nameOrDirectory),
                       whatAModelIs());
    for (const QString &folder : modelFolders())
        if (const QString directory = QDir(folder).filePath(nameOrDirectory); isModel(directory))
            return directory;
    QStringList known;
    for (const ModelListing &listing : listModels())
        known << QFileInfo(listing.directory).fileName();
    return failure(ErrorCode::ModelMissing, QStringLiteral("There is no model named \"%1\".").arg(nameOrDirectory),
                   QStringLiteral("Looked in %1. Models there: %2.")
                       .arg(modelFolders().join(QStringLiteral(", ")),
                            known.isEmpty() ? QStringLiteral("none") : known.join(QStringLiteral(", "))));
}

std::vector<ModelListing> listModels()
{
    std::vector<ModelListing> models;
    QSet<QString> seen; // a name found first hides the same name further down
    for (const QString &folder : modelFolders()) {
        for (const QString &name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            const QString directory = QDir(folder).filePath(name);
            if (!isModel(directory) || seen.contains(name))
                continue;
            seen.insert(name);
            models.push_back({directory, ModelPackage::loadDescription(directory)});
        }
    }
    return models;
}

} // namespace somno::sdreamer
