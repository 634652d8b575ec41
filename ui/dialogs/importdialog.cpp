// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importdialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>

#include "core/work/rememberedwords.h"
#include "core/work/whendone.h"
#include "ui/dialogs/hypnogramstrip.h"
#include "ui/dialogs/importchoices.h"
#include "ui/dialogs/wordtable.h"
#include "ui/lanes/stagelook.h"
#include "ui/models/importtext.h"
#include "ui/models/timetext.h"

namespace somno::ui {
namespace {

constexpr int kPatienceMs = 300; ///< a file that is read sooner shows no sign of it
constexpr int kWidth = 640;
constexpr int kMargin = 20;
constexpr int kMostNotesHeight = 140;

QLabel *wrappedLabel(const char *name, const char *role = nullptr)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    if (role)
        label->setProperty("role", QLatin1String(role));
    return label;
}

/// "■ Wake 120 (50 %)"
QString legendPart(const QColor &colour, const QString &sign, const QString &name, EpochIndex count, EpochIndex all)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3")
        .arg(colour.name(), sign,
             QStringLiteral("%1 %2 (%3 %)")
                 .arg(name, QLocale().toString(count))
                 .arg(100 * double(count) / double(all), 0, 'f', 0)
                 .toHtmlEscaped()
                 .replace(QLatin1Char(' '), QLatin1String("&nbsp;")));
}

QString legendOf(const scoring::Hypnogram &hypnogram, const plot::PlotTheme &theme)
{
    QStringList parts;
    for (const scoring::Stage stage : plot::stageRows(&hypnogram))
        if (const EpochIndex count = hypnogram.count(stage); count > 0)
            parts << legendPart(plot::lookOf(stage, hypnogram.stageSet(), theme).colour, QStringLiteral("■"),
                                hypnogram.stageSet().name(stage), count, hypnogram.size());
    if (const EpochIndex count = hypnogram.count(scoring::Stage::Unscored); count > 0)
        parts << legendPart(theme.mutedText, QStringLiteral("□"), ImportDialog::tr("unscored"), count,
                            hypnogram.size());
    return parts.join(QStringLiteral(" &nbsp; "));
}

} // namespace

ImportDialog::ImportDialog(const QString &path, const io::LabelContext &context, const plot::PlotTheme &theme,
                           Consequence consequence, QWidget *parent)
    : QDialog(parent), m_path(path), m_context(context), m_theme(theme), m_consequence(std::move(consequence)),
      m_summary(wrappedLabel("importSummary", "secondary")), m_taken(new QWidget), m_strip(new HypnogramStrip(theme)),
      m_span(wrappedLabel("importSpan", "secondary")), m_legend(wrappedLabel("importLegend")),
      m_noteArea(new QScrollArea), m_choices(new ImportChoices(path)), m_words(new WordTable(theme)),
      m_forget(new QPushButton(tr("Forget the remembered words"))),
      m_consequenceText(wrappedLabel("importConsequence")), m_busy(new QProgressBar),
      m_import(new QPushButton(tr("Import")))
{
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Import labels"));
    layOut(QFileInfo(path).fileName());
    resize(kWidth, 0);
    connect(m_choices, &ImportChoices::chosen, this, &ImportDialog::read);
    connect(m_choices, &ImportChoices::formatChosen, this, [this] {
        forget();
        m_recalled.clear();
        read();
    });
    connect(m_words, &WordTable::meaningChosen, this, &ImportDialog::setMeaning);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        forget();
        read();
    });
}

void ImportDialog::layOut(const QString &name)
{
    auto *title = wrappedLabel("importTitle", "title");
    title->setText(name);
    m_legend->setTextFormat(Qt::RichText);
    auto *taken = new QVBoxLayout(m_taken);
    taken->setContentsMargins(0, 0, 0, 0);
    taken->setSpacing(4);
    taken->addWidget(m_strip);
    taken->addWidget(m_span);
    taken->addWidget(m_legend);
    m_strip->setObjectName(QStringLiteral("importStrip"));
    m_noteArea->setObjectName(QStringLiteral("importNotes"));
    m_noteArea->setFrameShape(QFrame::NoFrame);
    m_noteArea->setWidgetResizable(true);
    m_noteArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_forget->setObjectName(QStringLiteral("importForget"));
    m_forget->setProperty("link", true);
    m_forget->setAutoDefault(false);
    m_busy->setObjectName(QStringLiteral("importBusy"));
    m_busy->setRange(0, 0);
    m_busy->setFixedSize(120, 6);
    m_busy->setTextVisible(false);
    m_busy->hide();
    m_import->setObjectName(QStringLiteral("importAccept"));
    m_import->setProperty("primary", true);
    m_import->setDefault(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    // Enter means the import even where the focus went elsewhere while a file was read.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons->addButton(m_import, QDialogButtonBox::AcceptRole);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_busy);
    foot->addWidget(m_forget);
    foot->addWidget(buttons, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, 16);
    column->setSpacing(12);
    auto *head = new QVBoxLayout;
    head->setSpacing(4);
    head->addWidget(title);
    head->addWidget(m_summary);
    column->addLayout(head);
    column->addWidget(m_taken);
    column->addWidget(m_noteArea);
    column->addWidget(m_choices);
    column->addWidget(m_words, 1000);
    column->addStretch(1); // of which the table takes what it has words for
    column->addWidget(m_consequenceText);
    column->addLayout(foot);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QWidget *part : std::initializer_list<QWidget *>{m_taken, m_noteArea, m_words, m_forget, m_consequenceText})
        part->hide();
}

