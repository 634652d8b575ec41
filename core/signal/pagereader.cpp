// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/pagereader.h"

#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

#include "core/signal/samplepages.h"

namespace somno::signal {

/// What the reader, its thread and its envelopes share; it lives as long as any of them.
class PageReader::Desk {
public:
    struct Track {
        std::shared_ptr<const SampleSource> source;
        SamplePages pages;
        MinMax<float> range;
        bool isSurveyed = false;
    };
    struct Job {
        size_t track = 0;
        qint64 page = 0;
    };

    void work();

    std::mutex mutex; ///< guards the rest; never held while a file is read
    std::condition_variable bell;
    std::vector<Track> tracks;
    std::optional<Error> error;
    bool isOver = false;

private:
    [[nodiscard]] std::optional<Job> nextJob();
    [[nodiscard]] std::optional<Job> earliest(std::optional<qint64> (SamplePages::*next)(), bool ofAll);
    void readPage(Job job, std::unique_lock<std::mutex> &lock);
    void put(Job job, const Result<> &read, std::vector<float> samples);
};

/// The job that comes first in the file, so that what is read for one channel serves the next, too.
std::optional<PageReader::Desk::Job> PageReader::Desk::earliest(std::optional<qint64> (SamplePages::*next)(),
                                                                bool ofAll)
{
    std::optional<Job> job;
    for (size_t i = 0; i < tracks.size(); ++i) {
        if (!ofAll && !tracks[i].isSurveyed)
            continue;
        const auto page = (tracks[i].pages.*next)();
        if (page && (!job || tracks[i].pages.timeSec(*page) < tracks[job->track].pages.timeSec(job->page)))
            job = {i, *page};
    }
    return job;
}

std::optional<PageReader::Desk::Job> PageReader::Desk::nextJob()
{
    const auto job = earliest(&SamplePages::nextLookedAt, true);
    return job ? job : earliest(&SamplePages::nextUnknown, false);
}

void PageReader::Desk::put(Job job, const Result<> &read, std::vector<float> samples)
{
    SamplePages &pages = tracks[job.track].pages;
    if (read) {
        pages.put(job.page, std::move(samples));
        return;
    }
    pages.putUnreadable(job.page);
    if (!error)
        error = read.error();
    for (Track &track : tracks)
        track.isSurveyed = false;
}

void PageReader::Desk::work()
{
    std::unique_lock lock(mutex);
    try {
        while (!isOver) {
            if (const auto job = nextJob())
                readPage(*job, lock);
            else
                bell.wait(lock);
        }
    } catch (const std::bad_alloc &) {
        if (!lock.owns_lock())
            lock.lock();
        error = {ErrorCode::ComputeFailed, QStringLiteral("There is not enough memory to read more of the recording."),
                 QStringLiteral("Close other programs and open it again.")};
        isOver = true;
    }
}

void PageReader::Desk::readPage(Job job, std::unique_lock<std::mutex> &lock)
{
    const auto source = tracks[job.track].source;
    const SamplePages &pages = tracks[job.track].pages;
    const SampleIndex first = job.page * pages.pageSize();
    std::vector<float> samples(size_t(std::min(pages.pageSize(), pages.sampleCount() - first)));
    lock.unlock();
    const auto read = source->scaled(first, 1, 0, samples);
    lock.lock();
    put(job, read, std::move(samples));
}

/// One track of the desk.
class PageReader::PagedEnvelope final : public Envelope {
public:
    PagedEnvelope(std::shared_ptr<Desk> desk, size_t track)
        : m_desk(std::move(desk)), m_track(track), m_sampleCount(m_desk->tracks[track].pages.sampleCount()),
          m_pageSize(m_desk->tracks[track].pages.pageSize()), m_bucketSize(m_desk->tracks[track].pages.bucketSize())
    {
    }

