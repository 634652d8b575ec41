// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/spectrogramplottable.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/dsp/spectrogram.h"
#include "ui/lanes/colourmap.h"

namespace somno::plot {

using dsp::Spectrogram;

namespace {

/// The powers between which colours run: all but the rarest, from a sample of the frames.
std::pair<float, float> powerRange(const Spectrogram &spectrogram)
{
    std::vector<float> values;
    const size_t stride = spectrogram.powerDb.size() / 50'000 | 1;
    for (size_t i = 0; i < spectrogram.powerDb.size(); i += stride)
        if (spectrogram.powerDb[i] > Spectrogram::kSilenceDb)
            values.push_back(spectrogram.powerDb[i]);
    if (values.empty())
        return {0.F, 1.F};
    std::sort(values.begin(), values.end());
    const float low = values[values.size() / 20], high = values[values.size() - 1 - values.size() / 200];
    return {low, std::max(high, low + 1)};
}

SpectrogramImage::Level coarser(const SpectrogramImage::Level &fine, int bins)
{
    SpectrogramImage::Level level;
    level.frames = (fine.frames + 3) / 4;
    level.values.resize(size_t(level.frames) * size_t(bins));
    for (int frame = 0; frame < level.frames; ++frame) {
        const int first = frame * 4, last = std::min(first + 4, fine.frames);
        for (int bin = 0; bin < bins; ++bin) {
            int sum = 0, count = 0;
            for (int i = first; i < last; ++i) {
                const int value = fine.values[size_t(i) * size_t(bins) + size_t(bin)];
                sum += value;
                count += value > 0;
            }
            level.values[size_t(frame) * size_t(bins) + size_t(bin)] = quint8(count > 0 ? sum / count : 0);
        }
    }
    return level;
}

/// Where between two neighbours a position lies, kept inside [0, count).
struct Between {
    int below = 0, above = 0;
    int weight = 0; ///< of `above`, of 256
    Between(double position, int count)
    {
        const double kept = std::clamp(position, 0.0, double(count - 1));
        below = int(kept);
        above = std::min(below + 1, count - 1);
        weight = int((kept - below) * 256);
    }
};

void paintColumns(QImage &lane, const SpectrogramImage &image, const ColumnGrid &grid, const signal::TimeMap &time)
{
    size_t index = 0;
    double step = image.stepSec;
    for (; index + 1 < image.levels.size() && step * 2 < grid.secPerColumn; ++index)
        step *= 4;
    const SpectrogramImage::Level &level = image.levels[index];
    const auto &colours = spectralColours();
    // A slow channel has nothing to show in the upper part of the lane.
    int top = 0;
    std::vector<Between> rows;
    for (int y = 0; y < lane.height(); ++y) {
        const double bin = (1 - (y + 0.5) / lane.height()) * image.highestHz / image.binHz;
        if (bin > image.bins)
            ++top;
        else
            rows.emplace_back(bin, image.bins);
    }
    const qsizetype stride = lane.bytesPerLine() / qsizetype(sizeof(QRgb));
    for (int x = 0; x < std::min(grid.count, lane.width()); ++x) {
        const double sec = grid.secAt(x + 0.5);
        if (sec < image.firstSec || sec > image.lastSec || time.gapAt(toTicks(sec)))
            continue;
        const Between frame((sec - image.firstSec) / step - 0.5, level.frames);
        const quint8 *left = level.values.data() + size_t(frame.below) * size_t(image.bins);
        const quint8 *right = level.values.data() + size_t(frame.above) * size_t(image.bins);
        // Without signal the lane stays empty.
        if ((frame.weight < 128 ? left : right)[image.bins - 1] == 0)
            continue;
        auto *pixel = reinterpret_cast<QRgb *>(lane.bits()) + top * stride + x;
        for (const Between &row : rows) {
            const int a = left[row.below] * (256 - row.weight) + left[row.above] * row.weight;
            const int b = right[row.below] * (256 - row.weight) + right[row.above] * row.weight;
            *pixel = colours[size_t(a * (256 - frame.weight) + b * frame.weight) >> 16];
            pixel += stride;
        }
    }
}

} // namespace

/// Of [firstSec, lastSec); what cannot be read is no signal.
static Spectrogram stretchOf(const signal::Recording &recording, const signal::Channel &channel, double firstSec,
                             double lastSec, const dsp::SpectrogramOptions &options, const std::stop_token &stop)
{
    const double hz = channel.rate.hz();
    std::vector<dsp::SampleRun> runs;
    for (const auto &[first, last, start] : recording.time.stretches(channel.rate, channel.sampleCount)) {
        const double startSec = double(start) / double(kTicksPerSecond);
        const auto at = [=, first = first, last = last](double sec) {
            return std::clamp(first + SampleIndex(std::llround((sec - startSec) * hz)), first, last);
        };
        if (const SampleIndex begin = at(firstSec), end = at(lastSec); begin < end)
            runs.push_back({begin, end, startSec + channel.rate.timeSec(begin - first) - firstSec});
    }
    return dsp::spectrogram(
        [&](SampleIndex first, std::span<float> out) {
            if (!channel.read(first, out))
                std::ranges::fill(out, std::numeric_limits<float>::quiet_NaN());
        },
        runs, channel.rate, options, stop);
}

std::shared_ptr<const SpectrogramImage> spectrogramOf(const signal::Recording &recording, int channel,
                                                      const SpectrogramWish &wish, const std::stop_token &stop)
{
    const signal::Channel &source = recording.channels[size_t(channel)];
    if (!source.isReadable())
        return nullptr;
    dsp::SpectrogramOptions options;
    options.stepSec = wish.stepSec;
    const Spectrogram spectrogram = stretchOf(recording, source, wish.firstSec, wish.lastSec, options, stop);
    if (stop.stop_requested() || spectrogram.frames == 0)
        return nullptr;
    auto image = std::make_shared<SpectrogramImage>();
    image->firstSec = wish.firstSec;
    image->lastSec = wish.lastSec;
    image->stepSec = spectrogram.stepSec;
    image->binHz = spectrogram.binHz;
    image->highestHz = options.highestHz;
    image->bins = spectrogram.bins;
    const auto [low, high] = wish.powersDb ? std::pair<float, float>(*wish.powersDb) : powerRange(spectrogram);
    image->lowDb = double(low);
    image->highDb = double(high);
    SpectrogramImage::Level level{spectrogram.frames, std::vector<quint8>(spectrogram.powerDb.size())};
    std::transform(spectrogram.powerDb.begin(), spectrogram.powerDb.end(), level.values.begin(),
                   [low = low, high = high](float db) {
                       return db <= Spectrogram::kSilenceDb
                                  ? 0
                                  : quint8(1 + std::clamp((db - low) / (high - low), 0.F, 1.F) * 254);
                   });
    image->levels.push_back(std::move(level));
    while (image->levels.back().frames > 1000)
        image->levels.push_back(coarser(image->levels.back(), image->bins));
    return image;
}

/// The powers of a whole channel from pieces spread over it.
static std::optional<std::pair<double, double>> powersOf(const signal::Recording &recording,
                                                         const signal::Channel &channel, const std::stop_token &stop)
{
    constexpr int kPieces = 200;
    const double totalSec = recording.durationSec();
    dsp::SpectrogramOptions options;
    options.stepSec = std::max(totalSec / kPieces, options.stepSec);
    const Spectrogram spread = stretchOf(recording, channel, 0, totalSec, options, stop);
    return stop.stop_requested() ? std::nullopt : std::optional<std::pair<double, double>>(powerRange(spread));
}

const signal::Channel &SpectrogramPlottable::eeg() const
{
    return view().recording->channels[size_t(view().roles.eeg)];
}

void SpectrogramPlottable::recordingChanged()
{
    m_image = nullptr;
    m_wish.reset();
    m_isComputing = false;
    m_computation.stop();
    if (view().recording && view().roles.eeg >= 0 && eeg().samples)
        compute({0, view().recording->durationSec(), dsp::SpectrogramOptions().stepSec, std::nullopt});
}

/// A step that is at most a column, and bounds that are whole steps: neighbouring stretches show the same.
SpectrogramWish SpectrogramPlottable::wishFor(const ColumnGrid &grid) const
{
    SpectrogramWish wish;
    while (wish.stepSec * 2 <= grid.secPerColumn)
        wish.stepSec *= 2;
    const double first = grid.secAt(0), last = grid.secAt(grid.count), margin = (last - first) / 2;
    const double total = view().axis.total();
    const auto isShown = [&] {
        return m_wish && m_wish->stepSec == wish.stepSec && m_wish->firstSec <= std::max(first, 0.0)
               && m_wish->lastSec >= std::min(last, total);
    };
    if (isShown())
        return *m_wish;
    wish.firstSec = std::max(0.0, std::floor((first - margin) / wish.stepSec) * wish.stepSec);
    wish.lastSec = std::min(total, std::ceil((last + margin) / wish.stepSec) * wish.stepSec);
    return wish;
}

void SpectrogramPlottable::compute(const SpectrogramWish &wish)
{
    m_wish = wish;
    m_isComputing = true;
    m_computation.start(
        this,
        [recording = view().recording, channel = view().roles.eeg, wish](const std::stop_token &stop) {
            const signal::Channel &source = recording->channels[size_t(channel)];
            SpectrogramWish coloured = wish;
            if (!source.samples && !coloured.powersDb)
                coloured.powersDb = powersOf(*recording, source, stop);
            return spectrogramOf(*recording, channel, coloured, stop);
        },
        [this](const std::shared_ptr<const SpectrogramImage> &image) {
            m_image = image;
            m_isComputing = false;
            m_lane->refresh();
        },
        [this] { Q_EMIT m_lane->starved(); });
}

void SpectrogramPlottable::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (grid.count == 0 || !view().recording || view().roles.eeg < 0)
        return;
    // One stretch after the other, or none would ever be finished while the view moves on.
    if (!eeg().samples && eeg().envelope && !m_isComputing)
        if (SpectrogramWish wish = wishFor(grid); wish != m_wish) {
            if (m_image)
                wish.powersDb = {m_image->lowDb, m_image->highDb};
            compute(wish);
        }
    if (!m_image)
        return;
    QImage lane = image(rect);
    paintColumns(lane, *m_image, grid, view().recording->time);
    painter->drawImage(rect.topLeft(), lane);
}

void SpectrogramPlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    const auto decibels
        = [](double db) { return QString::number(qRound(db)).replace(QLatin1Char('-'), QChar(0x2212)); };
    const int eeg = view().roles.eeg;
    const bool isLow = rect.height() < 4 * QFontMetrics(painter->font()).height();
    QStringList below;
    if (eeg < 0)
        below << tr("no EEG");
    if (m_image)
        below << tr("%1 to %2 dB").arg(decibels(m_image->lowDb), decibels(m_image->highDb));
    if (eeg >= 0 && !isLow)
        below << view().recording->channels[size_t(eeg)].label.trimmed();
    paintName(painter, rect, tr("Spectrogram"), below);
    const int step = isLow ? 15 : 10;
    for (int hz = 0; hz <= 30; hz += step)
        paintScaleLabel(painter, rect, rect.top() + (1 - hz / 30.0) * rect.height(),
                        hz == 30 ? tr("30 Hz") : QString::number(hz));
}

} // namespace somno::plot
