// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scorecontroller.h"

#include <QJsonArray>
#include <QLocale>
#include <QtConcurrentRun>
#include <algorithm>
#include <cmath>

#include "core/labels/labelfile.h"
#include "core/scoring/stageset.h"
#include "core/work/recordingsession.h"
#include "core/work/whendone.h"
#include "ui/panels/messagebar.h"
#include "ui/window/enginerunner.h"
#include "ui/window/learninglink.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {
namespace {

using namespace scoring;

/// "Wake 41 %, NREM 50 %, REM 9 %" of the whole recording.
QString stageShares(const Hypnogram &hypnogram)
{
    const StageSet &set = hypnogram.stageSet();
    std::vector<Stage> stages;
    for (const StageDefinition &definition : set.stages())
        stages.push_back(definition.stage);
    std::ranges::sort(stages);
    stages.push_back(Stage::Unscored);
    QStringList shares;
    for (const Stage stage : stages)
        if (const EpochIndex count = hypnogram.count(stage); count > 0)
            shares.append(ScoreController::tr("%1 %2 %")
                              .arg(stage == Stage::Unscored ? ScoreController::tr("unscored") : set.name(stage))
                              .arg(100.0 * double(count) / double(hypnogram.size()), 0, 'f', 1));
    return shares.join(QStringLiteral(", "));
}

} // namespace

ScoreController::ScoreController(const RecordingOpener *recordings, LearningLink *learning, EngineRunner *engine,
                                 MessageBar *messages, QObject *parent)
    : QObject(parent), m_recordings(recordings), m_learning(learning), m_engine(engine), m_messages(messages)
{
}

QList<ActionEntry> ScoreController::actions()
{
    return {{.id = QStringLiteral("actionAutoScore"),
             .text = tr("&Auto-score"),
             .keys = {QKeySequence(tr("Ctrl+Return"))},
             .icon = QStringLiteral("autoscore"),
             .menu = MenuGroup::ScoreByModel,
             .bar = BarGroup::Model,
             .section = KeySection::Score,
             .needs = Need::Scoring | Need::Writable | Need::EngineIdle,
             .run = [this] { startWithActiveModel(); }},
            {.id = QStringLiteral("actionReplaceMine"),
             .text = tr("&Replace my labels"),
             .toolTip = tr("Auto-score changes epochs that you set, confirmed or imported, too"),
             .menu = MenuGroup::ScoreByModel,
             .bar = BarGroup::Model,
             .barStyle = BarStyle::InMenuBefore,
             .check = Check::Toggle,
             .toggled = [this](bool on) { m_replaceHuman = on; }}};
}

void ScoreController::startWithActiveModel()
{
    m_learning->withActiveModel(m_recordings->session(), [this, replace = m_replaceHuman](const QString &model) {
        start(m_recordings->session(), model, replace);
    });
}

/// With the model of a folder (empty: the one shipped); where a human said something it stays, unless `replaceHuman`.
void ScoreController::start(RecordingSession *session, const QString &modelFolder, bool replaceHuman)
{
    const auto recording = openRecordingOf(session);
    if (!recording) {
        m_messages->showMessage(MessageBar::Kind::Warning,
                                tr("Auto-score needs an EEG or an EMG channel, and neither is chosen."),
                                tr("If the recording has one, choose it under View > Channels. It can be scored by key "
                                   "in any case."));
        return;
    }
    const auto folder = std::make_shared<const jobs::ScratchFolder>();
    if (!folder->isValid()) {
        m_messages->showError({ErrorCode::FileNotWritable, tr("Auto-score could not make its temporary folder."),
                               tr("%1. Free some space and try again.").arg(folder->errorString())});
        return;
    }
    const QStringList arguments
        = scoreArguments(*recording, modelFolder, folder->filePath(QStringLiteral("proposal.csv")));
    const auto done
        = [this, session = QPointer(session), document = QPointer(session->document()), folder, replaceHuman] {
              if (session)
                  readProposal(session, {document, folder, m_engine->metric(), m_engine->warnings()}, replaceHuman);
          };
    if (!m_engine->start(arguments, tr("Scoring %1").arg(session->name()), done))
        return;
    m_session = session;
}

