// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <sys/inotify.h>
#include <unistd.h>

namespace somno::test {

/// Counts how often a file is opened, by whomever, as the system sees it.
class FileOpens {
public:
    explicit FileOpens(const QString &path) : m_queue(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        if (inotify_add_watch(m_queue, QFile::encodeName(path).constData(), IN_OPEN | IN_ACCESS | IN_CLOSE) < 0)
            qFatal("%s cannot be watched", qPrintable(path));
    }
    ~FileOpens() { ::close(m_queue); }
    FileOpens(const FileOpens &) = delete;
    FileOpens &operator=(const FileOpens &) = delete;

    /// Since the last call. The system makes one event of equal ones that follow each other: what is read in between,
    /// as whoever opens a file does, keeps the openings apart.
    int count()
    {
        alignas(inotify_event) char events[1 << 14];
        int opens = 0;
        for (ssize_t got = ::read(m_queue, events, sizeof events); got > 0;
             got = ::read(m_queue, events, sizeof events))
            for (ssize_t at = 0; at < got;) {
                const auto *event = reinterpret_cast<const inotify_event *>(events + at);
                opens += (event->mask & IN_OPEN) != 0;
                at += ssize_t(sizeof(inotify_event) + event->len);
            }
        return opens;
    }

private:
    int m_queue = -1;
};

} // namespace somno::test
