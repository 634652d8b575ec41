// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edftimestamps.h"

#include <algorithm>
#include <cstdlib>

namespace somno::io {

namespace {

constexpr size_t kMostRuns = 100'000;
constexpr Ticks kLongest = Ticks(366) * 86400 * kTicksPerSecond; ///< as of a continuous recording

QString seconds(Ticks ticks)
{
    return QString::number(double(ticks) / double(kTicksPerSecond), 'g', 12);
}

} // namespace

EdfTimeStamps::EdfTimeStamps(const EdfHeader &header) : m_header(header)
{
    for (const EdfSignalHeader &signal : header.signalHeaders)
        if (!signal.isAnnotation)
            m_fastest = std::max(m_fastest, qint64(signal.samplesPerRecord));
}

bool EdfTimeStamps::continues(const Run &run, qint64 record, Ticks stamp) const
{
    const Ticks off = std::abs(stamp - run.expected(record, m_header.recordDuration));
    return __int128(off) * 2 * m_fastest < m_header.recordDuration || off == 0;
}

void EdfTimeStamps::add(std::optional<Ticks> stamp, qint64 byte)
{
    const qint64 record = m_records++;
    if (!stamp) {
        ++m_missing;
        return;
    }
    if (!m_runs.empty()) {
        m_isConstant = m_isConstant && *stamp == m_runs.front().stamp;
        forgetOutlier(record, *stamp);
    }
    if (!m_runs.empty() && continues(m_runs.back(), record, *stamp)) {
        Run &run = m_runs.back();
        const Ticks off = *stamp - run.expected(record, m_header.recordDuration);
        m_rounded += off != 0;
        m_drift += off;
        run.lastRecord = record;
        run.lastStamp = *stamp;
    } else if (m_runs.size() < kMostRuns) {
        m_runs.push_back({record, *stamp, byte, record, *stamp});
    } else {
        m_isChaotic = true;
    }
}

/// One stamp that fits neither of its neighbours, which fit each other, was damaged.
void EdfTimeStamps::forgetOutlier(qint64 record, Ticks stamp)
{
    if (m_runs.size() < 2 || m_runs.back().record != m_runs.back().lastRecord || m_runs.back().record != record - 1)
        return;
    const Run &before = m_runs[m_runs.size() - 2];
    if (continues(m_runs.back(), record, stamp) || !continues(before, record, stamp))
        return;
    m_runs.pop_back();
    ++m_outliers;
}

Ticks EdfTimeStamps::first() const
{
    return m_runs.empty() ? 0 : m_runs.front().stamp - m_runs.front().record * m_header.recordDuration;
}

QString EdfTimeStamps::brokenAt(const Run &before, const Run &run) const
{
    return QStringLiteral("data record %1 starts at %2 s, where the record before it ends at %3 s")
        .arg(run.record + 1)
        .arg(seconds(run.stamp), seconds(before.expected(run.record, m_header.recordDuration)));
}

Result<signal::TimeMap> EdfTimeStamps::map(const QString &fileName, DeviationLog &log) const
{
    const auto byOrder = signal::TimeMap::continuous(m_header.recordDuration * m_header.records);
    const QString taken = QStringLiteral("read by order, one record behind the other");
    const auto say = [&log](const char *code, const QString &found, const QString &words, qint64 byte = -1) {
        log.add({QString::fromLatin1(code), QStringLiteral("time stamps of the data records"), found, words, byte});
    };
    if (m_header.recordDuration == 0) // nothing but annotations
        return byOrder;
    if (m_runs.empty()) {
        // Of a file without any annotation signal it has been said.
        if (m_header.isPlus && std::ranges::any_of(m_header.signalHeaders, &EdfSignalHeader::isAnnotation))
            say("time-stamps-missing", QStringLiteral("there is none"), taken);
        return byOrder;
    }
    if (m_missing > 0 && m_header.isPlus)
        say("time-stamps-missing", QStringLiteral("%1 of %2 are missing").arg(m_missing).arg(m_records),
            QStringLiteral("found from their neighbours"));
    if (m_outliers > 0)
        say("time-stamps-wrong", QStringLiteral("%1 of %2 fit neither neighbour").arg(m_outliers).arg(m_records),
            QStringLiteral("found from their neighbours"));
    sayRounding(log);
    if (m_runs.size() == 1)
        return byOrder;
    if (m_isConstant) {
        say("time-stamps-constant", QStringLiteral("all say %1 s").arg(seconds(m_runs.front().stamp)), taken);
        return byOrder;
    }
    if (m_header.isDiscontinuous)
        return segments(fileName);
    say("time-stamps-not-continuous",
        QStringLiteral("%1, though the file calls itself continuous").arg(brokenAt(m_runs[0], m_runs[1])), taken,
        m_runs[1].byte);
    return byOrder;
}

void EdfTimeStamps::sayRounding(DeviationLog &log) const
{
    if (m_rounded > 0)
        log.add({QStringLiteral("time-stamps-rounded"), QStringLiteral("time stamps of the data records"),
                 QStringLiteral("%1 of %2 are off by less than half a sample, together by %3 s")
                     .arg(m_rounded)
                     .arg(m_records)
                     .arg(seconds(m_drift)),
                 QStringLiteral("these records follow each other without a gap")});
}

Result<signal::TimeMap> EdfTimeStamps::segments(const QString &fileName) const
{
    const auto refuse = [&](const Run &run, const QString &what) {
        return failure(ErrorCode::HeaderInvalid,
                       QStringLiteral("%1: it is not clear when its data records were recorded.").arg(fileName),
                       QStringLiteral("The file calls itself discontinuous, and %1 (its time stamp is at byte %2). "
                                      "Export the recording again, or as continuous pieces (EDF+C).")
                           .arg(what)
                           .arg(run.byte));
    };
    const Ticks duration = m_header.recordDuration;
    std::vector<signal::Segment> segments;
    if (m_isChaotic)
        return refuse(m_runs.back(),
                      QStringLiteral("more than %1 of its records do not follow the one before").arg(kMostRuns));
    for (size_t i = 0; i < m_runs.size(); ++i) {
        const Run &run = m_runs[i];
        const qint64 begin = i == 0 ? 0 : run.record;
        const qint64 end = i + 1 < m_runs.size() ? m_runs[i + 1].record : m_records;
        Ticks start = run.stamp - (run.record - begin) * duration - first();
        if (i > 0) {
            const Run &before = m_runs[i - 1];
            if (run.stamp < before.expected(run.record, duration))
                return refuse(run, brokenAt(before, run));
            if (before.lastRecord + 1 != run.record)
                return refuse(
                    run, QStringLiteral("the record before number %1 does not say when it starts").arg(run.record + 1));
            start = std::max(start, segments.back().last()); // a run may have drifted
        }
        segments.push_back({start, (end - begin) * duration, 0});
        if (segments.back().last() > kLongest)
            return refuse(run, QStringLiteral("data record %1 starts at %2 s, more than a year after the first")
                                   .arg(run.record + 1)
                                   .arg(seconds(run.stamp)));
    }
    return signal::TimeMap::fromSegments(segments);
}

} // namespace somno::io
