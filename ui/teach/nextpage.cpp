// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/nextpage.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

#include "core/project/autosaver.h"
#include "core/work/learningcontroller.h"
#include "core/work/whendone.h"
#include "ui/models/labelsmodel.h"
#include "ui/models/roundsmodel.h"

namespace somno::ui {

using learning::NextStretch;
using learning::ScoringState;

namespace {

constexpr int kStretchesHeight = 400;
constexpr int kRoundsHeight = 200;
/// A long name must not take the room of the reason.
constexpr int kMostNameWidth = 180;
/// Labels that change while the page is seen are read again after this pause.
constexpr int kReadAgainMs = 2000;

QLabel *label(const char *role, const QString &text = {}, const char *name = "")
{
    auto *label = new QLabel(text);
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", QLatin1String(role));
    label->setWordWrap(true);
    return label;
}

void prepare(QTableView *table, const char *name, QAbstractItemModel *model, int wideColumn)
{
    table->setObjectName(QLatin1String(name));
    table->setModel(model);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(wideColumn, QHeaderView::Stretch);
}

QString summaryText(const std::vector<NextStretch> &stretches)
{
    QSet<size_t> recordings;
    double seconds = 0;
    for (const NextStretch &stretch : stretches) {
        recordings.insert(stretch.source);
        seconds += stretch.lastSec - stretch.firstSec;
    }
    const QString where
        = recordings.size() == 1 ? NextPage::tr("one recording") : NextPage::tr("%1 recordings").arg(recordings.size());
    return NextPage::tr(
               "%1 min in %2, the most worthwhile first. Correct or confirm a stretch, and the list goes on by itself.")
        .arg(minutesText(qRound64(seconds)), where);
}

/// Why nothing is proposed.
QString emptyText(const NextStock &stock)
{
    if (stock.recordings.empty())
        return NextPage::tr("The project has no recording yet. Open one and let it be scored.");
    if (!stock.problems.isEmpty())
        return stock.problems.join(QLatin1Char('\n'));
    const auto is = [&](ScoringState state) {
        return std::ranges::any_of(stock.sources,
                                   [&](const learning::StretchSource &source) { return source.stock.state == state; });
    };
    if (is(ScoringState::Scored))
        return NextPage::tr("All that a model has scored is reviewed.");
    if (is(ScoringState::WithoutProbabilities))
        return NextPage::tr("No scoring has a model's probabilities: let a recording be scored first.");
    return NextPage::tr("Nothing is scored yet: score a recording first.");
}

} // namespace

NextPage::NextPage(LearningController *controller, QWidget *parent)
    : QWidget(parent), m_controller(controller), m_reader(new NextReader(controller->project(), this)),
      m_model(new NextModel(this)), m_roundsModel(new RoundsModel(controller->models(), this)), m_table(new QTableView),
      m_summary(label("secondary", {}, "nextSummary")), m_empty(label("secondary", tr("Looking…"), "nextEmpty")),
      m_go(new QPushButton(tr("Go there"))), m_rounds(new QTableView),
      m_roundsHint(
          label("secondary", tr("Before and after are judged on the same labels, which neither model learned from. "
                                "Two rounds may be judged on different ones."))),
      m_roundsEmpty(label("secondary",
                          tr("No round yet. When a model has learned from your labels, what that gained stands here."),
                          "roundsEmpty")),
      m_readTimer(new QTimer(this))
{
    setObjectName(QStringLiteral("nextPage"));
    m_readTimer->setSingleShot(true);
    m_readTimer->setInterval(kReadAgainMs);
    buildTables();
    buildLayout();
    connectParts();
    showWords(m_empty->text());
    showRounds();
}

void NextPage::buildTables()
{
    prepare(m_table, "nextTable", m_model, NextModel::Why);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setSectionResizeMode(NextModel::Recording, QHeaderView::Interactive);
    prepare(m_rounds, "roundsTable", m_roundsModel, RoundsModel::Verdict);
    m_rounds->setSelectionMode(QAbstractItemView::NoSelection);
    m_rounds->setFocusPolicy(Qt::NoFocus);
    m_go->setObjectName(QStringLiteral("goThereButton"));
    m_go->setToolTip(tr("Shows the stretch in the main window, selected (Enter or double-click)"));
    m_go->setProperty("primary", true);
}

QWidget *NextPage::buildStretches()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 8);
    column->addWidget(label("caption", tr("What to correct next")));
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_go);
    column->addLayout(buttons);
    column->addStretch();
    return box;
}

