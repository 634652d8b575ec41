// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <memory>
#include <span>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/samplerate.h"
#include "core/signal/samplesource.h"
#include "core/signal/samplestore.h"
#include "core/signal/timemap.h"

namespace somno::signal {

class Envelope;

/// One text with a time, as EDF+ stores it. `durationSec` < 0 means that none was given.
struct Annotation {
    double onsetSec = 0;
    double durationSec = -1;
    QString text;
    int signal = 0; ///< which of the annotation signals it stands in
};

/// One signal of a recording. physical = digital * gain() + offset(), in `unit`.
struct Channel {
    QString label;
    QString unit;
    QString transducer;
    QString prefilter;
    SampleRate rate;
    double physicalMin = -1;
    double physicalMax = 1;
    int digitalMin = -32768;
    int digitalMax = 32767;
    std::shared_ptr<const SampleStore> samples; ///< null when only the header was read
    std::shared_ptr<const SampleSource>
        source;                               ///< reads samples that are not held; null when they are, or never will be
    std::shared_ptr<const Envelope> envelope; ///< to draw from where they are read as they are looked at; else null
    SampleIndex sampleCount = 0;
    QString unusable; ///< why no sample of it has a value, as the end of a sentence: "its physical range is empty";
                      ///< empty where it is sound

    [[nodiscard]] double gain() const;
    [[nodiscard]] double offset() const;
    /// `count` samples from `first` in physical units.
    [[nodiscard]] std::vector<float> physical(SampleIndex first, SampleIndex count) const;
    /// Samples from `first` in physical units, from memory or from the source; the range must lie inside the channel.
    /// Any thread. Errors of the source; InvalidArgument where there is neither.
    [[nodiscard]] Result<> read(SampleIndex first, std::span<float> out) const;
    [[nodiscard]] bool isReadable() const { return samples || source; }
};

/// A recording as read from a file or simulated. Built once, then shared as
/// shared_ptr<const Recording>; nobody changes it afterwards.
struct Recording {
    QString path;           ///< empty when it never was a file
    QString patient;        ///< EDF patient field, as written
    QString recordingField; ///< EDF recording field, as written
    QDateTime start;        ///< local clock of the recording, no time zone
    TimeMap time;           ///< when it was running; one segment where it has no gaps
    Ticks recordDuration = kTicksPerSecond;
    std::vector<Channel> channels;
    std::vector<Annotation> annotations;
    Deviations deviations; ///< where the file deviates from its format and was read all the same

    /// From the start to the end, gaps included.
    [[nodiscard]] double durationSec() const { return double(time.duration()) / double(kTicksPerSecond); }
    /// Indices of the channels of that label, trimmed; where none is spelled so, in any case; else "#3" is the third.
    [[nodiscard]] std::vector<int> channelsCalled(const QString &name) const;
    /// The first of them, or -1.
    [[nodiscard]] int channelIndex(const QString &name) const;
};

using RecordingPtr = std::shared_ptr<const Recording>;

} // namespace somno::signal
