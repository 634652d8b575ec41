// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <map>
#include <optional>
#include <vector>

#include "app/sdreamer/loadmodel.h"
#include "core/model/calibration.h"
#include "core/scoring/agreement.h"
#include "core/simulation/simulator.h"

namespace somno::app {

/// One kind of simulated recording on which scorers are tried.
struct ProvingKind {
    QString name;
    simulation::Condition condition = simulation::Condition::Variety;
    std::optional<simulation::Stratum> stratum = {};
    double hours = 1.5;
    std::optional<double> rateHz = {};
    std::optional<double> startHour = {};
};

/// All kinds, in the order of the tables.
[[nodiscard]] const std::vector<ProvingKind> &provingKinds();

/// Somebody else's program: COMMAND RECORDING EEG EMG OUT.csv writes a scoring.
struct Peer {
    QString name;
    QString command;
};

/// What was said of one animal, by scorer: the model's name, "rules" or a peer's, with " eeg" or " emg" behind it where
/// that alone was read.
struct AnimalFigures {
    QString kind;
    int subject = 0;
    std::map<QString, scoring::Agreement> scorers;
    std::vector<sdreamer::ReliabilityBin> reliability; ///< of the model from both signals
    QStringList doubts;                                ///< of the model itself

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static AnimalFigures fromJson(const QJsonObject &object);
};

/// Simulates the animal into `folder`, asks everybody, and takes the recording away again. Microarousals count as wake.
/// A peer that fails is said and left out. Errors of simulating, reading and scoring.
[[nodiscard]] Result<AnimalFigures> proveAnimal(const ProvingKind &kind, quint64 seed, int subject,
                                                const LoadedModel &model, const std::vector<Peer> &peers,
                                                const QString &folder, const Progress &progress);

/// Scorings of one recording by everybody: of a real recording there is no truth, only how far they agree.
struct Opinions {
    std::map<QString, scoring::Hypnogram> scorings;
    scoring::Proposal model; ///< from both signals
    QStringList doubts;
};
[[nodiscard]] Result<Opinions> askEverybody(const QString &recording, const QString &eeg, const QString &emg,
                                            const LoadedModel &model, const std::vector<Peer> &peers,
                                            const QString &folder, const Progress &progress);

} // namespace somno::app
