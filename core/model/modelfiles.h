// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace somno::sdreamer {

/// The files that a model's folder holds.
inline const QString kConfigFile = QStringLiteral("config.json");
inline const QString kWeightsFile = QStringLiteral("model.safetensors");
inline const QString kCardFile = QStringLiteral("MODEL_CARD.md");
inline const QStringList kModelFiles{kConfigFile, kWeightsFile, kCardFile};

/// "A model is a folder with config.json, model.safetensors and MODEL_CARD.md."
[[nodiscard]] QString whatAModelIs();
/// The same, with what to do where one of them is missing.
[[nodiscard]] QString copyTheWholeModel();

} // namespace somno::sdreamer
