// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/base/samplerate.h"

namespace somno::store {

/// Where the expert was in a recording.
struct ViewState {
    double firstSec = 0; ///< visible range, seconds from the start of the recording
    double lastSec = 0;
    EpochIndex currentEpoch = 0;
    friend bool operator==(const ViewState &, const ViewState &) = default;
};

/// What the project knows of a recording. `digest` is io::contentDigest() of its file.
struct RecordingEntry {
    qint64 id = 0;
    QByteArray digest;
    QString path; ///< where it was last seen
    QString label;
    double durationSec = 0;
    QDateTime start; ///< local clock of the recording
    QString eegLabel;
    QString emgLabel;
    QString subject; ///< the animal; subjectFromPath() where nobody named it
    double epochSec = 1;
    QString openedAs = {};         ///< what was said of a file without a header, as JSON; empty for others
    std::optional<ViewState> view; ///< none before the first look
    QDateTime lastOpened;          ///< UTC
};

/// The animal that a file's name tells: "m12" for "m12_2024-03-31_day2.edf", without date, time and number of the
/// session.
[[nodiscard]] QString subjectFromPath(const QString &path);

/// The recordings of a project, known by content: a file that moved keeps its scorings.
class RecordingStore {
public:
    virtual ~RecordingStore() = default;

    /// Notes that a recording was opened and returns it as stored. The first time `entry` is taken as it is (without
    /// id and view); afterwards only its path, last opening and what was said of it change: the project's label,
    /// channels, subject and view stay. A subject that nobody named is that of the first path, also when the file has
    /// got another name.
    [[nodiscard]] virtual Result<RecordingEntry> upsert(const RecordingEntry &entry) = 0;
    /// Last opened first.
    [[nodiscard]] virtual Result<std::vector<RecordingEntry>> list() = 0;
    [[nodiscard]] virtual Result<> updateView(qint64 recordingId, const ViewState &view) = 0;
    /// The expert's choice of channels, by label.
    [[nodiscard]] virtual Result<> updateChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel)
        = 0;
    /// Names the animal; an empty name takes the one of the file again.
    [[nodiscard]] virtual Result<> updateSubject(qint64 recordingId, const QString &subject) = 0;
};

} // namespace somno::store