QWidget *NextPage::buildRounds()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(label("caption", tr("What each round has gained")));
    column->addWidget(m_roundsHint);
    column->addWidget(m_rounds, 1);
    column->addWidget(m_roundsEmpty);
    column->addStretch();
    return box;
}

void NextPage::buildLayout()
{
    auto *halves = new QSplitter(Qt::Vertical);
    halves->setHandleWidth(1);
    halves->setChildrenCollapsible(false);
    halves->addWidget(buildStretches());
    halves->addWidget(buildRounds());
    halves->setSizes({kStretchesHeight, kRoundsHeight});
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(halves);
}

void NextPage::connectParts()
{
    connect(m_reader, &NextReader::finished, this, &NextPage::choose);
    connect(m_reader, &NextReader::failed, this, [this](const Error &error) {
        m_model->setStretches({}, {});
        showWords(error.message + QLatin1Char('\n') + error.detail);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &NextPage::enableButtons);
    connect(m_table, &QTableView::doubleClicked, this, &NextPage::goThere);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(key), m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, &NextPage::goThere);
    }
    connect(m_go, &QPushButton::clicked, this, &NextPage::goThere);
    connect(m_roundsModel, &QAbstractItemModel::modelReset, this, &NextPage::showRounds);
    connect(m_readTimer, &QTimer::timeout, m_reader, &NextReader::read);
    connect(m_controller, &LearningController::labelsChanged, this, &NextPage::readSoon);
    connect(m_controller->project(), &ProjectService::opened, this, &NextPage::watchSaves);
    connect(m_controller->project(), &ProjectService::listed, this, &NextPage::readSoon);
    watchSaves();
}

void NextPage::watchSaves()
{
    if (store::AutoSaver *saver = m_controller->project()->autosaver())
        connect(saver, &store::AutoSaver::saved, this, &NextPage::readSoon, Qt::UniqueConnection);
    readSoon();
}

void NextPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_readTimer->stop();
    m_reader->read(); // only what has changed
}

void NextPage::readSoon()
{
    if (isVisible() && !m_readTimer->isActive())
        m_readTimer->start();
}

void NextPage::choose(std::shared_ptr<const NextStock> stock)
{
    const QSettings settings;
    m_model->setClockTime(settings.value(QStringLiteral("view/clockTime"), true).toBool());
    learning::NextChoice choice;
    choice.importedCounts = settings.value(QStringLiteral("learning/importedCounts")).toBool();
    const auto task = [stock, choice] { return learning::nextStretches(stock->sources, choice); };
    whenDone(this, QtConcurrent::run(task),
             [this, stock = std::move(stock), generation = ++m_generation](const std::vector<NextStretch> &stretches) {
                 if (generation == m_generation)
                     show(*stock, stretches);
             });
}

void NextPage::show(const NextStock &stock, const std::vector<NextStretch> &stretches)
{
    const auto selected = m_model->placeAt(m_table->currentIndex().row());
    m_model->setStretches(stock, stretches);
    showWords(stretches.empty() ? emptyText(stock) : QString());
    m_summary->setText(stretches.empty() ? QString() : summaryText(stretches));
    m_table->resizeColumnToContents(NextModel::Recording);
    m_table->setColumnWidth(NextModel::Recording, std::min(kMostNameWidth, m_table->columnWidth(NextModel::Recording)));
    if (m_model->rowCount() > 0)
        m_table->selectRow(std::max(0, selected ? m_model->rowOf(*selected) : 0));
    enableButtons();
}

void NextPage::showWords(const QString &words)
{
    m_empty->setText(words.trimmed());
    m_empty->setVisible(!words.isEmpty());
    m_summary->setVisible(words.isEmpty());
    m_table->setVisible(m_model->rowCount() > 0);
    m_go->setVisible(m_model->rowCount() > 0);
    enableButtons();
}

void NextPage::showRounds()
{
    const bool any = m_roundsModel->rowCount() > 0;
    m_rounds->setVisible(any);
    m_roundsHint->setVisible(any);
    m_roundsEmpty->setVisible(!any);
}

void NextPage::enableButtons()
{
    const auto place = m_model->placeAt(m_table->currentIndex().row());
    m_go->setEnabled(place.has_value());
    m_go->setText(place && place->lastSec <= place->firstSec ? tr("Open it") : tr("Go there"));
}

void NextPage::goThere()
{
    if (const auto place = m_model->placeAt(m_table->currentIndex().row()))
        Q_EMIT stretchWanted(*place);
}

} // namespace somno::ui
