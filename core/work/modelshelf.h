// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/project/modelstore.h"
#include "core/work/projectservice.h"

namespace somno::ui {

/// The versions of the project's models, and which of them scores. Nothing becomes active by itself. All reading and
/// writing happens in the background; changed() tells of what came of it, failed() of what did not.
class ModelShelf : public QObject {
    Q_OBJECT
public:
    /// The project is not owned.
    explicit ModelShelf(ProjectService *project, QObject *parent = nullptr);

    /// Reads the list anew; changed() and then `then` follow.
    void refresh(std::function<void()> then = {});
    /// Takes in what the user's models hold and the project never knew, of other projects or the command line, and
    /// refreshes.
    void takeLibrary();
    /// Newest first, deleted ones left out.
    [[nodiscard]] const std::vector<store::ModelEntry> &models() const { return m_models; }
    [[nodiscard]] const store::ModelEntry *find(qint64 id) const;
    [[nodiscard]] const store::ModelEntry *findFolder(const QString &folder) const;
    /// nullptr: the model that is shipped.
    [[nodiscard]] const store::ModelEntry *active() const;
    /// Folder of the active model; empty for the one shipped.
    [[nodiscard]] QString activeModelFolder() const;
    [[nodiscard]] bool canRollBack() const { return m_canRollBack; }

    /// Calls `then` with the folder of the active model (empty: the one shipped), or with what is wrong with it. At
    /// once where the list is read and says the one shipped; else the files are looked at in the background.
    void checkActive(QObject *context, std::function<void(const Result<QString> &)> then);
    /// Takes a package into the list, where it is not in it. `then` gets its id.
    void registerFolder(const QString &folder, std::function<void(const Result<qint64> &)> then);

    /// nullopt: the model shipped.
    void activate(std::optional<qint64> id);
    void rollBack();
    /// Forgets a version and deletes its folder. Refused for the active one.
    void remove(qint64 id);
    /// To a new folder, or to an archive where `path` ends in .tar.gz.
    void exportModel(qint64 id, const QString &path);
    /// From a folder or a .tar.gz; the files are copied to the user's models.
    void importModel(const QString &path);

Q_SIGNALS:
    void changed();
    void failed(const somno::Error &error);
    /// A sentence about what was done.
    void done(const QString &sentence);

private:
    template <class Work>
    void change(Work work, const QString &sentence);

    ProjectService *m_project;
    std::vector<store::ModelEntry> m_models;
    std::optional<qint64> m_active;
    bool m_canRollBack = false;
    bool m_known = false; ///< the list was read
};

} // namespace somno::ui
