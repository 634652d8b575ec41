// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/labeltransfer.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QtConcurrentRun>
#include <algorithm>

#include "core/labels/labelfile.h"
#include "core/work/recordingsession.h"
#include "core/work/whendone.h"
#include "ui/dialogs/importdialog.h"
#include "ui/models/importtext.h"
#include "ui/panels/messagebar.h"
#include "ui/window/recordingopener.h"
#include "ui/window/theme.h"

namespace somno::ui {

using scoring::Hypnogram;
using scoring::ScoringDocument;

/// Where labels of a file go: whichever scoring was edited when they were asked for.
struct LabelTransfer::Target {
    QPointer<RecordingSession> session;
    QPointer<ScoringDocument> document;
    QString path;
    ModelLabels model;

    [[nodiscard]] bool isLaidOver(const Hypnogram &labels) const
    {
        return model == ModelLabels::AsAutomatic && labels.proposal().size() > 0;
    }
};

namespace {

constexpr size_t kMostNotes = 4; ///< in the bar; the dialog has shown all of them

qint64 lostReviews(const Hypnogram &before, const Hypnogram &after)
{
    return scoring::reviewProgress(before).reviewed - scoring::reviewProgress(after).reviewed;
}

/// What an import did to a scoring beside giving it labels, in sentences.
QStringList consequencesOf(const Hypnogram &before, const Hypnogram &after, const scoring::ProposalOutcome &outcome)
{
    QStringList sentences;
    if (after.stageSet() != before.stageSet())
        sentences << LabelTransfer::tr("The stages are now those of %1.").arg(after.stageSet().name());
    if (const qint64 lost = lostReviews(before, after); lost > 0)
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

/// The same before it is done.
QString prospectOf(const Hypnogram &before, const Hypnogram &labels, bool isLaidOver)
{
    QStringList sentences;
    if (isLaidOver) {
        const auto kept = std::ranges::count_if(before.sources(), scoring::isKeptFromModels);
        sentences << LabelTransfer::tr("These are a model's labels, and will be shown as such.");
        if (kept > 0)
            sentences << LabelTransfer::tr("%L1 epochs that were set by hand, confirmed or imported stay as they are.")
                             .arg(kept);
        return sentences.join(QLatin1Char(' '));
    }
    if (labels.stageSet() != before.stageSet())
        sentences << LabelTransfer::tr("The stages of the scoring become those of %1.").arg(labels.stageSet().name());
    if (const qint64 lost = lostReviews(before, labels); lost > 0)
        sentences << LabelTransfer::tr("The labels take the place of %L1 epochs that were set by hand or confirmed. "
                                       "Undo brings those back.")
                         .arg(lost);
    return sentences.join(QLatin1Char(' '));
}

QStringList noteTexts(const io::LabelImport &labels)
{
    QStringList texts;
    const std::vector<ImportNote> notes = importNotes(labels);
    for (size_t i = 0; i < std::min(notes.size(), kMostNotes); ++i)
        texts << notes[i].text;
    if (notes.size() > kMostNotes)
        texts << LabelTransfer::tr("And %1 more.").arg(notes.size() - kMostNotes);
    return texts;
}

io::LabelContext contextOf(const RecordingSession &session)
{
    const Hypnogram &hypnogram = session.document()->hypnogram();
    io::LabelContext context;
    context.epochSec = hypnogram.epochSec();
    context.totalSec = session.recording()->durationSec();
    context.recordingStart = session.recording()->start;
    context.stages = hypnogram.stageSet();
    return context;
}

io::LabelWriteOptions writeOptions(const RecordingSession &session, const QString &format)
{
    return {.recordingStart = session.recording()->start, .withSource = true, .format = format};
}

/// Of a file dialog that saves.
const io::LabelFormat *formatOfFilter(const QString &filter)
{
    const qsizetype index = io::labelWriteFilters().indexOf(filter);
    return io::writableLabelFormats()[size_t(std::max<qsizetype>(0, index))];
}

QString filterOf(const io::LabelFormat &format)
{
    const io::LabelFormats formats = io::writableLabelFormats();
    return io::labelWriteFilters()[std::ranges::find(formats, &format) - formats.begin()];
}

} // namespace

LabelTransfer::LabelTransfer(const RecordingOpener *recordings, const Theme *theme, MessageBar *messages,
                             QWidget *window)
    : QObject(window), m_recordings(recordings), m_theme(theme), m_window(window), m_messages(messages)
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
    const QFileInfo recording(session->path());
    chooseExport(session, recording.dir().filePath(recording.completeBaseName() + QStringLiteral("_labels.csv")),
                 io::labelWriteFilters().first());
}

void LabelTransfer::chooseExport(RecordingSession *session, const QString &proposed, const QString &filter)
{
    QString chosen = filter;
    QString path = QFileDialog::getSaveFileName(m_window, tr("Export labels"), proposed,
                                                io::labelWriteFilters().join(QStringLiteral(";;")), &chosen);
    if (path.isEmpty())
        return;
    const io::LabelFormat *format = formatOfFilter(chosen);
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + format->suffixes.first();
    if (!format->suffixes.contains(suffixOf(path))) // the name says another one
        format = formatBySuffix(io::writableLabelFormats(), path);
    offerExport(session, path, format ? format->id : QString());
}

void LabelTransfer::offerExport(RecordingSession *session, const QString &path, const QString &format)
{
    const io::LabelFormat *known = io::findLabelFormat(format);
    const QStringList lost
        = known ? io::labelLosses(*known, session->document()->hypnogram(), writeOptions(*session, format))
                : QStringList();
    if (lost.isEmpty()) {
        exportTo(session, path, format);
        return;
    }
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Export labels"),
                                tr("%1 files do not hold all of these labels.").arg(formatName(*known)),
                                QMessageBox::Cancel, m_window);
    box->setObjectName(QStringLiteral("lossDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Not written: %1.").arg(lost.join(tr("; "))));
    auto *another = box->addButton(tr("Choose another format"), QMessageBox::ActionRole);
    auto *write = box->addButton(tr("Write anyway"), QMessageBox::AcceptRole);
    write->setProperty("primary", true);
    box->setDefaultButton(write);
    connect(session, &QObject::destroyed, box, &QDialog::reject);
    connect(box, &QMessageBox::buttonClicked, this,
            [=, this, filter = filterOf(*known)](const QAbstractButton *button) {
                if (button == write)
                    exportTo(session, path, format);
                else if (button == another)
                    chooseExport(session, path, filter);
            });
    box->open();
}

