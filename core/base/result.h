// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace somno {

/// What kind of failure it was, for code that decides; people read the texts of Error.
enum class ErrorCode {
    // core/base
    InvalidArgument = 100,
    Cancelled,
    FileNotFound,
    FileNotReadable,
    FileNotWritable,
    DiskFull,
    // core/signal, core/recordings, core/labels
    NotARecording = 200,
    HeaderInvalid,
    Truncated,
    UnsupportedFormat,
    ChannelMissing,
    TooShort,
    LabelsInvalid,
    NoOverlap,
    RateMissing,
    // core/model, core/engine
    ModelMissing = 300,
    ModelInvalid,
    ModelInputRefused,
    TrainingDataInvalid,
    ComputeFailed,
    // core/project
    ProjectNewer = 400,
    ProjectCorrupt,
    ProjectLocked,
    ProjectFailed,
    ScoringChanged,
    // core/jobs
    EngineMissing = 500,
    EngineFailed,
};

/// A failure in words: `message` is one sentence that names the file and what happened,
/// `detail` says why (field, byte offset, counts) and what to do about it.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    QString message;
    QString detail;
};

/// Every fallible function below `ui` returns this; no exception crosses a module boundary.
template <class T = void>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::Truncated, message, detail);`
inline tl::unexpected<Error> failure(ErrorCode code, QString message, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail)});
}

inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace somno
