// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scoringchoice.h"

#include <QLocale>
#include <QPointer>

#include "core/work/recordingsession.h"
#include "ui/dialogs/newscoringdialog.h"
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

/// Names of persons under which there is something to be seen.
QStringList takenNames(const scoring::ScoringSet &scorings)
{
    QStringList names;
    for (int i = 0; i < scorings.size(); ++i)
        if (scorings.head(i).kind == scoring::ScoringKind::Person && !scorings.isUntouched(i))
            names.append(scorings.head(i).author);
    return names;
}

/// The scorer's own name, or with the first number that makes it another one.
QString freeName(const QString &scorer, const QStringList &taken)
{
    QString name = scorer;
    for (int n = 2; taken.contains(name); ++n)
        name = QStringLiteral("%1 %2").arg(scorer).arg(n);
    return name;
}

/// What was left behind by the undoing of an import is nothing to choose.
bool isLeftBehind(const scoring::ScoringSet &scorings, int index)
{
    const scoring::Hypnogram &hypnogram = scorings.document(index)->hypnogram();
    return scorings.head(index).kind == scoring::ScoringKind::File && index != scorings.edited()
           && hypnogram.count(scoring::Stage::Unscored) == hypnogram.size();
}

} // namespace

ScoringChoice::ScoringChoice(const ProjectService *project, RecordingOpener *recordings, ActionTable *table,
                             QWidget *window)
    : QObject(window), m_project(project), m_recordings(recordings), m_table(table), m_window(window)
{
    connect(recordings, &RecordingOpener::ready, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::documentChanged, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::scoringsChanged, this, &ScoringChoice::list);
    connect(recordings, &RecordingOpener::closing, this, [this] { list(nullptr); });
}

QList<ActionEntry> ScoringChoice::actions()
{
    return {{.id = QStringLiteral("actionNewScoring"),
             .text = tr("New scor&ing…"),
             .toolTip = tr("Begin a further scoring of this recording, with stages and epochs of its own"),
             .menu = MenuGroup::ScoreWhose,
             .needs = Need::Scoring | Need::Writable,
             .run = [this] { ask(); }}};
}

void ScoringChoice::list(RecordingSession *session)
{
    QList<ActionEntry> entries;
    for (int i = 0; session && i < session->scorings().size(); ++i) {
        const scoring::ScoringSet &scorings = session->scorings();
        // Another one was begun in its place, or its import was undone.
        if ((i != scorings.edited() && scorings.isUntouched(i)) || isLeftBehind(scorings, i))
            continue;
        entries.append({.id = QStringLiteral("actionScoring%1").arg(i),
                        .text = textOf(scorings.head(i)),
                        .menu = MenuGroup::ScoreScorings,
                        .check = Check::OneOfGroup,
                        .checked = i == scorings.edited(),
                        .run = [session = QPointer(session), i] {
                            if (session)
                                session->edit(i);
                        }});
    }
    m_table->put(QStringLiteral("scorings"), entries);
}

void ScoringChoice::ask()
{
    RecordingSession *session = m_recordings->session();
    const QStringList taken = takenNames(session->scorings());
    const NewScoring last = lastNewScoring();
    auto *dialog
        = new NewScoringDialog({freeName(m_project->scorer(), taken), last.stageSet, last.epochSec, beginsAlike()},
                               taken, session->recording()->durationSec(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(session, &QObject::destroyed, dialog, &QDialog::reject); // another recording was opened
    connect(dialog, &QDialog::accepted, session, [session, dialog] {
        const NewScoringDialog::Wish wish = dialog->wish();
        const NewScoring fresh{wish.epochSec, wish.stageSet};
        rememberNewScoring(fresh, wish.beginAlike);
        session->begin(wish.name, fresh);
    });
    dialog->open();
}

} // namespace somno::ui
