// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/autosaver.h"

#include <algorithm>
#include <utility>

#include "core/project/savethread.h"

namespace somno::store {

namespace {

/// From the first unsaved edit to its writing: well below the second in which an edit must be durable, and long
/// enough that a key that is held down writes ten times a second and not at every repeat.
constexpr auto kDelay = std::chrono::milliseconds(100);

} // namespace

AutoSaver::AutoSaver(StoreOpener open, QObject *parent) : QObject(parent)
{
    const auto onDone = [this](const std::optional<Error> &error) {
        QMetaObject::invokeMethod(
            this, [this, error] { onSaveDone(error); }, Qt::QueuedConnection);
    };
    const auto onForked = [this](const scoring::ScoringHead &before, const scoring::ScoringHead &mine) {
        QMetaObject::invokeMethod(
            this, [this, before, mine] { Q_EMIT forked(before, mine); }, Qt::QueuedConnection);
    };
    m_thread = std::make_unique<SaveThread>(std::move(open), SaveListener{onDone, onForked});
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, [this] { submit(); });
}

AutoSaver::~AutoSaver()
{
    flush();
}

void AutoSaver::attach(scoring::ScoringDocument *document, const scoring::ScoringHead &head)
{
    submit(); // so that the one that is edited last is saved last
    if (find(document))
        return;
    // Whether the project already holds these probabilities is not known here; once a sitting is cheap.
    m_attached.push_back({document, head, {}, {}, document->hypnogram().proposal().size() > 0});
    connect(document, &scoring::ScoringDocument::edited, this, [this, document](const scoring::ScoringEdit &edit) {
        find(document)->edits.push_back(edit);
        if (!m_delay.isActive())
            m_delay.start();
    });
    connect(document, &scoring::ScoringDocument::proposalChanged, this,
            [this, document] { find(document)->proposalChanged = true; });
}

void AutoSaver::detach()
{
    submit();
    for (const Attached &attached : m_attached)
        attached.document->disconnect(this);
    m_attached.clear();
}

AutoSaver::Attached *AutoSaver::find(const scoring::ScoringDocument *document)
{
    const auto found = std::ranges::find(m_attached, document, &Attached::document);
    return found == m_attached.end() ? nullptr : &*found;
}

void AutoSaver::setView(qint64 recordingId, const ViewState &view)
{
    const auto found = std::ranges::find(m_attached, recordingId,
                                         [](const Attached &attached) { return attached.head.recordingId; });
    if (found == m_attached.end())
        return;
    found->view = view;
    if (!m_delay.isActive())
        m_delay.start();
}

bool AutoSaver::flush(std::chrono::milliseconds timeout)
{
    submit();
    return m_thread->wait(timeout);
}

bool AutoSaver::hasUnsaved() const
{
    return !m_thread->isIdle() || std::ranges::any_of(m_attached, [](const Attached &attached) {
        return !attached.edits.empty() || attached.view;
    });
}

std::optional<Error> AutoSaver::lastError() const
{
    return m_thread->lastError();
}

void AutoSaver::submit()
{
    m_delay.stop();
    for (Attached &attached : m_attached)
        submit(attached);
}

void AutoSaver::submit(Attached &attached)
{
    if (attached.edits.empty() && !attached.view)
        return;
    SaveRequest request{attached.document->serial(),     attached.head, std::exchange(attached.edits, {}), {}, false,
                        std::exchange(attached.view, {})};
    if (!request.edits.empty()) {
        request.hypnogram = attached.document->hypnogram();
        request.withProposal = std::exchange(attached.proposalChanged, false);
    }
    m_thread->submit(std::move(request));
}

void AutoSaver::onSaveDone(const std::optional<Error> &error)
{
    if (!error) {
        m_reported.reset();
        if (!hasUnsaved())
            Q_EMIT saved();
    } else if (m_reported != error->code) {
        m_reported = error->code;
        Q_EMIT saveFailed(*error);
    }
}

} // namespace somno::store
