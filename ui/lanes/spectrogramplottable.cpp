// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/spectrogramplottable.h"

#include <algorithm>

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

void paintColumns(QImage &lane, const SpectrogramImage &image, const ColumnGrid &grid, const signal::TimeMap &time,
                  double totalSec)
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
        if (sec < 0 || sec > totalSec || time.gapAt(toTicks(sec)))
            continue;
        const Between frame(sec / step - 0.5, level.frames);
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

std::shared_ptr<const SpectrogramImage> spectrogramOf(const signal::Recording &recording, int channel,
                                                      const std::stop_token &stop)
{
    const signal::Channel &source = recording.channels[size_t(channel)];
    if (!source.samples)
        return nullptr;
    const dsp::SpectrogramOptions options;
    std::vector<dsp::SampleRun> runs;
    for (const auto &[first, last, start] : recording.time.stretches(source.rate, source.samples->size()))
        runs.push_back({first, last, double(start) / double(kTicksPerSecond)});
    const Spectrogram spectrogram = dsp::spectrogram(
        [&](SampleIndex first, std::span<float> out) {
            source.samples->scaled(first, source.gain(), source.offset(), out);
        },
        runs, source.rate, options, stop);
    if (stop.stop_requested() || spectrogram.frames == 0)
        return nullptr;
    auto image = std::make_shared<SpectrogramImage>();
    image->stepSec = spectrogram.stepSec;
    image->binHz = spectrogram.binHz;
    image->highestHz = options.highestHz;
    image->bins = spectrogram.bins;
    const auto [low, high] = powerRange(spectrogram);
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

void SpectrogramPlottable::recordingChanged()
{
    m_image = nullptr;
    m_computation.stop();
    if (!view().recording || view().roles.eeg < 0)
        return;
    m_computation.start(
        this,
        [recording = view().recording, channel = view().roles.eeg](const std::stop_token &stop) {
            return spectrogramOf(*recording, channel, stop);
        },
        [this](const std::shared_ptr<const SpectrogramImage> &image) {
            m_image = image;
            m_lane->refresh();
        },
        [this] { Q_EMIT m_lane->starved(); });
}

void SpectrogramPlottable::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (!m_image || grid.count == 0)
        return;
    QImage lane = image(rect);
    paintColumns(lane, *m_image, grid, view().recording->time, view().axis.total());
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
