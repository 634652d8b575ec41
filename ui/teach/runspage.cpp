// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/runspage.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "core/work/learningcontroller.h"
#include "ui/models/jobsmodel.h"
#include "ui/models/judgementtext.h"
#include "ui/teach/modelquestions.h"

namespace somno::ui {

using jobs::JobInfo;
using jobs::JobState;

namespace {

// Shares, not sizes: the splitters scale them to the window.
constexpr int kCurveWidth = 460;
constexpr int kReportWidth = 600;
constexpr int kListHeight = 200;
constexpr int kDetailHeight = 440;

/// Whether a validation was told of that followed a step.
bool hasSteps(const JobInfo &job)
{
    return std::ranges::any_of(job.metrics, [](const QJsonObject &values) { return values.value("step").toInt() > 0; });
}

QPushButton *button(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    return button;
}

QString paragraph(const QString &text, bool strong = false)
{
    const QString escaped = text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    return QStringLiteral("<p>%1</p>").arg(strong ? QStringLiteral("<b>%1</b>").arg(escaped) : escaped);
}

} // namespace

RunsPage::RunsPage(LearningController *controller, QWidget *parent)
    : QWidget(parent), m_controller(controller), m_model(new JobsModel(controller, this)), m_table(new QTableView),
      m_empty(new QLabel), m_curve(new plot::TrainingCurve), m_report(new QTextBrowser),
      m_pause(button("pauseButton", tr("Pause"), tr("Holds the run where it is; it keeps its memory"))),
      m_finish(
          button("finishButton", tr("Stop and keep the best"),
                 tr("Teaches no more: judges and saves the weights that did best on the validation labels so far"))),
      m_cancel(button("cancelButton", tr("Stop"), tr("Stops the run. It can go on later where it was"))),
      m_goOn(button("goOnButton", tr("Go on"), tr("Goes on where the run stopped"))),
      m_forget(button("forgetButton", tr("Forget"),
                      tr("Takes the run off the list and deletes what it left; a model that it made stays"))),
      m_use(
          button("useButton", tr("Use this model"), tr("Auto-score uses it from now on; you can go back at any time")))
{
    setObjectName(QStringLiteral("runsPage"));
    m_table->setObjectName(QStringLiteral("runsTable"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(JobsModel::Begun, QHeaderView::Stretch);
    m_empty->setText(tr("Nothing was taught yet. Begin on the page Labels."));
    m_empty->setObjectName(QStringLiteral("runsEmpty"));
    m_empty->setProperty("role", QStringLiteral("secondary"));
    m_report->setObjectName(QStringLiteral("runReport"));
    m_report->setFrameShape(QFrame::NoFrame);
    m_report->viewport()->setAutoFillBackground(false);
    m_use->setProperty("primary", true);
    buildLayout();
    connectButtons();
    connectQueue();
    keepSelection();
}

void RunsPage::buildLayout()
{
    auto *upper = new QWidget;
    auto *upperColumn = new QVBoxLayout(upper);
    upperColumn->setContentsMargins(0, 0, 0, 8);
    upperColumn->addWidget(m_empty);
    upperColumn->addWidget(m_table, 1);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *b : {m_pause, m_finish, m_cancel, m_goOn, m_forget})
        buttons->addWidget(b);
    buttons->addStretch();
    buttons->addWidget(m_use);
    upperColumn->addLayout(buttons);
    auto *lower = m_detail = new QSplitter(Qt::Horizontal);
    lower->setHandleWidth(1);
    lower->setChildrenCollapsible(false);
    lower->addWidget(m_curve);
    lower->addWidget(m_report);
    lower->setSizes({kCurveWidth, kReportWidth});
    lower->setStretchFactor(0, 1);
    lower->setStretchFactor(1, 1);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->setHandleWidth(1);
    halves->setChildrenCollapsible(false);
    halves->addWidget(upper);
    halves->addWidget(lower);
    halves->setSizes({kListHeight, kDetailHeight});
    halves->setStretchFactor(0, 1);
    halves->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(halves);
}

void RunsPage::connectButtons()
{
    connect(m_pause, &QPushButton::clicked, this, [this] {
        const JobInfo *job = m_controller->jobs()->find(m_selected);
        if (job && job->state == JobState::Paused)
            m_controller->resume(m_selected);
        else
            m_controller->pause(m_selected);
    });
    connect(m_finish, &QPushButton::clicked, this, [this] { m_controller->finish(m_selected); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_controller->cancel(m_selected); });
    connect(m_goOn, &QPushButton::clicked, this, [this] { m_controller->goOn(m_selected); });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        const JobInfo *job = m_controller->jobs()->find(m_selected);
        if (job && job->state == JobState::Done)
            m_controller->forget(m_selected);
        else if (job)
            askForgetRun(window(), QFileInfo(job->spec.outputFolder).fileName(),
                         [this, id = m_selected] { m_controller->forget(id); });
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const store::ModelEntry *model = m_controller->modelOf(m_selected))
            useModel(window(), m_controller->models(), model->id);
    });
}

