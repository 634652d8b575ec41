// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/recordings/inputfile.h"
#include "core/recordings/recordingdraft.h"
#include "core/signal/recording.h"

namespace somno::io {

/// A recording that is open: its header and annotations have been read, once, and its file is kept open for the
/// samples. Any thread. Errors name the file, what is wrong where, the cause and the remedy.
class RecordingFile {
public:
    /// Opens the file, once, with the format that its content is of (recordingformat.h). One without a header, such as
    /// a table, is read into memory, and `options` say what it does not.
    /// Errors FileNotFound, FileNotReadable, NotARecording, Cancelled, RateMissing, and those of the format.
    [[nodiscard]] static Result<std::shared_ptr<const RecordingFile>> open(const QString &path, Opening opening = {},
                                                                           const OpenOptions &options = {});
    virtual ~RecordingFile() = default;
    RecordingFile(const RecordingFile &) = delete;
    RecordingFile &operator=(const RecordingFile &) = delete;

    /// Header and annotations; every channel reads its samples from the file when asked (signal::Channel::read), from
    /// any thread, and nothing is held but the samples of a file without a header.
    [[nodiscard]] const signal::RecordingPtr &recording() const { return m_recording; }
    /// What the samples of all channels would take in memory.
    [[nodiscard]] qint64 sampleBytes() const;
    /// The same with the samples of these channels in memory, of all that can be used where none is named, in one pass
    /// over the file; the others are listed without samples. Errors ChannelMissing, FileNotReadable, Truncated,
    /// Cancelled.
    [[nodiscard]] Result<signal::RecordingPtr> read(const std::vector<int> &channels = {},
                                                    const Progress &progress = {}) const;

protected:
    RecordingFile(signal::RecordingPtr recording, qint64 sampleBytes)
        : m_recording(std::move(recording)), m_sampleBytes(sampleBytes)
    {
    }

private:
    /// The samples of these channels, each named once and in order.
    [[nodiscard]] virtual Result<std::vector<signal::SampleStore::Data>> samples(const std::vector<int> &channels,
                                                                                 const Progress &progress) const = 0;
    /// Whether the samples were read when it was opened.
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] signal::RecordingPtr onlyThese(const std::vector<int> &channels) const;
    [[nodiscard]] Result<> checkMemory(const std::vector<int> &channels) const;
    [[nodiscard]] Result<signal::RecordingPtr> readChecked(const std::vector<int> &channels,
                                                           const Progress &progress) const;

    signal::RecordingPtr m_recording;
    qint64 m_sampleBytes = 0; ///< of one sample in memory
};
using RecordingFilePtr = std::shared_ptr<const RecordingFile>;

/// What opening a file gives: one of the two.
struct OpenedFile {
    RecordingFilePtr file;
    RecordingDraftPtr draft; ///< of a file without a header, read into memory: RecordingDraft::finish() goes on
};
/// RecordingFile::open() up to where someone may have to be asked.
[[nodiscard]] Result<OpenedFile> openFile(const QString &path, Opening opening = {});

/// Opens a recording and reads it into memory: RecordingFile::open() and read().
[[nodiscard]] Result<signal::RecordingPtr> readRecording(const QString &path, const std::vector<int> &channels = {},
                                                         const Progress &progress = {});
/// Opens a recording whose samples stay in the file: RecordingFile::open() and recording().
[[nodiscard]] Result<signal::RecordingPtr> openRecording(const QString &path, Opening opening = {},
                                                         const OpenOptions &options = {});

} // namespace somno::io
