// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/project/modelstore.h"
#include "core/scoring/learnedrecording.h"

namespace somno::ui {

// All of them read and write files, so not in the GUI thread. The files of a model's folder: modelfiles.h.

/// What config.json says of a model, with the digest of the files under "digest" of its settings.
/// ModelMissing where the folder or one of the files is not there, ModelInvalid, with the reason in the detail, where
/// config.json makes no sense or the weights are not those that it was written with.
[[nodiscard]] Result<store::ModelEntry> readModelFolder(const QString &folder);
/// What the model of a folder, and those before it, learned from; nothing where no model can be read: whoever uses it
/// will be told why.
[[nodiscard]] std::vector<scoring::LearnedRecording> readLearned(const QString &folder);
/// BLAKE2b of config.json and the weights, in hexadecimal digits.
[[nodiscard]] Result<QByteArray> modelDigest(const QString &folder);
/// Whether the files of a model are those that were registered: ModelMissing or ModelInvalid where not.
[[nodiscard]] Result<> checkModelFolder(const store::ModelEntry &model);
/// MODEL_CARD.md (Markdown).
[[nodiscard]] Result<QString> readModelCard(const QString &folder);

/// Copies the three files into a new folder, which appears whole or not at all. FileNotWritable where it exists.
[[nodiscard]] Result<> copyModelFolder(const QString &from, const QString &to);
/// Writes a model as a .tar.gz by the system's tar, under a temporary name first.
[[nodiscard]] Result<> packModelFolder(const QString &folder, const QString &archive);
/// Unpacks the three files of a .tar.gz into `into` and returns their folder; nothing else of the archive is kept.
[[nodiscard]] Result<QString> unpackModelArchive(const QString &archive, const QString &into);

} // namespace somno::ui
