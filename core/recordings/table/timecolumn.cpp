// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/timecolumn.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace somno::io {

namespace {

constexpr size_t kFirstRows = 256;
constexpr qint64 kMarkEvery = 1024;
constexpr double kUneven = 0.5; ///< of a step: more is a gap, or a row too many

} // namespace

void TimeColumn::add(double time, qint64 line)
{
    if (m_rows == 0) {
        m_start = time;
        m_least = 0;
        m_most = std::numeric_limits<double>::infinity();
    } else {
        const double rounding = m_step / 2 + std::abs(time) * 1e-15;
        const double meanNow = (time - m_start) / double(m_rows), slack = 2 * rounding / double(m_rows);
        m_least = std::max(m_least, meanNow - slack);
        m_most = std::min(m_most, meanNow + slack);
    }
    if (m_rows % kMarkEvery == 0)
        m_marks.push_back(time);
    if (m_first.size() < kFirstRows && m_usual == 0) {
        m_first.emplace_back(time, line);
        if (m_first.size() == kFirstRows)
            settle();
    } else {
        check(time, line);
    }
    m_last = time;
    ++m_rows;
}

/// The usual step is the middle one: a gap among the first rows does not move it.
void TimeColumn::settle()
{
    std::vector<double> steps;
    for (size_t i = 1; i < m_first.size(); ++i)
        steps.push_back(m_first[i].first - m_first[i - 1].first);
    if (steps.empty())
        return;
    std::ranges::nth_element(steps, steps.begin() + ptrdiff_t(steps.size() / 2));
    const double middle = steps[steps.size() / 2];
    double sum = 0;
    int near = 0;
    for (const double step : steps)
        if (std::abs(step - middle) <= kUneven * std::abs(middle) + m_step) {
            sum += step;
            ++near;
        }
    m_usual = near > 0 ? sum / near : middle;
    const auto first = std::exchange(m_first, {});
    for (size_t i = 1; i < first.size(); ++i) {
        m_last = first[i - 1].first;
        check(first[i].first, first[i].second);
    }
    m_last = first.back().first;
}

void TimeColumn::end()
{
    if (!m_first.empty())
        settle();
}

void TimeColumn::check(double time, qint64 line)
{
    const double step = time - m_last;
    const double off = std::abs(step - m_usual);
    m_worst = std::max(m_worst, off);
    if (m_breakLine == 0 && !(off <= kUneven * m_usual + m_step)) {
        m_breakLine = line;
        m_breakStep = step;
    }
}

double TimeColumn::mean() const
{
    return m_rows > 1 ? (m_last - m_start) / double(m_rows - 1) : 0;
}

bool TimeColumn::isIndex() const
{
    return m_rows > 1 && mean() == 1 && m_step >= 1 && m_worst == 0 && m_unitSec == 0;
}

double TimeColumn::worstDrift() const
{
    double worst = 0;
    for (size_t i = 0; i < m_marks.size(); ++i)
        worst = std::max(worst, std::abs(m_marks[i] - m_start - double(i) * double(kMarkEvery) * mean()));
    return worst;
}

QString TimeColumn::problem() const
{
    const auto seconds
        = [this](double time) { return QString::number(time * (m_unitSec > 0 ? m_unitSec : 1), 'g', 6); };
    if (m_rows < 3 || isIndex())
        return QStringLiteral("There is no column of times.");
    if (m_breakLine > 0)
        return QStringLiteral("Its times are uneven: line %1 is %2 after the line before, where others are %3.")
            .arg(m_breakLine)
            .arg(seconds(m_breakStep), seconds(m_usual));
    if (!(mean() > 0) || m_step > 4 * mean())
        return QStringLiteral("Its times are too coarse to tell the rate.");
    if (worstDrift() > mean() + 2 * m_step)
        return QStringLiteral("Its times change their pace: by %1 in all.").arg(seconds(worstDrift()));
    if (m_unitSec == 0)
        return QStringLiteral("Its times may be milliseconds, which gives %1 Hz, but it does not say so.")
            .arg(likelyHz(), 0, 'g', 9);
    return {};
}

double TimeColumn::likelyHz() const
{
    return m_rows > 2 && m_breakLine == 0 && mean() > 0 && !isIndex() && m_unitSec == 0 ? 1000 / mean() : 0;
}

std::optional<SampleRate> TimeColumn::rate() const
{
    if (!problem().isEmpty())
        return {};
    // As simple as the rounding of the times allows: 0.001953 a row is 512 Hz.
    const double period = mean() * m_unitSec;
    const double tolerance = m_least <= m_most ? (m_most - m_least) / (2 * mean()) : m_step / (mean() * double(m_rows));
    const double middle = m_least <= m_most ? (m_most + m_least) / 2 * m_unitSec : period;
    return SampleRate::simplest(1 / middle, std::max(tolerance, 1e-12));
}

std::optional<Deviation> TimeColumn::unevenness() const
{
    if (!problem().isEmpty() || m_least <= m_most)
        return {};
    return Deviation{QStringLiteral("times-uneven"), QStringLiteral("column of times"),
                     QStringLiteral("rows are up to %1 s off an even pace").arg(m_worst * m_unitSec, 0, 'g', 3),
                     QStringLiteral("taken as even, with the mean rate")};
}

} // namespace somno::io
