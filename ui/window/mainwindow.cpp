// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTimer>
#include <cstdio>
#include <utility>

#include "core/project/autosaver.h"
#include "ui/dialogs/channeldialog.h"
#include "ui/lanes/recordingview.h"
#include "ui/panels/emptystate.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/projectpanel.h"
#include "ui/panels/statusline.h"
#include "ui/window/enginerunner.h"
#include "ui/window/epocheditor.h"
#include "ui/window/labeltransfer.h"
#include "ui/window/learninglink.h"
#include "ui/window/reviewcontroller.h"
#include "ui/window/scorecontroller.h"
#include "ui/window/sessionpresenter.h"
#include "ui/window/windowactions.h"

namespace somno::ui {
namespace {

QString droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

QString demonstrationPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("demonstration.edf"));
}

} // namespace

void MainWindow::askOpen(const QString &folder)
{
    QSettings settings;
    const QString from
        = folder.isEmpty() ? settings.value(QStringLiteral("openFolder"), QDir::homePath()).toString() : folder;
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a recording"), from,
                                                      tr("Recordings (*.edf *.bdf *.EDF *.BDF);;All files (*)"));
    if (path.isEmpty())
        return;
    settings.setValue(QStringLiteral("openFolder"), QFileInfo(path).path());
    openRecording(path);
}

void MainWindow::openRecording(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (m_session && m_session->path() == absolute) {
        m_statusLine->showNotice(tr("%1 is open already.").arg(m_session->name()));
        return;
    }
    const RecordingRow *known = m_recordings->find(absolute);
    if (known && !QFileInfo::exists(absolute)) {
        const QString folder = QFileInfo(absolute).path();
        m_messages->showMessage(
            MessageBar::Kind::Warning, tr("%1 is not where it was.").arg(QFileInfo(absolute).fileName()),
            tr("It was last seen in %1. Your labels are kept in the project; say where the recording is now.")
                .arg(folder),
            {tr("Locate…"), [this, folder] { askOpen(QFileInfo::exists(folder) ? folder : QDir::homePath()); }});
        return;
    }
    startOpening(absolute);
}

void MainWindow::startOpening(const QString &path)
{
    m_opening = std::make_unique<RecordingSession>(path, m_project);
    RecordingSession *opening = m_opening.get();
    connect(opening, &RecordingSession::progress, this, [this, opening](double fraction) {
        m_view->setLoading(fraction);
        if (opening == m_opening.get() && !m_engine->isRunning())
            m_statusLine->setJobProgress(qint64(fraction * 1000), 1000, {});
    });
    connect(opening, &RecordingSession::loaded, this, [this, opening] {
        if (opening == m_opening.get())
            showOpened();
        else
            m_presenter->setSession(opening);
        m_view->setLoading(1);
    });
    connect(opening, &RecordingSession::ready, this, [this] {
        m_presenter->showScoring();
        m_editor->setDocument(m_session->document());
        m_learning->setSession(m_session.get());
        m_review->setDocument(m_session->document());
        m_panel->setCurrent(m_session->recordingId());
        m_project->refresh();
        Q_EMIT recordingReady();
    });
    connect(opening, &RecordingSession::failed, this,
            [this, opening](const Error &error) { failOpening(opening, error); });
    m_stack->setCurrentWidget(m_view);
    if (!m_engine->isRunning())
        m_statusLine->showJob(tr("Opening %1").arg(opening->name()), false);
    const RecordingRow *known = m_recordings->find(path);
    opening->open(known ? ChannelWish{known->entry.eegLabel, known->entry.emgLabel, {}, {}} : ChannelWish{});
}

void MainWindow::showOpened()
{
    closeSession();
    m_session = std::move(m_opening);
    if (!m_engine->isRunning())
        m_statusLine->hideJob();
    m_messages->hide();
    // A recording named at the start opens right after the project; what the project had to say must not go with it.
    if (const auto again = std::exchange(m_projectMessage, {}))
        again();
    m_presenter->setSession(m_session.get());
    setWindowTitle(m_session->name());
}

void MainWindow::failOpening(const RecordingSession *failed, const Error &error)
{
    if (!m_engine->isRunning())
        m_statusLine->hideJob();
    m_view->setLoading(1);
    // The failed session is in the middle of its own signal, and goes with the window where no event comes any more.
    if (failed == m_opening.get()) {
        RecordingSession *session = m_opening.release();
        session->setParent(this);
        session->deleteLater();
    }
    if (!m_session)
        m_stack->setCurrentWidget(m_empty);
    m_messages->showError(error);
    Q_EMIT openFailed();
}

void MainWindow::closeSession()
{
    if (!m_session)
        return;
    m_scoring->leave(m_session.get());
    m_learning->setSession(nullptr);
    m_presenter->rememberView();
    m_presenter->setSession(nullptr);
    m_editor->setDocument(nullptr);
    m_review->setDocument(nullptr);
    m_session.reset();
}

