// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/channelstatistics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <thread>

#include "core/dsp/periodogram.h"
#include "core/engine/prepare/equaliser.h"

namespace somno::sdreamer {

namespace {

constexpr EpochIndex kChunkEpochs = 600;     // ten minutes: how often a cancel is seen
constexpr EpochIndex kBlockEpochs = 60;      // what a thread holds of a channel
constexpr qint64 kQuantileSamples = 1 << 21; // of so many, a median is within 0.1 % of a deviation
constexpr EpochIndex kFrameEpochs = 4;       // divides a block
constexpr EpochIndex kFrames = 4096;         // of so many, a bin's quantiles are within 2 %
constexpr int kLanes = 8;
using Lanes = std::array<double, kLanes>;

double total(const Lanes &lanes)
{
    return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

/// Of samples without NaN, in lanes, so that the compiler may use vector instructions.
Moments momentsOfNumbers(std::span<const float> samples, double sum)
{
    Moments moments{qint64(samples.size()), sum / double(samples.size()), 0, samples[0], samples[0]};
    Lanes squares{};
    std::array<float, kLanes> least{}, most{};
    least.fill(samples[0]);
    most.fill(samples[0]);
    size_t i = 0;
    for (; i + kLanes <= samples.size(); i += kLanes)
        for (size_t lane = 0; lane < kLanes; ++lane) {
            const float value = samples[i + lane];
            const double deviation = double(value) - moments.mean;
            squares[lane] += deviation * deviation;
            least[lane] = value < least[lane] ? value : least[lane];
            most[lane] = value > most[lane] ? value : most[lane];
        }
    for (; i < samples.size(); ++i) {
        squares[0] += (double(samples[i]) - moments.mean) * (double(samples[i]) - moments.mean);
        least[0] = std::min(least[0], samples[i]);
        most[0] = std::max(most[0], samples[i]);
    }
    moments.squares = total(squares);
    moments.least = *std::min_element(least.begin(), least.end());
    moments.most = *std::max_element(most.begin(), most.end());
    return moments;
}

/// Which samples stand for all: one in each stretch of `step`, at a place that no rhythm of the signal follows.
struct Sampling {
    explicit Sampling(qint64 samples) : step(std::max<qint64>(1, (samples + kQuantileSamples - 1) / kQuantileSamples))
    {
    }

    [[nodiscard]] qint64 place(qint64 stretch) const
    {
        quint64 hash = quint64(stretch) * 0x9E3779B97F4A7C15u; // Fibonacci hashing
        hash ^= hash >> 32;
        return stretch * step + qint64(hash % quint64(step));
    }

    qint64 step = 1;
};

/// The pass over all channels, chunks spread over threads. Each chunk has its own results, joined in order at the end.
class Measurement {
public:
    Measurement(std::span<const StatisticsRequest> requests, EpochIndex epochs, const Progress &progress)
        : m_requests(requests), m_epochs(epochs), m_progress(progress), m_sampling(epochs * kSamplesPerEpoch),
          m_chunks((epochs + kChunkEpochs - 1) / kChunkEpochs),
          m_frameStep((epochs / kFrameEpochs + kFrames - 1) / kFrames), m_results(requests.size()),
          m_moments(requests.size())
    {
        constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
        for (size_t c = 0; c < requests.size(); ++c) {
            m_moments[c].resize(size_t(m_chunks));
            if (requests[c].quantiles)
                m_results[c].sample.resize(size_t(epochs * kSamplesPerEpoch / m_sampling.step + 1), kMissing);
            if (requests[c].spectra && epochs >= kFrameEpochs)
                m_results[c].spectra.resize(
                    size_t((epochs / kFrameEpochs + m_frameStep - 1) / m_frameStep * Equaliser::kBins));
            if (requests[c].perEpoch) {
                m_results[c].epochMeans.resize(size_t(epochs), kMissing);
                m_results[c].epochRms.resize(size_t(epochs), kMissing);
            }
        }
    }

    Result<std::vector<ChannelStatistics>> run()
    {
        {
            std::vector<std::jthread> threads;
            const auto wanted = std::min<EpochIndex>(m_chunks, std::max(1u, std::thread::hardware_concurrency()));
            for (EpochIndex i = 1; i < wanted; ++i)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_error)
            return failure(*m_error);
        if (m_progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Cancelled while the recording was prepared."));
        for (size_t c = 0; c < m_requests.size(); ++c) {
            for (const Moments &moments : m_moments[c])
                m_results[c].moments.add(moments);
            std::erase_if(m_results[c].sample, [](float value) { return !std::isfinite(value); });
            dropSilentFrames(m_results[c].spectra);
        }
        return std::move(m_results);
    }

private:
    void work()
    {
        try {
            std::vector<float> buffer(size_t(std::min(kBlockEpochs, m_epochs)) * kSamplesPerEpoch);
            dsp::Periodogram periodogram(kSamplesPerEpoch);
            for (EpochIndex chunk = m_next++; chunk < m_chunks && !m_failed && !m_progress.cancelled();
                 chunk = m_next++)
                finish(measureChunk(chunk, buffer, periodogram),
                       std::min(kChunkEpochs, m_epochs - chunk * kChunkEpochs));
        } catch (const std::bad_alloc &) {
            finish(failure(ErrorCode::ComputeFailed, QStringLiteral("Not enough memory to prepare the recording."),
                           QStringLiteral("Close other programs and start again.")),
                   0);
        }
    }

    void finish(const Result<> &done, EpochIndex epochs)
    {
        const std::lock_guard lock(m_mutex);
        m_done += epochs;
        if (!done) {
            m_failed = true;
            m_error = done.error();
        } else if (!m_failed && !m_progress.cancelled()) {
            m_progress.advance(QStringLiteral("prepare"), m_done, m_epochs);
        }
    }

    Result<> measureChunk(EpochIndex chunk, std::vector<float> &buffer, dsp::Periodogram &periodogram)
    {
        const EpochIndex end = std::min(m_epochs, (chunk + 1) * kChunkEpochs);
        for (EpochIndex first = chunk * kChunkEpochs; first < end; first += kBlockEpochs)
            for (size_t c = 0; c < m_requests.size(); ++c) {
                const auto block
                    = std::span(buffer).first(size_t(std::min(kBlockEpochs, end - first)) * kSamplesPerEpoch);
                const EpochIndex last = first + EpochIndex(block.size()) / kSamplesPerEpoch;
                if (!m_requests[c].reader->isWholeAnywhere(first, last))
                    continue; // gaps may last for weeks
                if (auto read = m_requests[c].reader->read(first, block); !read)
                    return read;
                measureBlock(c, first, block, m_moments[c][size_t(chunk)]);
                if (m_requests[c].features)
                    addFeatures(m_requests[c], first, block, periodogram);
                if (!m_results[c].spectra.empty())
                    addSpectra(first, block, periodogram, m_results[c].spectra);
            }
        return {};
    }

    void measureBlock(size_t c, EpochIndex first, std::span<const float> block, Moments &sum)
    {
        ChannelStatistics &result = m_results[c];
        for (size_t i = 0; i * kSamplesPerEpoch < block.size(); ++i) {
            const Moments epoch = Moments::of(block.subspan(i * kSamplesPerEpoch, kSamplesPerEpoch));
            sum.add(epoch);
            if (m_requests[c].perEpoch && epoch.count > 0) {
                result.epochMeans[size_t(first) + i] = float(epoch.mean);
                result.epochRms[size_t(first) + i] = float(epoch.deviation());
            }
        }
        if (m_requests[c].quantiles)
            keepSample(first * kSamplesPerEpoch, block, result.sample);
    }

    static void addFeatures(const StatisticsRequest &request, EpochIndex first, std::span<const float> block,
                            dsp::Periodogram &periodogram)
    {
        for (size_t i = 0; i * kSamplesPerEpoch < block.size(); ++i) {
            const auto second = block.subspan(i * kSamplesPerEpoch, kSamplesPerEpoch);
            if (request.isEmg)
                request.features->measureEmg(first + EpochIndex(i), second, periodogram);
            else
                request.features->measureEeg(first + EpochIndex(i), second, periodogram);
        }
    }

    void addSpectra(EpochIndex first, std::span<const float> block, dsp::Periodogram &periodogram,
                    std::vector<float> &spectra) const
    {
        const EpochIndex end = (first + EpochIndex(block.size()) / kSamplesPerEpoch) / kFrameEpochs;
        for (EpochIndex frame = first / kFrameEpochs; frame < end; ++frame) {
            if (frame % m_frameStep != 0)
                continue;
            float *sums = spectra.data() + frame / m_frameStep * Equaliser::kBins;
            for (EpochIndex epoch = frame * kFrameEpochs; epoch < (frame + 1) * kFrameEpochs; ++epoch) {
                const auto powers
                    = periodogram.power(block.subspan(size_t(epoch - first) * kSamplesPerEpoch, kSamplesPerEpoch));
                for (size_t bin = 0; bin < powers.size(); ++bin)
                    sums[bin] += powers[bin] / kFrameEpochs;
            }
        }
    }

    static void dropSilentFrames(std::vector<float> &spectra)
    {
        size_t kept = 0;
        for (size_t at = 0; at < spectra.size(); at += Equaliser::kBins) {
            const auto frame = spectra.begin() + std::ptrdiff_t(at);
            if (std::accumulate(frame, frame + Equaliser::kBins, 0.f) > 0) {
                std::copy_n(frame, Equaliser::kBins, spectra.begin() + std::ptrdiff_t(kept));
                kept += Equaliser::kBins;
            }
        }
        spectra.resize(kept);
    }

    void keepSample(qint64 begin, std::span<const float> block, std::vector<float> &sample) const
    {
        const qint64 end = begin + qint64(block.size());
        for (qint64 stretch = begin / m_sampling.step; stretch * m_sampling.step < end; ++stretch)
            if (const qint64 place = m_sampling.place(stretch); place >= begin && place < end)
                sample[size_t(stretch)] = block[size_t(place - begin)];
    }

    const std::span<const StatisticsRequest> m_requests;
    const EpochIndex m_epochs;
    const Progress &m_progress;
    const Sampling m_sampling;
    const EpochIndex m_chunks;
    const EpochIndex m_frameStep;
    std::vector<ChannelStatistics> m_results;    // threads write to separate elements
    std::vector<std::vector<Moments>> m_moments; // of each channel and chunk
    std::atomic<EpochIndex> m_next = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex; // guards what follows, and reporting
    EpochIndex m_done = 0;
    std::optional<Error> m_error;
};

} // namespace

Moments Moments::of(std::span<const float> samples)
{
    Lanes sums{};
    size_t i = 0;
    for (; i + kLanes <= samples.size(); i += kLanes)
        for (size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += double(samples[i + lane]);
    for (; i < samples.size(); ++i)
        sums[0] += double(samples[i]);
    const double sum = total(sums);
    if (std::isfinite(sum)) // one NaN or infinity would have made it another
        return samples.empty() ? Moments() : momentsOfNumbers(samples, sum);
    std::vector<float> numbers;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(numbers), [](float v) { return std::isfinite(v); });
    return of(numbers);
}

void Moments::add(const Moments &other)
{
    if (other.count == 0)
        return;
    const double step = other.mean - mean;
    const double share = double(other.count) / double(count + other.count);
    squares += other.squares + step * step * double(count) * share;
    mean += step * share;
    count += other.count;
    least = std::min(least, other.least);
    most = std::max(most, other.most);
}

double Moments::deviation() const
{
    return count > 0 ? std::sqrt(squares / double(count)) : 0.0;
}

Result<std::vector<ChannelStatistics>> measureChannels(std::span<const StatisticsRequest> requests, EpochIndex epochs,
                                                       const Progress &progress)
{
    return Measurement(requests, epochs, progress).run();
}

} // namespace somno::sdreamer
