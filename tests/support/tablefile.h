// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <functional>

#include "core/recordings/recordingfile.h"

namespace somno::test {

/// A folder of files made by hand, and what opening them gives.
class RecordingFolder {
public:
    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    /// The draft of a file without a header; an Error where it is refused.
    Result<io::RecordingDraft> draft(const char *name, const QByteArray &bytes) const
    {
        return io::openFile(write(name, bytes)).map([](const io::OpenedFile &opened) { return *opened.draft; });
    }

private:
    QTemporaryDir m_folder;
};

/// A line for each of `count` rows.
inline QByteArray rows(int count, const std::function<QByteArray(int)> &row)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += row(i) + '\n';
    return text;
}

/// Something like a signal: other at every sample.
inline double wave(int i)
{
    return 0.001 * ((i * 7919) % 1000) - 0.5;
}

inline float valueAt(const io::FoundChannel &channel, qint64 sample)
{
    float value = 0;
    channel.samples->scaled(sample, 1, 0, std::span(&value, 1));
    return value;
}

inline QStringList codesOf(const Deviations &deviations)
{
    QStringList codes;
    for (const Deviation &deviation : deviations)
        codes << deviation.code;
    return codes;
}

} // namespace somno::test
