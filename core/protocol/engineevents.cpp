// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/engineevents.h"

#include <QJsonDocument>
#include <utility>

namespace somno::jobs {

namespace {

constexpr qsizetype kKeptBytes = 4096;
/// No event is this long; a stream without line feeds must not fill the memory.
constexpr qsizetype kLongestLine = 1 << 20;

Error errorOf(const QJsonObject &object)
{
    const int code = object.value(QLatin1String("code")).toInt(int(ErrorCode::EngineFailed));
    return {ErrorCode(code), object.value(QLatin1String("message")).toString(),
            object.value(QLatin1String("detail")).toString()};
}

} // namespace

void LastLines::append(const QByteArray &text)
{
    m_text.append(text);
    if (m_text.size() <= kKeptBytes)
        return;
    m_text = m_text.right(kKeptBytes);
    m_text.remove(0, m_text.indexOf('\n') + 1);
}

QString LastLines::text() const
{
    return QString::fromUtf8(m_text).trimmed();
}

std::vector<EngineEvent> EngineEventParser::feed(const QByteArray &bytes)
{
    std::vector<EngineEvent> events;
    m_rest.append(bytes);
    qsizetype begin = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
        parseLine(m_rest.mid(begin, end - begin), events);
        begin = end + 1;
    }
    m_rest.remove(0, begin);
    if (m_rest.size() > kLongestLine)
        parseLine(std::exchange(m_rest, {}), events);
    return events;
}

std::vector<EngineEvent> EngineEventParser::finish()
{
    std::vector<EngineEvent> events;
    parseLine(std::exchange(m_rest, {}), events);
    return events;
}

void EngineEventParser::parseLine(const QByteArray &line, std::vector<EngineEvent> &events)
{
    if (line.trimmed().isEmpty())
        return;
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QString kind = object.value(QLatin1String("event")).toString();
    if (kind == QLatin1String("progress"))
        events.push_back(ProgressEvent{object.value(QLatin1String("phase")).toString(),
                                       object.value(QLatin1String("done")).toInteger(),
                                       object.value(QLatin1String("total")).toInteger()});
    else if (kind == QLatin1String("metric"))
        events.push_back(MetricEvent{object});
    else if (kind == QLatin1String("warning"))
        events.push_back(WarningEvent{object.value(QLatin1String("message")).toString()});
    else if (kind == QLatin1String("result"))
        events.push_back(ResultEvent{object.value(QLatin1String("path")).toString()});
    else if (kind == QLatin1String("error"))
        events.push_back(ErrorEvent{errorOf(object)});
    else
        m_other.append(line + '\n');
}

} // namespace somno::jobs
