// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The XML that EDFbrowser exports annotations to: <annotationlist> with <recording_start_time> and <annotation>, each
// with <onset>, a date and time ("2024-03-05T09:00:30.0000000"), <duration> in seconds or empty, and <description>.
#include "core/labels/labelformat.h"
#include "core/labels/labeltimes.h"
#include "core/labels/formats/xmlfile.h"

namespace somno::io {

namespace {

/// Of seven decimals Qt keeps three, so the fraction is read by itself.
struct Instant {
    QDateTime second;
    Ticks fraction = 0;
};

std::optional<Instant> instantOf(const QString &text)
{
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    QDateTime second = QDateTime::fromString(text.left(point), Qt::ISODate);
    second.setTimeSpec(Qt::UTC);
    const auto fraction = point < 0 ? std::optional<Ticks>(0) : statedTicks(QLatin1Char('0') + text.mid(point));
    return second.isValid() && fraction ? std::optional(Instant{second, *fraction}) : std::nullopt;
}

class EdfBrowserReader {
public:
    Result<LabelTable> read(const QString &path)
    {
        const auto visited = visitXml(path, m_table.deviations, [this](const QString &element, const QString &text) {
            take(element.section(QLatin1Char('/'), 1), text);
        });
        if (!visited)
            return failure(visited.error());
        if (m_badTimes > 0)
            m_table.deviations.push_back(timesNotUnderstood(m_badTimes, m_badTime));
        m_table.absentIsUnscored = true;
        m_table.holdsEvents = true;
        return std::move(m_table);
    }

private:
    void take(const QString &element, const QString &text)
    {
        if (element == QLatin1String("recording_start_time"))
            readStart(text);
        else if (element == QLatin1String("annotation/onset"))
            m_onset = text;
        else if (element == QLatin1String("annotation/duration"))
            m_duration = text;
        else if (element == QLatin1String("annotation/description"))
            m_description = text;
        else if (element == QLatin1String("annotation"))
            addRow();
    }

    void readStart(const QString &text)
    {
        if (const auto start = instantOf(text)) {
            m_start = *start;
            m_table.start = start->second.addMSecs(start->fraction / (kTicksPerSecond / 1000));
        }
    }

    void addRow()
    {
        const QString onset = std::exchange(m_onset, {});
        const QString duration = std::exchange(m_duration, {});
        const QString description = std::exchange(m_description, {});
        const auto instant = instantOf(onset);
        const auto lasts = duration.isEmpty() ? std::optional<Ticks>(0) : statedTicks(duration);
        const qint64 sec
            = instant && m_start.second.isValid() ? m_start.second.secsTo(instant->second) : qint64(kFarthestSec) + 1;
        if (std::abs(double(sec)) > kFarthestSec || !lasts || *lasts < 0) {
            m_badTime = lasts ? onset : duration;
            ++m_badTimes;
            return;
        }
        m_table.rows.push_back({sec * kTicksPerSecond + instant->fraction - m_start.fraction, *lasts, description});
    }

    LabelTable m_table;
    Instant m_start;
    QString m_onset;
    QString m_duration;
    QString m_description;
    QString m_badTime;
    qint64 m_badTimes = 0;
};

} // namespace

const LabelFormat &edfBrowserXmlLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("edfbrowser-xml"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "EDFbrowser annotations (XML)")),
         {QStringLiteral("xml")},
         [](const QByteArray &bytes, const QString &) { return isXmlWithRoot(bytes, "annotationlist"); }},
        LabelContent::StartClock,
        {},
        [](const QString &path, const LabelContext &) { return EdfBrowserReader().read(path); },
        nullptr,
        {},
        {{scoring::Stage::S4, scoring::Stage::N3}, {scoring::Stage::MovementTime, scoring::Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
