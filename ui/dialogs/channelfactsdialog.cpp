// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/channelfactsdialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace somno::ui {
namespace {

enum Column { Name, Unit, Rate, Samples, Range };
constexpr double kLeastMicrovolts = 5; ///< amplitudes of EEG and EMG as amplifiers record them
constexpr double kMostMicrovolts = 50000;
constexpr int kRowPadding = 14;

double amplitudeOf(const io::FoundChannel &channel)
{
    const auto [low, high] = channel.usualRange();
    return std::isnan(low) ? 0 : (high - low) / 2;
}

QString rangeText(const io::FoundChannel &channel)
{
    const auto [low, high] = channel.usualRange();
    if (std::isnan(low))
        return ChannelFactsDialog::tr("no values");
    return ChannelFactsDialog::tr("%1 to %2").arg(low, 0, 'g', 3).arg(high, 0, 'g', 3);
}

QTableWidgetItem *fixedItem(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QComboBox *unitBox(const QString &unit)
{
    auto *box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems({QStringLiteral("µV"), QStringLiteral("mV"), QStringLiteral("V")});
    box->setCurrentText(unit);
    box->setFrame(false);
    return box;
}

QString durationText(double seconds)
{
    const auto whole = qint64(seconds);
    return whole < 60
               ? ChannelFactsDialog::tr("%1 s").arg(seconds, 0, 'f', 1)
               : ChannelFactsDialog::tr("%1 h %2 min %3 s").arg(whole / 3600).arg(whole / 60 % 60).arg(whole % 60);
}

QLabel *note(const char *name)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    return label;
}

QString foundText(const io::RecordingDraft &draft)
{
    QStringList lines;
    if (!draft.rateProblem.isEmpty())
        lines << draft.rateProblem;
    for (const Deviation &deviation : draft.deviations)
        lines << deviation.sentence();
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString likelyUnit(double amplitude)
{
    for (const QString &unit : {QStringLiteral("V"), QStringLiteral("mV")})
        if (amplitude * microvoltsIn(unit) <= kMostMicrovolts)
            return unit;
    return QStringLiteral("µV");
}

double microvoltsIn(const QString &unit)
{
    if (unit == QLatin1String("V"))
        return 1e6;
    if (unit == QLatin1String("mV"))
        return 1e3;
    const bool isMicro = unit == QStringLiteral("µV") || unit == QStringLiteral("μV") || unit == QLatin1String("uV");
    return isMicro ? 1 : 0;
}

ChannelFactsDialog::ChannelFactsDialog(io::RecordingDraftPtr draft, QWidget *parent)
    : QDialog(parent), m_draft(std::move(draft)), m_table(makeTable()), m_duration(note("durationNote")),
      m_amplitude(note("amplitudeNote"))
{
    setObjectName(QStringLiteral("channelFactsDialog"));
    setWindowTitle(tr("What %1 does not say").arg(QFileInfo(m_draft->path).fileName()));
    auto *lead = note("leadNote");
    lead->setText(
        tr("%1 files do not say all of this. Check what each channel is; the answers are kept with the recording.")
            .arg(m_draft->formatName));
    auto *found = note("foundNote");
    found->setProperty("role", "secondary");
    found->setText(foundText(*m_draft));
    found->setVisible(!found->text().isEmpty());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    m_open = buttons->button(QDialogButtonBox::Open);
    m_open->setProperty("primary", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(lead);
    column->addWidget(m_table, 1);
    column->addWidget(m_duration);
    column->addWidget(m_amplitude);
    column->addWidget(found);
    column->addWidget(buttons);
    resize(640, 320 + 30 * std::min(int(m_draft->channels.size()), 8));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem *item) {
        if (item->column() == Rate)
            spreadRate(item->row());
        showConsequences();
    });
    showConsequences();
}

QTableWidget *ChannelFactsDialog::makeTable()
{
    const auto facts = m_draft->facts({.rateHz = m_draft->likelyHz});
    auto *table = new QTableWidget(int(facts.size()), 5);
    table->setObjectName(QStringLiteral("channelFacts"));
    table->setHorizontalHeaderLabels({tr("Label"), tr("Unit"), tr("Rate [Hz]"), tr("Samples"), tr("Most values")});
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + kRowPadding);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setEditTriggers(QAbstractItemView::AllEditTriggers);
    for (int row = 0; row < int(facts.size()); ++row) {
        const io::FoundChannel &channel = m_draft->channels[size_t(row)];
        const io::ChannelFacts &known = facts[size_t(row)];
        m_rates.push_back(known.rateHz);
        table->setItem(row, Name, new QTableWidgetItem(known.label));
        QComboBox *unit = unitBox(known.unit.isEmpty() ? likelyUnit(amplitudeOf(channel)) : known.unit);
        table->setCellWidget(row, Unit, unit);
        connect(unit, &QComboBox::currentTextChanged, this, &ChannelFactsDialog::showConsequences);
        auto *rate = new QTableWidgetItem(known.rateHz > 0 ? io::hertzText(known.rateHz) : QString());
        rate->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        table->setItem(row, Rate, rate);
        table->setItem(row, Samples, fixedItem(QLocale().toString(channel.samples->size())));
        table->setItem(row, Range, fixedItem(rangeText(channel)));
    }
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    table->horizontalHeader()->setMinimumSectionSize(90);
    return table;
}

