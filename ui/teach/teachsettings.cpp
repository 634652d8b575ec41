// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/teachsettings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QThread>

#include "core/work/modelshelf.h"

namespace somno::ui {

namespace {

constexpr int kMostSteps = 100'000;
constexpr int kMostMemoryMb = 1'000'000, kMemoryStepMb = 500;
constexpr int kLeastMemoryMb = 600, kLeastMemoryEachMb = 250; ///< as sdreamer finetune --memory takes them

/// One processor stays free for the window where that does not halve the work.
int usualProcessors()
{
    const int all = QThread::idealThreadCount();
    return all > 2 ? all - 1 : all;
}

} // namespace

TeachSettings::TeachSettings(ModelShelf *models, QWidget *parent)
    : QWidget(parent), m_models(models), m_base(new QComboBox), m_name(new QLineEdit), m_layers(new QComboBox),
      m_processors(new QSpinBox), m_memory(new QSpinBox), m_device(new QComboBox), m_steps(new QSpinBox),
      m_keep(new QCheckBox(tr("Keep its old skills")))
{
    const QSettings settings;
    m_base->setObjectName(QStringLiteral("teachBase"));
    m_base->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_name->setObjectName(QStringLiteral("teachName"));
    m_name->setText(settings.value(QStringLiteral("learning/name"), tr("mine")).toString());
    m_layers->setObjectName(QStringLiteral("teachLayers"));
    m_layers->addItems({tr("automatic"), tr("heads and last block"), tr("all")});
    m_layers->setToolTip(
        tr("Which layers learn. Automatic: few labels teach the last layers only, more teach all of them."));
    m_processors->setObjectName(QStringLiteral("teachProcessors"));
    m_processors->setRange(1, std::max(1, QThread::idealThreadCount()));
    m_processors->setValue(settings.value(QStringLiteral("learning/processors"), usualProcessors()).toInt());
    m_memory->setObjectName(QStringLiteral("teachMemory"));
    m_memory->setRange(0, kMostMemoryMb);
    m_memory->setSingleStep(kMemoryStepMb);
    m_memory->setSuffix(tr(" MB"));
    m_memory->setSpecialValueText(tr("no limit"));
    m_memory->setValue(settings.value(QStringLiteral("learning/memoryMb"), 0).toInt());
    m_memory->setToolTip(tr("A teaching that needs more ends with an error; labels and models are not harmed. Each "
                            "processor takes %1 MB, and %2 MB come on top: less is not taken.")
                             .arg(kLeastMemoryEachMb)
                             .arg(kLeastMemoryMb));
    m_device->setObjectName(QStringLiteral("teachDevice"));
    m_device->addItems({tr("automatic"), tr("processors only")});
    m_device->setToolTip(tr("Automatic: a graphics card where there is one, else the processors"));
    m_device->setCurrentIndex(settings.value(QStringLiteral("learning/processorOnly")).toBool() ? 1 : 0);
    m_steps->setObjectName(QStringLiteral("teachSteps"));
    m_steps->setRange(0, kMostSteps);
    m_steps->setSpecialValueText(tr("automatic"));
    m_steps->setToolTip(tr("Fewer steps than usual learn less and take less time."));
    m_keep->setObjectName(QStringLiteral("teachKeep"));
    m_keep->setChecked(true);
    m_keep->setToolTip(tr("Mixes in simulated animals as its first ancestor learned from them, and judges what was "
                          "forgotten. Takes longer."));

    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Start from"), m_base);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Layers"), m_layers);
    form->addRow(tr("Processors"), m_processors);
    form->addRow(tr("Most memory"), m_memory);
    form->addRow(tr("Compute on"), m_device);
    form->addRow(tr("At most steps"), m_steps);
    form->addRow(QString(), m_keep);

    connect(m_base, &QComboBox::activated, this, [this] {
        m_baseChosen = true;
        Q_EMIT baseChanged();
    });
    connect(m_memory, &QSpinBox::editingFinished, this, &TeachSettings::raiseMemory);
    connect(m_processors, &QSpinBox::editingFinished, this, &TeachSettings::raiseMemory);
    connect(m_name, &QLineEdit::textChanged, this, &TeachSettings::changed);
    connect(models, &ModelShelf::changed, this, &TeachSettings::showModels);
    showModels();
}

void TeachSettings::raiseMemory()
{
    if (m_memory->value() > 0)
        m_memory->setValue(std::max(m_memory->value(), kLeastMemoryMb + kLeastMemoryEachMb * m_processors->value()));
}

void TeachSettings::showModels()
{
    const QString wanted = m_baseChosen ? m_base->currentData().toString() : m_models->activeModelFolder();
    const QString before = m_base->currentData().toString();
    m_base->clear();
    m_base->addItem(tr("the shipped model"), QString());
    for (const store::ModelEntry &model : m_models->models())
        m_base->addItem(model.title(), model.folder);
    m_base->setCurrentIndex(std::max(0, m_base->findData(wanted)));
    if (m_base->currentData().toString() != before)
        Q_EMIT baseChanged();
}

TeachWish TeachSettings::wish() const
{
    TeachWish wish;
    wish.name = m_name->text().trimmed();
    wish.baseModel = m_base->currentData().toString();
    wish.mode = jobs::FinetuneMode(m_layers->currentIndex());
    wish.threads = m_processors->value();
    wish.memoryMb = m_memory->value();
    wish.onProcessorOnly = m_device->currentIndex() == 1;
    wish.steps = m_steps->value();
    wish.keepsOldSkills = m_keep->isChecked();
    return wish;
}

void TeachSettings::remember() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("learning/name"), m_name->text().trimmed());
    settings.setValue(QStringLiteral("learning/processors"), m_processors->value());
    settings.setValue(QStringLiteral("learning/memoryMb"), m_memory->value());
    settings.setValue(QStringLiteral("learning/processorOnly"), m_device->currentIndex() == 1);
}

} // namespace somno::ui
