// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <vector>

#include "core/base/result.h"

namespace somno::sdreamer {

/// The records of a file of torch.save(): a ZIP archive whose entries are stored, not compressed, in one folder.
/// LibTorch's own reader inflates whatever an entry claims before its size can be asked, and checks no checksum;
/// this one reads nothing but stored entries, so that every size is bounded by the file's.
class TorchArchive {
public:
    /// Errors FileNotFound, FileNotReadable; ModelInvalid for anything but a complete archive of torch.save(),
    /// naming what it is instead where that can be seen (an older pickle, a compressed or foreign ZIP, a cut file).
    [[nodiscard]] static Result<TorchArchive> open(const QString &path);

    /// The bytes of a record ("data.pkl", "data/0"). Error ModelInvalid when it is missing or fails its checksum.
    [[nodiscard]] Result<QByteArrayView> record(const QString &name) const;
    /// The whole file.
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    struct Entry {
        qsizetype offset = 0;
        qsizetype size = 0;
        quint32 crc = 0;
    };
    Result<> readDirectory();
    Result<qsizetype> readEntry(qsizetype at);
    tl::unexpected<Error> invalid(const QString &what, const QString &remedy = {}) const;

    QString m_path;
    QByteArray m_bytes;
    QHash<QString, Entry> m_entries; ///< by name without the folder
};

/// One record to write.
struct TorchRecord {
    QString name;
    QByteArray bytes;
};

/// Writes an archive that torch.load() opens. Complete or not at all. Error FileNotWritable (also when `path`
/// exists), DiskFull.
[[nodiscard]] Result<> writeTorchArchive(const QString &path, const std::vector<TorchRecord> &records);

} // namespace somno::sdreamer
