// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/recordings/openoptions.h"
#include "core/signal/recording.h"

namespace somno::io {

class RecordingFile;

/// A channel as a file without a header tells of it.
struct FoundChannel {
    QString name;                   ///< as the file has it
    QString unit;                   ///< empty: it does not say
    std::optional<SampleRate> rate; ///< it does not say
    std::shared_ptr<const signal::SampleStore> samples;

    /// Between which values all but the outermost hundredth of the samples lie, by up to some ten thousand of them; NaN
    /// where none has a value.
    [[nodiscard]] std::pair<double, double> usualRange() const;
};

/// A recording that was read into memory before all that belongs to it is known: someone has to say the rest.
struct RecordingDraft {
    QString path;
    QString formatName;
    QDateTime start; ///< invalid where the file does not say
    std::vector<FoundChannel> channels;
    Deviations deviations;
    double likelyHz = 0; ///< a guess, where the rate is not said
    QString rateProblem; ///< why it is not, as a sentence; may be empty

    /// Adds to the deviations how many samples have no value, which stay NaN.
    void tellOfMissingValues();
    /// Whether a rate or a unit has to be said.
    [[nodiscard]] bool isOpen() const;
    /// What is known with these answers, for a person to complete: one for each channel.
    [[nodiscard]] std::vector<ChannelFacts> facts(const OpenOptions &options) const;
    /// The recording. RateMissing where a rate is neither found nor said; its detail lists what was found.
    [[nodiscard]] Result<std::shared_ptr<const RecordingFile>> finish(const OpenOptions &options) const;

private:
    [[nodiscard]] Error rateMissing(const QStringList &of) const;
};
using RecordingDraftPtr = std::shared_ptr<const RecordingDraft>;

/// The rate as people write it, with as many decimals as it has: "511.9596".
[[nodiscard]] QString hertzText(double hz);

/// Error FileNotReadable where that many bytes are more than the machine's memory.
[[nodiscard]] Result<> requireMemory(const QString &name, qint64 bytes);

} // namespace somno::io
