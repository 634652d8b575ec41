// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/openrecording.h"

#include <QJsonDocument>

namespace somno::ui {

QStringList scoreArguments(const OpenRecording &recording, const QString &modelFolder, const QString &out)
{
    QStringList arguments{QStringLiteral("score"), recording.path, QStringLiteral("-o"), out};
    if (!recording.eeg.isEmpty())
        arguments += {QStringLiteral("--eeg"), recording.eeg};
    if (!recording.emg.isEmpty())
        arguments += {QStringLiteral("--emg"), recording.emg};
    if (recording.eeg.isEmpty() || recording.emg.isEmpty())
        arguments
            += {QStringLiteral("--input"), recording.eeg.isEmpty() ? QStringLiteral("emg") : QStringLiteral("eeg")};
    if (!recording.said.isEmpty())
        arguments += {QStringLiteral("--channels"),
                      QString::fromUtf8(QJsonDocument(recording.said.toJson()).toJson(QJsonDocument::Compact))};
    if (!modelFolder.isEmpty())
        arguments += {QStringLiteral("--model"), modelFolder};
    return arguments;
}

} // namespace somno::ui
