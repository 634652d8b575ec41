// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/agreement.h"

namespace somno::app {

/// A figure with four decimals; "-" where there is none (a class that occurs in neither scoring).
[[nodiscard]] QString figureText(double value);

/// Prints precision, recall and F1 of each class.
void printClasses(const scoring::Agreement &agreement);

/// Prints the confusion, `rows` and `columns` saying whose they are.
void printConfusion(const scoring::Agreement &agreement, const char *rows, const char *columns);

} // namespace somno::app
