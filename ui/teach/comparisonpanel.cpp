// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/comparisonpanel.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/scoring/stageset.h"
#include "ui/models/timetext.h"
#include "ui/teach/stagestrips.h"

namespace somno::ui {

namespace {

constexpr int kConfusionWidth = 380;
constexpr size_t kMostStretches = 2000; ///< more than anybody looks through

QTableWidget *table(const char *name)
{
    auto *table = new QTableWidget;
    table->setObjectName(QLatin1String(name));
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return table;
}

} // namespace

ComparisonPanel::ComparisonPanel(QWidget *parent)
    : QWidget(parent), m_summary(new QLabel), m_strips(new StageStrips), m_confusion(table("confusionTable")),
      m_stretches(table("stretchTable"))
{
    setObjectName(QStringLiteral("comparisonPanel"));
    m_summary->setObjectName(QStringLiteral("comparisonSummary"));
    m_summary->setWordWrap(true);
    m_confusion->setSelectionMode(QAbstractItemView::NoSelection);
    m_confusion->setFixedWidth(kConfusionWidth);
    m_stretches->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_stretches->setToolTip(tr("Double-click to see it in the recording"));
    auto *tables = new QHBoxLayout;
    tables->addWidget(m_confusion);
    tables->addWidget(m_stretches, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_summary);
    column->addWidget(m_strips);
    column->addLayout(tables, 1);
    connect(m_strips, &StageStrips::placeWanted, this,
            [this](double sec) { Q_EMIT placeWanted(sec, sec + m_result.epochSec); });
    connect(m_stretches, &QTableWidget::cellDoubleClicked, this, [this](int row) {
        const scoring::EpochRange range = m_result.stretches[size_t(row)].range;
        Q_EMIT placeWanted(double(range.first) * m_result.epochSec, double(range.last) * m_result.epochSec);
    });
}

void ComparisonPanel::setTheme(const plot::PlotTheme &theme)
{
    m_strips->setTheme(theme);
}

void ComparisonPanel::showWaiting(const QString &sentence)
{
    m_summary->setText(sentence);
    m_strips->setVisible(false);
    m_confusion->setVisible(false);
    m_stretches->setVisible(false);
}

void ComparisonPanel::showResult(const QString &recording, const ComparisonResult &result)
{
    m_result = result;
    const QLocale locale;
    m_summary->setText(tr("On %1, %2 and %3 agree on %4 % of %5 epochs. Which of them is right, your own eyes tell.")
                           .arg(recording, result.before, result.after,
                                locale.toString(100 * result.agreement.accuracy, 'f', 1),
                                locale.toString(result.agreement.compared)));
    showConfusion(result.agreement);
    showStretches(result);
    m_strips->setResult(result);
    m_strips->setVisible(true);
    m_confusion->setVisible(true);
    m_stretches->setVisible(true);
}

void ComparisonPanel::showConfusion(const scoring::Agreement &agreement)
{
    const auto count = int(agreement.classes.size());
    QStringList heads{tr("%1 \\ %2").arg(m_result.before, m_result.after)};
    m_confusion->setRowCount(count);
    m_confusion->setColumnCount(count + 1);
    for (int row = 0; row < count; ++row) {
        heads << stageName(agreement.classes[size_t(row)]);
        m_confusion->setItem(row, 0, new QTableWidgetItem(scoring::stageName(agreement.classes[size_t(row)])));
        for (int column = 0; column < count; ++column) {
            auto *item = new QTableWidgetItem(QLocale().toString(agreement.confusion[size_t(row)][size_t(column)]));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_confusion->setItem(row, column + 1, item);
        }
    }
    m_confusion->setHorizontalHeaderLabels(heads);
}

void ComparisonPanel::showStretches(const ComparisonResult &result)
{
    const size_t count = std::min(result.stretches.size(), kMostStretches);
    m_stretches->setColumnCount(4);
    m_stretches->setHorizontalHeaderLabels({tr("From start"), tr("Seconds"), result.before, result.after});
    m_stretches->horizontalHeader()->setStretchLastSection(true);
    m_stretches->setRowCount(int(count));
    for (size_t i = 0; i < count; ++i) {
        const DifferentStretch &stretch = result.stretches[i];
        const QString texts[] = {timeText({}, double(stretch.range.first) * result.epochSec, false),
                                 QLocale().toString(double(stretch.range.size()) * result.epochSec),
                                 scoring::stageName(stretch.before), scoring::stageName(stretch.after)};
        for (int column = 0; column < 4; ++column)
            m_stretches->setItem(int(i), column, new QTableWidgetItem(texts[column]));
    }
}

} // namespace somno::ui