void RunsPage::connectQueue()
{
    const jobs::JobQueue *queue = m_controller->jobs();
    connect(m_model, &QAbstractItemModel::modelReset, this, &RunsPage::keepSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RunsPage::takeSelection);
    connect(queue, &jobs::JobQueue::stateChanged, this, [this](qint64 id) {
        if (id == m_selected)
            showJob();
    });
    connect(queue, &jobs::JobQueue::progressed, this, [this](qint64 id) { // there may be something to keep by now
        if (id == m_selected)
            showButtons(m_controller->jobs()->find(id));
    });
    connect(queue, &jobs::JobQueue::warned, this, [this](qint64 id) {
        if (id == m_selected)
            showReport(m_controller->jobs()->find(id));
    });
    connect(queue, &jobs::JobQueue::metricReported, this, [this](qint64 id, const QJsonObject &values) {
        if (id != m_selected)
            return;
        addPoint(values);
        if (values.contains("device_name"))
            showReport(m_controller->jobs()->find(id));
    });
    connect(m_controller->models(), &ModelShelf::changed, this, &RunsPage::showJob);
    connect(m_controller, &LearningController::teachingStarted, this, &RunsPage::select);
}

void RunsPage::select(qint64 id)
{
    m_selected = id;
    keepSelection();
}

void RunsPage::keepSelection()
{
    m_empty->setVisible(m_model->rowCount() == 0);
    m_detail->setVisible(m_model->rowCount() > 0);
    if (!m_controller->jobs()->find(m_selected))
        m_selected = m_model->idOf(0);
    if (const int row = m_model->rowOf(m_selected); row >= 0)
        m_table->selectRow(row);
    showSelected();
}

void RunsPage::takeSelection()
{
    const qint64 id = m_model->idOf(m_table->currentIndex().row());
    if (id == 0 || id == m_selected)
        return;
    m_selected = id;
    showSelected();
}

void RunsPage::showSelected()
{
    m_curve->clear();
    if (const JobInfo *job = m_controller->jobs()->find(m_selected))
        for (const QJsonObject &values : job->metrics)
            addPoint(values);
    showJob();
}

void RunsPage::showJob()
{
    const JobInfo *job = m_controller->jobs()->find(m_selected);
    showButtons(job);
    showReport(job);
}

void RunsPage::addPoint(const QJsonObject &values)
{
    if (!values.contains("validation_loss"))
        return; // figures of another kind
    m_curve->addPoint(values.value("step").toInt(),
                      values.value("train_loss").toDouble(std::numeric_limits<double>::quiet_NaN()),
                      values.value("validation_loss").toDouble());
    m_curve->setBestStep(values.value("best_step").toInt(-1));
}

void RunsPage::showButtons(const JobInfo *job)
{
    const bool writable = m_controller->project()->isWritable();
    const bool runs = job && !job->isOver() && !job->cancelling;
    const bool over = job && job->isOver() && job->state != JobState::Done;
    m_pause->setText(job && job->state == JobState::Paused ? tr("Go on") : tr("Pause"));
    m_pause->setVisible(!over);
    m_pause->setEnabled(runs && (job->state != JobState::Running || m_controller->jobs()->canPause()));
    m_goOn->setVisible(over);
    m_goOn->setEnabled(writable);
    const bool learned = job && (hasSteps(*job) || (job->phase == QLatin1String("train") && job->done > 0));
    m_finish->setText(over ? tr("Keep the best") : tr("Stop and keep the best"));
    m_finish->setEnabled(writable && learned && (over || (runs && job->phase == QLatin1String("train"))));
    m_cancel->setEnabled(runs);
    m_forget->setEnabled(writable && job && job->isOver());
    const store::ModelEntry *model = job ? m_controller->modelOf(job->id) : nullptr;
    const bool isActive = model && m_controller->models()->active() == model;
    m_use->setText(isActive ? tr("In use") : tr("Use this model"));
    m_use->setEnabled(writable && model && !isActive);
}

QString RunsPage::report(const JobInfo &job) const
{
    QString html;
    if (const store::ModelEntry *model = m_controller->modelOf(job.id))
        html += judgementHtml(model->metrics);
    else if (job.state == JobState::Done)
        html += paragraph(tr("The model was deleted, or is no longer in the list."), true);
    else if (job.state == JobState::Failed && job.error)
        html += paragraph(job.error->message, true) + paragraph(job.error->detail);
    else if (m_controller->isInterrupted(job.id))
        html += paragraph(tr("Somnoscribe ended while this was running."), true)
                + paragraph(tr("Nothing is lost: it goes on where it was, or can be forgotten."));
    else if (job.state == JobState::Cancelled)
        html
            += paragraph(tr("Stopped."), true)
               + paragraph(tr(
                   "It goes on where it was. Or keep the best weights of its validations so far, judged as they are."));
    else if (job.state == JobState::Paused)
        html += paragraph(tr("Paused."), true);
    else
        html += paragraph(tr("Of the last quarter of the steps, the weights are kept that do best on the validation "
                             "labels. The judgement comes when the teaching is "
                             "done: both models score epochs that neither learned from."));
    const auto told
        = std::ranges::find_if(job.metrics, [](const QJsonObject &values) { return values.contains("device_name"); });
    if (told != job.metrics.end() && !job.isOver())
        html += paragraph(tr("Computes on: %1.").arg(told->value("device_name").toString()));
    for (const QString &warning : job.warnings)
        html += paragraph(warning);
    return html;
}

void RunsPage::showReport(const JobInfo *job)
{
    const QString html = job ? report(*job) : QString();
    if (html == m_shown)
        return;
    m_shown = html;
    m_report->setHtml(html);
}

} // namespace somno::ui
