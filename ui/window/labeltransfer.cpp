// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/labeltransfer.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QtConcurrentRun>

#include "core/labels/labelfile.h"
#include "core/work/recordingsession.h"
#include "core/work/whendone.h"
#include "ui/panels/messagebar.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {

namespace {

/// What an import did to a scoring beside giving it labels, in sentences.
QStringList consequencesOf(const scoring::Hypnogram &before, const scoring::Hypnogram &after,
                           const scoring::ProposalOutcome &outcome)
{
    QStringList sentences;
    if (after.stageSet() != before.stageSet())
        sentences << LabelTransfer::tr("The stages are now those of %1.").arg(after.stageSet().name());
    const qint64 lost = scoring::reviewProgress(before).reviewed - scoring::reviewProgress(after).reviewed;
    if (lost > 0)
        sentences << LabelTransfer::tr("They stand in the place of %L1 epochs that were set by hand or confirmed. Undo "
                                       "brings those back.")
                         .arg(lost);
    else if (outcome.keptHuman > 0)
        sentences << LabelTransfer::tr("%L1 epochs that were set by hand, confirmed or imported stay as they were.")
                         .arg(outcome.keptHuman);
    if (outcome.unknown > 0)
        sentences << LabelTransfer::tr("%L1 epochs were left as they are: the model calls them a stage that this "
                                       "scoring does not have.")
                         .arg(outcome.unknown);
    return sentences;
}

} // namespace

LabelTransfer::LabelTransfer(const RecordingOpener *recordings, MessageBar *messages, QWidget *window)
    : QObject(window), m_recordings(recordings), m_window(window), m_messages(messages)
{
}

QList<ActionEntry> LabelTransfer::actions()
{
    return {{.id = QStringLiteral("actionImport"),
             .text = tr("&Import labels…"),
             .menu = MenuGroup::FileLabels,
             .needs = Need::Scoring | Need::Writable,
             .run = [this] { askImport(m_recordings->session()); }},
            {.id = QStringLiteral("actionExport"),
             .text = tr("&Export labels…"),
             .keys = {QKeySequence(tr("Ctrl+E"))},
             .icon = QStringLiteral("export"),
             .iconText = tr("Export"),
             .menu = MenuGroup::FileLabels,
             .bar = BarGroup::Files,
             .section = KeySection::File,
             .needs = Need::Scoring,
             .run = [this] { askExport(m_recordings->session()); }}};
}

void LabelTransfer::askExport(RecordingSession *session)
{
    const QStringList filters = io::labelWriteFilters(); // what is lost is said before anything is written
    const QFileInfo recording(session->path());
    QString chosen = filters.first();
    QString path = QFileDialog::getSaveFileName(
        m_window, tr("Export labels"),
        recording.dir().filePath(recording.completeBaseName() + QStringLiteral("_labels.csv")),
        filters.join(QStringLiteral(";;")), &chosen);
    if (path.isEmpty())
        return;
    const io::LabelFormat &format
        = *io::writableLabelFormats()[size_t(std::max<qsizetype>(0, filters.indexOf(chosen)))];
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + format.suffixes.first();
    exportTo(session, path, format.suffixes.first() == suffixOf(path) ? format.id : QString());
}

void LabelTransfer::exportTo(RecordingSession *session, const QString &path, const QString &format)
{
    if (QFileInfo(path) == QFileInfo(session->path())) {
        m_messages->showError({ErrorCode::InvalidArgument,
                               tr("%1 is the recording itself and was not written over.").arg(session->name()),
                               tr("Choose another name for the labels.")});
        return;
    }
    io::LabelWriteOptions options;
    options.recordingStart = session->recording()->start;
    options.withSource = true;
    options.format = format;
    const auto write
        = [path, options, labels = session->document()->hypnogram()] { return io::writeLabels(path, labels, options); };
    whenDone(this, QtConcurrent::run(write), [this, path](const Result<QStringList> &lost) {
        if (!lost) {
            m_messages->showError(lost.error());
            return;
        }
        m_messages->showMessage(MessageBar::Kind::Done, tr("Labels were written to %1.").arg(path),
                                lost->isEmpty() ? QString()
                                                : tr("This format does not hold: %1.").arg(lost->join(tr("; "))));
        Q_EMIT exported(path);
    });
}

void LabelTransfer::askImport(RecordingSession *session)
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Import labels"), QFileInfo(session->path()).path(),
                                                      io::labelReadFilters());
    if (!path.isEmpty())
        importFrom(session, path);
}

void LabelTransfer::importFrom(RecordingSession *session, const QString &path, ModelLabels model)
{
    scoring::ScoringDocument *document = session->document(); // whichever is edited when the file is read
    io::LabelContext context;
    context.epochSec = document->hypnogram().epochSec();
    context.totalSec = session->recording()->durationSec();
    context.recordingStart = session->recording()->start;
    context.stages = document->hypnogram().stageSet();
    const auto read = [path, context] { return io::readLabels(path, context); };
    const auto take = [this, document, path, model](Result<io::LabelImport> read) {
        if (!read) {
            m_messages->showError(read.error());
            return;
        }
        const QString name = QFileInfo(path).fileName();
        scoring::Hypnogram *labels = &read->hypnogram;
        const scoring::Hypnogram before = document->hypnogram();
        scoring::ProposalOutcome outcome;
        if (model == ModelLabels::AsAutomatic && labels->proposal().size() > 0)
            outcome = document->applyProposal(labels->proposal());
        else
            document->replaceScoring(std::move(*labels), {scoring::EditReason::Kind::Import, 0, name});
        const auto undo = [document = QPointer(document)] {
            if (document)
                document->undoStack()->undo();
        };
        QStringList details;
        for (const Deviation &deviation : read->deviations)
            details << deviation.sentence();
        details += consequencesOf(before, document->hypnogram(), outcome);
        m_messages->showMessage(MessageBar::Kind::Done, tr("Labels were taken from %1.").arg(name),
                                details.join(QLatin1Char(' ')), {tr("Undo"), undo});
        Q_EMIT imported(path);
    };
    whenDone(document, QtConcurrent::run(read), take);
}

} // namespace somno::ui
