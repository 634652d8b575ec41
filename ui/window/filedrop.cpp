// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/filedrop.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace somno::ui {
namespace {

QString fileOf(const QDropEvent &event)
{
    const QList<QUrl> urls = event.mimeData()->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

} // namespace

FileDrop::FileDrop(QWidget *target) : QObject(target)
{
    target->setAcceptDrops(true);
    target->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject *, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::DragLeave) {
        Q_EMIT hovered(false);
        return true;
    }
    if (type != QEvent::DragEnter && type != QEvent::Drop)
        return false;
    auto *drop = static_cast<QDropEvent *>(event); // what an enter event is, too
    const QString path = fileOf(*drop);
    Q_EMIT hovered(type == QEvent::DragEnter && !path.isEmpty());
    if (path.isEmpty())
        return true;
    drop->acceptProposedAction();
    if (type == QEvent::Drop)
        Q_EMIT dropped(path);
    return true;
}

} // namespace somno::ui