void MainWindow::changeScorer(const QString &name)
{
    if (name.isEmpty() || name == m_project->scorer())
        return;
    if (m_engine->isRunning()) {
        m_messages->showMessage(
            MessageBar::Kind::Warning, tr("The labels are still those of %1.").arg(m_project->scorer()),
            tr("A scoring is running, and its result is theirs. Wait for it or cancel it, then change the scorer."));
        return;
    }
    const RecordingSession *current = m_session ? m_session.get() : m_opening.get();
    const QString path = current ? current->path() : QString();
    closeSession(); // saves what the one before has set
    m_opening.reset();
    m_project->setScorer(name);
    QSettings().setValue(QStringLiteral("scorer/name"), name);
    showScorer();
    if (!path.isEmpty())
        startOpening(path);
    m_statusLine->showNotice(tr("Labels are now those of %1").arg(name));
}

void MainWindow::autoScore()
{
    if (!m_session || !m_session->document())
        return;
    if (!m_project->isWritable())
        sayReadOnly();
    else
        m_learning->withActiveModel(m_session.get(),
                                    [this, replaceMine = m_actions->replaceMine->isChecked()](const QString &model) {
                                        m_scoring->start(m_session.get(), model, replaceMine);
                                    });
}

void MainWindow::exportLabels(const QString &path)
{
    if (m_session && m_session->document())
        m_labels->exportTo(m_session.get(), path);
}

void MainWindow::showLabels(const QString &path)
{
    if (m_session && m_session->document())
        m_labels->importFrom(m_session.get(), path, LabelTransfer::ModelLabels::AsAutomatic);
}

void MainWindow::setSpan(double seconds)
{
    plot::TimeAxis *axis = m_view->timeAxis();
    const plot::EpochSelection *selection = m_view->selection();
    const scoring::EpochRange target = selection->target();
    const double anchor = double(target.first + target.last) / 2 * selection->epochSec();
    const bool isVisible = !target.isEmpty() && anchor >= axis->first() && anchor <= axis->last();
    if (seconds > 0)
        axis->setSpan(seconds, isVisible ? anchor : (axis->first() + axis->last()) / 2);
    else
        axis->setRange(0, axis->total());
    m_presenter->refresh();
}

void MainWindow::chooseChannels()
{
    const LoadedRecording &loaded = m_session->content();
    auto *dialog = new ChannelDialog(*loaded.recording, loaded.choice, loaded.others, loaded.voters, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (m_session)
            m_session->setChannels(dialog->choice(), dialog->others(), dialog->voters());
    });
    dialog->open();
}

void MainWindow::makeDemonstration()
{
    const QString path = demonstrationPath();
    if (QFileInfo::exists(path)) {
        openRecording(path);
        return;
    }
    QDir().mkpath(QFileInfo(path).path());
    const QStringList arguments{QStringLiteral("simulate"),
                                QStringLiteral("--hours"),
                                QStringLiteral("4"),
                                QStringLiteral("--seed"),
                                QStringLiteral("4242"),
                                QStringLiteral("--subject"),
                                QStringLiteral("11"),
                                QStringLiteral("--start-hour"),
                                QStringLiteral("9"),
                                QStringLiteral("-o"),
                                path};
    m_engine->start(arguments, tr("Simulating the demonstration recording"), [this, path] { openRecording(path); });
}

void MainWindow::saveNow()
{
    if (!m_project->isWritable()) {
        sayReadOnly();
        return;
    }
    m_presenter->rememberView();
    if (m_project->autosaver()->flush())
        m_statusLine->showNotice(tr("Everything is saved"));
}

void MainWindow::sayReadOnly()
{
    m_messages->showMessage(MessageBar::Kind::Warning, tr("Nothing was changed: labels cannot be saved from here."),
                            tr("The project is open in another Somnoscribe, or could not be opened. Close the other "
                               "window and start this one again, or choose another project with --project."));
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    // The children are painted within the same event; a zero timer comes after it.
    if (!std::exchange(m_painted, true))
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
}

bool MainWindow::mayLoseLabels(const Error &cause)
{
    const QString words = cause.message + QLatin1Char(' ') + cause.detail;
    if (m_unattended) {
        std::fprintf(stderr, "The last labels were not saved. %s\n", qUtf8Printable(words));
        return true;
    }
    QMessageBox box(QMessageBox::Warning, tr("Somnoscribe"), tr("The last labels are not saved yet."),
                    QMessageBox::NoButton, this);
    box.setObjectName(QStringLiteral("unsavedBox"));
    box.setInformativeText(
        words + QLatin1Char(' ')
        + tr("Keep the window open and remove the cause, or export the labels to a file (File > Export labels); "
             "or lose what was set since the last save."));
    QPushButton *keep = box.addButton(tr("Keep open"), QMessageBox::RejectRole);
    box.addButton(tr("Close and lose them"), QMessageBox::DestructiveRole);
    box.setDefaultButton(keep);
    box.exec();
    return box.clickedButton() != keep;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_unattended && !m_learning->mayClose(this)) {
        event->ignore();
        return;
    }
    m_presenter->rememberView();
    store::AutoSaver *saver = m_project->autosaver();
    if (saver && !saver->flush()
        && !mayLoseLabels(saver->lastError().value_or(
            Error{ErrorCode::ProjectFailed, tr("The project could not be written in time."), {}}))) {
        event->ignore();
        return;
    }
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    m_learning->closeWindow();
    closeSession();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedFile(event->mimeData()).isEmpty())
        return;
    m_empty->setDropActive(true);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_empty->setDropActive(false);
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_empty->setDropActive(false);
    const QString path = droppedFile(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    openRecording(path);
}

} // namespace somno::ui
