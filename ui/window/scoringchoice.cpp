// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scoringchoice.h"

#include <QLocale>
#include <QPointer>

#include "core/work/recordingsession.h"
#include "ui/window/actiontable.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {
namespace {

QString textOf(const scoring::ScoringHead &head)
{
    const QString author = QString(head.author).replace(QLatin1Char('&'), QLatin1String("&&"));
    const QString when = head.updated.isValid() ? QLocale().toString(head.updated.toLocalTime(), QLocale::ShortFormat)
                                                : ScoringChoice::tr("begun now");
    switch (head.kind) {
    case scoring::ScoringKind::Person: return ScoringChoice::tr("%1, %2").arg(author, when);
    case scoring::ScoringKind::Model: return ScoringChoice::tr("Model %1, %2").arg(author, when);
    case scoring::ScoringKind::File: return ScoringChoice::tr("File %1, %2").arg(author, when);
    }
    return author;
}

} // namespace

ScoringChoice::ScoringChoice(RecordingOpener *recordings, ActionTable *table) : QObject(table), m_table(table)
{
    connect(recordings, &RecordingOpener::ready, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::documentChanged, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::scoringsChanged, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::closing, this, [this] { list(nullptr); });
}

void ScoringChoice::list(RecordingSession *session)
{
    QList<ActionEntry> entries;
    for (int i = 0; session && i < session->scorings().size(); ++i)
        entries.append({.id = QStringLiteral("actionScoring%1").arg(i),
                        .text = textOf(session->scorings().head(i)),
                        .menu = MenuGroup::ScoreScorings,
                        .check = Check::OneOfGroup,
                        .checked = i == session->scorings().edited(),
                        .run = [session = QPointer(session), i] {
                            if (session)
                                session->edit(i);
                        }});
    m_table->put(QStringLiteral("scorings"), entries);
}

} // namespace somno::ui
