// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newscoringdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/scoring/hypnogram.h"

namespace somno::ui {

using scoring::StageSet;

NewScoringDialog::NewScoringDialog(const Wish &usual, const QStringList &taken, double recordingSec, QWidget *parent)
    : QDialog(parent), m_taken(taken), m_name(new QLineEdit(usual.name)), m_stageSet(new QComboBox),
      m_epochSec(new QDoubleSpinBox), m_alike(new QCheckBox(tr("Begin like this in other recordings, too"))),
      m_stages(new QLabel), m_problem(new QLabel)
{
    setObjectName(QStringLiteral("newScoringDialog"));
    setWindowTitle(tr("New scoring"));
    for (const StageSet &set : StageSet::builtIn())
        m_stageSet->addItem(set.name());
    const auto sets = StageSet::builtIn();
    m_stageSet->setCurrentIndex(int(std::ranges::find(sets, usual.stageSet) - sets.begin()));
    m_epochSec->setDecimals(1);
    m_epochSec->setSuffix(tr(" s"));
    m_epochSec->setRange(scoring::kShortestEpochSec, std::min(scoring::kLongestEpochSec, recordingSec));
    m_epochSec->setValue(usual.epochSec);
    m_alike->setChecked(usual.beginAlike);
    m_alike->setToolTip(tr("The scoring of a recording that nobody has scored yet begins with these stages and epochs "
                           "when it is opened"));
    layOut();
    connect(m_name, &QLineEdit::textChanged, this, &NewScoringDialog::explain);
    connect(m_stageSet, &QComboBox::currentIndexChanged, this, &NewScoringDialog::explain);
    explain();
    m_name->selectAll();
}

void NewScoringDialog::layOut()
{
    m_name->setObjectName(QStringLiteral("scoringName"));
    m_stageSet->setObjectName(QStringLiteral("stageSetBox"));
    m_epochSec->setObjectName(QStringLiteral("epochLength"));
    m_alike->setObjectName(QStringLiteral("beginAlike"));
    m_stages->setObjectName(QStringLiteral("stageNames"));
    m_problem->setObjectName(QStringLiteral("nameProblem"));
    m_problem->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Stages"), m_stageSet);
    form->addRow(QString(), m_stages);
    form->addRow(tr("Epoch length"), m_epochSec);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_begin = buttons->button(QDialogButtonBox::Ok);
    m_begin->setText(tr("Begin"));
    m_begin->setProperty("primary", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_alike);
    column->addWidget(m_problem);
    column->addStretch();
    column->addWidget(buttons);
    setMinimumWidth(420);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

NewScoringDialog::Wish NewScoringDialog::wish() const
{
    return {m_name->text().simplified(), StageSet::builtIn()[size_t(m_stageSet->currentIndex())], m_epochSec->value(),
            m_alike->isChecked()};
}

void NewScoringDialog::explain()
{
    const Wish wish = this->wish();
    QStringList names;
    for (const scoring::StageDefinition &definition : wish.stageSet.stages())
        names.append(definition.name);
    m_stages->setText(names.join(tr(", ")));
    const bool isTaken = m_taken.contains(wish.name);
    m_problem->setText(
        isTaken ? tr("There is a scoring of this recording called %1 already. Choose another name.").arg(wish.name)
                : tr("The other scorings of this recording stay as they are: Score > Scorings shows them."));
    m_begin->setEnabled(!wish.name.isEmpty() && !isTaken);
}

} // namespace somno::ui
