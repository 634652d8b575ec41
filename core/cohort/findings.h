// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "core/cohort/trainingset.h"

namespace somno::learning {

enum class Severity {
    Warning,  ///< a training can be done, and its result is worth less
    Blocking, ///< a training would teach nothing or could not be judged
};

/// What a finding is about, for code that decides; people read its sentence.
enum class FindingKind {
    NothingReviewed,
    TooLittle,
    OneClass,   ///< of what models learn, or none
    NotDivided, ///< a split has no epoch
    MissingFile,
    LittleOfClass,   ///< too few epochs of a class to judge it
    ImportedLeftOut, ///< there are imported labels, and they do not count
    ClassNotHeldOut, ///< a class occurs, but not in the test
    ClassNotLearned, ///< a class occurs, but not in the training
    LittleHeldOut,
    LittleOfClassHeldOut, ///< a class is held out, but too little of it
    AgreementHeldOut,     ///< what is held out for the judgement is what a model said
    Conflict,             ///< two scorers disagree on a recording
    OnlyCorrections,      ///< mistakes of a model were corrected, and what it had right was not confirmed
    OnlyAgreement,        ///< next to nothing was corrected: the labels are what a model said
    OneAnimal,
    SameAnimals,    ///< held-out epochs are of animals that are also learned from
    AlreadyLearned, ///< labels that the starting model learned from: they cannot judge
};

struct Finding {
    FindingKind kind = FindingKind::NothingReviewed;
    Severity severity = Severity::Warning;
    QString text; ///< one sentence or two, in words of the field
};

/// Fewer labels cannot even be divided; about five minutes.
inline constexpr qint64 kLeastSec = kLeastDivisibleSec;
/// Ten minutes of a class leave two for the test: one or two bouts of REM, the least of which a figure can be given.
inline constexpr qint64 kLeastClassSec = 600;
/// Two minutes of a class in the test: what ten minutes of it leave there.
inline constexpr qint64 kLeastHeldOutClassSec = 120;
/// Of 300 independent epochs an accuracy of 0.9 is known to 0.035 either way; coarser figures tell no two models apart.
inline constexpr qint64 kLeastTestSec = 300;
/// A model that is not worth correcting is right in half of the epochs: where a person confirmed fewer, only the
/// mistakes were looked for.
inline constexpr double kLeastConfirmed = 0.5;
/// Even the best models are wrong in some hundredths of the epochs, where they are looked at; of fewer, labels were not
/// made by looking.
inline constexpr double kLeastCorrected = 0.005;
/// Scorers of one laboratory disagree on some 5 to 10 % of epochs; below a hundredth it is not worth a word.
inline constexpr double kLeastConflict = 0.01;

/// What is missing to make a training worthwhile, blocking ones first.
[[nodiscard]] std::vector<Finding> findingsOf(const TrainingSet &set);
/// Whether any of them is blocking.
[[nodiscard]] bool isBlocked(const std::vector<Finding> &findings);

} // namespace somno::learning
