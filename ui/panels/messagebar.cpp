// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/messagebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/panels/themedicon.h"

namespace somno::ui {
namespace {

QString iconName(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Done: return QStringLiteral("done");
    case MessageBar::Kind::Warning: return QStringLiteral("warning");
    case MessageBar::Kind::Error: return QStringLiteral("error");
    case MessageBar::Kind::Info: break;
    }
    return QStringLiteral("info");
}

QLabel *textLabel(const char *name)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel), m_message(textLabel("messageText")), m_detail(textLabel("messageDetail")),
      m_button(new QPushButton)
{
    setObjectName(QStringLiteral("messageBar"));
    m_button->setObjectName(QStringLiteral("messageButton"));
    auto *closeButton = new QToolButton;
    closeButton->setObjectName(QStringLiteral("messageClose"));
    closeButton->setIcon(themedIcon(QStringLiteral("close")));
    closeButton->setAutoRaise(true);
    closeButton->setToolTip(tr("Close this message"));

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_message);
    texts->addWidget(m_detail);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    row->addWidget(closeButton, 0, Qt::AlignVCenter);

    connect(closeButton, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        // The action may show the next message, which replaces m_action.
        const Action action = m_action;
        if (action.run)
            action.run();
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString &message, const QString &detail, Action action)
{
    m_action = std::move(action);
    m_kind = kind;
    m_message->setText(message);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_button->setText(m_action.text);
    m_button->setVisible(!m_action.text.isEmpty());
    applyKind();
    show();
}

void MessageBar::showError(const Error &error, Action action)
{
    showMessage(Kind::Error, error.message, error.detail, std::move(action));
}

QString MessageBar::message() const
{
    return isHidden() ? QString() : m_message->text();
}

QString MessageBar::detail() const
{
    return isHidden() ? QString() : m_detail->text();
}

void MessageBar::applyKind()
{
    static constexpr const char *kNames[] = {"done", "info", "warning", "error"};
    // The style sheet colours the bar by this property and must look again after it changed.
    setProperty("kind", QLatin1String(kNames[int(m_kind)]));
    style()->unpolish(this);
    style()->polish(this);
    drawIcon();
}

void MessageBar::drawIcon()
{
    m_icon->setPixmap(themedIcon(iconName(m_kind)).pixmap(QSize(20, 20), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

} // namespace somno::ui