double ChannelFactsDialog::rateIn(int row) const
{
    bool isNumber = false;
    const QString text = m_table->item(row, Rate)->text().trimmed().replace(QLatin1Char(','), QLatin1Char('.'));
    const double hz = text.toDouble(&isNumber);
    return isNumber && hz > 0 && hz <= 1e6 ? hz : 0;
}

QString ChannelFactsDialog::unitIn(int row) const
{
    return qobject_cast<const QComboBox *>(m_table->cellWidget(row, Unit))->currentText().trimmed();
}

void ChannelFactsDialog::spreadRate(int row)
{
    const double before = m_rates[size_t(row)];
    const QSignalBlocker blocker(m_table);
    for (int other = 0; other < m_table->rowCount(); ++other)
        if (m_draft->channels[size_t(other)].samples->size() == m_draft->channels[size_t(row)].samples->size()
            && m_rates[size_t(other)] == before) {
            m_table->item(other, Rate)->setText(m_table->item(row, Rate)->text());
            m_rates[size_t(other)] = rateIn(other);
        }
}

QString ChannelFactsDialog::durationLine() const
{
    double shortest = 0, longest = 0;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        if (rateIn(row) == 0)
            return tr("Say the sampling rate of every channel in Hz, such as 512 or 511.9596.");
        const double seconds = double(m_draft->channels[size_t(row)].samples->size()) / rateIn(row);
        shortest = row == 0 ? seconds : std::min(shortest, seconds);
        longest = std::max(longest, seconds);
    }
    const QString line = tr("The recording lasts %1.").arg(durationText(longest));
    return longest - shortest <= 1
               ? line
               : line + QLatin1Char(' ')
                     + tr("The shortest channel ends after %1: is its rate right?").arg(durationText(shortest));
}

QString ChannelFactsDialog::amplitudeLine() const
{
    QStringList unlikely;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const double amplitude = amplitudeOf(m_draft->channels[size_t(row)]),
                     microvolts = amplitude * microvoltsIn(unitIn(row));
        if (microvolts > 0 && (microvolts < kLeastMicrovolts || microvolts > kMostMicrovolts))
            unlikely << tr("%1: ±%2 %3 is unlikely for EEG or EMG; it looks like %4.")
                            .arg(m_table->item(row, Name)->text())
                            .arg(amplitude, 0, 'g', 3)
                            .arg(unitIn(row), likelyUnit(amplitude));
    }
    return unlikely.isEmpty() ? tr("The amplitudes are likely ones of EEG and EMG.") : unlikely.join(QLatin1Char('\n'));
}

void ChannelFactsDialog::showConsequences()
{
    m_duration->setText(durationLine());
    m_amplitude->setText(amplitudeLine());
    bool isWhole = true;
    for (int row = 0; row < m_table->rowCount(); ++row)
        isWhole = isWhole && rateIn(row) > 0;
    m_open->setEnabled(isWhole);
}

io::OpenOptions ChannelFactsDialog::answers() const
{
    io::OpenOptions options;
    for (int row = 0; row < m_table->rowCount(); ++row)
        options.channels.push_back({m_table->item(row, Name)->text().trimmed(), unitIn(row), rateIn(row)});
    return options;
}

} // namespace somno::ui
