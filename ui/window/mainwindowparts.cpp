// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is put together; what it does stands in mainwindow.cpp.
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/project/autosaver.h"
#include "core/project/scoringstore.h"
#include "core/work/whendone.h"
#include "ui/lanes/recordingview.h"
#include "ui/panels/emptystate.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/projectpanel.h"
#include "ui/panels/statusline.h"
#include "ui/panels/themedicon.h"
#include "ui/panels/windowsize.h"
#include "ui/window/enginerunner.h"
#include "ui/window/epocheditor.h"
#include "ui/window/labeltransfer.h"
#include "ui/window/learninglink.h"
#include "ui/window/mainwindow.h"
#include "ui/window/reviewcontroller.h"
#include "ui/window/scorecontroller.h"
#include "ui/window/sessionpresenter.h"
#include "ui/window/windowactions.h"

namespace somno::ui {
namespace {

constexpr QSize kDefaultSize(1440, 900);
constexpr QSize kMinimumSize(1024, 700);
constexpr int kPanelWidth = 200;
constexpr double kZoomStep = 1.5;
constexpr double kAmplitudeStep = 1.25;
constexpr int kRecentInMenu = 10;

} // namespace

MainWindow::MainWindow(ProjectService *project, Theme *theme, QWidget *parent)
    : QMainWindow(parent), m_project(project), m_theme(theme), m_recordings(new RecordingListModel(this)),
      m_actions(new WindowActions(this)), m_messages(new MessageBar), m_statusLine(new StatusLine),
      m_empty(new EmptyState), m_view(new plot::RecordingView), m_panel(new ProjectPanel(m_recordings)),
      m_splitter(new QSplitter), m_stack(new QStackedWidget),
      m_engine(new EngineRunner(m_statusLine, m_messages, this)),
      m_scoring(new ScoreController(m_engine, m_messages, this)), m_labels(new LabelTransfer(m_messages, this)),
      m_editor(new EpochEditor(m_actions, m_view, this)), m_review(new ReviewController(m_actions, m_view, this)),
      m_presenter(new SessionPresenter(m_view, m_statusLine, m_actions, this)),
      m_learning(new LearningLink(project, m_messages, m_view, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    buildLayout();
    connectActions();
    connectViewActions();
    connectAppearance();
    connectProject();
    connectParts();
    restoreWindow();
    showScorer();
    applyTheme();
}

MainWindow::~MainWindow()
{
    // Before its parts, which show it: the session saves what is left.
    m_opening.reset();
    closeSession();
}

void MainWindow::buildLayout()
{
    m_view->setObjectName(QStringLiteral("recordingView"));
    m_view->setContentsMargins(0, 4, 0, 0);
    m_stack->setObjectName(QStringLiteral("pages"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_stack, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_panel);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);
    m_splitter->setSizes({kPanelWidth, kDefaultSize.width() - kPanelWidth});

    auto *centre = new QWidget;
    auto *rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_splitter, 1);
    rows->addWidget(m_statusLine);
    setCentralWidget(centre);
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(m_actions->open, [this] { askOpen(); });
    on(m_actions->importLabels, [this] {
        if (m_project->isWritable())
            m_labels->askImport(m_session.get());
        else
            sayReadOnly();
    });
    on(m_actions->exportLabels, [this] { m_labels->askExport(m_session.get()); });
    on(m_actions->save, [this] { saveNow(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->undo, [this] { m_session->document()->undoStack()->undo(); });
    on(m_actions->redo, [this] { m_session->document()->undoStack()->redo(); });
    on(m_actions->autoScore, [this] { autoScore(); });
    on(m_actions->teach, [this] { m_learning->showWindow(); });
    connect(m_learning, &LearningLink::teachingMoved, this,
            [this](const QString &text) { m_actions->teach->setIconText(text.isEmpty() ? tr("Teach") : text); });
    on(m_actions->scorer, [this] { askScorer(); });
    on(m_actions->channels, [this] { chooseChannels(); });
    on(m_actions->keys, [this] { showKeys(); });
    on(m_actions->about, [this] { showAbout(); });
}

void MainWindow::connectViewActions()
{
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    for (const auto &[seconds, action] : m_actions->spans)
        on(action, [this, seconds = seconds] { setSpan(seconds); });
    on(m_actions->zoomIn, [this] { setSpan(m_view->timeAxis()->span() / kZoomStep); });
    on(m_actions->zoomOut, [this] { setSpan(m_view->timeAxis()->span() * kZoomStep); });
    on(m_actions->taller, [this] { m_view->scaleAmplitude(kAmplitudeStep); });
    on(m_actions->flatter, [this] { m_view->scaleAmplitude(1 / kAmplitudeStep); });
    on(m_actions->autoscale, [this] { m_view->autoscale(); });
    connect(m_actions->clockTime, &QAction::toggled, this, [this](bool clock) {
        QSettings().setValue(QStringLiteral("view/clockTime"), clock);
        m_presenter->setClockTime(clock);
    });
    connect(m_actions->projectPanel, &QAction::toggled, this, [this](bool shown) {
        QSettings().setValue(QStringLiteral("view/projectList"), shown);
        m_panel->setVisible(shown);
    });
}

void MainWindow::connectAppearance()
{
    for (const auto &[mode, action] : m_actions->themes) {
        action->setChecked(mode == m_theme->mode());
        connect(action, &QAction::triggered, this, [this, mode = mode] {
            QSettings().setValue(QStringLiteral("view/theme"), themeModeText(mode));
            m_theme->setMode(mode);
        });
    }
    for (const auto &[colours, action] : m_actions->stageColours) {
        action->setChecked(colours == m_theme->stageColours());
        connect(action, &QAction::triggered, this, [this, colours = colours] {
            QSettings().setValue(QStringLiteral("view/stageColours"), int(colours));
            m_theme->setStageColours(colours);
        });
    }
    connect(m_theme, &Theme::changed, this, &MainWindow::applyTheme);
}

void MainWindow::showProjectMessage(std::function<void()> show)
{
    show();
    if (!m_session)
        m_projectMessage = std::move(show);
}

void MainWindow::connectProject()
{
    connect(m_project, &ProjectService::opened, this, [this](const QStringList &warnings) {
        m_editor->setWritable(m_project->isWritable());
        m_review->setWritable(m_project->isWritable());
        if (!warnings.isEmpty())
            showProjectMessage([this, warnings] {
                m_messages->showMessage(MessageBar::Kind::Warning, warnings.first(),
                                        warnings.mid(1).join(QLatin1Char(' ')));
            });
        store::AutoSaver *saver = m_project->autosaver();
        if (!saver) {
            m_statusLine->showProblem(tr("Read only: another Somnoscribe has the project open"));
            return;
        }
        connect(saver, &store::AutoSaver::saved, this, [this] { m_statusLine->showProblem({}); });
        connect(saver, &store::AutoSaver::saveFailed, this, [this](const Error &error) {
            m_statusLine->showProblem(tr("Not saved yet; trying again"));
            m_messages->showError(error);
        });
    });
    connect(m_project, &ProjectService::failed, this, [this](const Error &error) {
        m_editor->setWritable(m_project->isWritable());
        m_review->setWritable(m_project->isWritable());
        if (!m_project->isWritable())
            m_statusLine->showProblem(tr("No project: labels cannot be saved"));
        showProjectMessage([this, error] { m_messages->showError(error); });
    });
    connect(m_project, &ProjectService::listed, this, &MainWindow::showRows);
}

void MainWindow::connectParts()
{
    connect(m_panel, &ProjectPanel::recordingActivated, this, &MainWindow::openRecording);
    connect(m_learning, &LearningLink::recordingWanted, this, &MainWindow::openRecording);
    connect(m_empty, &EmptyState::openClicked, this, [this] { askOpen(); });
    connect(m_empty, &EmptyState::recentClicked, this, &MainWindow::openRecording);
    connect(m_empty, &EmptyState::demonstrationClicked, this, &MainWindow::makeDemonstration);
    connect(m_engine, &EngineRunner::runningChanged, this, [this](bool running) {
        m_empty->setDemonstrationEnabled(!running);
        m_actions->autoScore->setEnabled(!running && m_session && m_session->document());
    });
    connect(m_view, &plot::RecordingView::starved, this, [this] {
        m_messages->showError(
            {ErrorCode::ComputeFailed, tr("There is not enough memory to draw the whole recording."),
             tr("The spectrogram or the overview of a trace is missing; scoring works. Show fewer channels, or "
                "close other programs and open the recording again.")});
    });
    connect(m_statusLine, &StatusLine::timeClicked, m_actions->clockTime, &QAction::toggle);
    connect(m_editor, &EpochEditor::refused, this, &MainWindow::sayReadOnly);
    connect(m_editor, &EpochEditor::notice, m_statusLine, &StatusLine::showNotice);
    connect(m_review, &ReviewController::refused, this, &MainWindow::sayReadOnly);
    connect(m_review, &ReviewController::notice, m_statusLine, &StatusLine::showNotice);
    connect(m_presenter, &SessionPresenter::progressChanged, this, [this](const scoring::ReviewProgress &progress) {
        if (m_session)
            m_recordings->setProgress(m_session->recordingId(), progress);
    });
}

void MainWindow::restoreWindow()
{
    const QSettings settings;
    setMinimumSize(kMinimumSize);
    resize(firstSize(kDefaultSize, kMinimumSize));
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_splitter->restoreState(settings.value(QStringLiteral("window/splitter")).toByteArray());
    const bool clock = settings.value(QStringLiteral("view/clockTime"), true).toBool();
    m_actions->clockTime->setChecked(clock);
    m_presenter->setClockTime(clock);
    const bool list = settings.value(QStringLiteral("view/projectList"), true).toBool();
    m_actions->projectPanel->setChecked(list);
    m_panel->setVisible(list);
    m_empty->setFocus();
}

void MainWindow::applyTheme()
{
    m_view->setTheme(m_theme->plotTheme());
    m_learning->setTheme(m_theme->plotTheme());
    m_presenter->refresh();
}

void MainWindow::showRows(const std::vector<RecordingRow> &rows)
{
    m_recordings->setRows(rows);
    const QStringList paths = m_recordings->presentPaths();
    m_empty->setRecent(paths);
    m_actions->recentMenu->clear();
    for (const QString &path : paths.mid(0, kRecentInMenu))
        m_actions->recentMenu->addAction(QFileInfo(path).fileName(), this, [this, path] { openRecording(path); })
            ->setToolTip(path);
    m_actions->recentMenu->setEnabled(!paths.isEmpty());
}

void MainWindow::showScorer()
{
    m_actions->scorer->setText(
        tr("Scor&er: %1…").arg(QString(m_project->scorer()).replace(QLatin1Char('&'), QLatin1String("&&"))));
}

void MainWindow::askScorer()
{
    const auto read = [](store::ProjectStore &project) { return project.scorings().scorers(); };
    whenDone(this, m_project->run(ProjectAccess::Read, read), [this](const Result<QStringList> &known) {
        QStringList names = known.value_or(QStringList());
        if (!names.contains(m_project->scorer()))
            names.append(m_project->scorer());
        auto *dialog = new QInputDialog(this);
        dialog->setObjectName(QStringLiteral("scorerDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setWindowTitle(tr("Scorer"));
        dialog->setLabelText(tr("Whose labels are shown and set? Those of the others stay as they are.\nA new name "
                                "begins without labels."));
        dialog->setComboBoxItems(names);
        dialog->setComboBoxEditable(true);
        dialog->setTextValue(m_project->scorer());
        connect(dialog, &QInputDialog::textValueSelected, this,
                [this](const QString &name) { changeScorer(name.simplified()); });
        dialog->open();
    });
}

void MainWindow::showKeys()
{
    auto *sheet = new KeySheet(m_actions->keySections(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void MainWindow::showAbout()
{
    auto *box
        = new QMessageBox(QMessageBox::NoIcon, tr("About Somnoscribe"),
                          tr("Somnoscribe %1").arg(QCoreApplication::applicationVersion()), QMessageBox::Close, this);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(applicationIcon().pixmap(64, 64));
    box->setInformativeText(tr("Sleep scoring with sDREAMER, for experts who check.\n\n"
                               "The starter model learned from simulated recordings. Check its labels, and fine-tune "
                               "it on recordings that your own laboratory has scored.\n\n"
                               "Free software under the GNU General Public License, version 3 or later."));
    box->open();
}

} // namespace somno::ui