    [[nodiscard]] SampleIndex sampleCount() const override { return m_sampleCount; }
    [[nodiscard]] bool isSummed() const override { return true; }
    void beginDrawing() const override
    {
        const std::lock_guard lock(m_desk->mutex);
        m_desk->tracks[m_track].pages.lookAway();
    }
    void columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                 const Part &part) const override;
    void samples(SampleIndex first, std::span<float> out) const override;
    [[nodiscard]] MinMax<float> robustRange() const override
    {
        const std::lock_guard lock(m_desk->mutex);
        return m_desk->tracks[m_track].range;
    }
    [[nodiscard]] quint64 revision() const override
    {
        const std::lock_guard lock(m_desk->mutex);
        return m_desk->tracks[m_track].pages.revision();
    }

private:
    struct Page {
        SamplePages::Samples samples;
        bool isUnreadable = false;
    };

    [[nodiscard]] std::vector<Page> lookAt(SampleIndex first, SampleIndex last) const;
    void summedColumns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                       const Part &part) const;
    [[nodiscard]] MinMax<float> range(const std::vector<Page> &pages, qint64 firstPage, SampleIndex first,
                                      SampleIndex last) const;

    std::shared_ptr<Desk> m_desk;
    size_t m_track;
    SampleIndex m_sampleCount;
    SampleIndex m_pageSize;
    SampleIndex m_bucketSize;
};

/// The pages that hold these samples, as far as they are held.
std::vector<PageReader::PagedEnvelope::Page> PageReader::PagedEnvelope::lookAt(SampleIndex first,
                                                                               SampleIndex last) const
{
    if (first >= last)
        return {};
    const qint64 firstPage = first / m_pageSize;
    std::vector<Page> held(size_t((last + m_pageSize - 1) / m_pageSize - firstPage));
    const std::lock_guard lock(m_desk->mutex);
    SamplePages &pages = m_desk->tracks[m_track].pages;
    pages.look(firstPage, firstPage + qint64(held.size()), true);
    for (size_t i = 0; i < held.size(); ++i)
        held[i] = {pages.samples(firstPage + qint64(i)), pages.isUnreadable(firstPage + qint64(i))};
    m_desk->bell.notify_all();
    return held;
}

MinMax<float> PageReader::PagedEnvelope::range(const std::vector<Page> &pages, qint64 firstPage, SampleIndex first,
                                               SampleIndex last) const
{
    MinMax<float> range;
    while (first < last) {
        const qint64 page = first / m_pageSize;
        const SampleIndex end = std::min(last, (page + 1) * m_pageSize);
        const Page &held = pages[size_t(page - firstPage)];
        if (!held.samples && !held.isUnreadable)
            return kNotYet;
        for (SampleIndex i = first; held.samples && i < end; ++i)
            range.add((*held.samples)[size_t(i - page * m_pageSize)]);
        first = end;
    }
    return range;
}

void PageReader::PagedEnvelope::columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                                        const Part &part) const
{
    if (samplesPerColumn >= 2 * double(m_bucketSize)) {
        summedColumns(firstColumn, samplesPerColumn, out, part);
        return;
    }
    SampleIndex first = boundary(firstColumn, samplesPerColumn, part);
    const qint64 firstPage = first / m_pageSize;
    const auto pages = lookAt(first, boundary(firstColumn + qint64(out.size()), samplesPerColumn, part));
    for (size_t i = 0; i < out.size(); ++i) {
        const SampleIndex last = boundary(firstColumn + qint64(i) + 1, samplesPerColumn, part);
        out[i] = range(pages, firstPage, first, last);
        first = last;
    }
}

// A bucket belongs to the column in which it begins: what lies within a bucket of a column's edge may be drawn in the
// next one, half a column away at the most. Reading it exactly would mean reading the whole file for each drawing.
void PageReader::PagedEnvelope::summedColumns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                                              const Part &part) const
{
    const bool byPages = samplesPerColumn >= 2 * double(m_pageSize);
    const SampleIndex unit = byPages ? m_pageSize : m_bucketSize;
    const auto unitAt = [&](qint64 column) { return (boundary(column, samplesPerColumn, part) + unit - 1) / unit; };
    const SampleIndex end = boundary(firstColumn + qint64(out.size()), samplesPerColumn, part);
    const std::lock_guard lock(m_desk->mutex);
    SamplePages &pages = m_desk->tracks[m_track].pages;
    pages.look(boundary(firstColumn, samplesPerColumn, part) / m_pageSize, (end + m_pageSize - 1) / m_pageSize, false);
    SampleIndex first = unitAt(firstColumn);
    for (size_t i = 0; i < out.size(); ++i) {
        const SampleIndex last = unitAt(firstColumn + qint64(i) + 1);
        out[i] = (byPages ? pages.pageRange(first, last) : pages.bucketRange(first, last)).value_or(kNotYet);
        first = last;
    }
    m_desk->bell.notify_all();
}

