// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/samplepages.h"

#include <bit>

namespace somno::signal {

static SampleIndex pageSizeOf(SampleRate rate)
{
    constexpr double kPageSec = 128;
    const double samples
        = std::clamp(rate.hz() * kPageSec, double(SamplePages::kBuckets), double(SamplePages::kLargestPage));
    return SampleIndex(std::bit_ceil(quint64(samples)));
}

SamplePages::SamplePages(SampleIndex sampleCount, SampleRate rate)
    : m_sampleCount(sampleCount), m_rate(rate), m_pageSize(pageSizeOf(rate))
{
}

void SamplePages::setState(qint64 page, State state)
{
    if (m_states.empty()) {
        m_pages.resize(size_t(pageCount()));
        m_buckets.resize(size_t(pageCount()));
        m_states.resize(size_t(pageCount()), State::Unknown);
    }
    m_known += m_states[size_t(page)] == State::Unknown;
    m_states[size_t(page)] = state;
    ++m_revision;
}

void SamplePages::put(qint64 page, std::vector<float> samples)
{
    setState(page, State::Known);
    Buckets buckets;
    MinMax<float> whole;
    for (size_t i = 0; i < samples.size(); ++i)
        buckets[i / size_t(bucketSize())].add(samples[i]);
    for (const MinMax<float> &bucket : buckets)
        whole.fold(bucket);
    m_pages[size_t(page)] = whole;
    m_buckets[size_t(page)] = std::make_unique<const Buckets>(buckets);
    const qint64 count = m_lastLookedAt - m_firstLookedAt;
    if (!m_withSamples || page < m_firstLookedAt - count || page >= m_lastLookedAt + count)
        return;
    if (qint64(m_held.size()) >= std::max(kMostHeld, count))
        m_held.erase(std::ranges::min_element(m_held, {}, [](const auto &held) { return held.second.lookedAt; }));
    m_held[page] = {std::make_shared<const std::vector<float>>(std::move(samples)), m_looks};
}

void SamplePages::putUnreadable(qint64 page)
{
    setState(page, State::Unreadable);
}

SamplePages::Samples SamplePages::samples(qint64 page) const
{
    const auto held = m_held.find(page);
    return held == m_held.end() ? nullptr : held->second.samples;
}

std::optional<MinMax<float>> SamplePages::bucketRange(SampleIndex first, SampleIndex last) const
{
    MinMax<float> range;
    for (SampleIndex bucket = first; bucket < last; ++bucket) {
        const qint64 page = bucket / kBuckets;
        if (state(page) == State::Unknown)
            return std::nullopt;
        if (const auto &buckets = m_buckets[size_t(page)])
            range.fold((*buckets)[size_t(bucket % kBuckets)]);
    }
    return range;
}

std::optional<MinMax<float>> SamplePages::pageRange(qint64 first, qint64 last) const
{
    MinMax<float> range;
    for (qint64 page = first; page < last; ++page) {
        if (state(page) == State::Unknown)
            return std::nullopt;
        range.fold(m_pages[size_t(page)]);
    }
    return range;
}

void SamplePages::look(qint64 first, qint64 last, bool withSamples)
{
    const bool isFirst = m_firstLookedAt == m_lastLookedAt;
    m_looks += isFirst;
    m_firstLookedAt = m_lookCursor = isFirst ? first : std::min(first, m_firstLookedAt);
    m_lastLookedAt = isFirst ? last : std::max(last, m_lastLookedAt);
    m_withSamples = withSamples;
    for (auto held = m_held.lower_bound(first); held != m_held.end() && held->first < last; ++held)
        held->second.lookedAt = m_looks;
}

std::optional<qint64> SamplePages::nextLookedAt()
{
    if (!m_withSamples)
        return std::nullopt;
    const auto firstMissing = [this](qint64 first, qint64 last) -> std::optional<qint64> {
        for (qint64 page = std::max<qint64>(first, 0); page < std::min(last, pageCount()); ++page)
            if (!m_held.contains(page) && !isUnreadable(page))
                return page;
        return std::nullopt;
    };
    if (const auto page = firstMissing(m_firstLookedAt, m_lastLookedAt))
        return page;
    const qint64 count = m_lastLookedAt - m_firstLookedAt;
    if (count * 3 > kMostHeld) // they would push each other out
        return std::nullopt;
    if (const auto page = firstMissing(m_lastLookedAt, m_lastLookedAt + count))
        return page;
    return firstMissing(m_firstLookedAt - count, m_firstLookedAt);
}

std::optional<qint64> SamplePages::unknownFrom(qint64 &cursor, qint64 last) const
{
    while (cursor < last && state(cursor) != State::Unknown)
        ++cursor;
    return cursor < last ? std::optional(cursor) : std::nullopt;
}

std::optional<qint64> SamplePages::nextUnknown()
{
    const auto page = unknownFrom(m_lookCursor, std::min(m_lastLookedAt, pageCount()));
    return page ? page : unknownFrom(m_cursor, pageCount());
}

} // namespace somno::signal
