// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cohort/manifest.h"
#include "core/scoring/epochranges.h"

namespace somno::sdreamer {

/// What of a recording somebody labels, and what they are for, in epochs of 1 s. Parts lie learning::kSplitGuardSec
/// apart.
struct LabelledStretches {
    scoring::Ranges train, validation, test;
};

/// The stretches that somebody labels who looks at the whole recording: at most 5 min each, as many as make up
/// `minutes`, evenly spread. Every fourth is for validation; the rest of the recording for the test.
[[nodiscard]] LabelledStretches labelledStretches(EpochIndex epochs, double minutes);

/// Where labels may be set if two ways of setting them are to be compared on one test: some quarter of an hour and the
/// next are for labels (every fourth such one for validation) and for the test in turn.
[[nodiscard]] LabelledStretches labelPool(EpochIndex epochs);
/// `minutes` of labels, spread evenly over the pool. Error InvalidArgument where it holds fewer.
[[nodiscard]] Result<LabelledStretches> spreadStretches(const LabelledStretches &pool, double minutes);
/// As many epochs as `spread` has for training and validation, but where learning::nextStretches() proposes them, one
/// stretch after the other, each labelled as in `truth` before the next is proposed.
[[nodiscard]] LabelledStretches proposedStretches(const LabelledStretches &pool, const LabelledStretches &spread,
                                                  scoring::Proposal scored, const scoring::Hypnogram &truth);

/// Writes them as the manifest that a person would write, and reads it. Error FileNotWritable, and those of
/// Manifest::load().
[[nodiscard]] Result<Manifest> writeStretches(const ManifestRecording &animal, const LabelledStretches &stretches,
                                              const QString &path);

} // namespace somno::sdreamer
