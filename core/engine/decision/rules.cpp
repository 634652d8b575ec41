// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/rules.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <new>
#include <optional>

#include "core/engine/decision/epochlength.h"
#include "core/engine/decision/finitevalues.h"
#include "core/engine/decision/threshold.h"
#include "core/engine/prepare/epochreader.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// All judgement. Seconds to each side over which a quantity is smoothed:
constexpr int kToneHalfSec = 3, kDeltaHalfSec = 4, kRatioHalfSec = 5;
constexpr double kLeastToneGap = 0.6;     ///< ln power; with less between its classes, the EMG is an envelope
constexpr double kLargestDeltaVote = 2.5; ///< so that slow movement artefacts do not outvote a clear EMG
constexpr int kContextSec = 120;          ///< REM needs this share of NREM in so many seconds before,
constexpr double kContextShare = 0.2;
constexpr int kLongestPauseSec = 30;  ///< NREM or REM no longer ago than this,
constexpr int kShortestRemSec = 10;   ///< to last from so long
constexpr int kLongestRemSec = 300;   ///< to so long,
constexpr float kLeastRemRise = 0.7f; ///< and theta over delta twice (ln 2) that of NREM
constexpr double kRemWidth = 0.25;    ///< ln; of the logistic in theta over delta

double logistic(double z)
{
    return 1 / (1 + std::exp(-z));
}

std::vector<float> difference(const std::vector<float> &a, const std::vector<float> &b)
{
    std::vector<float> out(a.size());
    std::transform(a.begin(), a.end(), b.begin(), out.begin(), std::minus<>());
    return out;
}

std::vector<float> where(const std::vector<float> &values, const std::function<bool(size_t)> &keep)
{
    std::vector<float> out;
    for (size_t i = 0; i < values.size(); ++i)
        if (keep(i))
            out.push_back(values[i]);
    return out;
}

double covariance(const std::vector<float> &a, const std::vector<float> &b)
{
    double count = 0, sumA = 0, sumB = 0, products = 0;
    for (size_t i = 0; i < a.size(); ++i)
        if (std::isfinite(a[i]) && std::isfinite(b[i])) {
            ++count;
            sumA += double(a[i]);
            sumB += double(b[i]);
            products += double(a[i]) * double(b[i]);
        }
    return count > 0 ? products / count - sumA / count * (sumB / count) : 0;
}

/// ln of how far the level of an integrated EMG is from its floor. Upright is the sign in which it is high where it
/// moves much.
std::vector<float> logLevel(const std::vector<float> &emgLevel)
{
    std::vector<float> steps(emgLevel.size(), kNaN);
    for (size_t i = 1; i < emgLevel.size(); ++i)
        steps[i] = std::abs(emgLevel[i] - emgLevel[i - 1]);
    std::vector<float> level = smoothed(emgLevel, kToneHalfSec);
    const double low = double(quantileOf(level, 0.01)), high = double(quantileOf(level, 0.99));
    const bool inverted = covariance(smoothed(steps, kToneHalfSec), level) < 0;
    for (float &value : level) {
        const double above = inverted ? high - double(value) : double(value) - low;
        value = std::isnan(value) ? kNaN : float(std::log(std::max(above, 0.0) + 0.05 * (high - low)));
    }
    return level;
}

/// What decides, smoothed, with the thresholds of this recording.
struct Evidence {
    std::vector<float> tone;
    std::vector<float> delta;
    std::vector<float> ratio; ///< ln theta over delta
    Threshold toneAt;
    Threshold deltaAt;
    double ratioAt = 0;
    std::vector<bool> nrem;        ///< low tone and much delta, before REM is looked for
    std::vector<double> nremShare; ///< in kContextSec before

    [[nodiscard]] bool isRelaxed(size_t second) const { return toneAt.distance(tone[second]) <= 0; }
    [[nodiscard]] bool isRemLike(size_t second) const { return isRelaxed(second) && double(ratio[second]) > ratioAt; }
};

void findNrem(Evidence &evidence)
{
    const size_t size = evidence.tone.size();
    evidence.nrem.resize(size);
    evidence.nremShare.resize(size);
    int count = 0;
    for (size_t i = 0; i < size; ++i) {
        evidence.nrem[i] = evidence.isRelaxed(i) && evidence.deltaAt.distance(evidence.delta[i]) > 0;
        count += evidence.nrem[i] ? 1 : 0;
        if (i >= kContextSec && evidence.nrem[i - kContextSec])
            --count;
        evidence.nremShare[i] = double(count) / kContextSec;
    }
}

Evidence weigh(const SignalFeatures &features)
{
    Evidence evidence;
    evidence.tone = smoothed(features.emgTone, kToneHalfSec);
    evidence.toneAt = otsuThreshold(evidence.tone);
    if (evidence.toneAt.gap < kLeastToneGap) {
        evidence.tone = logLevel(features.emgLevel);
        evidence.toneAt = otsuThreshold(evidence.tone);
    }
    evidence.delta = smoothed(features.delta, kDeltaHalfSec);
    evidence.deltaAt = otsuThreshold(evidence.delta);
    evidence.ratio = smoothed(difference(features.theta, features.delta), kRatioHalfSec);
    findNrem(evidence);
    const auto asleep = where(evidence.ratio,
                              [&](size_t i) { return evidence.isRelaxed(i) && evidence.nremShare[i] > kContextShare; });
    const float ofNrem = quantileOf(where(evidence.ratio, [&](size_t i) { return evidence.nrem[i]; }), 0.5);
    evidence.ratioAt = std::max(otsuThreshold(asleep).at, double(ofNrem + kLeastRemRise));
    return evidence;
}

