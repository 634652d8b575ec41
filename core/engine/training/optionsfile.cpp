// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/optionsfile.h"

#include <QFile>
#include <QJsonDocument>

namespace somno::sdreamer {

Result<QJsonObject> readOptionsFile(const QString &path, const Progress &progress)
{
    if (path.isEmpty())
        return QJsonObject();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &parse);
    if (parse.error != QJsonParseError::NoError)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not JSON.").arg(path), parse.errorString());
    if (!document.isObject())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 holds no training options.").arg(path),
                       QStringLiteral("It is a JSON object, such as {\"steps\": 1200, \"seed\": 1}."));
    QJsonObject options = document.object();
    if (options.value(QStringLiteral("reference_compat")).toBool())
        for (const char *key : {"head_cross_entropy", "tau_eeg", "tau_emg", "temperature_squared"})
            if (options.contains(QLatin1String(key)))
                progress.warning(QStringLiteral("\"%1\" in %2 has no effect beside \"reference_compat\".")
                                     .arg(QLatin1String(key), path));
    return options;
}

} // namespace somno::sdreamer
