// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/learningwindow.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>

#include "core/work/learningcontroller.h"
#include "ui/models/judgementtext.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/themedicon.h"
#include "ui/panels/windowsize.h"
#include "ui/teach/labelspage.h"
#include "ui/teach/modelspage.h"
#include "ui/teach/nextpage.h"
#include "ui/teach/runspage.h"

namespace somno::ui {

namespace {

constexpr QSize kUsualSize(1100, 760);
constexpr QSize kMinimumSize(860, 560);
const QString kGeometry = QStringLiteral("learning/geometry");

} // namespace

LearningWindow::LearningWindow(LearningController *controller)
    : m_controller(controller), m_messages(new MessageBar), m_tabs(new QButtonGroup(this)), m_pages(new QStackedWidget),
      m_labels(new LabelsPage(controller)), m_runs(new RunsPage(controller)), m_models(new ModelsPage(controller)),
      m_next(new NextPage(controller))
{
    setObjectName(QStringLiteral("learningWindow"));
    setWindowTitle(tr("Teach the model"));
    setWindowIcon(applicationIcon());
    buildLayout();
    connectParts();
    setMinimumSize(kMinimumSize);
    resize(firstSize(kUsualSize, kMinimumSize));
    restoreGeometry(QSettings().value(kGeometry).toByteArray());
}

void LearningWindow::buildLayout()
{
    auto *bar = new QWidget;
    bar->setObjectName(QStringLiteral("learningTabs"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *tabs = new QHBoxLayout(bar);
    tabs->setContentsMargins(12, 6, 12, 6);
    m_tabs->setExclusive(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    addPage(m_labels, tr("1  Labels"), "tabLabels");
    addPage(m_runs, tr("2  Runs"), "tabRuns");
    addPage(m_models, tr("3  Models"), "tabModels");
    addPage(m_next, tr("4  Next"), "tabNext");
    for (QAbstractButton *button : m_tabs->buttons())
        tabs->addWidget(button);
    tabs->addStretch();
    m_tabs->button(0)->setChecked(true);
    connect(m_tabs, &QButtonGroup::idClicked, m_pages, &QStackedWidget::setCurrentIndex);
    auto *close = new QAction(this);
    close->setShortcut(QKeySequence(QKeySequence::Close));
    connect(close, &QAction::triggered, this, &QWidget::close);
    addAction(close);
}

void LearningWindow::addPage(QWidget *page, const QString &name, const char *objectName)
{
    const int number = m_pages->addWidget(page);
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(objectName));
    button->setText(name);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + number)));
    button->setToolTip(tr("Alt+%1").arg(number + 1));
    m_tabs->addButton(button, number);
}

void LearningWindow::connectParts()
{
    connect(m_controller, &LearningController::failed, this,
            [this](const Error &error) { m_messages->showError(error); });
    connect(m_models, &ModelsPage::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_controller, &LearningController::done, this,
            [this](const QString &sentence) { m_messages->showMessage(MessageBar::Kind::Done, sentence); });
    connect(m_controller, &LearningController::teachingStarted, this, [this] { showPage(Page::Runs); });
    connect(m_controller->jobs(), &jobs::JobQueue::stateChanged, this, [this](qint64 id) {
        const jobs::JobInfo *job = m_controller->jobs()->find(id);
        if (job && job->state == jobs::JobState::Running)
            m_messages->hide(); // why it could not begin, or something as old
    });
    connect(m_models, &ModelsPage::stretchWanted, this, &LearningWindow::stretchWanted);
    connect(m_next, &NextPage::stretchWanted, this, &LearningWindow::stretchWanted);
}

void LearningWindow::setTheme(const plot::PlotTheme &theme)
{
    m_runs->setTheme(theme);
    m_models->setTheme(theme);
}

void LearningWindow::setOpenRecordingSource(OpenRecordingSource source)
{
    m_models->setOpenRecordingSource(std::move(source));
}

void LearningWindow::openRecordingChanged()
{
    m_models->enableButtons();
}

void LearningWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(int(page));
    m_tabs->button(int(page))->setChecked(true);
}

// Not a shortcut, which would take it from a list that is open or a cell that is edited.
void LearningWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void LearningWindow::closeEvent(QCloseEvent *event)
{
    QSettings().setValue(kGeometry, saveGeometry());
    QWidget::closeEvent(event);
}

} // namespace somno::ui
