// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileInfo>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

#include "ui/lanes/recordingview.h"
#include "ui/panels/emptystate.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/projectpanel.h"
#include "ui/panels/statusline.h"
#include "ui/panels/themedicon.h"
#include "ui/window/actiontable.h"
#include "ui/window/appearance.h"
#include "ui/window/channelactions.h"
#include "ui/window/demonstration.h"
#include "ui/window/edithistory.h"
#include "ui/window/enginerunner.h"
#include "ui/window/epocheditor.h"
#include "ui/window/epochnavigator.h"
#include "ui/window/filedrop.h"
#include "ui/window/helpactions.h"
#include "ui/window/labelsaving.h"
#include "ui/window/labeltransfer.h"
#include "ui/window/learninglink.h"
#include "ui/window/openingprogress.h"
#include "ui/window/projectreports.h"
#include "ui/window/recordingopener.h"
#include "ui/window/recordingpicker.h"
#include "ui/window/reviewcontroller.h"
#include "ui/window/savedelsewhere.h"
#include "ui/window/scorecontroller.h"
#include "ui/window/scorerchoice.h"
#include "ui/window/scoringchoice.h"
#include "ui/window/sessionpresenter.h"
#include "ui/window/viewscale.h"
#include "ui/window/windowgeometry.h"
#include "ui/window/windowmenus.h"

