// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/deviation.h"

namespace somno {

QString Deviation::sentence() const
{
    QString text = where;
    if (byte >= 0)
        text += QStringLiteral(" (byte %1)").arg(byte);
    text += QStringLiteral(": ") + found;
    return taken.isEmpty() ? text + QLatin1Char('.') : text + QStringLiteral("; ") + taken + QLatin1Char('.');
}

QJsonObject Deviation::toJson() const
{
    QJsonObject json{{"code", code}, {"where", where}, {"found", found}, {"taken", taken}};
    if (byte >= 0)
        json.insert("byte", byte);
    return json;
}

} // namespace somno
