// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/diskthreads.h"

#include <QThreadPool>

namespace somno::ui {

QThreadPool *diskThreads()
{
    constexpr int kThreads = 4;
    static QThreadPool *const threads = [] {
        auto *pool = new QThreadPool; // never waited for
        pool->setMaxThreadCount(kThreads);
        return pool;
    }();
    return threads;
}

} // namespace somno::ui