void ImportDialog::start()
{
    read();
    // A file on a slow disk: one sees that it is read, and can give up.
    QTimer::singleShot(kPatienceMs, this, [this] {
        if (m_summary->text().isEmpty()) {
            m_summary->setText(tr("Being read…"));
            open();
        }
    });
}

bool ImportDialog::takesOthers() const
{
    return m_choices->takesOthers();
}

void ImportDialog::accept()
{
    rememberWords(m_labels.format->id, m_context.stageMap, m_context.stages);
    QDialog::accept();
}

void ImportDialog::read()
{
    m_choices->applyTo(m_context);
    const int reading = ++m_readings;
    setReading(true);
    const auto survey = [path = m_path, context = m_context] { return io::surveyLabels(path, context); };
    whenDone(this, QtConcurrent::run(survey), [this, reading](Result<io::LabelImport> found) {
        if (reading == m_readings)
            take(std::move(found));
    });
}

void ImportDialog::setReading(bool isReading)
{
    m_isReading = isReading;
    m_import->setEnabled(!isReading);
    if (!isReading)
        m_busy->hide();
    else
        QTimer::singleShot(kPatienceMs, this,
                           [this, reading = m_readings] { m_busy->setVisible(m_isReading && reading == m_readings); });
}

void ImportDialog::take(Result<io::LabelImport> found)
{
    setReading(false);
    const bool canAsk = found || found.error().code == ErrorCode::LabelsInvalid
                        || found.error().code == ErrorCode::UnsupportedFormat; // another format may fit
    if (!canAsk && isHidden()) {
        Q_EMIT unreadable(found.error());
        reject();
        return;
    }
    const bool hadWords = !m_words->isHidden();
    if (found) {
        m_labels = std::move(*found);
        if (recall()) {
            read();
            return;
        }
        showLabels();
    } else {
        showError(found.error());
    }
    if (isHidden() || hadWords == m_words->isHidden())
        resize(width(), layout()->totalHeightForWidth(width())); // the size hint is that of a narrower one
    if (isHidden()) {
        if (m_import->isEnabled())
            m_import->setFocus();
        open();
    }
}

/// What was said of words at the last import of the format; true where the file has any of them.
bool ImportDialog::recall()
{
    if (m_recalled == m_labels.format->id)
        return false;
    m_recalled = m_labels.format->id;
    const StageWords words = rememberedWords(m_recalled, m_context.stages);
    m_context.stageMap = words;
    m_remembered = QSet<QString>(words.keyBegin(), words.keyEnd());
    return std::ranges::any_of(
        m_labels.words, [&](const io::WordUse &use) { return m_remembered.contains(use.word.trimmed().toLower()); });
}

void ImportDialog::forget()
{
    m_context.stageMap.clear();
    m_remembered.clear();
}

void ImportDialog::setMeaning(const QString &word, std::optional<scoring::Stage> stage)
{
    const QString key = word.trimmed().toLower();
    m_remembered.remove(key);
    if (stage)
        m_context.stageMap.insert(key, *stage);
    else
        m_context.stageMap.remove(key);
    read();
}

void ImportDialog::showLabels()
{
    m_summary->setText(importSummary(m_labels));
    m_choices->setLabels(m_labels, m_context);
    m_words->setLabels(m_labels, m_context, m_remembered);
    m_words->show();
    m_forget->setVisible(!m_remembered.isEmpty());
    showNotes(importNotes(m_labels));
    showTaken();
    m_import->setEnabled(!m_labels.open);
    const QString consequence = m_labels.open || !m_consequence ? QString() : m_consequence(m_labels);
    m_consequenceText->setText(consequence);
    m_consequenceText->setVisible(!consequence.isEmpty());
}

void ImportDialog::showTaken()
{
    const scoring::Hypnogram &hypnogram = m_labels.hypnogram;
    m_taken->setVisible(hypnogram.size() > 0);
    if (hypnogram.size() == 0)
        return;
    const double seconds = double(hypnogram.size()) * hypnogram.epochSec();
    m_strip->setHypnogram(hypnogram, m_context.totalSec);
    m_span->setText(tr("In the scoring: %1 epochs of %2 s, from %3 to %4")
                        .arg(QLocale().toString(hypnogram.size()), QLocale().toString(hypnogram.epochSec(), 'g', 6),
                             timeText(m_context.recordingStart, 0, true),
                             timeText(m_context.recordingStart, seconds, true)));
    m_legend->setText(legendOf(hypnogram, m_theme));
}

void ImportDialog::showError(const Error &error)
{
    m_labels = {};
    m_summary->setText(tr("It cannot be read like this; another format may fit."));
    for (QWidget *part : std::initializer_list<QWidget *>{m_taken, m_words, m_forget, m_consequenceText})
        part->hide();
    m_choices->setUnreadable();
    m_import->setEnabled(false);
    showNotes({{error.message + QLatin1Char(' ') + error.detail, true}});
}

void ImportDialog::showNotes(const std::vector<ImportNote> &notes)
{
    auto *list = new QWidget;
    auto *grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (const ImportNote &note : notes) {
        const int row = grid->rowCount();
        auto *mark = new QLabel(QStringLiteral("<span style=\"color:%1\">●</span>")
                                    .arg((note.isGrave ? m_theme.attention : m_theme.mutedText).name()));
        auto *text = wrappedLabel("importNote");
        text->setText(note.text);
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addWidget(text, row, 1);
    }
    m_noteArea->setWidget(list);
    m_noteArea->setVisible(!notes.empty());
    if (!notes.empty())
        m_noteArea->setFixedHeight(
            std::min(list->heightForWidth(std::max(width(), kWidth) - 2 * kMargin), kMostNotesHeight));
}

} // namespace somno::ui
