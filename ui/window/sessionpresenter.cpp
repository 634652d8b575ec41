// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sessionpresenter.h"

#include <QToolTip>

#include "core/work/recordingsession.h"
#include "ui/lanes/recordingview.h"
#include "ui/lanes/ticks.h"
#include "ui/panels/lanehint.h"
#include "ui/window/statusfacts.h"

namespace somno::ui {
namespace {

constexpr int kViewDelayMs = 300;
constexpr int kEditDelayMs = 300;

} // namespace

SessionPresenter::SessionPresenter(plot::RecordingView *view, StatusLine *statusLine, QObject *parent)
    : QObject(parent), m_view(view), m_statusLine(statusLine)
{
    m_viewTimer.setSingleShot(true);
    m_viewTimer.setInterval(kViewDelayMs);
    m_editTimer.setSingleShot(true);
    m_editTimer.setInterval(kEditDelayMs);
    connect(&m_viewTimer, &QTimer::timeout, this, &SessionPresenter::rememberView);
    connect(&m_editTimer, &QTimer::timeout, this, &SessionPresenter::showProgress);
    connect(view->selection(), &plot::EpochSelection::currentChanged, this, [this] {
        showFacts();
        m_viewTimer.start();
    });
    connect(view->selection(), &plot::EpochSelection::selectionChanged, this, &SessionPresenter::showFacts);
    connect(view, &plot::RecordingView::rested, this, &SessionPresenter::tell);
    connect(view->timeAxis(), &plot::TimeAxis::rangeChanged, this, [this] { m_viewTimer.start(); });
}

void SessionPresenter::setSession(RecordingSession *session)
{
    m_viewTimer.stop();
    if (!session) {
        m_session.clear();
        m_view->setDocument(nullptr);
        m_view->setRecording(nullptr, {});
        m_statusLine->clearEpoch();
        return;
    }
    const bool newChannels = session == m_session;
    const double first = m_view->timeAxis()->first();
    const double last = m_view->timeAxis()->last();
    const EpochIndex current = m_view->selection()->current();
    m_session = session;
    const LoadedRecording &content = session->content();
    if (!newChannels)
        m_view->setDocument(nullptr);
    m_view->setRecording(content.recording, content.shownChannels(), content.choice);
    if (newChannels && session->document()) {
        m_view->setDocument(session->document());
        m_view->timeAxis()->setRange(first, last);
        m_view->selection()->setCurrent(current);
    }
}

void SessionPresenter::showScoring()
{
    if (m_document)
        disconnect(m_document, nullptr, this, nullptr);
    m_document = m_session->document();
    m_view->setDocument(m_document);
    connectDocument(m_document);
    showFacts();
    showProgress();
}

void SessionPresenter::restoreView()
{
    const auto stored = m_session->storedView();
    if (stored && stored->lastSec > stored->firstSec)
        m_view->timeAxis()->setRange(stored->firstSec, stored->lastSec);
    m_view->selection()->setCurrent(stored ? stored->currentEpoch : 0);
}

void SessionPresenter::connectDocument(scoring::ScoringDocument *document)
{
    const auto edited = [this] {
        showFacts();
        m_editTimer.start();
    };
    connect(document, &scoring::ScoringDocument::epochsChanged, this, edited);
    connect(document, &scoring::ScoringDocument::proposalChanged, this, edited);
}

void SessionPresenter::setClockTime(bool clock)
{
    m_clockTime = clock;
    m_view->setClockTime(clock);
    showFacts();
}

void SessionPresenter::refresh()
{
    showFacts();
}

void SessionPresenter::showFacts()
{
    if (m_session && m_session->document())
        m_statusLine->showEpoch(epochFacts(*m_session->recording(), m_session->document()->hypnogram(),
                                           *m_view->selection(), m_view->theme(), m_clockTime));
}

void SessionPresenter::showProgress()
{
    if (!m_session || !m_session->document())
        return;
    const auto progress = scoring::reviewProgress(m_session->document()->hypnogram());
    if (!m_hint)
        if (auto *lane = m_view->findChild<QWidget *>(QStringLiteral("hypnogramLane")))
            m_hint = new LaneHint(tr("Not scored yet – press Auto-score, or score by key"), lane);
    if (m_hint)
        m_hint->setVisible(progress.scored == 0);
    Q_EMIT progressChanged(progress);
}

/// The epoch under the resting pointer in words, and the gap.
void SessionPresenter::tell(double timeSec, const QPoint &globalPos)
{
    const EpochIndex epoch = m_view->selection()->epochAt(timeSec);
    if (!m_session || !m_session->document() || epoch < 0)
        return;
    QString text = epochText(*m_session->recording(), m_session->document()->hypnogram(), epoch, m_clockTime);
    if (const auto gap = m_session->recording()->time.gapAt(toTicks(timeSec)))
        text = tr("Gap of %1: nothing was recorded.\n%2")
                   .arg(plot::lengthText(double(gap->last - gap->first) / double(kTicksPerSecond)), text);
    QToolTip::showText(globalPos, text, m_view);
}

void SessionPresenter::rememberView()
{
    const plot::TimeAxis *axis = m_view->timeAxis();
    if (m_session && m_session->document())
        m_session->rememberView({axis->first(), axis->last(), m_view->selection()->current()});
}

} // namespace somno::ui
