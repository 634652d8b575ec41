// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/emptystate.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/recordings/recordingformat.h"
#include "ui/panels/themedicon.h"

namespace somno::ui {
namespace {

constexpr qsizetype kRecentShown = 5;
constexpr int kAreaWidth = 480;

/// The drawing above the words, in the palette's colours at the time of painting.
class DropPicture : public QWidget {
public:
    DropPicture() { setFixedSize(48, 48); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setOpacity(0.7);
        themedIcon(QStringLiteral("drop")).paint(&painter, rect());
    }
};

QLabel *centred(const QString &text, const char *role)
{
    auto *label = new QLabel(text);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_area(new QWidget), m_demonstration(new QPushButton(tr("Try the demonstration recording")))
{
    setObjectName(QStringLiteral("emptyState"));
    auto *open = new QPushButton(tr("Open a recording…"));
    open->setObjectName(QStringLiteral("emptyOpen"));
    open->setProperty("primary", true);
    m_demonstration->setObjectName(QStringLiteral("emptyDemonstration"));
    m_demonstration->setToolTip(tr("Four hours of simulated EEG and EMG, made on this computer"));
    m_recentTitle = centred(tr("Recent recordings"), "caption");
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(m_demonstration);
    buttons->addStretch(1);

    auto *column = new QVBoxLayout(m_area);
    column->setContentsMargins(32, 32, 32, 24);
    column->setSpacing(8);
    column->addWidget(new DropPicture, 0, Qt::AlignHCenter);
    column->addWidget(centred(tr("Drop a recording here"), "title"));
    column->addWidget(centred(tr("%1 with EEG and EMG of a mouse").arg(io::recordingFormatNames()), "secondary"));
    column->addSpacing(8);
    column->addLayout(buttons);
    column->addSpacing(16);
    column->addWidget(m_recentTitle);
    column->addLayout(m_recent);
    m_area->setFixedWidth(kAreaWidth);

    auto *outer = new QVBoxLayout(this);
    outer->addStretch(2);
    outer->addWidget(m_area, 0, Qt::AlignHCenter);
    outer->addStretch(3);

    connect(open, &QPushButton::clicked, this, &EmptyState::openClicked);
    connect(m_demonstration, &QPushButton::clicked, this, &EmptyState::demonstrationClicked);
    setRecent({});
}

void EmptyState::setRecent(const QStringList &paths)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString &path : paths.mid(0, kRecentShown)) {
        auto *button = new QPushButton(QFileInfo(path).fileName());
        button->setProperty("link", true);
        button->setCursor(Qt::PointingHandCursor);
        button->setToolTip(path);
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentClicked(path); });
        m_recent->addWidget(button, 0, Qt::AlignHCenter);
    }
    m_recentTitle->setVisible(!paths.isEmpty());
}

void EmptyState::setDropActive(bool active)
{
    m_dropActive = active;
    update();
}

void EmptyState::setDemonstrationEnabled(bool enabled)
{
    m_demonstration->setEnabled(enabled);
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = palette().color(QPalette::Highlight);
    QPen pen(m_dropActive ? accent : palette().color(QPalette::Mid), m_dropActive ? 2 : 1, Qt::DashLine);
    pen.setDashPattern({4, 4});
    QColor fill = accent;
    fill.setAlphaF(m_dropActive ? 0.08f : 0.0f);
    painter.setPen(pen);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(m_area->geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace somno::ui
