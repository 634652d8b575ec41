// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace somno::scoring {

/// The stage of one epoch. Values 0 to 2 are the classes of sDREAMER in its own order.
/// Unscored is a value of its own and never becomes Wake.
enum class Stage : qint8 {
    Unscored = -1,
    Wake = 0,
    Nrem = 1,
    Rem = 2,
    Microarousal = 3,
    N1 = 4,
    N2 = 5,
    N3 = 6,
};

/// Who said the stage of an epoch.
enum class EpochSource : quint8 {
    None = 0,      ///< unscored
    Automatic = 1, ///< a model
    Human = 2,     ///< a scorer, by hand
    Imported = 3,  ///< read from a file of labels
    Confirmed = 4, ///< a model, and a person agreed
};

} // namespace somno::scoring
