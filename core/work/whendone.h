// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QException>
#include <QFutureWatcher>
#include <exception>
#include <new>

#include "core/base/result.h"

namespace somno::ui {

template <class T>
inline constexpr bool kIsResult = false;
template <class T>
inline constexpr bool kIsResult<tl::expected<T, Error>> = true;

/// QtConcurrent wraps what a task throws.
inline void rethrowUnlessMemory(const QUnhandledException &wrapped)
{
    try {
        if (wrapped.exception())
            std::rethrow_exception(wrapped.exception());
        throw;
    } catch (const std::bad_alloc &) {
    }
}

/// The result of a finished task. Memory that a task did not get is an error like any other; where the type has no room
/// for one it is thrown here.
template <class T>
T takeResultOf(QFuture<T> future)
{
    if constexpr (kIsResult<T>) {
        try {
            return future.takeResult();
        } catch (const std::bad_alloc &) {
        } catch (const QUnhandledException &wrapped) {
            rethrowUnlessMemory(wrapped);
        }
        return failure(
            ErrorCode::ComputeFailed, QCoreApplication::translate("somno::ui", "There is not enough memory for this."),
            QCoreApplication::translate("somno::ui", "Nothing was changed. Close other programs, or work on a machine "
                                                     "with more memory."));
    } else {
        return future.takeResult();
    }
}

/// Calls `receive` with the result of a background task in the thread of `context`, and not at all when
/// `context` is gone by then.
template <class T, class Receive>
void whenDone(QObject *context, QFuture<T> future, Receive receive)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, receive = std::move(receive)] {
        watcher->deleteLater();
        receive(takeResultOf(watcher->future()));
    });
    watcher->setFuture(future);
}

} // namespace somno::ui
