// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "core/base/result.h"
#include "core/recordings/edfheader.h"
#include "core/signal/samplesource.h"

namespace somno::io {

/// An EDF or BDF file kept open for reading sample ranges from several threads at once. It stays readable when its name
/// is removed.
class EdfSampleFile {
public:
    /// Errors FileNotFound, FileNotReadable.
    [[nodiscard]] static Result<std::shared_ptr<const EdfSampleFile>> open(const QString &path,
                                                                           const EdfHeader &header);
    ~EdfSampleFile();
    EdfSampleFile(const EdfSampleFile &) = delete;
    EdfSampleFile &operator=(const EdfSampleFile &) = delete;

    [[nodiscard]] const EdfHeader &header() const { return m_header; }
    /// Fills `out` with the file's bytes from `offset`. Errors Truncated when it ends before, FileNotReadable.
    [[nodiscard]] Result<> read(qint64 offset, std::span<uchar> out) const;

private:
    EdfSampleFile(QString path, EdfHeader header, int descriptor);

    QString m_path;
    EdfHeader m_header;
    int m_descriptor = -1;
};

/// One signal of such a file. Values beyond the digital range are clamped to it, as EDFlib does.
class EdfSampleSource : public signal::SampleSource {
public:
    /// `signal` counts all signals of the header.
    EdfSampleSource(std::shared_ptr<const EdfSampleFile> file, int signal, int digitalMin, int digitalMax);
    [[nodiscard]] Result<> scaled(SampleIndex first, double gain, double offset, std::span<float> out) const override;

private:
    /// T as the file holds samples: qint16 or, of 24 bits, qint32.
    template <class T>
    Result<> read(SampleIndex first, double gain, double offset, std::span<float> out) const;

    std::shared_ptr<const EdfSampleFile> m_file;
    qint64 m_offset = 0;    ///< of the signal in a data record, in bytes
    qint64 m_perRecord = 1; ///< samples
    int m_digitalMin = 0;
    int m_digitalMax = 0;
};

} // namespace somno::io
