// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/stopsignals.h"

#include <csignal>
#include <semaphore.h>
#include <thread>

namespace somno {

namespace {

/// Never destroyed, because a signal may come while the program ends.
struct Stopper {
    sem_t signalled{};
    std::stop_source source;
};

Stopper *g_stopper = nullptr; // written before the handler is set

void onSignal(int)
{
    sem_post(&g_stopper->signalled); // of all that wakes a thread the one thing that a handler may do
}

Stopper *start()
{
    auto *stopper = new Stopper;
    sem_init(&stopper->signalled, 0, 0);
    g_stopper = stopper;
    std::thread([stopper] {
        while (sem_wait(&stopper->signalled) != 0) { // interrupted by a handler that ran in this thread
        }
        stopper->source.request_stop();
    }).detach();
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    return stopper;
}

} // namespace

std::stop_token stopAtSignals()
{
    static Stopper *const stopper = start();
    return stopper->source.get_token();
}

} // namespace somno