void LabelTransfer::exportTo(RecordingSession *session, const QString &path, const QString &format)
{
    if (QFileInfo(path) == QFileInfo(session->path())) {
        m_messages->showError({ErrorCode::InvalidArgument,
                               tr("%1 is the recording itself and was not written over.").arg(session->name()),
                               tr("Choose another name for the labels.")});
        return;
    }
    const auto write = [path, options = writeOptions(*session, format), labels = session->document()->hypnogram()] {
        return io::writeLabels(path, labels, options);
    };
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
    const Target target{session, session->document(), path, model};
    const auto prospect = [target](const io::LabelImport &labels) {
        return target.document
                   ? prospectOf(target.document->hypnogram(), labels.hypnogram, target.isLaidOver(labels.hypnogram))
                   : QString();
    };
    auto *dialog = new ImportDialog(path, contextOf(*session), m_theme->plotTheme(), prospect, m_window);
    connect(dialog, &ImportDialog::unreadable, m_messages,
            [this](const Error &error) { m_messages->showError(error); });
    connect(target.document, &QObject::destroyed, dialog, &QDialog::reject); // another recording was opened
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, target] { take(target, dialog->labels(), dialog->takesOthers()); });
    connect(dialog, &QDialog::finished, dialog, &QObject::deleteLater);
    dialog->start();
}

void LabelTransfer::importUnasked(RecordingSession *session, const QString &path, ModelLabels model)
{
    const Target target{session, session->document(), path, model};
    const auto read = [path, context = contextOf(*session)] { return io::readLabels(path, context); };
    whenDone(target.document, QtConcurrent::run(read), [this, target](const Result<io::LabelImport> &labels) {
        if (labels)
            take(target, *labels, false);
        else
            m_messages->showError(labels.error());
    });
}

void LabelTransfer::take(const Target &target, const io::LabelImport &labels, bool withOthers)
{
    const QString name = QFileInfo(target.path).fileName();
    const Hypnogram before = target.document->hypnogram();
    scoring::ProposalOutcome outcome;
    if (target.isLaidOver(labels.hypnogram))
        outcome = target.document->applyProposal(labels.hypnogram.proposal());
    else
        target.document->replaceScoring(labels.hypnogram, {scoring::EditReason::Kind::Import, 0, name});
    QList<QPointer<ScoringDocument>> changed{target.document};
    QStringList details = noteTexts(labels);
    for (const io::ScorerLabels &other : labels.others) {
        if (withOthers)
            changed << target.session->addFromFile(tr("%1 (%2)").arg(name, other.scorer), other.hypnogram, name);
        details << (withOthers ? tr("The labels of %1 stand beside them, under Score > Scorings.")
                               : tr("The labels of %1 were left out."))
                       .arg(other.scorer);
    }
    details += consequencesOf(before, target.document->hypnogram(), outcome);
    const auto undo = [changed] {
        for (ScoringDocument *document : changed)
            if (document)
                document->undoStack()->undo();
    };
    m_messages->showMessage(MessageBar::Kind::Done,
                            tr("Labels were taken from %1. %2").arg(name, scoredText(target.document->hypnogram())),
                            details.join(QLatin1Char(' ')), {tr("Undo"), undo});
    Q_EMIT imported(target.path);
}

void LabelTransfer::lookAt(const QString &path)
{
    whenDone(this, QtConcurrent::run([path] { return io::isLabelFile(path); }), [this, path](bool areLabels) {
        if (areLabels)
            Q_EMIT labelsMet(path);
        else
            Q_EMIT recordingMet(path);
    });
}

} // namespace somno::ui
