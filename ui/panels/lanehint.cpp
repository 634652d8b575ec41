// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/lanehint.h"

#include <QEvent>

namespace somno::ui {

LaneHint::LaneHint(const QString &text, QWidget *lane) : QLabel(text, lane)
{
    setObjectName(QStringLiteral("laneHint"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAlignment(Qt::AlignCenter);
    lane->installEventFilter(this);
    place();
    hide();
}

bool LaneHint::eventFilter(QObject *object, QEvent *event)
{
    if (object == parent() && event->type() == QEvent::Resize)
        place();
    return QLabel::eventFilter(object, event);
}

void LaneHint::place()
{
    adjustSize();
    move((parentWidget()->width() - width()) / 2, (parentWidget()->height() - height()) / 2);
    raise();
}

} // namespace somno::ui
