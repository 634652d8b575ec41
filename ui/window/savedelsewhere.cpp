// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/savedelsewhere.h"

#include <QLocale>
#include <QPointer>

#include "core/work/recordingsession.h"
#include "ui/panels/messagebar.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {
namespace {

/// By how much two scorings differ, in words.
QString difference(const scoring::Hypnogram &mine, const scoring::Hypnogram &theirs)
{
    if (mine.size() != theirs.size() || mine.epochSec() != theirs.epochSec())
        return SavedElsewhere::tr("Their epochs are not the same.");
    qint64 different = 0;
    for (EpochIndex i = 0; i < mine.size(); ++i)
        different += mine.stage(i) != theirs.stage(i);
    return SavedElsewhere::tr("They differ in %1 of %2 epochs.")
        .arg(QLocale().toString(different), QLocale().toString(mine.size()));
}

} // namespace

SavedElsewhere::SavedElsewhere(RecordingOpener *recordings, MessageBar *messages, QObject *parent)
    : QObject(parent), m_messages(messages)
{
    connect(recordings, &RecordingOpener::savedElsewhere, this, &SavedElsewhere::tell);
}

void SavedElsewhere::tell(RecordingSession *session, int mine, int theirs)
{
    const scoring::ScoringSet &scorings = session->scorings();
    const QString words = difference(scorings.document(mine)->hypnogram(), scorings.document(theirs)->hypnogram());
    const auto showTheirs = [this, session = QPointer(session), mine, theirs] { show(session, theirs, mine, false); };
    m_messages->showMessage(
        MessageBar::Kind::Warning,
        tr("The labels of %1 by %2 were saved elsewhere, too, since they were opened here.")
            .arg(session->name(), scorings.head(mine).author),
        tr("Neither was overwritten: yours go on as a scoring of their own beside the other one. %1").arg(words),
        {tr("Show the other one"), showTheirs});
}

void SavedElsewhere::show(RecordingSession *session, int scoring, int other, bool isMine)
{
    if (!session)
        return;
    session->edit(scoring);
    const QString author = session->scorings().head(scoring).author;
    const auto showOther
        = [this, session = QPointer(session), scoring, other, isMine] { show(session, other, scoring, !isMine); };
    m_messages->showMessage(
        MessageBar::Kind::Info,
        isMine ? tr("These are the labels by %1 that were set here.").arg(author)
               : tr("These are the labels by %1 that were saved elsewhere.").arg(author),
        tr("What you set from here on goes into these. The one that is saved last is opened the next time; the other "
           "one is kept."),
        {tr("Show the other one"), showOther});
}

} // namespace somno::ui
