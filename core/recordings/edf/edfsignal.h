// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/edf/edffields.h"

namespace somno::io {

/// What the header says of one signal, annotation signals included.
struct EdfSignalHeader {
    QString label;
    QString transducer;
    QString unit; ///< with the micro sign where the file has one in any encoding
    QString prefilter;
    double physicalMin = 0;
    double physicalMax = 0;
    int digitalMin = 0; ///< may lie above digitalMax, and beyond what a sample can hold
    int digitalMax = 0;
    bool isAnnotation = false;
    int samplesPerRecord = 0;
    QString unusable; ///< as signal::Channel::unusable
};

/// Which signal of how many, in a file of which family.
struct EdfSignalPlace {
    int signal = 0;
    int count = 0;
    bool isBdf = false;
    bool isPlus = false;
};

/// Reads the fields of a signal. One whose numbers give no samples a value is unusable, which is noted.
/// Error HeaderInvalid where the samples in a data record cannot be read, without which no signal has a place.
[[nodiscard]] Result<EdfSignalHeader> readEdfSignal(EdfFields &fields, const EdfSignalPlace &place);

} // namespace somno::io
