// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <functional>

#include "core/engine/training/labelledevidence.h"
#include "core/model/committee.h"

namespace somno::sdreamer {

struct CommitteeOptions {
    quint64 seed = 1;
    int steps = 6000;
    int batch = 1024;           ///< seconds
    double learningRate = 2e-3; ///< falling by a cosine
    double weightDecay = 1e-3;
    std::vector<int> hidden{64, 32};
    int secondsOfEach = 1500; ///< most that are drawn of one variant of a recording
    int variants = 4;         ///< of each recording: itself, then others disturbed and cut short
};

/// Judges for every input that the network may be asked with, the weights chosen by their loss on the validation
/// recordings, the weight of the sequence fitted there. The same evidence, options and machine give the same committee.
/// `metric` gets one object a judge. Errors: TrainingDataInvalid without labels, Cancelled, ComputeFailed.
[[nodiscard]] Result<Committee> trainCommittee(const NetworkConfig &network, const std::vector<LabelledEvidence> &train,
                                               const std::vector<LabelledEvidence> &validation,
                                               const CommitteeOptions &options, const Progress &progress,
                                               const std::function<void(const QJsonObject &)> &metric = {});

/// The committee after learning a laboratory's own labels: each judge goes on from where it is, half of what it sees
/// drawn from `replay`, so that it does not forget, and stays as it was where that is no better on the validation
/// recordings. What it knows of sequences stays. `changed`, if not null, says whether any judge is another one now.
[[nodiscard]] Result<Committee> tuneCommittee(const Committee &start, const std::vector<LabelledEvidence> &train,
                                              const std::vector<LabelledEvidence> &validation,
                                              const std::vector<LabelledEvidence> &replay,
                                              const CommitteeOptions &options, const Progress &progress,
                                              bool *changed = nullptr);
/// How that is done.
[[nodiscard]] CommitteeOptions tuneCommitteeOptions(quint64 seed);

/// Recordings, each with labels, from which a committee learns along with its network.
struct TeachingRecordings {
    std::vector<ManifestRecording> train, validation, replay;
};
/// tuneCommittee() by what `network`, the taught one, says of them; an empty committee stays so. Its errors and those
/// of gatherEvidence().
[[nodiscard]] Result<Committee> teachCommittee(const Committee &start, const Network &network,
                                               const TeachingRecordings &recordings, quint64 seed,
                                               const Progress &progress, bool *changed = nullptr);

} // namespace somno::sdreamer
