// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <optional>
#include <vector>

#include "core/recordings/openoptions.h"
#include "core/scoring/epochranges.h"
#include "core/scoring/hypnogram.h"
#include "core/scoring/learnedrecording.h"
#include "core/scoring/stageseconds.h"

namespace somno::learning {

using scoring::EpochRange;
using scoring::Ranges;
using scoring::StageSeconds;

/// One scoring of one recording, as the project has it: what a training could learn from.
struct OfferedScoring {
    QString path;
    QString eeg; ///< channel label, empty = guessed by the engine
    QString emg;
    QString subject;
    QString scorer;
    scoring::Hypnogram hypnogram; ///< any length of epoch; its proposal is not looked at
    bool missing = false;         ///< the recording's file is not at `path`
    Ranges learned;               ///< 1-s epochs that the model to start from knows already, or one before it
    bool knownAnimal = false;     ///< one of them learned from another recording of that animal
    io::OpenOptions said = {};    ///< what the file does not say
};

/// What of the offered scorings is to count. Automatic epochs never do: a model learns nothing from what it said
/// itself.
struct Selection {
    QSet<QString> leftOutRecordings; ///< paths
    QSet<QString> leftOutSubjects;
    QSet<QString> leftOutScorers;
    bool importedCounts = false; ///< the imported scorings are an expert's
    [[nodiscard]] bool takes(const OfferedScoring &offer) const;
};

/// An offered scoring that counts. Its epochs are the network's, of 1 s.
struct TrainingItem {
    QString path;
    QString eeg;
    QString emg;
    QString subject;
    QString scorer;
    scoring::Hypnogram labels; ///< 1-s epochs; those that do not count are unscored
    Ranges usable;             ///< the epochs that count
    Ranges learned;            ///< as of the offered scoring
    bool knownAnimal = false;
    io::OpenOptions said = {};
};

/// Notes what the model to start from knows of a scoring whose recording has this io::contentDigest().
void markLearned(OfferedScoring &offer, const QString &digest, const std::vector<scoring::LearnedRecording> &learned);

/// The scoring on 1-s epochs: a second counts where all of it lies in epochs that count and that are of one stage, and
/// that stage is learned as a class.
[[nodiscard]] scoring::Hypnogram usableLabels(const scoring::Hypnogram &scoring, bool importedCounts);
/// nullopt where no epoch counts.
[[nodiscard]] std::optional<TrainingItem> itemOf(const OfferedScoring &offer, bool importedCounts);
/// Seconds of each stage within the ranges.
[[nodiscard]] StageSeconds secondsIn(const TrainingItem &item, const Ranges &ranges);

/// Two opinions of one recording, second by second.
struct Disagreement {
    qint64 compared = 0;  ///< seconds that both scored
    qint64 different = 0; ///< of those, as another class
};
[[nodiscard]] Disagreement disagreementOf(const TrainingItem &a, const TrainingItem &b);

} // namespace somno::learning
