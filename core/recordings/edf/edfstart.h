// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QTime>

#include "core/recordings/edf/edffields.h"

namespace somno::io {

/// When a recording starts, by the header; always a valid date and time.
struct EdfStart {
    QDate date;
    QTime time;
};

/// The date of the recording field holds where the start date says none, and where it says another one and the file is
/// EDF+ or the start date is not written as EDF asks; without any, 1 January 1985 stands for an unknown date, as in
/// EDF+, and midnight for an unknown time. Notes what was taken.
[[nodiscard]] EdfStart readEdfStart(EdfFields &fields, bool isPlus);

} // namespace somno::io
