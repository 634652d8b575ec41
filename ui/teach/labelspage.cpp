// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/labelspage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "core/project/autosaver.h"
#include "core/work/learningcontroller.h"
#include "core/work/whendone.h"
#include "ui/models/labelsmodel.h"
#include "ui/teach/splittable.h"
#include "ui/teach/teachsettings.h"

namespace somno::ui {

using namespace learning;

namespace {

constexpr int kSideWidth = 280;
constexpr int kSubjectWidth = 90;
constexpr int kLeastRecordingWidth = 150;
/// Labels that change while the page is seen are read again after this pause.
constexpr int kReadAgainMs = 2000;
const QString kLeftOut = QStringLiteral("learning/leftOut"); ///< scorings that were unticked, in any project

QString totalsText(const TrainingSet &set)
{
    const auto minutes = [&](Split split) { return minutesText(set.secondsOfSplit(split).total()); };
    if (set.total().total() == 0)
        return LabelsPage::tr("No label counts yet.");
    QString text = LabelsPage::tr("%1 min count: %2 to learn from, %3 to choose the best weights by, %4 to judge by.")
                       .arg(minutesText(set.total().total()), minutes(Split::Train), minutes(Split::Validation),
                            minutes(Split::Test));
    if (set.guardSec() > 0)
        text += QLatin1Char(' ')
                + LabelsPage::tr("%1 min between them are left out, so that nothing is judged that was seen.")
                      .arg(minutesText(set.guardSec()));
    return text;
}

QString findingsHtml(const std::vector<Finding> &findings, const QStringList &problems)
{
    QString html;
    const auto add = [&html](const QString &text, bool strong) {
        const QString escaped = text.toHtmlEscaped();
        html += QStringLiteral("<p style=\"margin-top:0; margin-bottom:8px\">%1</p>")
                    .arg(strong ? QStringLiteral("<b>%1</b>").arg(escaped) : escaped);
    };
    for (const Finding &finding : findings)
        add(finding.text, finding.severity == Severity::Blocking);
    for (const QString &problem : problems)
        add(problem, false);
    if (html.isEmpty())
        add(LabelsPage::tr("Nothing is missing."), false);
    return html;
}

QLabel *caption(const QString &text)
{
    auto *label = new QLabel(text);
    label->setProperty("role", QStringLiteral("caption"));
    return label;
}

} // namespace

LabelsPage::LabelsPage(LearningController *controller, QWidget *parent)
    : QWidget(parent), m_controller(controller), m_model(new LabelsModel(this)), m_table(new QTableView),
      m_imported(new QCheckBox(tr("Imported scorings are an expert's"))), m_by(new QComboBox), m_totals(new QLabel),
      m_splits(new SplitTable), m_findings(new QTextBrowser), m_settings(new TeachSettings(controller->models())),
      m_teach(new QPushButton(tr("Teach"))), m_export(new QPushButton(tr("Export for the command line…"))),
      m_why(new QLabel), m_readTimer(new QTimer(this))
{
    setObjectName(QStringLiteral("labelsPage"));
    m_table->setObjectName(QStringLiteral("labelsTable"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->verticalHeader()->hide();
    m_table->viewport()->installEventFilter(this);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(LabelsModel::Recording, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(
        LabelsModel::Subject, QHeaderView::Interactive); // a long name leaves room for the others
    m_table->horizontalHeader()->resizeSection(LabelsModel::Subject, kSubjectWidth);
    m_imported->setObjectName(QStringLiteral("importedCounts"));
    m_by->setObjectName(QStringLiteral("divideBy"));
    m_by->addItems({tr("automatic"), tr("by animal"), tr("by stretches of recordings")});
    m_totals->setObjectName(QStringLiteral("labelTotals"));
    m_totals->setWordWrap(true);
    m_findings->setObjectName(QStringLiteral("findings"));
    m_findings->setFrameShape(QFrame::NoFrame);
    m_findings->viewport()->setAutoFillBackground(false);
    m_teach->setObjectName(QStringLiteral("teachButton"));
    m_teach->setProperty("primary", true);
    m_export->setObjectName(QStringLiteral("exportSetButton"));
    m_why->setObjectName(QStringLiteral("teachWhyNot"));
    m_why->setProperty("role", QStringLiteral("secondary"));
    m_why->setWordWrap(true);
    const QStringList leftOut = QSettings().value(kLeftOut).toStringList();
    m_model->setLeftOut({leftOut.begin(), leftOut.end()});
    m_readTimer->setSingleShot(true);
    m_readTimer->setInterval(kReadAgainMs);
    buildLayout();
    connectParts();
    enableButtons();
}

void LabelsPage::buildLayout()
{
    auto *upper = new QWidget;
    auto *upperColumn = new QVBoxLayout(upper);
    upperColumn->setContentsMargins(0, 0, 0, 8);
    upperColumn->addWidget(caption(tr("Labels that a person answers for, in minutes")));
    upperColumn->addWidget(m_table, 1);
    upperColumn->addWidget(m_imported);
    auto *lower = new QWidget;
    auto *lowerColumn = new QVBoxLayout(lower);
    lowerColumn->setContentsMargins(0, 8, 0, 0);
    auto *head = new QHBoxLayout;
    head->addWidget(caption(tr("What they are for")));
    head->addStretch();
    head->addWidget(new QLabel(tr("Divided")));
    head->addWidget(m_by);
    lowerColumn->addLayout(head);
    lowerColumn->addWidget(m_totals);
    lowerColumn->addWidget(m_splits, 1);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->setChildrenCollapsible(false);
    halves->setHandleWidth(1);
    halves->addWidget(upper);
    halves->addWidget(lower);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);

    auto *side = new QVBoxLayout;
    side->setSpacing(8);
    side->addWidget(caption(tr("Worth knowing")));
    side->addWidget(m_findings, 1);
    side->addWidget(caption(tr("How it is taught")));
    side->addWidget(m_settings);
    side->addSpacing(8);
    side->addWidget(m_teach);
    side->addWidget(m_export);
    side->addWidget(m_why);
    auto *sideBox = new QWidget;
    sideBox->setLayout(side);
    side->setContentsMargins(0, 0, 0, 0);
    sideBox->setFixedWidth(kSideWidth);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(24);
    row->addWidget(halves, 1);
    row->addWidget(sideBox);
}

void LabelsPage::connectParts()
{
    connect(m_model, &LabelsModel::chosen, this, [this] {
        QSettings().setValue(kLeftOut, QStringList(m_model->leftOut().values()));
        look();
    });
    connect(m_model, &LabelsModel::subjectNamed, m_controller, &LearningController::setSubject);
    connect(m_controller, &LearningController::labelsChanged, this, &LabelsPage::read);
    connect(m_controller, &LearningController::failed, this, &LabelsPage::readSoon);
    connect(m_imported, &QCheckBox::toggled, this, [this] { look(); });
    connect(m_by, &QComboBox::activated, this, [this](int by) {
        m_choice.by = SplitBy(by);
        look();
    });
    connect(m_splits, &SplitTable::subjectMoved, this, [this](const QString &subject, Split split) {
        m_choice.subjects[subject] = split;
        look();
    });
    connect(m_splits, &SplitTable::blockMoved, this, [this](const SplitBlock &block) {
        std::erase_if(m_choice.blocks,
                      [&](const SplitBlock &b) { return b.path == block.path && b.range == block.range; });
        m_choice.blocks.push_back(block);
        look();
    });
    connect(m_teach, &QPushButton::clicked, this, &LabelsPage::teach);
    connect(m_export, &QPushButton::clicked, this, &LabelsPage::askExport);
    connect(m_settings, &TeachSettings::changed, this, &LabelsPage::enableButtons);
    connect(m_settings, &TeachSettings::baseChanged, this, &LabelsPage::look);
    connect(m_readTimer, &QTimer::timeout, this, &LabelsPage::read);
    connect(m_controller->project(), &ProjectService::opened, this, &LabelsPage::watchSaves);
    connect(m_controller->project(), &ProjectService::listed, this, &LabelsPage::readSoon);
    watchSaves();
}

void LabelsPage::watchSaves()
{
    m_model->setEditable(m_controller->project()->isWritable());
    if (store::AutoSaver *saver = m_controller->project()->autosaver())
        connect(saver, &store::AutoSaver::saved, this, &LabelsPage::readSoon, Qt::UniqueConnection);
    readSoon();
}

void LabelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    read(); // a recording's file may have gone meanwhile
}

bool LabelsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

// Names of recordings come first: where they do not fit, the minutes are scrolled to.
void LabelsPage::fitColumns()
{
    QHeaderView *header = m_table->horizontalHeader();
    const int others = header->length() - header->sectionSize(LabelsModel::Recording);
    const bool fits = m_table->viewport()->width() - others >= kLeastRecordingWidth;
    header->setSectionResizeMode(LabelsModel::Recording, fits ? QHeaderView::Stretch : QHeaderView::Interactive);
    if (!fits)
        header->resizeSection(LabelsModel::Recording, kLeastRecordingWidth);
}

void LabelsPage::readSoon()
{
    m_stale = true;
    if (isVisible() && !m_readTimer->isActive())
        m_readTimer->start();
}

void LabelsPage::read()
{
    m_stale = false;
    m_readTimer->stop();
    if (m_reading) {
        readSoon();
        return;
    }
    m_reading = true;
    whenDone(this, m_controller->readLabels(), [this](Result<LabelStock> stock) {
        m_reading = false;
        if (!stock) {
            showProblem(stock.error());
            return;
        }
        m_stock = std::make_shared<const LabelStock>(std::move(*stock));
        m_model->setStock(*m_stock);
        look();
    });
}

void LabelsPage::look()
{
    if (!m_stock)
        return;
    m_view.reset();
    enableButtons();
    m_choice.leftOut = m_model->leftOut();
    m_choice.importedCounts = m_imported->isChecked();
    m_choice.baseModel = m_settings->wish().baseModel;
    const auto task = [stock = m_stock, choice = m_choice] {
        return std::make_shared<const LabelView>(viewLabels(*stock, choice));
    };
    whenDone(this, QtConcurrent::run(task), [this, generation = ++m_generation](std::shared_ptr<const LabelView> view) {
        if (generation != m_generation)
            return; // another choice was made meanwhile
        m_view = std::move(view);
        show(*m_view);
        enableButtons();
    });
}

void LabelsPage::show(const LabelView &view)
{
    m_model->setFigures(view.figures);
    fitColumns();
    const bool tooFew = m_choice.by == SplitBy::Subjects && !view.set.plan().bySubject && view.set.total().total() > 0;
    m_totals->setText(
        (tooFew ? tr("By animal takes %1 animals with labels, one of them new to the model: divided by stretches. ")
                      .arg(kLeastSubjects)
                : QString())
        + totalsText(view.set));
    m_splits->showPlan(view.set);
    m_findings->setHtml(
        m_stock->scorings.empty()
            ? QStringLiteral("<p><b>%1</b></p>")
                  .arg(tr("The project has no recording yet. Open one, let it be scored, and confirm or "
                          "correct some of its epochs."))
            : findingsHtml(view.findings, m_stock->problems));
}

void LabelsPage::showProblem(const Error &error)
{
    m_view.reset();
    m_findings->setHtml(
        QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(error.message.toHtmlEscaped(), error.detail.toHtmlEscaped()));
    m_totals->setText(tr("No label counts yet."));
    enableButtons();
}

void LabelsPage::enableButtons()
{
    const bool ready = m_view && !isBlocked(m_view->findings);
    const bool named = isModelName(m_settings->wish().name);
    m_export->setEnabled(ready);
    m_teach->setEnabled(ready && named && m_controller->project()->isWritable());
    QString why;
    if (!m_controller->project()->isWritable())
        why = tr("The project can only be read from here.");
    else if (!named)
        why = tr("The name needs letters or digits, and may be neither \"starter\" nor \"rules\".");
    else if (m_view && !ready)
        why = tr("What is missing stands under \"Worth knowing\".");
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
}

void LabelsPage::teach()
{
    m_settings->remember();
    m_controller->teach(m_view->set, m_settings->wish());
}

void LabelsPage::askExport()
{
    const QString folder = QFileDialog::getSaveFileName(
        this, tr("Folder for the training set"),
        QSettings().value(QStringLiteral("openFolder"), QDir::homePath()).toString() + QStringLiteral("/training-set"));
    if (!folder.isEmpty() && m_view)
        m_controller->exportSet(m_view->set, m_settings->wish().baseModel, folder);
}

} // namespace somno::ui
