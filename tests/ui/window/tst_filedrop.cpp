// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/warnings.h"

#include <QDropEvent>
#include <QMimeData>
#include <QWidget>

#include "ui/window/filedrop.h"

using namespace somno;
using namespace somno::test;

/// Files that are dragged over a widget and dropped on it.
class TestFileDrop : public QObject {
    Q_OBJECT

    static bool drag(QWidget *target, const QList<QUrl> &urls)
    {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &enter);
        return enter.isAccepted();
    }
    static bool drop(QWidget *target, const QList<QUrl> &urls)
    {
        QMimeData data;
        data.setUrls(urls);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &event);
        return event.isAccepted();
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aFileIsTaken()
    {
        QWidget target;
        const ui::FileDrop files(&target);
        QVERIFY(target.acceptDrops());
        QSignalSpy hovered(&files, &ui::FileDrop::hovered);
        QSignalSpy dropped(&files, &ui::FileDrop::dropped);
        const QList<QUrl> night{QUrl::fromLocalFile(QStringLiteral("/data/night.edf"))};
        QVERIFY(drag(&target, night));
        QCOMPARE(hovered.takeLast().first().toBool(), true);
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(&target, &leave);
        QCOMPARE(hovered.takeLast().first().toBool(), false);
        QVERIFY(dropped.isEmpty());
        QVERIFY(drag(&target, night));
        QVERIFY(drop(&target, night));
        QCOMPARE(hovered.takeLast().first().toBool(), false);
        QCOMPARE(dropped.takeLast().first().toString(), QStringLiteral("/data/night.edf"));
    }

    void nothingElseIs()
    {
        QWidget target;
        const ui::FileDrop files(&target);
        QSignalSpy dropped(&files, &ui::FileDrop::dropped);
        const QUrl a = QUrl::fromLocalFile(QStringLiteral("/a.edf")), b = QUrl::fromLocalFile(QStringLiteral("/b.edf"));
        const QList<QUrl> page{QUrl(QStringLiteral("https://example.org/a.edf"))};
        for (const QList<QUrl> &urls : {QList<QUrl>(), QList<QUrl>({a, b}), page}) {
            QVERIFY(!drag(&target, urls));
            QVERIFY(!drop(&target, urls));
        }
        QVERIFY(dropped.isEmpty());
    }
};

QTEST_MAIN(TestFileDrop)
#include "tst_filedrop.moc"