void PageReader::PagedEnvelope::samples(SampleIndex first, std::span<float> out) const
{
    std::ranges::fill(out, std::numeric_limits<float>::quiet_NaN());
    const SampleIndex from = std::clamp<SampleIndex>(first, 0, m_sampleCount);
    const SampleIndex to = std::clamp<SampleIndex>(first + SampleIndex(out.size()), from, m_sampleCount);
    const auto pages = lookAt(from, to);
    for (SampleIndex i = from; i < to; ++i) {
        const Page &page = pages[size_t(i / m_pageSize - from / m_pageSize)];
        if (page.samples)
            out[size_t(i - first)] = (*page.samples)[size_t(i % m_pageSize)];
        else if (!page.isUnreadable)
            out[size_t(i - first)] = kNotYet.max;
    }
}

PageReader::PageReader(const Recording &recording) : m_desk(std::make_shared<Desk>())
{
    for (const Channel &channel : recording.channels)
        m_desk->tracks.push_back({channel.source, SamplePages(channel.sampleCount, channel.rate), {}, false});
    // A read from a drive that hangs cannot be called off: the thread is left alone with what it needs.
    std::thread([desk = m_desk] { desk->work(); }).detach();
}

PageReader::~PageReader()
{
    const std::lock_guard lock(m_desk->mutex);
    m_desk->isOver = true;
    m_desk->bell.notify_all();
}

std::shared_ptr<const Envelope> PageReader::envelope(int channel) const
{
    if (!m_desk->tracks[size_t(channel)].source)
        return nullptr;
    return std::make_shared<const PagedEnvelope>(m_desk, size_t(channel));
}

/// Pieces spread over the channel.
static Result<MinMax<float>> sampledRange(const SampleSource &source, SampleIndex count, const std::stop_token &stop)
{
    constexpr SampleIndex kPieces = 32;
    constexpr SampleIndex kPiece = 512;
    std::vector<float> values(size_t(std::min(count, kPieces * kPiece)));
    const SampleIndex piece = qint64(values.size()) == count ? count : kPiece;
    for (SampleIndex at = 0; at < SampleIndex(values.size()); at += piece) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("Reading was cancelled."));
        const SampleIndex first = at / piece * (count / kPieces);
        if (auto read = source.scaled(first, 1, 0, std::span(values).subspan(size_t(at), size_t(piece))); !read)
            return failure(read.error());
    }
    return robustRange(std::move(values));
}

Result<> PageReader::survey(const std::vector<int> &channels, const std::stop_token &stop)
{
    std::vector<MinMax<float>> ranges;
    for (const int channel : channels) {
        const Desk::Track &track = m_desk->tracks[size_t(channel)]; // its source and length never change
        const auto range
            = track.source ? sampledRange(*track.source, track.pages.sampleCount(), stop) : Result<MinMax<float>>();
        if (!range)
            return failure(range.error());
        ranges.push_back(*range);
    }
    const std::lock_guard lock(m_desk->mutex);
    for (Desk::Track &track : m_desk->tracks)
        track.isSurveyed = false;
    for (size_t i = 0; i < channels.size(); ++i) {
        Desk::Track &track = m_desk->tracks[size_t(channels[i])];
        track.isSurveyed = track.source != nullptr;
        track.range = ranges[i];
    }
    m_desk->bell.notify_all();
    return {};
}

void PageReader::endSurvey()
{
    const std::lock_guard lock(m_desk->mutex);
    for (Desk::Track &track : m_desk->tracks)
        track.isSurveyed = false;
}

PageReader::State PageReader::state() const
{
    const std::lock_guard lock(m_desk->mutex);
    State state;
    state.error = m_desk->error;
    for (const Desk::Track &track : m_desk->tracks)
        if (track.isSurveyed) {
            state.done += track.pages.knownPages();
            state.total += track.pages.pageCount();
        }
    return state;
}

} // namespace somno::signal
