// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

namespace somno::jobs {

/// A temporary folder for what an engine writes and this program reads, removed with this object. Its name tells which
/// process made it, so that what a killed program left behind is removed by the next one.
class ScratchFolder {
public:
    ScratchFolder();

    [[nodiscard]] bool isValid() const { return m_folder.isValid(); }
    [[nodiscard]] QString errorString() const { return m_folder.errorString(); }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }

    /// Removes this user's folders whose process is gone; returns how many. Any thread. Does nothing where a process
    /// cannot be asked for.
    static int removeStale();

private:
    QTemporaryDir m_folder;
};

} // namespace somno::jobs
