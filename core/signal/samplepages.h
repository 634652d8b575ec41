// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/samplerate.h"
#include "core/signal/minmaxpyramid.h"

namespace somno::signal {

/// What has been read of a channel that stays in its file, page by page: of every page that was read the ranges of its
/// 64 buckets (a thousandth of the samples), of those that were looked at last the samples, too. Not thread-safe.
class SamplePages {
public:
    using Samples = std::shared_ptr<const std::vector<float>>;
    static constexpr int kBuckets = 64;      ///< in a page
    static constexpr qint64 kMostHeld = 128; ///< pages with their samples, 32 MB, unless more are looked at
    static constexpr SampleIndex kLargestPage = 65'536;

    /// Pages of about two minutes, that channels of one file are read side by side.
    SamplePages(SampleIndex sampleCount, SampleRate rate);

    [[nodiscard]] SampleIndex sampleCount() const { return m_sampleCount; }
    [[nodiscard]] SampleIndex pageSize() const { return m_pageSize; }
    [[nodiscard]] SampleIndex bucketSize() const { return m_pageSize / kBuckets; }
    [[nodiscard]] qint64 pageCount() const { return (m_sampleCount + m_pageSize - 1) / m_pageSize; }
    /// Where a page begins, in seconds of stored time.
    [[nodiscard]] double timeSec(qint64 page) const { return m_rate.timeSec(page * m_pageSize); }

    /// What a page of the channel held, or that it cannot be read.
    void put(qint64 page, std::vector<float> samples);
    void putUnreadable(qint64 page);
    /// Null where they are not held.
    [[nodiscard]] Samples samples(qint64 page) const;
    [[nodiscard]] bool isUnreadable(qint64 page) const { return state(page) == State::Unreadable; }
    /// Of whole buckets or pages; nullopt while one of them is to come.
    [[nodiscard]] std::optional<MinMax<float>> bucketRange(SampleIndex first, SampleIndex last) const;
    [[nodiscard]] std::optional<MinMax<float>> pageRange(qint64 first, qint64 last) const;
    [[nodiscard]] qint64 knownPages() const { return m_known; } ///< or known to be unreadable
    /// Another number with everything that comes.
    [[nodiscard]] quint64 revision() const { return m_revision; }

    /// Nothing is looked at any more.
    void lookAway() { m_firstLookedAt = m_lastLookedAt = 0; }
    /// Pages [first, last), and what lies between them and those looked at already, are looked at: with their samples,
    /// or their ranges.
    void look(qint64 first, qint64 last, bool withSamples);
    /// What to read next for who looks at samples: the pages looked at, then as many behind and before them.
    [[nodiscard]] std::optional<qint64> nextLookedAt();
    /// What to read next so that all ranges become known: the pages looked at, then from the start.
    [[nodiscard]] std::optional<qint64> nextUnknown();

private:
    enum class State : quint8 { Unknown, Known, Unreadable };
    using Buckets = std::array<MinMax<float>, kBuckets>;
    struct Held {
        Samples samples;
        quint64 lookedAt = 0; ///< the higher the later
    };

    [[nodiscard]] State state(qint64 page) const
    {
        return page < qint64(m_states.size()) ? m_states[size_t(page)] : State::Unknown;
    }
    void setState(qint64 page, State state);
    [[nodiscard]] std::optional<qint64> unknownFrom(qint64 &cursor, qint64 last) const;

    SampleIndex m_sampleCount;
    SampleRate m_rate;
    SampleIndex m_pageSize;
    std::vector<State> m_states; ///< empty until something is put; so are the next two
    std::vector<MinMax<float>> m_pages;
    std::vector<std::unique_ptr<const Buckets>> m_buckets;
    std::map<qint64, Held> m_held;
    qint64 m_known = 0;
    quint64 m_revision = 0;
    quint64 m_looks = 0;
    qint64 m_firstLookedAt = 0;
    qint64 m_lastLookedAt = 0;
    bool m_withSamples = false;
    qint64 m_lookCursor = 0; ///< pages looked at before it are known
    qint64 m_cursor = 0;     ///< all pages before it are known
};

} // namespace somno::signal
