// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/confirmdialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/scoring/navigation.h"

namespace somno::ui {

using namespace scoring;

ConfirmDialog::ConfirmDialog(ScoringDocument *document, double threshold, QWidget *parent)
    : QDialog(parent), m_document(document), m_threshold(new QDoubleSpinBox), m_count(new QLabel)
{
    setObjectName(QStringLiteral("confirmDialog"));
    setWindowTitle(tr("Confirm confident epochs"));
    m_threshold->setObjectName(QStringLiteral("confirmThreshold"));
    m_threshold->setRange(0, 1);
    m_threshold->setSingleStep(0.01);
    m_threshold->setDecimals(2);
    m_threshold->setValue(threshold);
    m_count->setObjectName(QStringLiteral("confirmCount"));
    m_count->setWordWrap(true);
    m_count->setMinimumWidth(320);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_confirm = buttons->button(QDialogButtonBox::Ok);
    m_confirm->setObjectName(QStringLiteral("confirmAccept"));
    m_confirm->setProperty("primary", true);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("Confidence of at least"), m_threshold);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_count);
    column->addStretch();
    column->addWidget(buttons);

    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &ConfirmDialog::count);
    connect(document, &ScoringDocument::epochsChanged, this, &ConfirmDialog::count);
    connect(document, &ScoringDocument::proposalChanged, this, &ConfirmDialog::count);
    // Another recording was opened: there is nothing left to confirm.
    connect(document, &QObject::destroyed, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    count();
}

double ConfirmDialog::threshold() const
{
    return m_threshold->value();
}

void ConfirmDialog::count()
{
    if (!m_document)
        return;
    const Hypnogram &hypnogram = m_document->hypnogram();
    EpochIndex confident = 0;
    for (const EpochRange &run : confidentRuns(hypnogram, threshold()))
        confident += run.size();
    const auto automatic = EpochIndex(std::ranges::count(hypnogram.sources(), EpochSource::Automatic));
    const QLocale locale;
    m_count->setText(
        tr("%1 of %2 automatic epochs will be confirmed without your looking at each. The other %3 stay "
           "unreviewed. One Ctrl+Z takes it back.")
            .arg(locale.toString(confident), locale.toString(automatic), locale.toString(automatic - confident)));
    m_confirm->setText(confident == 1 ? tr("Confirm 1 epoch")
                                      : tr("Confirm %1 epochs").arg(locale.toString(confident)));
    m_confirm->setEnabled(confident > 0);
}

} // namespace somno::ui
