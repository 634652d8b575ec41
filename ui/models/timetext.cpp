// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timetext.h"

#include <QCoreApplication>
#include <cmath>

namespace somno::ui {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};
} // namespace

QString timeText(const QDateTime &start, double seconds, bool clockTime)
{
    const auto whole = qint64(seconds);
    if (clockTime && start.isValid())
        return start.addSecs(whole).toString(QStringLiteral("HH:mm:ss"));
    return QStringLiteral("%1:%2:%3")
        .arg(whole / 3600)
        .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString remainingText(double seconds)
{
    if (seconds < 90)
        return Text::tr("about %1 s left").arg(qMax(1, int(std::ceil(seconds))));
    return Text::tr("about %1 min left").arg(int(std::ceil(seconds / 60)));
}

} // namespace somno::ui
