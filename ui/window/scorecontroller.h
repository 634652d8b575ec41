// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <memory>

#include "core/base/result.h"
#include "core/document/scoringdocument.h"
#include "core/jobs/scratchfolder.h"
#include "ui/window/actionentry.h"

namespace somno::ui {

class EngineRunner;
class LearningLink;
class MessageBar;
class RecordingOpener;
class RecordingSession;

/// Auto-scoring of the open recording: the engine's job, its proposal laid over the document, and the words for it.
class ScoreController : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ScoreController(const RecordingOpener *recordings, LearningLink *learning, EngineRunner *engine,
                    MessageBar *messages, QObject *parent = nullptr);

    [[nodiscard]] QList<ActionEntry> actions();
    /// The session is about to close: ends its job.
    void leave(RecordingSession *session);

Q_SIGNALS:
    /// The proposal lies over the document.
    void scored();

private:
    /// What one run of the engine left; the next run may begin while it is read, and another scoring may be shown.
    struct Run {
        QPointer<scoring::ScoringDocument> document;       ///< that was shown when it began
        std::shared_ptr<const jobs::ScratchFolder> folder; ///< of the proposal, removed with the last of its run
        QJsonObject metric;
        QStringList warnings;
    };

    void startWithActiveModel();
    void start(RecordingSession *session, const QString &modelFolder, bool replaceHuman);
    void readProposal(RecordingSession *session, const Run &run, bool replaceHuman);
    void apply(RecordingSession *session, const Run &run, scoring::Proposal proposal, bool replaceHuman);
    void report(RecordingSession *session, const Run &run, const scoring::ProposalOutcome &outcome);

    const RecordingOpener *m_recordings;
    LearningLink *m_learning;
    EngineRunner *m_engine;
    MessageBar *m_messages;
    bool m_replaceHuman = false;
    QPointer<RecordingSession> m_session; ///< whose recording is being scored
};

} // namespace somno::ui
