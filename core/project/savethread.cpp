// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/savethread.h"

#include <algorithm>
#include <iterator>

#include "core/project/scoringstore.h"

namespace somno::store {

namespace {

constexpr auto kRetryDelay = std::chrono::seconds(2);

/// Lays a later request of the same scoring over an earlier one.
void mergeInto(SaveRequest &earlier, SaveRequest later)
{
    if (!later.edits.empty())
        earlier.hypnogram = std::move(later.hypnogram);
    std::ranges::move(later.edits, std::back_inserter(earlier.edits));
    earlier.withProposal = earlier.withProposal || later.withProposal;
    if (later.view)
        earlier.view = later.view;
}

} // namespace

SaveThread::SaveThread(StoreOpener open, SaveListener listener)
    : m_open(std::move(open)), m_listener(std::move(listener)),
      m_thread([this](std::stop_token stop) { run(std::move(stop)); })
{
}

SaveThread::~SaveThread() = default;

void SaveThread::submit(SaveRequest request)
{
    {
        const std::lock_guard lock(m_mutex);
        // The latest of the same document, so that an older state never overwrites a newer one; the one being written
        // is out of reach.
        const auto end = m_queue.rend() - (m_writing ? 1 : 0);
        const auto same = std::find_if(m_queue.rbegin(), end,
                                       [&](const SaveRequest &queued) { return queued.document == request.document; });
        if (same != end)
            mergeInto(*same, std::move(request));
        else
            m_queue.push_back(std::move(request));
    }
    m_changed.notify_all();
}

bool SaveThread::wait(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    m_retryNow = true;
    m_changed.notify_all();
    // An attempt already running may have begun before the cause of its failure was removed.
    const qint64 allowed = m_failures + (m_writing ? 1 : 0);
    m_changed.wait_for(lock, timeout, [&] { return m_queue.empty() || m_failures > allowed; });
    return m_queue.empty();
}

bool SaveThread::isIdle() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.empty();
}

std::optional<Error> SaveThread::lastError() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastError;
}

void SaveThread::run(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_queue.empty(); }) && !stop.stop_requested())
        attempt(lock, stop);
    lock.unlock();
    m_store.reset(); // in the thread that opened it
}

void SaveThread::attempt(std::unique_lock<std::mutex> &lock, std::stop_token stop)
{
    m_writing = true;
    m_retryNow = false;
    SaveRequest &request = m_queue.front(); // stays where it is: a deque grows at its end only
    lock.unlock();
    const Result<> result = write(request);
    lock.lock();
    m_writing = false;
    m_lastError = result ? std::nullopt : std::optional(result.error());
    if (result)
        m_queue.pop_front();
    else
        ++m_failures;
    const bool empty = m_queue.empty();
    m_changed.notify_all();
    lock.unlock();
    if (!result)
        m_listener.done(result.error());
    else if (empty)
        m_listener.done(std::nullopt);
    lock.lock();
    if (!result)
        m_changed.wait_for(lock, stop, kRetryDelay, [this] { return m_retryNow; });
}

Result<> SaveThread::write(SaveRequest &request)
{
    if (!m_store) {
        auto store = m_open();
        if (!store)
            return failure(store.error());
        m_store = std::move(*store);
    }
    if (!request.edits.empty()) {
        if (auto result = writeScoring(request); !result)
            return result;
        request.edits.clear(); // they are in the log; a view that cannot be written is tried again without them
    }
    return request.view ? m_store->recordings().updateView(request.head.recordingId, *request.view) : Result<>();
}

Result<> SaveThread::writeScoring(const SaveRequest &request)
{
    scoring::ScoringHead head = m_written.value(request.document, request.head);
    auto revision = m_store->scorings().save(head, request.hypnogram, request.edits, request.withProposal);
    const std::optional<scoring::ScoringHead> before
        = !revision && revision.error().code == ErrorCode::ScoringChanged ? std::optional(head) : std::nullopt;
    if (before) {
        // At once and in this thread: what an expert did is on the disk before anybody is asked about it.
        head = head.fork();
        revision = m_store->scorings().save(head, request.hypnogram, request.edits, true);
    }
    if (!revision)
        return failure(revision.error());
    head.revision = *revision;
    m_written.insert(request.document, head);
    if (before)
        m_listener.forked(*before, head);
    return {};
}

} // namespace somno::store