void ScoreController::leave(RecordingSession *session)
{
    if (m_session == session && m_engine->isRunning())
        m_engine->cancel();
    m_session.clear();
}

void ScoreController::readProposal(RecordingSession *session, const Run &run, bool replaceHuman)
{
    const QString path = run.folder->filePath(QStringLiteral("proposal.csv"));
    whenDone(session, QtConcurrent::run([path] { return io::readLabels(path); }),
             [this, session, run, replaceHuman](const Result<io::LabelImport> &labels) {
                 if (labels)
                     apply(session, run, labels->hypnogram.proposal(), replaceHuman);
                 else
                     m_messages->showError(labels.error());
             });
}

void ScoreController::apply(RecordingSession *session, const Run &run, Proposal proposal, bool replaceHuman)
{
    if (!run.document)
        return;
    if (proposal.modelVersion.isEmpty())
        proposal.modelVersion = run.metric.value(QStringLiteral("model")).toString();
    report(session, run, run.document->applyProposal(proposal, replaceHuman));
    Q_EMIT scored();
}

void ScoreController::report(RecordingSession *session, const Run &run, const ProposalOutcome &outcome)
{
    const Hypnogram &hypnogram = run.document->hypnogram();
    const QLocale locale;
    const auto automatic = std::ranges::count(hypnogram.sources(), EpochSource::Automatic);
    const double confidence = hypnogram.proposal().meanConfidence();
    QString message = tr("Auto-score: %1 of %2 epochs scored, mean confidence %3.")
                          .arg(locale.toString(qint64(automatic)), locale.toString(hypnogram.size()))
                          .arg(std::isnan(confidence) ? 0 : confidence, 0, 'f', 2);
    if (outcome.keptHuman > 0)
        message += QLatin1Char(' ') + tr("%1 epochs of yours were kept.").arg(locale.toString(outcome.keptHuman));
    if (outcome.unknown > 0)
        message
            += QLatin1Char(' ')
               + tr("%1 epochs were left as they are: the model calls them a stage that this scoring does not have.")
                     .arg(locale.toString(outcome.unknown));
    QStringList detail{stageShares(hypnogram) + QLatin1Char('.'),
                       tr("Model: %1.").arg(hypnogram.proposal().modelVersion)};
    if (const auto &choice = session->content().choice; choice.eeg < 0 || choice.emg < 0)
        detail += choice.eeg < 0 ? tr("Scored from the EMG alone, because no EEG channel is chosen.")
                                 : tr("Scored from the EEG alone, because no EMG channel is chosen.");
    else if (const auto scored = openRecordingOf(session); scored && !session->content().voters.isEmpty())
        detail += tr("Scored from the EEG channels %1, the surer ones counting for more.")
                      .arg(QString(scored->eeg).replace(QLatin1Char(','), QStringLiteral(", ")));
    QStringList warnings = run.warnings;
    QString doubt; // the gravest reason not to trust the scoring stands where it is read
    for (const QJsonValue one : run.metric.value(QStringLiteral("doubts")).toArray()) {
        const QString text = one.toString();
        erase_if(warnings, [&](const QString &warning) { return warning.endsWith(text); });
        if (doubt.isEmpty())
            doubt = text;
        else
            detail += text;
    }
    if (!doubt.isEmpty())
        message += QLatin1Char(' ') + doubt;
    detail += warnings;
    const auto undo = [this, document = run.document, index = run.document->undoStack()->index()] {
        if (document && document->undoStack()->index() == index)
            document->undoStack()->undo();
        else
            m_messages->showMessage(MessageBar::Kind::Info,
                                    tr("More was edited since. Undo step by step with Ctrl+Z."));
    };
    m_messages->showMessage(doubt.isEmpty() ? MessageBar::Kind::Done : MessageBar::Kind::Warning, message,
                            detail.join(QLatin1Char(' ')), {tr("Undo"), undo});
}

} // namespace somno::ui
