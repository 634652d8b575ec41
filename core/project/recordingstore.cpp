// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/recordingstore.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace somno::store {

QString subjectFromPath(const QString &path)
{
    // From the end of the name: date, time of day, or a word for the session with or without its number.
    static const QRegularExpression tail(
        QStringLiteral(
            "[ _.\\-]+((19|20)\\d{2}[_.\\-]?\\d{2}[_.\\-]?\\d{2}(T?\\d{4,6})?|\\d{2}[_.\\-]\\d{2}[_.\\-]\\d{2}|\\d{6,}|"
            "(day|night|rec|recording|session|ses|run|part|baseline|bl|recovery)[ _.\\-]?\\d*)$"),
        QRegularExpression::CaseInsensitiveOption);
    QString name = QFileInfo(path).completeBaseName();
    for (auto match = tail.match(name); match.hasMatch() && match.capturedStart() > 0; match = tail.match(name))
        name.truncate(match.capturedStart());
    return name;
}

} // namespace somno::store
