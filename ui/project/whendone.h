// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>

namespace somno::ui {

/// Calls `receive` with the result of a background task in the thread of `context`, and not at all when
/// `context` is gone by then.
template <class T, class Receive> void whenDone(QObject *context, QFuture<T> future, Receive receive)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, receive = std::move(receive)] {
        watcher->deleteLater();
        receive(watcher->future().takeResult());
    });
    watcher->setFuture(future);
}

} // namespace somno::ui