/// Runs of REM-like seconds that are long enough and go on from sleep.
std::vector<bool> remSeconds(const Evidence &evidence)
{
    const size_t size = evidence.tone.size();
    std::vector<bool> rem(size);
    size_t lastSleep = 0;
    bool slept = false;
    for (size_t first = 0, last; first < size; first = last) {
        last = first + 1;
        if (!evidence.isRemLike(first)) {
            if (evidence.nrem[first]) {
                lastSleep = first;
                slept = true;
            }
            continue;
        }
        while (last < size && evidence.isRemLike(last))
            ++last;
        if (!slept || first - lastSleep > kLongestPauseSec || evidence.nremShare[first] <= kContextShare)
            continue;
        lastSleep = last - 1;
        if (last - first >= kShortestRemSec && last - first <= kLongestRemSec)
            std::fill(rem.begin() + std::ptrdiff_t(first), rem.begin() + std::ptrdiff_t(last), true);
    }
    return rem;
}

bool anyFinite(const std::vector<float> &values)
{
    return std::any_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

QString nameOf(const signal::Recording &recording)
{
    return recording.path.isEmpty() ? QStringLiteral("The recording") : QFileInfo(recording.path).fileName();
}

/// Readers of the channels that there are.
struct Readers {
    std::optional<EpochReader> eeg;
    std::optional<EpochReader> emg;
    EpochIndex epochs = std::numeric_limits<EpochIndex>::max();
};

Result<Readers> readersOf(const signal::Recording &recording, const io::ChannelChoice &choice)
{
    Readers readers;
    for (const auto &[index, reader] : {std::pair{choice.eeg, &readers.eeg}, std::pair{choice.emg, &readers.emg}}) {
        if (index < 0)
            continue;
        if (index >= int(recording.channels.size()) || !recording.channels[size_t(index)].isReadable())
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("%1: channel %2 has not been read.").arg(nameOf(recording)).arg(index + 1));
        reader->emplace(recording.channels[size_t(index)], recording.time);
        readers.epochs = std::min(readers.epochs, (*reader)->epochs());
    }
    if (!readers.eeg && !readers.emg)
        return failure(ErrorCode::ChannelMissing,
                       QStringLiteral("%1: neither an EEG nor an EMG channel is chosen.").arg(nameOf(recording)),
                       QStringLiteral("Name the channels to use."));
    return readers;
}

/// Reads ten minutes at a time, so that a recording of any length needs little memory.
Result<SignalFeatures> featuresOf(const Readers &readers, const Progress &progress)
{
    constexpr EpochIndex kChunk = 600;
    SignalFeatures features;
    for (EpochIndex first = 0; first < readers.epochs; first += kChunk) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Scoring was cancelled."));
        const EpochIndex count = std::min(kChunk, readers.epochs - first);
        std::vector<float> eeg, emg;
        for (const auto &[reader, samples] : {std::pair{&readers.eeg, &eeg}, std::pair{&readers.emg, &emg}}) {
            if (!*reader)
                continue;
            samples->resize(size_t(count) * kSamplesPerEpoch);
            if (auto read = (*reader)->read(first, *samples); !read)
                return failure(read.error());
        }
        appendFeatures(eeg, emg, features);
        progress.advance(QStringLiteral("score"), first + count, readers.epochs);
    }
    return features;
}

} // namespace

scoring::Proposal applyRules(const SignalFeatures &features)
{
    const Evidence evidence = weigh(features);
    const std::vector<bool> rem = remSeconds(evidence);
    scoring::Proposal proposal;
    proposal.classes = mouseClasses();
    proposal.modelVersion = kRulesModel;
    if (!anyFinite(features.emgTone) && !anyFinite(features.delta)) {
        proposal.probabilities.assign(rem.size() * proposal.classes.size(), kNaN);
        return proposal;
    }
    for (size_t i = 0; i < rem.size(); ++i) {
        if (!std::isfinite(features.emgTone[i]) && !std::isfinite(features.delta[i])) { // no signal in this second
            proposal.probabilities.insert(proposal.probabilities.end(), proposal.classes.size(), kNaN);
            continue;
        }
        const double active = evidence.toneAt.distance(evidence.tone[i]);
        const double slow
            = std::clamp(evidence.deltaAt.distance(evidence.delta[i]), -kLargestDeltaVote, kLargestDeltaVote);
        // One to five at the threshold: a run that passed all conditions is REM.
        const double isRem
            = rem[i] ? (1 - logistic(active)) * logistic(1 + (double(evidence.ratio[i]) - evidence.ratioAt) / kRemWidth)
                     : 0;
        const double isWake = logistic(rem[i] ? active : active - slow);
        for (const double probability : {(1 - isRem) * isWake, (1 - isRem) * (1 - isWake), isRem})
            proposal.probabilities.push_back(float(probability));
    }
    return proposal;
}

Result<scoring::Proposal> scoreByRules(const signal::Recording &recording, const io::ChannelChoice &choice,
                                       double epochSec, const Progress &progress)
try {
    const auto readers = readersOf(recording, choice);
    if (!readers)
        return failure(readers.error());
    if (auto fits = checkEpochLength(epochSec, readers->epochs); !fits)
        return failure(fits.error());
    const auto features = featuresOf(*readers, progress);
    if (!features)
        return failure(features.error());
    for (const auto &[values, name] : {std::pair{&features->emgTone, "EMG"}, std::pair{&features->delta, "EEG"}})
        if (!anyFinite(*values))
            progress.warning(QStringLiteral("%1: no %2 to score from, so the rules find no REM.")
                                 .arg(nameOf(recording), QLatin1String(name)));
    return inEpochs(applyRules(*features), epochSec, recording.time);
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed, QStringLiteral("%1: not enough memory to score.").arg(nameOf(recording)),
                   QStringLiteral("Close other programs and start again."));
}

} // namespace somno::sdreamer
