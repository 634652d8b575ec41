// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <map>
#include <vector>

#include "core/base/result.h"

namespace somno::sdreamer {

/// One tensor of a model: values in row-major order, as many as the product of `shape`.
struct WeightTensor {
    std::vector<qint64> shape;
    std::vector<float> values;
    friend bool operator==(const WeightTensor &, const WeightTensor &) = default;
};

/// Tensors by name ("eeg_transformer.get_cls.cls_token").
using WeightMap = std::map<QString, WeightTensor>;

/// How weights are stored; in memory they are always float32.
enum class WeightPrecision { Float16, Float32 };

/// "[128, 16]", for messages.
[[nodiscard]] QString shapeText(const std::vector<qint64> &shape);

/// Reads a safetensors file of F32, F16 or BF16 tensors (github.com/huggingface/safetensors): 8 bytes header
/// length, JSON header, data without gaps or overlaps. Error ModelMissing or ModelInvalid naming the file and tensor.
[[nodiscard]] Result<WeightMap> readSafetensors(const QString &path);

/// BLAKE2b-256 of names, shapes and values: whether two models are the same.
[[nodiscard]] QByteArray weightsDigest(const WeightMap &weights);

/// Writes and syncs; an existing file is replaced only by a complete one. Error ModelInvalid for
/// values that are not numbers or too large for the precision, FileNotWritable, DiskFull.
[[nodiscard]] Result<> writeSafetensors(const QString &path, const WeightMap &weights, WeightPrecision precision);

} // namespace somno::sdreamer
