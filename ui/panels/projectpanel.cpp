// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/projectpanel.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/models/recordinglistmodel.h"
#include "ui/panels/themedicon.h"

namespace somno::ui {
namespace {

constexpr int kRowHeight = 68;
constexpr int kMargin = 12;
constexpr int kScoredWidth = 44;
constexpr int kGap = 8;
constexpr int kBarHeight = 4;

/// Name and the share that is scored; start and length; a bar of what is reviewed of what is scored, and in words.
class RecordingDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {160, kRowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        paintBackground(painter, option);
        const QRect content = option.rect.adjusted(kMargin, 7, -kMargin, -7);
        const bool missing = index.data(RecordingListModel::MissingRole).toBool();
        paintTexts(painter, option, index, content, missing);
        if (missing)
            themedIcon(QStringLiteral("missing")).paint(painter, QRect(content.right() - 18, content.top(), 18, 18));
        else
            paintScored(painter, option, index, content);
        paintReviewed(painter, option, index, content);
        painter->restore();
    }

private:
    static void paintBackground(QPainter *painter, const QStyleOptionViewItem &option)
    {
        const bool selected = option.state & QStyle::State_Selected;
        if (!selected && !(option.state & QStyle::State_MouseOver))
            return;
        QColor fill = option.palette.color(selected ? QPalette::Highlight : QPalette::Text);
        fill.setAlphaF(selected ? 0.14f : 0.05f);
        painter->fillRect(option.rect, fill);
        if (selected)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                              option.palette.color(QPalette::Highlight));
    }

    static void paintTexts(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                           const QRect &rect, bool missing)
    {
        const QColor muted = option.palette.color(QPalette::PlaceholderText);
        const QFontMetrics metrics(option.font);
        painter->setFont(option.font);
        painter->setPen(missing ? muted : option.palette.color(QPalette::Text));
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignTop,
                          metrics.elidedText(index.data().toString(), Qt::ElideMiddle, rect.width() - kScoredWidth));
        painter->setPen(muted);
        const QString detail
            = missing ? ProjectPanel::tr("not found") : index.data(RecordingListModel::DetailRole).toString();
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(detail, Qt::ElideRight, rect.width()));
    }

    static void paintReviewed(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                              const QRect &rect)
    {
        const double scored = index.data(RecordingListModel::ScoredFractionRole).toDouble();
        const double reviewed = index.data(RecordingListModel::ReviewedFractionRole).toDouble();
        const QFontMetrics metrics(option.font);
        const QString text = scored > 0 ? ProjectPanel::tr("%1 % reviewed").arg(scoring::wholePercent(reviewed))
                                        : ProjectPanel::tr("not scored yet");
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignBottom,
                          metrics.elidedText(text, Qt::ElideRight, rect.width()));
        // As wide as beside "100 % reviewed", so that the bars of all rows compare.
        const int left = metrics.horizontalAdvance(ProjectPanel::tr("%1 % reviewed").arg(100)) + kGap;
        const QRectF bar(rect.left() + left, rect.bottom() - metrics.height() / 2.0 - kBarHeight / 2.0 + 1,
                         rect.width() - left, kBarHeight);
        if (scored == 0 || bar.width() < kBarHeight)
            return;
        QColor colour = option.palette.color(QPalette::Text);
        for (const auto &[share, alpha] :
             {std::pair(1.0, 0.08f), std::pair(scored, 0.25f), std::pair(reviewed, 1.0f)}) {
            colour.setAlphaF(alpha);
            painter->fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share, kBarHeight)),
                              alpha < 1 ? colour : option.palette.color(QPalette::Highlight));
        }
    }

    static void paintScored(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                            const QRect &rect)
    {
        const double fraction = index.data(RecordingListModel::ScoredFractionRole).toDouble();
        const QString text
            = fraction > 0 ? ProjectPanel::tr("%1 %").arg(scoring::wholePercent(fraction)) : QStringLiteral("–");
        painter->setPen(option.palette.color(fraction > 0 ? QPalette::Text : QPalette::PlaceholderText));
        painter->drawText(rect, Qt::AlignRight | Qt::AlignTop, text);
    }
};

} // namespace

ProjectPanel::ProjectPanel(RecordingListModel *model, QWidget *parent)
    : QWidget(parent), m_model(model), m_list(new QListView)
{
    setObjectName(QStringLiteral("projectPanel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *title = new QLabel(tr("Project"));
    title->setProperty("role", QStringLiteral("caption"));
    title->setContentsMargins(kMargin, 12, kMargin, 8);
    m_list->setObjectName(QStringLiteral("recordingList"));
    m_list->setModel(model);
    m_list->setItemDelegate(new RecordingDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    setMinimumWidth(160);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(m_list, 1);

    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        const QString path = index.data(RecordingListModel::PathRole).toString();
        // The mark stays on the open recording until the other one is really open.
        showCurrent();
        Q_EMIT recordingActivated(path);
    });
    connect(model, &QAbstractItemModel::modelReset, this, &ProjectPanel::showCurrent);
}

void ProjectPanel::setCurrent(qint64 recordingId)
{
    m_current = recordingId;
    showCurrent();
}

void ProjectPanel::showCurrent()
{
    const int row = m_model->rowOf(m_current);
    if (row < 0)
        m_list->clearSelection();
    else
        m_list->setCurrentIndex(m_model->index(row));
}

} // namespace somno::ui
