// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/document/scoringdocument.h"
#include "core/document/scoringhead.h"
#include "core/project/projectstore.h"
#include "core/project/recordingstore.h"

namespace somno::store {

/// What is to be written of one scoring: its state now, and every edit since the last request.
struct SaveRequest {
    quint64 document = 0;      ///< ScoringDocument::serial(): whose edits these are
    scoring::ScoringHead head; ///< as that document was read, or begun; the thread knows what became of it since
    std::vector<scoring::ScoringEdit> edits;
    scoring::Hypnogram hypnogram; ///< written when there are edits
    bool withProposal = false;
    std::optional<ViewState> view;
};

/// What a saving thread tells, on that thread.
struct SaveListener {
    /// After each attempt: nullopt when the queue is empty and all is saved.
    std::function<void(const std::optional<Error> &)> done;
    /// A scoring was saved elsewhere since it was read, or written from here. What was to be saved stands beside it
    /// now, under the second head.
    std::function<void(const scoring::ScoringHead &before, const scoring::ScoringHead &forked)> forked;
};

/// Writes requests in order with its own door to the project. A request that fails stays first in the queue and is
/// tried again, together with what came for the same scoring meanwhile. Thread-safe. Inside this folder only.
class SaveThread {
public:
    SaveThread(StoreOpener open, SaveListener listener);
    /// Ends after the attempt that is running; what is still queued is lost, so wait() first.
    ~SaveThread();

    void submit(SaveRequest request);
    /// Waits until the queue is empty; tries at once where the last attempt failed. False at a failure or time-out.
    bool wait(std::chrono::milliseconds timeout);
    [[nodiscard]] bool isIdle() const;
    /// Why the last attempt failed; nullopt when it did not.
    [[nodiscard]] std::optional<Error> lastError() const;

private:
    void run(std::stop_token stop);
    void attempt(std::unique_lock<std::mutex> &lock, std::stop_token stop);
    [[nodiscard]] Result<> write(SaveRequest &request);

    [[nodiscard]] Result<> writeScoring(const SaveRequest &request);

    StoreOpener m_open;
    SaveListener m_listener;
    std::unique_ptr<ProjectStore> m_store; ///< saving thread only, as the next
    /// By document, the head under which it was written last. Not by id: another document of the same scoring, read
    /// before the edits of this one were on the disk, lacks them and must not be laid over them.
    QHash<quint64, scoring::ScoringHead> m_written;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<SaveRequest> m_queue; ///< the first one stays until it is written
    bool m_writing = false;
    bool m_retryNow = false;
    qint64 m_failures = 0;
    std::optional<Error> m_lastError;
    std::jthread m_thread; ///< last member: the thread uses the others
};

} // namespace somno::store
