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

namespace somno::ui {

class EngineRunner;
class MessageBar;
class RecordingSession;

/// Auto-scoring of the open recording: the engine's job, its proposal laid over the document, and the words for it.
class ScoreController : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ScoreController(EngineRunner *engine, MessageBar *messages, QObject *parent = nullptr);

    /// Scores the recording of a session with the model of a folder (empty: the one shipped); where a human said
    /// something it stays, unless `replaceHuman`.
    void start(RecordingSession *session, const QString &modelFolder, bool replaceHuman);

    /// The session is about to close: ends its job.
    void leave(RecordingSession *session);

Q_SIGNALS:
    /// The proposal lies over the document.
    void scored();

private:
    /// What one run of the engine left; the next run may begin while it is read.
    struct Run {
        std::shared_ptr<const jobs::ScratchFolder> folder; ///< of the proposal, removed with the last of its run
        QJsonObject metric;
        QStringList warnings;
    };

    void readProposal(RecordingSession *session, const Run &run, bool replaceHuman);
    void apply(RecordingSession *session, const Run &run, scoring::Proposal proposal, bool replaceHuman);
    void report(RecordingSession *session, const Run &run, const scoring::ProposalOutcome &outcome);

    EngineRunner *m_engine;
    MessageBar *m_messages;
    QPointer<RecordingSession> m_session; ///< whose recording is being scored
};

} // namespace somno::ui
