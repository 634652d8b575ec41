// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/autosaver.h"

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
    connect(&m_delay, &QTimer::timeout, this, &AutoSaver::submit);
}

AutoSaver::~AutoSaver()
{
    flush();
}

void AutoSaver::attach(scoring::ScoringDocument *document, const scoring::ScoringHead &head)
{
    detach();
    m_document = document;
    m_head = head;
    // Whether the project already holds these probabilities is not known here; once a sitting is cheap.
    m_proposalChanged = document->hypnogram().proposal().size() > 0;
    connect(document, &scoring::ScoringDocument::edited, this, &AutoSaver::noteEdit);
    connect(document, &scoring::ScoringDocument::proposalChanged, this, [this] { m_proposalChanged = true; });
}

void AutoSaver::detach()
{
    submit();
    if (m_document)
        m_document->disconnect(this);
    m_document = nullptr;
}

void AutoSaver::setView(const ViewState &view)
{
    if (!m_document)
        return;
    m_view = view;
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
    return !m_edits.empty() || m_view || !m_thread->isIdle();
}

std::optional<Error> AutoSaver::lastError() const
{
    return m_thread->lastError();
}

void AutoSaver::noteEdit(const scoring::ScoringEdit &edit)
{
    m_edits.push_back(edit);
    if (!m_delay.isActive())
        m_delay.start();
}

void AutoSaver::submit()
{
    m_delay.stop();
    if (!m_document || (m_edits.empty() && !m_view))
        return;
    SaveRequest request{m_document->serial(), m_head, std::exchange(m_edits, {}), {}, false, std::exchange(m_view, {})};
    if (!request.edits.empty()) {
        request.hypnogram = m_document->hypnogram();
        request.withProposal = std::exchange(m_proposalChanged, false);
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
