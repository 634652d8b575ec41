// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>

#include "core/base/fileformat.h"
#include "core/base/result.h"
#include "core/labels/labelcontext.h"
#include "core/scoring/hypnogram.h"

namespace somno::io {

struct LabelTable;

/// What labels may say beside the stages.
enum class LabelContent {
    Probabilities = 1, ///< of a model, and so its confidence
    Source = 2,        ///< who set each epoch
    StartClock = 4,    ///< of the recording
};
Q_DECLARE_FLAGS(LabelContents, LabelContent)
Q_DECLARE_OPERATORS_FOR_FLAGS(LabelContents)

/// One kind of label file. Each is one file, and a line in labelformat.cpp; a name in it is translated where it is
/// shown.
struct LabelFormat : FileFormat {
    /// A stage that a scoring gets where its set lacks what the file says.
    struct StandIn {
        scoring::Stage missing;
        scoring::Stage taken;
    };

    LabelContents contents;                  ///< that it can hold
    std::vector<scoring::Stage> stages = {}; ///< that it has words for; empty: all
    /// What a file says, row by row, nothing corrected. Errors FileNotFound, FileNotReadable, LabelsInvalid.
    Result<LabelTable> (*read)(const QString &path, const LabelContext &context) = nullptr;
    /// Temporary name, sync, rename. Errors FileNotWritable, DiskFull and the like.
    Result<> (*write)(const QString &path, const scoring::Hypnogram &hypnogram, const LabelWriteOptions &options)
        = nullptr;

    QHash<QString, scoring::Stage> codes = {}; ///< words and numbers that mean a stage in such files only, lower case
    std::vector<StandIn> standIns = {};
    std::vector<StandIn> writtenAs = {}; ///< what stands in a file for a stage that it has no word for
    bool statesEpoch = true;             ///< how long an epoch is; else who reads a file must know

    [[nodiscard]] bool canRead() const { return read != nullptr; }
    [[nodiscard]] bool canWrite() const { return write != nullptr; }
};
using LabelFormats = std::span<const LabelFormat *const>;

/// In the order of the dialogs; of two with one ending the first has it, unless another recognises the content.
[[nodiscard]] LabelFormats labelFormats();
[[nodiscard]] LabelFormats readableLabelFormats();
[[nodiscard]] LabelFormats writableLabelFormats();
/// By its id; null where there is none.
[[nodiscard]] const LabelFormat *findLabelFormat(const QString &id);

/// What a file of that format would not hold of these labels, in words.
[[nodiscard]] QStringList labelLosses(const LabelFormat &format, const scoring::Hypnogram &hypnogram,
                                      const LabelWriteOptions &options);

/// For a dialog that opens: all label files, each format, all files; with ";;" between them.
[[nodiscard]] QString labelReadFilters();
/// For a dialog that saves: one for each of writableLabelFormats(), which says what the format does not hold.
[[nodiscard]] QStringList labelWriteFilters();
/// For help and errors: ".csv, .tsv, .edf" of all that can be read; of new files.
[[nodiscard]] QString labelReadEndings();
[[nodiscard]] QStringList labelWriteEndings();

} // namespace somno::io