namespace somno::ui {

MainWindow::MainWindow(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner, Theme *theme, QWidget *parent)
    : QMainWindow(parent), m_project(project), m_theme(theme), m_known(new RecordingListModel(this)),
      m_actions(new ActionTable(this)), m_messages(new MessageBar), m_statusLine(new StatusLine),
      m_empty(new EmptyState), m_view(new plot::RecordingView), m_panel(new ProjectPanel(m_known)),
      m_splitter(new QSplitter), m_pages(new QStackedWidget),
      m_engine(new EngineRunner(runner, m_statusLine, m_messages, this)),
      m_recordings(new RecordingOpener(project, m_known, this)),
      m_picker(new RecordingPicker(m_recordings, m_known, m_actions, m_messages, m_statusLine, this)),
      m_labels(new LabelTransfer(m_recordings, theme, m_messages, this)), m_history(new EditHistory(m_actions)),
      m_navigator(new EpochNavigator(m_view, this)), m_editor(new EpochEditor(m_actions, m_view, m_navigator)),
      m_review(new ReviewController(m_view, this)), m_presenter(new SessionPresenter(m_view, m_statusLine, this)),
      m_saving(new LabelSaving(project, m_presenter, m_statusLine, this)),
      m_learning(new LearningLink(project, std::move(runner), m_messages, m_view, this)),
      m_scoring(new ScoreController(m_recordings, m_learning, m_engine, m_messages, this)),
      m_scorer(new ScorerChoice(project, m_recordings, m_engine, m_messages, m_statusLine, this)),
      m_scale(new ViewScale(m_actions, m_view)), m_appearance(new Appearance(theme, m_presenter, m_panel, this)),
      m_reports(new ProjectReports(project, m_messages, m_statusLine, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    layOut();
    gatherActions();
    connectFacts();
    connectOpening();
    connectSession();
    connectWords();
    ui::restoreGeometry(this, m_splitter);
    m_empty->setFocus();
    applyTheme();
}

MainWindow::~MainWindow()
{
    m_recordings->close(); // before the parts that show it
}

void MainWindow::layOut()
{
    m_view->setObjectName(QStringLiteral("recordingView"));
    m_view->setContentsMargins(0, 4, 0, 0);
    m_pages->setObjectName(QStringLiteral("pages"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_panel);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);

    auto *centre = new QWidget;
    auto *rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_splitter, 1);
    rows->addWidget(m_statusLine);
    setCentralWidget(centre);
}

/// The order of the duties is the order within each group of the menus, the tool bar and the page of keys.
void MainWindow::gatherActions()
{
    const auto put
        = [this](const char *duty, const QList<ActionEntry> &entries) { m_actions->put(QLatin1String(duty), entries); };
    put("opening", m_picker->actions());
    put("labels", m_labels->actions());
    put("saving", m_saving->actions());
    m_editor->setStageSet({});
    put("editing", m_editor->actions());
    put("history", m_history->actions());
    put("scoring", m_scoring->actions());
    put("teaching", m_learning->actions());
    put("going", m_navigator->actions());
    put("review", m_review->actions());
    put("scorer", m_scorer->actions());
    auto *scorings = new ScoringChoice(m_project, m_recordings, m_actions, this);
    put("beginning", scorings->actions());
    put("channels", channelActions(m_recordings, this));
    put("scale", m_scale->actions());
    put("appearance", m_appearance->actions());
    put("help", helpActions(m_actions, this));
    put("closing", {{.id = QStringLiteral("actionQuit"),
                     .text = tr("&Quit"),
                     .keys = {QKeySequence(tr("Ctrl+Q"))},
                     .menu = MenuGroup::FileEnd,
                     .section = KeySection::File,
                     .run = [this] { close(); }}});
    new WindowMenus(this, m_actions);
}

/// Who knows what the actions need.
void MainWindow::connectFacts()
{
    const auto set = [this](Need fact, bool holds) { m_actions->setFact(fact, holds); };
    const auto setWritable = [this, set] { set(Need::Writable, m_project->isWritable()); };
    set(Need::EngineIdle, !m_engine->isRunning());
    setWritable();
    connect(m_engine, &EngineRunner::runningChanged, this, [set](bool running) { set(Need::EngineIdle, !running); });
    connect(m_project, &ProjectService::opened, this, setWritable);
    connect(m_project, &ProjectService::failed, this, setWritable);
    connect(m_recordings, &RecordingOpener::opened, this, [set] { set(Need::Recording, true); });
    connect(m_recordings, &RecordingOpener::ready, this, [set] { set(Need::Scoring, true); });
    connect(m_recordings, &RecordingOpener::closing, this, [set] {
        set(Need::Scoring, false);
        set(Need::Recording, false);
    });
    connect(m_actions, &ActionTable::refused, m_reports, &ProjectReports::sayReadOnly);
}

/// Which recording is to be opened, and what is seen of it.
void MainWindow::connectOpening()
{
    new OpeningProgress(m_recordings, m_engine, m_view, m_statusLine, m_messages, this);
    connect(m_recordings, &RecordingOpener::started, this, [this] { m_pages->setCurrentWidget(m_view); });
    connect(m_recordings, &RecordingOpener::failed, this, [this] {
        if (!session()) {
            m_pages->setCurrentWidget(m_empty);
            setWindowTitle({});
        }
        Q_EMIT openFailed();
    });
    connect(m_panel, &ProjectPanel::recordingActivated, m_picker, &RecordingPicker::pick);
    connect(m_learning, &LearningLink::recordingWanted, m_picker, &RecordingPicker::pick);
    connect(m_empty, &EmptyState::openClicked, m_picker, [this] { m_picker->ask(); });
    connect(m_empty, &EmptyState::recentClicked, m_picker, &RecordingPicker::pick);
    connect(m_empty, &EmptyState::demonstrationClicked, this,
            [this] { withDemonstration(m_engine, [this](const QString &path) { openRecording(path); }); });
    connect(m_engine, &EngineRunner::runningChanged, m_empty,
            [this](bool running) { m_empty->setDemonstrationEnabled(!running); });
    const auto *drop = new FileDrop(this);
    connect(drop, &FileDrop::hovered, m_empty, &EmptyState::setDropActive);
    connect(drop, &FileDrop::dropped, m_labels, &LabelTransfer::lookAt);
    connect(m_labels, &LabelTransfer::recordingMet, m_picker, &RecordingPicker::pick);
    connect(m_labels, &LabelTransfer::labelsMet, this, &MainWindow::takeDroppedLabels);
    connect(m_project, &ProjectService::listed, this, [this](const std::vector<RecordingRow> &rows) {
        m_known->setRows(rows);
        m_empty->setRecent(m_known->presentPaths());
    });
}

/// Who is told of the open recording and its scoring.
void MainWindow::connectSession()
{
    connect(m_recordings, &RecordingOpener::opened, this, [this](const RecordingSession *session) {
        m_reports->repeat();
        setWindowTitle(session->name());
    });
    connect(m_recordings, &RecordingOpener::loaded, m_presenter, &SessionPresenter::setSession);
    const auto setDocument = [this](scoring::ScoringDocument *document) {
        m_navigator->setDocument(document);
        m_editor->setDocument(document);
        m_history->setDocument(document);
        m_review->setDocument(document);
    };
    new SavedElsewhere(m_recordings, m_messages, this);
    connect(m_recordings, &RecordingOpener::documentChanged, this, [this, setDocument](RecordingSession *session) {
        m_presenter->showScoring();
        setDocument(session->document());
        m_learning->setSession(session);
    });
    connect(m_recordings, &RecordingOpener::ready, this, [this, setDocument](RecordingSession *session) {
        m_presenter->showScoring();
        m_presenter->restoreView();
        setDocument(session->document());
        m_learning->setSession(session);
        m_panel->setCurrent(session->recordingId());
        m_project->refresh();
        Q_EMIT recordingReady();
    });
    connect(m_recordings, &RecordingOpener::closing, this, [this, setDocument](RecordingSession *session) {
        m_scoring->leave(session);
        m_learning->setSession(nullptr);
        m_presenter->rememberView();
        m_presenter->setSession(nullptr);
        setDocument(nullptr);
    });
    connect(m_presenter, &SessionPresenter::progressChanged, this, [this](const scoring::ReviewProgress &progress) {
        if (session())
            m_known->setProgress(session()->recordingId(), progress);
    });
}

/// What parts say in words or colours of others.
void MainWindow::connectWords()
{
    connect(m_learning, &LearningLink::teachingMoved, m_actions->action(QStringLiteral("actionTeach")),
            &QAction::setIconText);
    connect(m_scorer, &ScorerChoice::textChanged, m_actions->action(QStringLiteral("actionScorer")), &QAction::setText);
    connect(m_statusLine, &StatusLine::timeClicked, m_actions->action(QStringLiteral("actionClockTime")),
            &QAction::toggle);
    connect(m_navigator, &EpochNavigator::notice, m_statusLine, &StatusLine::showNotice);
    connect(m_review, &ReviewController::notice, m_statusLine, &StatusLine::showNotice);
    connect(m_theme, &Theme::changed, this, &MainWindow::applyTheme);
}

void MainWindow::applyTheme()
{
    m_view->setTheme(m_theme->plotTheme());
    m_learning->setTheme(m_theme->plotTheme());
    m_presenter->refresh();
}

RecordingSession *MainWindow::session() const
{
    return m_recordings->session();
}

void MainWindow::openRecording(const QString &path)
{
    m_picker->pick(path);
}

void MainWindow::exportLabels(const QString &path)
{
    if (m_recordings->document())
        m_labels->exportTo(session(), path);
}

void MainWindow::showLabels(const QString &path)
{
    if (!m_recordings->document())
        return;
    if (m_unattended)
        m_labels->importUnasked(session(), path, LabelTransfer::ModelLabels::AsAutomatic);
    else
        m_labels->importFrom(session(), path, LabelTransfer::ModelLabels::AsAutomatic);
}

void MainWindow::takeDroppedLabels(const QString &path)
{
    if (!m_recordings->document())
        m_messages->showMessage(MessageBar::Kind::Info, tr("%1 holds labels.").arg(QFileInfo(path).fileName()),
                                tr("Open the recording that they belong to first."));
    else if (!m_project->isWritable())
        m_reports->sayReadOnly();
    else
        m_labels->importFrom(session(), path);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    // The children are painted within the same event; a zero timer comes after it.
    if (!std::exchange(m_painted, true))
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if ((!m_unattended && !m_learning->mayClose(this)) || !m_saving->mayClose(m_unattended)) {
        event->ignore();
        return;
    }
    rememberGeometry(this, m_splitter);
    m_learning->closeWindow();
    m_recordings->close();
    QMainWindow::closeEvent(event);
}

} // namespace somno::ui
