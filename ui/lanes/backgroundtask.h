// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QtConcurrent>
#include <new>
#include <optional>
#include <stop_token>

namespace somno::plot {

/// What its owner has computed on the thread pool, one at a time: the next start, stop() and the end of the owner stop
/// the work, and what it brings is dropped.
class BackgroundTask {
public:
    BackgroundTask() = default;
    ~BackgroundTask() { stop(); }
    Q_DISABLE_COPY_MOVE(BackgroundTask)

    void stop() { m_stop.request_stop(); }

    /// Runs `work` with a stop token and hands its result to `done` on the thread of `owner`, or calls `starved` there
    /// when memory did not suffice. `work` takes values only.
    template <class Work, class Done, class Starved>
    void start(QObject *owner, Work work, Done done, Starved starved)
    {
        using Value = std::optional<std::invoke_result_t<Work, std::stop_token>>;
        stop();
        m_stop = std::stop_source();
        auto *watcher = new QFutureWatcher<Value>(owner);
        QObject::connect(watcher, &QFutureWatcherBase::finished, owner,
                         [watcher, stopped = m_stop.get_token(), done = std::move(done), starved = std::move(starved)] {
                             watcher->deleteLater();
                             if (stopped.stop_requested())
                                 return;
                             if (const Value value = watcher->result())
                                 done(*value);
                             else
                                 starved();
                         });
        watcher->setFuture(QtConcurrent::run([work = std::move(work), stop = m_stop.get_token()]() -> Value {
            try {
                return work(stop);
            } catch (const std::bad_alloc &) {
                return std::nullopt;
            }
        }));
    }

private:
    std::stop_source m_stop;
};

} // namespace somno::plot
