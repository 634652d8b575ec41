// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace somno::jobs {

struct ProgressEvent {
    QString phase;
    qint64 done = 0;
    qint64 total = 0;
};
struct MetricEvent {
    QJsonObject values;
};
struct WarningEvent {
    QString message;
};
struct ResultEvent {
    QString path;
};
struct ErrorEvent {
    Error error;
};
using EngineEvent = std::variant<ProgressEvent, MetricEvent, WarningEvent, ResultEvent, ErrorEvent>;

/// The last lines of a text that may be endless.
class LastLines {
public:
    /// Takes text in pieces cut anywhere.
    void append(const QByteArray &text);
    /// The kept lines, the unfinished last one included.
    [[nodiscard]] QString text() const;

private:
    QByteArray m_text;
};

/// Reads the engine's lines of JSON from pieces cut anywhere. Whatever is not an event is kept in other().
class EngineEventParser {
public:
    /// The events that `bytes` complete.
    [[nodiscard]] std::vector<EngineEvent> feed(const QByteArray &bytes);
    /// A last line without its line feed.
    [[nodiscard]] std::vector<EngineEvent> finish();
    /// The last lines that were no events.
    [[nodiscard]] const LastLines &other() const { return m_other; }

private:
    void parseLine(const QByteArray &line, std::vector<EngineEvent> &events);

    QByteArray m_rest;
    LastLines m_other;
};

} // namespace somno::jobs
