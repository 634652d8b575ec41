// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <chrono>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>

#include "core/base/stopsignals.h"

using namespace somno;

class TestStopSignals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A callback that locks what the interrupted thread holds would hang inside the handler for ever.
    void callbacksRunInAnotherThread()
    {
        const std::stop_token token = stopAtSignals();
        QVERIFY(!token.stop_requested());
        std::mutex mutex;
        std::promise<std::thread::id> called;
        const std::stop_callback callback(token, [&] {
            const std::lock_guard lock(mutex);
            called.set_value(std::this_thread::get_id());
        });
        {
            const std::lock_guard lock(mutex);
            std::raise(SIGTERM);
        }
        auto where = called.get_future();
        QVERIFY(where.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
        QVERIFY(where.get() != std::this_thread::get_id());
        QVERIFY(token.stop_requested());
    }

    void moreSignalsDoNoHarm()
    {
        std::raise(SIGINT);
        std::raise(SIGTERM);
        QVERIFY(stopAtSignals().stop_requested());
    }
};

QTEST_GUILESS_MAIN(TestStopSignals)
#include "tst_stopsignals.moc"
