// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "optionsfile.h"

#include <QFile>
#include <QJsonDocument>

namespace somno::app {

Result<QJsonObject> readOptionsFile(const QString &path)
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
    return document.object();
}

} // namespace somno::app
