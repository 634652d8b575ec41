// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/scoring/stage.h"
#include "core/signal/recording.h"

namespace somno::simulation {

/// What kind of recording it is; the shares stand in ranges.h.
enum class Stratum { Typical, SleepRich, WakeRich, NoRem, NoSleep, Deprived };
/// Their names in commands, in the same order.
inline constexpr std::array kStratumNames = {"typical", "sleep-rich", "wake-rich", "no-rem", "no-sleep", "deprived"};

/// The set-up: all the variety of laboratories, or faultless electrodes and amplifier with one difficulty. A mouse is
/// the same mouse, and sleeps the same, in all of them but `Variety` has a sampling rate of its own. `Unlike` is a
/// mouse beyond the ranges of `Variety`: slower EEG, little delta, noise, and an EMG whose gain changes.
/// `RectifiedEmg`: a weak, rectified EMG and an EEG to 30 Hz at 200 Hz; `NoiseFloor`: an EMG whose muscle lies under
/// the noise.
enum class Condition { Variety, Clean, WeakEmg, NarrowEeg, Hum, Drift, EmgGain, Unlike, RectifiedEmg, NoiseFloor };
/// Their names in commands and files, in the same order.
inline constexpr std::array kConditionNames = {"variety", "clean",    "weak-emg", "narrow-eeg",    "hum",
                                               "drift",   "emg-gain", "unlike",   "rectified-emg", "noise-floor"};

/// One simulated recording. Spectra, EMG and amplifier depend on (seed, subject) alone, so that the
/// recordings of one mouse are alike; the night and its faults depend on `recording` as well.
struct SimulationRequest {
    double hours = 1; ///< > 0, at most 48; rounded to whole data records
    quint64 seed = 1;
    int subject = 1;
    int recording = 1;               ///< counts the recordings of one subject
    std::optional<double> rateHz;    ///< 64 to 4000; else that of the subject's amplifier
    std::optional<double> startHour; ///< clock hour of the start, lights on from 7 to 19; else drawn
    std::optional<Stratum> stratum;  ///< else drawn
    Condition condition = Condition::Variety;
};

/// A mouse recording of one EEG and one EMG channel (16-bit samples) with its true stages as annotations:
/// "Sleep stage W", "N", "R", and "Microarousal" for wake of at most 15 s within sleep, each bout once with its exact
/// onset. A rate that EDF cannot hold becomes the nearest that it can. The same request gives the same bytes.
/// Errors: InvalidArgument, Cancelled.
[[nodiscard]] Result<signal::Recording> simulate(const SimulationRequest &request, const Progress &progress = {});

/// The truth by epochs, from the annotations of a simulated recording: the stage that holds the most of the epoch.
/// The last epoch is the last complete one.
[[nodiscard]] std::vector<scoring::Stage> trueStages(const signal::Recording &recording, double epochSec = 1);

} // namespace somno::simulation
