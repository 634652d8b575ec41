// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/splitkey.h"
#include "core/recordings/openoptions.h"
#include "core/scoring/hypnogram.h"

namespace somno::sdreamer {

using learning::Split;

/// One recording of a cohort with the scoring to learn from. Paths are absolute after loading.
struct ManifestRecording {
    QString path;
    QString eeg; ///< channel label, empty = guessed
    QString emg;
    QString labels; ///< label file, or the recording itself (EDF+ annotations)
    QString subject;
    QString scorer;
    io::OpenOptions said = {};                  ///< of a file without a header: "rate", "unit", "channels" of the entry
    std::vector<scoring::EpochRange> confirmed; ///< 1-s epochs that count; empty = all scored ones
    bool strictLabels = false;                  ///< whatever is odd about them is an error
    std::optional<Split> split; ///< of this entry, where the cohort is divided by entries instead of by subject
};

/// How a manifest in `folder` names a file: relative to that folder where the file lies in it, or in the folder that
/// holds it, or below one of them, so that both can be moved together; else by its absolute path.
[[nodiscard]] QString nameInManifest(const QString &folder, const QString &path);

/// A cohort and its division: by subject, so that no subject stands in two splits; or, where labels are of few animals,
/// by entries ("split": "train"), which may be stretches of one recording with at least learning::kSplitGuardSec
/// between them.
class Manifest {
public:
    enum class Few { Refuse, Keep };

    /// Reads a manifest file; relative paths are relative to it. Without `splits` the subjects are divided
    /// 70/15/15 by a shuffle that is the same in every call, so that training and evaluation agree on the test
    /// subjects. Errors TrainingDataInvalid: fewer than three subjects, a subject in two splits, a subject without a
    /// recording, a confirmed range that is none, a split of another name, entries of which only some have a split,
    /// stretches of different splits that are too near, one file under two subjects. Warns of keys that mean nothing
    /// here. With Few::Keep fewer than three subjects without `splits` are no error: such a manifest is not divided yet
    /// (dividedbystretches.h).
    [[nodiscard]] static Result<Manifest> load(const QString &path, const Progress &progress = {},
                                               Few few = Few::Refuse);
    /// The same cohort divided by these entries, each of which has a split. Errors as of load() for `file`.
    [[nodiscard]] Result<Manifest> dividedInto(std::vector<ManifestRecording> entries, const QString &file) const;

    /// Whether whatever is odd about labels is an error; of a manifest that was loaded it is not.
    void setStrictLabels(bool strict);
    [[nodiscard]] const std::vector<ManifestRecording> &recordings() const { return m_recordings; }
    [[nodiscard]] std::vector<ManifestRecording> recordings(Split split) const;
    [[nodiscard]] const QStringList &subjects(Split split) const { return m_subjects[int(split)]; }
    [[nodiscard]] bool isDivided() const;
    /// Whether the entries say it, so that subjects may stand in several splits.
    [[nodiscard]] bool isSplitByEntry() const;
    /// The same recordings divided `count` times, each subject in the test of exactly one of them; of the other
    /// subjects 15 % are for validation. The division is drawn by `seed`, whatever the file's own splits say.
    /// Error TrainingDataInvalid for fewer than two folds, or more folds than subjects, or fewer than three subjects.
    [[nodiscard]] Result<std::vector<Manifest>> folds(int count, quint64 seed) const;
    /// BLAKE2b-256 over the contents of all recordings and label files: what a model was trained on.
    /// Error TrainingDataInvalid where one recording stands under two subjects: it could be learned from and tested on.
    [[nodiscard]] Result<QByteArray> digest() const;
    /// The same with everything else that decides a training or a test: who is in which split, channels, confirmed
    /// ranges. A run goes on only where this is as it was.
    [[nodiscard]] Result<QByteArray> planDigest() const;

private:
    Result<> readRecordings(const QJsonObject &root, const QString &file);
    Result<> checkSubjects(const QString &file) const;
    Result<> readSplits(const QJsonObject &root, const QString &file, Few few);
    Result<> takeEntrySplits(const QString &file);

    std::vector<ManifestRecording> m_recordings;
    QStringList m_subjects[3];
};

/// That every recording and label file is there, before hours of computing. Error FileNotFound naming those that are
/// not.
[[nodiscard]] Result<> requireFiles(const std::vector<ManifestRecording> &recordings);

/// Warns of recordings whose subject is in no split.
void warnOfIdleSubjects(const Manifest &manifest, const Progress &progress);

} // namespace somno::sdreamer
