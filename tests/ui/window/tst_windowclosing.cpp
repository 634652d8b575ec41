// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMessageBox>
#include <QSqlDatabase>
#include <QSqlQuery>

#include "tests/ui/window/windowfixture.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

/// Closing a window whose labels cannot be saved: a table of the project vanished while it was open.
class TestWindowClosing : public QObject {
    Q_OBJECT

    static void dropLog(const QString &path)
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("outside"));
            database.setDatabaseName(path);
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("DROP TABLE edit_log")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("outside"));
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void itAsksAndNamesTheCause()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        dropLog(desk.project());
        sitting.key(Qt::Key_2);
        QString choice = QStringLiteral("Keep open"), words;
        QTimer answer;
        answer.setInterval(20);
        connect(&answer, &QTimer::timeout, this, [&] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box)
                return;
            words = box->informativeText();
            for (QAbstractButton *button : box->buttons())
                if (button->text() == choice)
                    button->click();
        });
        answer.start();
        QVERIFY(!sitting.window.close());
        QVERIFY2(words.contains(QStringLiteral("edit_log")), qPrintable(words));
        QVERIFY(sitting.window.isVisible());
        QCOMPARE(sitting.stage(0), Stage::Nrem);
        choice = QStringLiteral("Close and lose them");
        QVERIFY(sitting.window.close());
    }

    void withoutAPersonItCloses()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.setUnattended();
        dropLog(desk.project());
        sitting.key(Qt::Key_2);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(sitting.window.close());
        QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(TestWindowClosing)
#include "tst_windowclosing.moc"
