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
    io::LabelContext context;
    context.epochSec = session->document()->hypnogram().epochSec();
    context.totalSec = session->recording()->durationSec();
    context.recordingStart = session->recording()->start;
    context.stages = session->document()->hypnogram().stageSet();
    const auto read = [path, context] { return io::readLabels(path, context); };
    const auto take = [this, session, path, model](Result<io::LabelImport> read) {
        if (!read) {
            m_messages->showError(read.error());
            return;
        }
        scoring::Hypnogram *labels = &read->hypnogram;
        const QString name = QFileInfo(path).fileName();
        const qint64 reviewedBefore = scoring::reviewProgress(session->document()->hypnogram()).reviewed;
        EpochIndex kept = 0;
        if (model == ModelLabels::AsAutomatic && labels->proposal().size() > 0)
            kept = session->document()->applyProposal(labels->proposal()).keptHuman;
        else
            session->document()->replaceScoring(std::move(*labels), {scoring::EditReason::Kind::Import, 0, name});
        const auto undo = [document = QPointer(session->document())] {
            if (document)
                document->undoStack()->undo();
        };
        const qint64 lost = reviewedBefore - scoring::reviewProgress(session->document()->hypnogram()).reviewed;
        const QString detail
            = lost > 0 ? tr("They stand in the place of %L1 epochs that were set by hand or confirmed. Undo brings "
                            "those back.")
                             .arg(lost)
              : kept > 0 ? tr("%L1 epochs that were set by hand, confirmed or imported stay as they were.").arg(kept)
                         : QString();
        m_messages->showMessage(MessageBar::Kind::Done, tr("Labels were taken from %1.").arg(name),
                                (read->warnings << detail).join(QLatin1Char(' ')).trimmed(), {tr("Undo"), undo});
        Q_EMIT imported(path);
    };
    whenDone(session, QtConcurrent::run(read), take);
}

} // namespace somno::ui
