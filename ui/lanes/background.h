// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QtConcurrent>
#include <new>
#include <optional>

namespace somno::plot {

/// Runs `work` on the thread pool and hands its result to `done` on the thread of `receiver`, or calls `starved` there
/// when memory did not suffice; neither once the receiver is gone. `work` takes values only.
template <class Work, class Done, class Starved>
void inBackground(QObject *receiver, Work work, Done done, Starved starved)
{
    using Value = std::optional<std::invoke_result_t<Work>>;
    auto *watcher = new QFutureWatcher<Value>(receiver);
    QObject::connect(watcher, &QFutureWatcherBase::finished, receiver,
                     [watcher, done = std::move(done), starved = std::move(starved)] {
                         watcher->deleteLater();
                         if (const Value value = watcher->result())
                             done(*value);
                         else
                             starved();
                     });
    watcher->setFuture(QtConcurrent::run([work = std::move(work)]() -> Value {
        try {
            return work();
        } catch (const std::bad_alloc &) {
            return std::nullopt;
        }
    }));
}

} // namespace somno::plot
