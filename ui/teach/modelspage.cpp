// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/modelspage.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTextBrowser>
#include <QTextTable>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "core/model/modelfiles.h"
#include "core/work/learningcontroller.h"
#include "core/work/modelfolder.h"
#include "core/work/whendone.h"
#include "ui/models/modelsmodel.h"
#include "ui/models/nextmodel.h"
#include "ui/teach/comparisonpanel.h"
#include "ui/teach/modelquestions.h"

namespace somno::ui {

namespace {

constexpr int kTableWidth = 620;
constexpr int kCardWidth = 440;

QPushButton *button(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    return button;
}

/// Without the boxes that Qt draws around every cell of Markdown, white in the dark, too.
void openTables(QTextDocument *document)
{
    constexpr double kPadding = 3;
    for (QTextFrame *frame : document->rootFrame()->childFrames())
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(0);
            format.setCellSpacing(0);
            format.setCellPadding(kPadding);
            table->setFormat(format);
        }
}

} // namespace

ModelsPage::ModelsPage(LearningController *controller, QWidget *parent)
    : QWidget(parent), m_controller(controller), m_model(new ModelsModel(controller->models(), this)),
      m_table(new QTableView), m_card(new QTextBrowser), m_panel(new ComparisonPanel),
      m_comparison(new ProposalComparison(controller->runner(), this)),
      m_use(button("useModelButton", tr("Use this model"),
                   tr("Auto-score uses it from now on; scorings that exist do not change"))),
      m_back(button("backButton", tr("Go back"), tr("The model that was in use before this one is used again"))),
      m_compare(button("compareButton", tr("Compare"), {})), m_against(new QComboBox),
      m_export(button("exportModelButton", tr("Export…"), tr("To a folder or one file (.tar.gz)"))),
      m_import(button("importModelButton", tr("Import…"), tr("From a folder or one file (.tar.gz)"))),
      m_delete(button("deleteModelButton", tr("Delete…"), tr("Deletes this version and its folder")))
{
    setObjectName(QStringLiteral("modelsPage"));
    m_table->setObjectName(QStringLiteral("modelsTable"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_card->setObjectName(QStringLiteral("modelCard"));
    m_card->setFrameShape(QFrame::NoFrame);
    m_card->viewport()->setAutoFillBackground(false);
    m_card->setOpenLinks(false);
    m_against->setObjectName(QStringLiteral("againstBox"));
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_use->setProperty("primary", true);
    m_panel->hide();
    buildLayout();
    connectButtons();
    fillAgainst();
    keepSelection();
}

void ModelsPage::buildLayout()
{
    auto *upper = new QSplitter(Qt::Horizontal);
    upper->setHandleWidth(1);
    upper->setChildrenCollapsible(false);
    upper->addWidget(m_table);
    upper->addWidget(m_card);
    upper->setSizes({kTableWidth, kCardWidth});
    upper->setStretchFactor(0, 1);
    upper->setStretchFactor(1, 1);
    auto *first = new QHBoxLayout;
    for (QPushButton *b : {m_use, m_back, m_compare})
        first->addWidget(b);
    first->addWidget(new QLabel(tr("with")));
    first->addWidget(m_against);
    first->addStretch();
    for (QPushButton *b : {m_export, m_import, m_delete})
        first->addWidget(b);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(upper, 3);
    column->addLayout(first);
    column->addWidget(m_panel, 2);
}

void ModelsPage::connectButtons()
{
    ModelShelf *models = m_controller->models();
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        fillAgainst();
        keepSelection();
    });
    connect(m_against, &QComboBox::currentIndexChanged, this, &ModelsPage::enableButtons);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const store::ModelEntry *model = m_model->modelAt(row());
        m_selected = model ? model->id : 0;
        showCard();
        enableButtons();
    });
    connect(m_use, &QPushButton::clicked, this, [this, models] {
        if (m_selected == 0)
            models->activate(std::nullopt);
        else
            useModel(window(), models, m_selected);
    });
    connect(m_back, &QPushButton::clicked, models, &ModelShelf::rollBack);
    connect(m_compare, &QPushButton::clicked, this, &ModelsPage::compare);
    connect(m_export, &QPushButton::clicked, this, &ModelsPage::askExport);
    connect(m_import, &QPushButton::clicked, this, &ModelsPage::askImport);
    connect(m_delete, &QPushButton::clicked, this, [this, models] { askRemoveModel(window(), models, m_selected); });
    connect(m_panel, &ComparisonPanel::placeWanted, this, [this](double firstSec, double lastSec) {
        Q_EMIT stretchWanted({m_compared.id, m_compared.path, firstSec, lastSec});
    });
    connect(m_comparison, &ProposalComparison::progress, this, [this](qint64 done, qint64 total) {
        m_panel->showWaiting(total > 0 ? tr("Scoring, %1 %").arg(100 * done / total) : tr("Scoring"));
    });
    connect(m_comparison, &ProposalComparison::finished, this, [this](const ComparisonResult &result) {
        m_panel->showResult(m_compared.name, result);
        enableButtons();
    });
    connect(m_comparison, &ProposalComparison::cancelled, this, [this] {
        m_panel->hide();
        enableButtons();
    });
    connect(m_comparison, &ProposalComparison::failed, this, [this](const Error &error) {
        m_panel->hide();
        enableButtons();
        Q_EMIT failed(error);
    });
}

void ModelsPage::setTheme(const plot::PlotTheme &theme)
{
    m_panel->setTheme(theme);
}

void ModelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_controller->models()->takeLibrary(); // the command line may have made one meanwhile
    enableButtons();
}

int ModelsPage::row() const
{
    return m_table->currentIndex().isValid() ? m_table->currentIndex().row() : 0;
}

void ModelsPage::keepSelection()
{
    m_table->selectRow(m_model->rowOf(m_selected));
    showCard();
    enableButtons();
}

void ModelsPage::enableButtons()
{
    const bool writable = m_controller->project()->isWritable();
    const bool isActive = m_model->isActive(row());
    const bool compares = m_comparison->isRunning();
    m_use->setText(isActive ? tr("In use") : tr("Use this model"));
    m_use->setEnabled(writable && !isActive);
    m_back->setEnabled(writable && m_controller->models()->canRollBack());
    m_compare->setText(compares ? tr("Stop comparing") : tr("Compare"));
    const auto recording = m_source ? m_source() : std::nullopt;
    const bool isSame = recording && isSameAsOther(*recording);
    m_compare->setEnabled(compares || (recording && !isSame));
    m_compare->setToolTip(
        isSame
            ? tr("It would be compared with itself: choose another model beside it")
            : tr("Scores the open recording with this model and shows where it differs; your labels stay as they are"));
    m_against->setEnabled(!compares);
    m_export->setEnabled(m_selected != 0);
    m_import->setEnabled(writable);
    m_delete->setEnabled(writable && m_selected != 0 && !isActive);
}

void ModelsPage::fillAgainst()
{
    const QVariant before = m_against->currentData();
    const QSignalBlocker silent(m_against);
    m_against->clear();
    m_against->addItem(tr("the scoring it has"));
    m_against->addItem(tr("Shipped model"), QString());
    for (const store::ModelEntry &model : m_controller->models()->models())
        m_against->addItem(model.title(), model.folder);
    m_against->setCurrentIndex(before.isNull() ? 0 : std::max(0, m_against->findData(before)));
}

/// Whether the selected model would stand on both sides.
bool ModelsPage::isSameAsOther(const OpenRecording &recording) const
{
    const store::ModelEntry *model = m_model->modelAt(row());
    const QString folder = model ? model->folder : QString();
    if (!m_against->currentData().isNull())
        return m_against->currentData().toString() == folder;
    if (recording.proposal.size() == 0) // then the one in use scores it
        return folder == m_controller->models()->activeModelFolder();
    return model ? recording.proposal.modelVersion == model->title()
                 : recording.proposal.modelVersion.startsWith(QLatin1String("starter "));
}

void ModelsPage::showCard()
{
    const store::ModelEntry *model = m_model->modelAt(row());
    const QString folder = model ? model->folder : QString();
    if (folder == m_cardOf && !m_card->document()->isEmpty())
        return;
    m_cardOf = folder;
    if (!model) {
        m_card->setMarkdown(tr("## The model that is shipped\n\nIt learned from simulated recordings only. Check what "
                               "it scores, confirm and correct it, "
                               "and teach it your own labels. It can always be used again."));
        return;
    }
    whenDone(this, QtConcurrent::run([folder] { return readModelCard(folder); }),
             [this, folder](const Result<QString> &card) {
                 if (folder != m_cardOf)
                     return;
                 if (card) {
                     m_card->setMarkdown(*card);
                     openTables(m_card->document());
                 } else {
                     m_card->setPlainText(card.error().message + QLatin1Char('\n') + card.error().detail);
                 }
             });
}

void ModelsPage::compare()
{
    if (m_comparison->isRunning()) {
        m_comparison->cancel();
        return;
    }
    const auto recording = m_source ? m_source() : std::nullopt;
    if (!recording)
        return;
    const store::ModelEntry *model = m_model->modelAt(row());
    m_compared = *recording;
    m_panel->showWaiting(
        tr("Scoring %1 with %2").arg(recording->name, model ? model->title() : tr("the shipped model")));
    m_panel->show();
    const QVariant against = m_against->currentData();
    OpenRecording scored = *recording;
    if (!against.isNull())
        scored.proposal = {};
    m_comparison->start(scored, model ? model->folder : QString(),
                        against.isNull() ? m_controller->models()->activeModelFolder() : against.toString());
    enableButtons();
}

void ModelsPage::askExport()
{
    const store::ModelEntry *model = m_controller->models()->find(m_selected);
    if (!model)
        return;
    const QString suggestion = QDir::home().filePath(QFileInfo(model->folder).fileName() + QStringLiteral(".tar.gz"));
    const QString one = tr("One file (*.tar.gz)");
    QString chosen = one;
    QString path = QFileDialog::getSaveFileName(this, tr("Export %1: one file, or a new folder").arg(model->title()),
                                                suggestion, one + QStringLiteral(";;") + tr("Folder (*)"), &chosen);
    if (!path.isEmpty() && chosen == one && !path.endsWith(QLatin1String(".tar.gz")))
        path += QStringLiteral(".tar.gz");
    if (!path.isEmpty())
        m_controller->models()->exportModel(m_selected, path);
}

void ModelsPage::askImport()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Import a model: its .tar.gz, or the config.json of its folder"),
                                       QDir::homePath(), tr("Models (*.tar.gz config.json)"));
    if (path.isEmpty())
        return;
    const QFileInfo info(path);
    m_controller->models()->importModel(info.fileName() == sdreamer::kConfigFile ? info.absolutePath() : path);
}

} // namespace somno::ui
