// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timetext.h"

namespace somno::ui {

QString timeText(const QDateTime &start, double seconds, bool clockTime)
{
    const auto whole = qint64(seconds);
    if (clockTime && start.isValid())
        return start.addSecs(whole).toString(QStringLiteral("HH:mm:ss"));
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0')).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace somno::ui
