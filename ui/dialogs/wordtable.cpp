// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/wordtable.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QPixmap>
#include <algorithm>

#include "ui/lanes/stagelook.h"
#include "ui/models/importtext.h"
#include "ui/models/timetext.h"

namespace somno::ui {

using scoring::Stage;
using scoring::StageSet;

namespace {

enum Column { Word, Meaning, Rows, Time, Note };
constexpr size_t kMostLines = 200; ///< a file of events may hold thousands of words
constexpr int kSwatch = 12;
constexpr int kWidestWord = 200;
constexpr int kFewestRowsShown = 2;
constexpr int kMostRowsShown = 7; ///< of a dialog that opens; larger ones show more
constexpr int kBoxMargin = 3;
constexpr int kFrame = 3;

/// Those of the set in use before those of the others.
std::vector<Stage> offeredStages(const StageSet &inUse)
{
    std::vector<Stage> stages;
    const auto add = [&](const StageSet &set) {
        for (const scoring::StageDefinition &definition : set.stages())
            if (std::ranges::find(stages, definition.stage) == stages.end())
                stages.push_back(definition.stage);
    };
    add(inUse);
    for (const StageSet &set : StageSet::builtIn())
        add(set);
    return stages;
}

QString nameOf(Stage stage, const StageSet &set)
{
    return set.find(stage) ? set.name(stage) : scoring::stageName(stage);
}

QIcon swatch(const QColor &colour, const QColor &border)
{
    QPixmap pixmap(kSwatch, kSwatch);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour.isValid() ? Qt::NoPen : QPen(border));
    painter.setBrush(colour.isValid() ? QBrush(colour) : Qt::NoBrush);
    painter.drawRoundedRect(QRectF(0.5, 0.5, kSwatch - 1, kSwatch - 1), 2, 2);
    return pixmap;
}

bool isEvent(const io::WordUse &use, const io::LabelImport &labels)
{
    return !use.stage && !isNotUnderstood(use, labels);
}

/// What asks for a look first, what is no stage last.
std::vector<io::WordUse> inOrder(const io::LabelImport &labels)
{
    std::vector<io::WordUse> words = labels.words;
    // Not std::ranges: clang 14 does not know its subranges.
    std::stable_partition(words.begin(), words.end(),
                          [&](const io::WordUse &use) { return isNotUnderstood(use, labels); });
    std::stable_partition(words.begin(), words.end(), [&](const io::WordUse &use) { return !isEvent(use, labels); });
    if (words.size() > kMostLines)
        words.resize(kMostLines);
    return words;
}

QString keyOf(const QString &word)
{
    return word.trimmed().toLower();
}

} // namespace

WordTable::WordTable(const plot::PlotTheme &theme, QWidget *parent) : QTreeWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("importWords"));
    setRootIsDecorated(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHeaderLabels({tr("Word in the file"), tr("Taken as"), tr("Rows"), tr("Time"), QString()});
    for (const Column column : {Rows, Time})
        headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
    for (const Column column : {Word, Meaning, Rows, Time})
        header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
}

QComboBox *WordTable::meaningBox(const io::WordUse &use, const io::LabelContext &context, bool isEvent)
{
    auto *box = new QComboBox;
    box->setObjectName(QStringLiteral("importMeaning"));
    box->setProperty("word", use.word);
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
    if (!use.stage || context.stageMap.contains(keyOf(use.word)))
        box->addItem(isEvent ? tr("no stage") : tr("choose…"));
    for (const Stage stage : offeredStages(context.stages))
        box->addItem(swatch(plot::lookOf(stage, context.stages, m_theme).colour, m_theme.mutedText),
                     nameOf(stage, context.stages), int(stage));
    box->addItem(swatch({}, m_theme.mutedText), tr("unscored"), int(Stage::Unscored));
    connect(box, &QComboBox::activated, this, [this, box, word = use.word] {
        const QVariant stage = box->currentData();
        Q_EMIT meaningChosen(word, stage.isValid() ? std::optional(Stage(stage.toInt())) : std::nullopt);
    });
    return box;
}

/// The wheel moves the table, and a box only where somebody is at it.
bool WordTable::eventFilter(QObject *watched, QEvent *event)
{
    const auto *box = qobject_cast<QComboBox *>(watched);
    if (event->type() != QEvent::Wheel || !box || box->hasFocus())
        return QTreeWidget::eventFilter(watched, event);
    event->ignore();
    return true;
}

void WordTable::fill(const std::vector<io::WordUse> &words, const io::LabelContext &context,
                     const io::LabelImport &labels)
{
    clear();
    m_words.clear();
    for (const io::WordUse &use : words) {
        const QString shown = fontMetrics().elidedText(use.word, Qt::ElideMiddle, kWidestWord);
        auto *item = new QTreeWidgetItem(this, {use.word.isEmpty() ? tr("(empty)") : shown});
        item->setToolTip(Word, use.word);
        for (const Column column : {Rows, Time})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        // The table makes a widget as high as its line.
        auto *cell = new QWidget;
        auto *row = new QHBoxLayout(cell);
        row->setContentsMargins(0, kBoxMargin, 0, kBoxMargin);
        row->addWidget(meaningBox(use, context, labels.holdsEvents));
        setItemWidget(item, Meaning, cell);
        m_rowHeight = cell->sizeHint().height();
        m_words << use.word;
    }
    setMaximumHeight(heightOf(int(words.size())));
    setMinimumHeight(heightOf(std::min(int(words.size()), kFewestRowsShown)));
    updateGeometry();
}

int WordTable::heightOf(int rows) const
{
    return header()->sizeHint().height() + rows * m_rowHeight + 2 * kFrame;
}

QSize WordTable::sizeHint() const
{
    return {QTreeWidget::sizeHint().width(), heightOf(std::min(int(m_words.size()), kMostRowsShown))};
}

void WordTable::setLabels(const io::LabelImport &labels, const io::LabelContext &context,
                          const QSet<QString> &remembered)
{
    const std::vector<io::WordUse> words = inOrder(labels);
    const bool isSame
        = words.size() == size_t(m_words.size())
          && std::ranges::all_of(words, [&](const io::WordUse &use) { return m_words.contains(use.word); });
    if (!isSame)
        fill(words, context, labels);
    for (const io::WordUse &use : words) {
        QTreeWidgetItem *item = topLevelItem(int(m_words.indexOf(use.word)));
        auto *box = itemWidget(item, Meaning)->findChild<QComboBox *>();
        box->setCurrentIndex(use.stage ? box->findData(int(*use.stage)) : 0);
        item->setText(Rows, QLocale().toString(use.rows));
        item->setText(Time, use.seconds > 0 ? timeText({}, use.seconds, false) : QString());
        const bool isOdd = isNotUnderstood(use, labels);
        item->setText(Note, isOdd                                  ? tr("not understood, left unscored")
                            : use.isStandIn                        ? tr("substituted")
                            : remembered.contains(keyOf(use.word)) ? tr("remembered")
                                                                   : QString());
        item->setForeground(Note, isOdd ? m_theme.attention : m_theme.mutedText);
    }
}

} // namespace somno::ui
