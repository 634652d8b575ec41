// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/signal/envelope.h"
#include "core/signal/recording.h"

namespace somno::signal {

/// Reads a recording that is too large for memory, page by page in a thread of its own: first what its envelopes are
/// asked for, then, with nothing to do, all of the channels shown, so that the whole can be drawn (the survey). Of that
/// a thousandth stays in memory. Any thread.
class PageReader {
public:
    /// Of the channels that have a source. Nothing is read yet.
    explicit PageReader(const Recording &recording);
    /// Returns at once; what is being read is dropped.
    ~PageReader();
    PageReader(const PageReader &) = delete;
    PageReader &operator=(const PageReader &) = delete;

    /// What is drawn of a channel; null where it has no source.
    [[nodiscard]] std::shared_ptr<const Envelope> envelope(int channel) const;
    /// Reads a few samples of each of these for Envelope::robustRange() and begins the survey of them, instead of that
    /// of others. Errors of their sources, Cancelled.
    [[nodiscard]] Result<> survey(const std::vector<int> &channels, const std::stop_token &stop = {});
    /// Ends the survey; what envelopes are asked for is still read.
    void endSurvey();

    struct State {
        qint64 done = 0; ///< pages of the survey
        qint64 total = 0;
        std::optional<Error> error; ///< the first page that could not be read; it ended the survey
        [[nodiscard]] bool isSurveying() const { return done < total; }
    };
    [[nodiscard]] State state() const;

private:
    class Desk;
    class PagedEnvelope;

    std::shared_ptr<Desk> m_desk;
};

} // namespace somno::signal
