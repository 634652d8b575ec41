// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importchoices.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/models/importtext.h"

namespace somno::ui {
namespace {

constexpr double kLongestRowSec = 3600;

bool deviates(const io::LabelImport &labels, const char *code)
{
    return std::ranges::any_of(labels.deviations,
                               [code](const Deviation &deviation) { return deviation.code == QLatin1String(code); });
}

QComboBox *namedBox(const char *name)
{
    auto *box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    return box;
}

void fillFormats(QComboBox *box, const QString &path)
{
    const auto hasEnding = [&](const io::LabelFormat *format) { return format->suffixes.contains(suffixOf(path)); };
    for (const bool likely : {true, false}) {
        if (!likely && box->count() > 0)
            box->insertSeparator(box->count());
        for (const io::LabelFormat *format : io::readableLabelFormats())
            if (hasEnding(format) == likely)
                box->addItem(formatName(*format), format->id);
    }
    box->setPlaceholderText(ImportChoices::tr("choose…"));
    box->setCurrentIndex(-1); // until it is known which one the content is of
}

} // namespace

ImportChoices::ImportChoices(const QString &path, QWidget *parent)
    : QWidget(parent), m_form(new QFormLayout(this)), m_format(namedBox("importFormat")),
      m_scorer(namedBox("importScorer")), m_others(new QCheckBox), m_clock(namedBox("importClock")),
      m_row(new QDoubleSpinBox)
{
    m_others->setObjectName(QStringLiteral("importOthers"));
    m_others->setChecked(true);
    m_row->setObjectName(QStringLiteral("importRow"));
    m_row->setRange(0, kLongestRowSec);
    m_row->setDecimals(3);
    m_row->setSuffix(tr(" s"));
    m_row->setSpecialValueText(tr("not known"));
    m_row->setKeyboardTracking(false);
    fillFormats(m_format, path);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->addRow(tr("Read as"), m_format);
    m_form->addRow(tr("A row lasts"), m_row);
    m_form->addRow(tr("Start"), m_clock);
    m_form->addRow(tr("Labels of"), m_scorer);
    m_form->addRow(QString(), m_others);
    setUnreadable();

    connect(m_format, &QComboBox::activated, this, [this] {
        m_chosen = {.format = m_format->currentData().toString()}; // the rest was chosen for another reading
        Q_EMIT formatChosen();
    });
    connect(m_scorer, &QComboBox::activated, this, [this] {
        m_chosen.scorer = m_scorer->currentData().toString();
        Q_EMIT chosen();
    });
    connect(m_clock, &QComboBox::activated, this, [this] {
        m_chosen.clock = io::LabelClock(m_clock->currentData().toInt());
        Q_EMIT chosen();
    });
    connect(m_row, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        m_chosen.rowSec = seconds;
        Q_EMIT chosen();
    });
}

void ImportChoices::setUnreadable()
{
    for (QWidget *field : std::initializer_list<QWidget *>{m_row, m_clock, m_scorer, m_others})
        m_form->setRowVisible(field, false);
}

void ImportChoices::setLabels(const io::LabelImport &labels, const io::LabelContext &context)
{
    m_format->setCurrentIndex(m_format->findData(labels.format->id));
    showRow(labels);
    showClock(labels, context);
    showScorers(labels);
}

void ImportChoices::showRow(const io::LabelImport &labels)
{
    const bool isAsked = labels.open & io::LabelQuestion::RowLength;
    const QSignalBlocker blocker(m_row);
    if (m_chosen.rowSec <= 0)
        m_row->setValue(labels.epochSec);
    m_form->setRowVisible(m_row, isAsked || m_chosen.rowSec > 0 || deviates(labels, "epoch-length-derived"));
}

void ImportChoices::showClock(const io::LabelImport &labels, const io::LabelContext &context)
{
    const bool differs = deviates(labels, "start-clock-differs");
    m_form->setRowVisible(m_clock, differs);
    if (!differs)
        return;
    const QString theirs = labels.start.toString(QStringLiteral("HH:mm:ss"));
    const QString ours = context.recordingStart.toString(QStringLiteral("HH:mm:ss"));
    m_clock->clear();
    m_clock->addItem(tr("By the clock: what the file says of %1 is at %1").arg(theirs), int(io::LabelClock::ByClock));
    m_clock->addItem(tr("By the start: what the file says of %1 is at %2").arg(theirs, ours),
                     int(io::LabelClock::ByStart));
    m_clock->setCurrentIndex(labels.shift != 0 ? 0 : 1);
}

void ImportChoices::showScorers(const io::LabelImport &labels)
{
    const bool areSeveral = !labels.others.empty();
    m_form->setRowVisible(m_scorer, areSeveral);
    m_form->setRowVisible(m_others, areSeveral);
    QStringList names{labels.scorer};
    for (const io::ScorerLabels &other : labels.others)
        names << other.scorer;
    if (m_scorer->count() != names.size() || m_scorer->findData(labels.scorer) < 0) {
        m_scorer->clear();
        for (const QString &name : names)
            m_scorer->addItem(name.isEmpty() ? tr("nobody named") : name, name);
    }
    m_scorer->setCurrentIndex(m_scorer->findData(labels.scorer));
    m_others->setText(names.size() == 2
                          ? tr("Keep the labels of the other scorer beside them")
                          : tr("Keep the labels of the %1 other scorers beside them").arg(names.size() - 1));
}

void ImportChoices::applyTo(io::LabelContext &context) const
{
    context.format = m_chosen.format;
    context.scorer = m_chosen.scorer;
    context.clock = m_chosen.clock;
    context.rowSec = m_chosen.rowSec;
}

bool ImportChoices::takesOthers() const
{
    return m_others->isChecked();
}

} // namespace somno::ui
