// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/ticks.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace somno::plot {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::plot::Ticks)
};

} // namespace

static constexpr std::array kStepsSec{0.1,    0.2,    0.5,    1.0,     2.0,     5.0,     10.0,
                                      15.0,   30.0,   60.0,   120.0,   300.0,   600.0,   900.0,
                                      1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0, 86400.0};

static double clockSec(const QDateTime &start)
{
    return start.isValid() ? start.time().msecsSinceStartOfDay() / 1000.0 : 0.0;
}

QString timeText(double sec, const QDateTime &start, int decimals)
{
    const qint64 perSecond = decimals == 0 ? 1 : decimals == 1 ? 10 : 1000;
    qint64 parts = std::llround((sec + clockSec(start)) * double(perSecond));
    if (start.isValid())
        parts %= 86400 * perSecond;
    const qint64 whole = parts / perSecond;
    QString text = QStringLiteral("%1:%2:%3")
                       .arg(whole / 3600, 2, 10, QLatin1Char('0'))
                       .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
                       .arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (decimals > 0)
        text += QStringLiteral(".%1").arg(parts % perSecond, decimals == 1 ? 1 : 3, 10, QLatin1Char('0'));
    return text;
}

static QString tickLabel(double sec, double step, const QDateTime &start)
{
    const double clock = sec + clockSec(start);
    if (start.isValid() && clock >= 1 && std::abs(std::remainder(clock, 86400)) < 1e-3)
        return QLocale().toString(start.date().addDays(std::llround(clock / 86400)), QStringLiteral("d MMM"));
    const QString text = timeText(sec, start, step < 1 ? 1 : 0);
    return step < 60 ? text : text.chopped(3);
}

std::vector<TimeTick> timeTicks(double firstSec, double lastSec, int mostTicks, const QDateTime &start)
{
    std::vector<TimeTick> ticks;
    if (lastSec <= firstSec || mostTicks < 1)
        return ticks;
    const auto found = std::find_if(kStepsSec.begin(), kStepsSec.end(),
                                    [&](double step) { return (lastSec - firstSec) / step <= mostTicks; });
    const double step = found == kStepsSec.end()
                            ? kStepsSec.back() * std::ceil((lastSec - firstSec) / kStepsSec.back() / mostTicks)
                            : *found;
    const double origin = clockSec(start);
    for (double n = std::ceil((firstSec + origin) / step); n * step - origin <= lastSec; ++n)
        ticks.push_back({n * step - origin, tickLabel(n * step - origin, step, start)});
    return ticks;
}

QString lengthText(double sec)
{
    if (sec < 59.5)
        return Text::tr("%1 s").arg(sec, 0, 'g', 3);
    const qint64 seconds = std::llround(sec), minutes = std::llround(sec / 60);
    if (seconds < 3600)
        return seconds % 60 == 0 ? Text::tr("%1 min").arg(minutes)
                                 : Text::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return minutes % 60 == 0 ? Text::tr("%1 h").arg(minutes / 60)
                             : Text::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

ValueTicks valueTicks(double low, double high, int mostTicks)
{
    ValueTicks ticks;
    if (!(high > low) || mostTicks < 1)
        return ticks;
    const double decade = std::pow(10.0, std::floor(std::log10((high - low) / mostTicks)));
    double step = 0;
    for (const double factor : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
        step = factor * decade;
        if (std::floor(high / step) - std::ceil(low / step) < mostTicks)
            break;
    }
    for (double n = std::ceil(low / step); n * step <= high; ++n)
        ticks.values.push_back(n * step);
    const double largest = std::max(std::abs(low), std::abs(high));
    if (largest < 0.1 || largest >= 1e5)
        ticks.exponent = int(std::floor(std::log10(largest) / 3)) * 3;
    return ticks;
}

QString ValueTicks::label(double value) const
{
    const double scaled = value / std::pow(10.0, exponent);
    // A proper minus sign is as wide as the digits it stands before; rounding may leave -0.
    QString text = QString::number(std::abs(scaled) < 1e-9 ? 0.0 : scaled, 'g', 4);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString ValueTicks::unitText(const QString &unit) const
{
    if (exponent == 0)
        return unit;
    static constexpr std::array<char16_t, 10> kSuperscript{0x2070, 0xb9,   0xb2,   0xb3,   0x2074,
                                                           0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    QString power = QStringLiteral("10");
    for (const QChar c : QString::number(exponent))
        power += c == QLatin1Char('-') ? QChar(0x207b) : QChar(kSuperscript[size_t(c.digitValue())]);
    return QStringLiteral("%1 %2").arg(power, unit);
}

} // namespace somno::plot
