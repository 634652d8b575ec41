// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
#include "core/project/sqlite/recordingrepository.h"

namespace somno::store {

class Connection;

/// What is to be written of one scoring: its state now, and every edit since the last request.
struct SaveRequest {
    qint64 recordingId = 0;
    QString scorer;
    std::vector<scoring::ScoringEdit> edits;
    scoring::Hypnogram hypnogram; ///< written when there are edits
    bool withProposal = false;
    std::optional<ViewState> view;
};

/// Writes requests in order with its own connection. A request that fails stays first in the queue and is tried
/// again, together with what came for the same scoring meanwhile. Thread-safe. Inside this folder only.
class SaveThread {
public:
    /// `onDone` is called on the saving thread after each attempt: nullopt when the queue is empty and all is saved.
    SaveThread(QString path, bool readOnly, std::function<void(const std::optional<Error> &)> onDone);
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
    [[nodiscard]] Result<> write(const SaveRequest &request);

    QString m_path;
    bool m_readOnly;
    std::function<void(const std::optional<Error> &)> m_onDone;
    std::unique_ptr<Connection> m_connection; ///< saving thread only
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
