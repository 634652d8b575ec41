// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "core/recordings/filestamp.h"
#include "core/signal/pagereader.h"

namespace somno::ui {

/// Looks after the file of an open recording every now and then: whether it is still what was opened, and how far what
/// is read of it in the background has come.
class RecordingWatch : public QObject {
    Q_OBJECT
public:
    /// `opened` is of before the opening; no `pages` where the samples are in memory.
    RecordingWatch(QString path, const io::FileStamp &opened, std::shared_ptr<const signal::PageReader> pages,
                   QObject *parent = nullptr, int fileEveryMs = 2000);

Q_SIGNALS:
    /// Share of the pages of the survey that are read; 1 once, when it ended.
    void surveyed(double fraction);
    /// A page could not be read; said once.
    void failed(const somno::Error &error);
    /// The file is no longer what it was; said once for each kind of change.
    void changed(const somno::Error &change);

private:
    void lookAtPages();
    void lookAtFile();

    QString m_path;
    io::FileStamp m_opened;
    QString m_said; ///< of the change that was told last
    std::shared_ptr<const signal::PageReader> m_pages;
    QTimer m_pageTimer;
    QTimer m_fileTimer;
    int m_fileEveryMs;
    bool m_isSurveying = false;
    bool m_hasFailed = false;
};

} // namespace somno::ui
