// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/modelshelf.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrentRun>
#include <algorithm>

#include "core/jobs/scratchfolder.h"
#include "core/model/modellibrary.h"
#include "core/work/modelfolder.h"
#include "core/work/whendone.h"

namespace somno::ui {

using store::ModelEntry;
using store::ModelStore;
using store::ProjectStore;

namespace {

struct Shelf {
    std::vector<ModelEntry> models;
    std::optional<qint64> active;
    bool canRollBack = false;
};

Result<Shelf> readShelf(ProjectStore &project)
{
    ModelStore &repository = project.models();
    auto models = repository.list();
    if (!models)
        return failure(models.error());
    const auto history = repository.activations();
    if (!history)
        return failure(history.error());
    const auto canRollBack = repository.canRollBack();
    if (!canRollBack)
        return failure(canRollBack.error());
    return Shelf{std::move(*models), history->empty() ? std::nullopt : history->back().modelId, *canRollBack};
}

Result<ModelEntry> presentModel(ProjectStore &project, qint64 id)
{
    auto model = project.models().find(id);
    if (!model)
        return failure(model.error());
    if (!*model)
        return failure(ErrorCode::ModelMissing, ModelShelf::tr("There is no such model."));
    return std::move(**model);
}

Result<> removeModel(ProjectStore &project, qint64 id)
{
    const auto model = presentModel(project, id);
    if (!model)
        return failure(model.error());
    if (auto marked = project.models().markDeleted(id, true); !marked)
        return marked;
    // Only what lies among the user's models is ours to delete.
    const bool ours = QFileInfo(model->folder).absolutePath() == QDir(sdreamer::modelLibraryFolder()).absolutePath();
    if (ours && QFileInfo::exists(model->folder) && !QDir(model->folder).removeRecursively())
        return failure(ErrorCode::FileNotWritable,
                       ModelShelf::tr("The folder %1 could not be deleted.").arg(model->folder),
                       ModelShelf::tr("The model is no longer listed. Delete the folder by hand."));
    return {};
}

/// The version whose files these are; 0 where there is none.
qint64 idOfFolder(const std::vector<ModelEntry> &models, const QString &folder)
{
    const auto found = std::ranges::find(models, QDir(folder).absolutePath(), &ModelEntry::folder);
    return found == models.end() ? 0 : found->id;
}

Result<> addLibrary(ProjectStore &project)
{
    ModelStore &repository = project.models();
    const auto known = repository.list(true); // one that was deleted here does not come back by itself
    if (!known)
        return failure(known.error());
    for (const QFileInfo &folder :
         QDir(sdreamer::modelLibraryFolder()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (idOfFolder(*known, folder.absoluteFilePath()) != 0)
            continue;
        const auto model
            = readModelFolder(folder.absoluteFilePath()); // what cannot be read is no model: `sdreamer models` says why
        if (!model || std::ranges::find(*known, model->title(), &ModelEntry::title) != known->end())
            continue;
        if (auto added = repository.add(*model); !added)
            return failure(added.error());
    }
    return {};
}

Result<> importInto(ProjectStore &project, const QString &path)
{
    const jobs::ScratchFolder unpacked;
    QString folder = path;
    if (!QFileInfo(path).isDir()) {
        const auto found = unpackModelArchive(path, unpacked.path());
        if (!found)
            return failure(found.error());
        folder = *found;
    }
    auto model = readModelFolder(folder);
    if (!model)
        return failure(model.error());
    model->folder = sdreamer::modelFolderFor(model->name, model->version);
    const bool isThere = QFileInfo::exists(model->folder);
    if (isThere) {
        // Another project may have it already: then it is the same model, or a stranger of that name.
        const auto there = modelDigest(model->folder);
        if (!there || QString::fromLatin1(*there) != model->settings.value(QStringLiteral("digest")).toString())
            return failure(
                ErrorCode::FileNotWritable,
                ModelShelf::tr("There is another model %1 in %2.").arg(model->title(), model->folder),
                ModelShelf::tr(
                    "A version is never written over. Delete that one first, or give this one another version "
                    "in its config.json."));
    } else if (auto copied = copyModelFolder(folder, model->folder); !copied) {
        return copied;
    }
    const auto id = project.models().add(*model);
    if (!id && !isThere)
        QDir(model->folder).removeRecursively();
    return id ? Result<>() : failure(id.error());
}

} // namespace

ModelShelf::ModelShelf(ProjectService *project, QObject *parent) : QObject(parent), m_project(project) {}

void ModelShelf::refresh(std::function<void()> then)
{
    whenDone(this, m_project->run(ProjectAccess::Read, [](ProjectStore &project) { return readShelf(project); }),
             [this, then = std::move(then)](Result<Shelf> shelf) {
                 if (!shelf) {
                     if (shelf.error().code != ErrorCode::ProjectFailed) // no project: said elsewhere
                         Q_EMIT failed(shelf.error());
                     return;
                 }
                 m_models = std::move(shelf->models);
                 m_active = shelf->active;
                 m_canRollBack = shelf->canRollBack;
                 m_known = true;
                 Q_EMIT changed();
                 if (then)
                     then();
             });
}

void ModelShelf::takeLibrary()
{
    if (!m_project->isWritable()) {
        refresh();
        return;
    }
    whenDone(this, m_project->run(ProjectAccess::Write, addLibrary), [this](const Result<> &added) {
        if (!added)
            Q_EMIT failed(added.error());
        refresh();
    });
}

const ModelEntry *ModelShelf::find(qint64 id) const
{
    const auto found = std::ranges::find(m_models, id, &ModelEntry::id);
    return found == m_models.end() ? nullptr : &*found;
}

const ModelEntry *ModelShelf::findFolder(const QString &folder) const
{
    const auto found = std::ranges::find(m_models, QDir(folder).absolutePath(), &ModelEntry::folder);
    return found == m_models.end() ? nullptr : &*found;
}

const ModelEntry *ModelShelf::active() const
{
    return m_active ? find(*m_active) : nullptr;
}

QString ModelShelf::activeModelFolder() const
{
    return active() ? active()->folder : QString();
}

void ModelShelf::checkActive(QObject *context, std::function<void(const Result<QString> &)> then)
{
    if (m_known && !m_active) {
        then(QString());
        return;
    }
    const auto look = [](ProjectStore &project) -> Result<QString> {
        const auto model = project.models().active();
        if (!model)
            return failure(model.error());
        if (!*model)
            return QString();
        if (auto fine = checkModelFolder(**model); !fine)
            return failure(fine.error());
        return (*model)->folder;
    };
    whenDone(context, m_project->run(ProjectAccess::Read, look),
             [then = std::move(then)](const Result<QString> &folder) { then(folder); });
}

void ModelShelf::registerFolder(const QString &folder, std::function<void(const Result<qint64> &)> then)
{
    const auto add = [folder](ProjectStore &project) -> Result<qint64> {
        const auto model = readModelFolder(folder);
        if (!model)
            return failure(model.error());
        ModelStore &repository = project.models();
        const auto models = repository.list();
        if (!models)
            return failure(models.error());
        const qint64 known = idOfFolder(*models, folder);
        return known != 0 ? Result<qint64>(known) : repository.add(*model);
    };
    whenDone(this, m_project->run(ProjectAccess::Write, add),
             [this, then = std::move(then)](const Result<qint64> &id) { refresh([id, then] { then(id); }); });
}

template <class Work>
void ModelShelf::change(Work work, const QString &sentence)
{
    whenDone(this, m_project->run(ProjectAccess::Write, std::move(work)), [this, sentence](const Result<> &result) {
        refresh();
        if (!result)
            Q_EMIT failed(result.error());
        else
            Q_EMIT done(sentence);
    });
}

void ModelShelf::activate(std::optional<qint64> id)
{
    const auto work = [id](ProjectStore &project) -> Result<> {
        if (id) {
            const auto model = presentModel(project, *id);
            if (!model)
                return failure(model.error());
            if (auto fine = checkModelFolder(*model); !fine)
                return fine;
        }
        return project.models().activate(id, QStringLiteral("chosen"));
    };
    const ModelEntry *model = id ? find(*id) : nullptr;
    change(work, model ? tr("Auto-score uses %1 from now on.").arg(model->title())
                       : tr("Auto-score uses the model that is shipped from now on."));
}

void ModelShelf::rollBack()
{
    change(
        [](ProjectStore &project) -> Result<> {
            const auto earlier = project.models().rollBack(QStringLiteral("back"));
            return earlier ? Result<>() : failure(earlier.error());
        },
        tr("The model that was active before is active again."));
}

void ModelShelf::remove(qint64 id)
{
    const ModelEntry *model = find(id);
    change([id](ProjectStore &project) { return removeModel(project, id); },
           model ? tr("%1 was deleted.").arg(model->title()) : QString());
}

void ModelShelf::exportModel(qint64 id, const QString &path)
{
    const ModelEntry *model = find(id);
    if (!model)
        return;
    const auto work = [folder = model->folder, path] {
        return path.endsWith(QLatin1String(".tar.gz")) ? packModelFolder(folder, path) : copyModelFolder(folder, path);
    };
    whenDone(this, QtConcurrent::run(work), [this, path](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        else
            Q_EMIT done(tr("The model is in %1.").arg(path));
    });
}

void ModelShelf::importModel(const QString &path)
{
    change([path](ProjectStore &project) { return importInto(project, path); },
           tr("The model of %1 is in the list. It is not used before you choose it.").arg(QFileInfo(path).fileName()));
}

} // namespace somno::ui
