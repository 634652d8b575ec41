// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"

#include <QJsonDocument>
#include <cstdio>

#include "core/base/stopsignals.h"

namespace somno::app {

namespace {

void printLine(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace

void VerbOutput::addProgressOption(CLI::App &verb)
{
    verb.add_option("--progress", m_format, "how progress is told: text (on stderr) or json (a line each on stdout)")
        ->check(CLI::IsMember({"text", "json"}));
}

Progress VerbOutput::progress()
{
    Progress progress;
    progress.stop = stopAtSignals();
    if (isJson()) {
        progress.report = [](const QString &phase, qint64 done, qint64 total) {
            printLine({{"event", "progress"}, {"phase", phase}, {"done", done}, {"total", total}});
        };
        progress.warn = [](const QString &message) { printLine({{"event", "warning"}, {"message", message}}); };
    } else {
        progress.warn = [](const QString &message) { std::fprintf(stderr, "warning: %s\n", qUtf8Printable(message)); };
    }
    return progress;
}

void VerbOutput::metric(QJsonObject values)
{
    if (!isJson())
        return;
    values.insert("event", "metric");
    printLine(values);
}

void VerbOutput::liveMetric(const QJsonObject &values)
{
    if (isJson()) {
        metric(values);
        return;
    }
    QStringList parts;
    for (const QString &key : values.keys())
        if (const QJsonValue value = values.value(key);
            !key.startsWith(QLatin1String("step")) && (value.isDouble() || value.isString()))
            parts << QString(key).replace(QLatin1Char('_'), QLatin1Char(' ')) + QLatin1Char(' ')
                         + (value.isDouble() ? QString::number(value.toDouble(), 'g', 4) : value.toString());
    const QString where
        = values.contains("step")
              ? QStringLiteral("step %1 of %2: ").arg(values.value("step").toInt()).arg(values.value("steps").toInt())
              : QString();
    std::fprintf(stderr, "%s\n", qUtf8Printable(where + parts.join(QStringLiteral(", "))));
}

void VerbOutput::result(const QString &path)
{
    if (isJson())
        printLine({{"event", "result"}, {"path", path}});
    else
        std::fprintf(stderr, "wrote %s\n", qUtf8Printable(path));
}

int VerbOutput::fail(const Error &error)
{
    if (error.code == ErrorCode::Cancelled) {
        std::fprintf(stderr, "cancelled\n");
        return ExitCancelled;
    }
    if (isJson())
        printLine(
            {{"event", "error"}, {"code", int(error.code)}, {"message", error.message}, {"detail", error.detail}});
    std::fprintf(stderr, "error: %s\n", qUtf8Printable(error.message));
    if (!error.detail.isEmpty())
        std::fprintf(stderr, "       %s\n", qUtf8Printable(error.detail));
    return ExitFailed;
}

void printJson(const QJsonObject &object)
{
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Indented);
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
}

} // namespace somno::app
