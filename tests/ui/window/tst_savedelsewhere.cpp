// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>

#include "core/project/autosaver.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/sqlitestore.h"
#include "tests/support/hypnograms.h"
#include "tests/support/scorings.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/panels/messagebar.h"

using namespace somno;
using namespace somno::scoring;
using namespace somno::test;

/// Another program writes into the project that the window has open, past the lock that keeps a second window out.
class TestSavedElsewhere : public QObject {
    Q_OBJECT

    [[nodiscard]] static std::unique_ptr<store::SqliteStore> otherDoor(const Desk &desk)
    {
        auto connection = store::Connection::open(desk.project(), store::Connection::Mode::ReadWrite);
        return connection ? std::make_unique<store::SqliteStore>(std::move(*connection)) : nullptr;
    }
    static void press(Sitting &sitting)
    {
        for (auto *button : sitting.bar()->findChildren<QPushButton *>())
            if (button->isVisible() && !button->text().isEmpty())
                button->click();
    }
    [[nodiscard]] static bool saveThere(store::SqliteStore &other, const std::string &letters)
    {
        return saveScoring(other.scorings(), 1, QStringLiteral("tester"), hypnogramOf(letters)).has_value();
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void bothAreKeptAndShown()
    {
        const Desk desk;
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            sitting.key(Qt::Key_W);
            QVERIFY(sitting.project.autosaver()->flush());
            const auto other = otherDoor(desk);
            QVERIFY(other);
            QVERIFY(saveThere(*other, "RRR" + std::string(117, '.')));
            sitting.key(Qt::Key_N); // epoch 1
            QVERIFY(sitting.project.autosaver()->flush());
            QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
            QVERIFY(sitting.bar()->detail().contains(QStringLiteral("3 of 120")));
            QCOMPARE(sitting.stage(0), Stage::Wake);
            sitting.key(Qt::Key_W); // epoch 2, and back: saved twice more
            QVERIFY(sitting.project.autosaver()->flush());
            sitting.trigger("actionUndo");
            QVERIFY(sitting.project.autosaver()->flush());
            sitting.selection()->setCurrent(2);

            press(sitting);
            QCOMPARE(sitting.stage(0), Stage::Rem);
            QVERIFY(sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
            sitting.key(Qt::Key_M); // at epoch 2, into theirs
            QCOMPARE(sitting.stage(2), Stage::Microarousal);
            press(sitting);
            QVERIFY(sitting.bar()->message().contains(QStringLiteral("set here")));
            QCOMPARE(sitting.stage(0), Stage::Wake);
            QCOMPARE(sitting.stage(1), Stage::Nrem);
            QCOMPARE(sitting.stage(2), Stage::Unscored);
            sitting.trigger("actionUndo"); // each has its own history
            QCOMPARE(sitting.stage(1), Stage::Unscored);
            sitting.trigger("actionRedo");
            QVERIFY(sitting.project.autosaver()->flush());

            const auto all = other->scorings().all(1);
            QCOMPARE(all->size(), size_t(2));
            QCOMPARE(lettersOf(all->at(0).hypnogram).substr(0, 4), std::string("WN.."));
            QCOMPARE(lettersOf(all->at(1).hypnogram).substr(0, 4), std::string("RRM."));
        }
        Sitting again(desk.project());
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(again.stage(0), Stage::Wake); // saved last
        QCOMPARE(again.window.session()->scorings().size(), 2);
    }

    /// What was written while the window was closing could not be told: it is the next time, once.
    void whatWasSavedAtTheEndIsToldAtTheNextOpening()
    {
        const Desk desk;
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            sitting.key(Qt::Key_W);
            QVERIFY(sitting.project.autosaver()->flush());
            const auto other = otherDoor(desk);
            QVERIFY(other && saveThere(*other, std::string(120, 'R')));
            sitting.key(Qt::Key_N);
        }
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            QVERIFY(sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
            QCOMPARE(sitting.stage(1), Stage::Nrem);
            press(sitting);
            QCOMPARE(sitting.stage(1), Stage::Rem);
            press(sitting);
            sitting.key(Qt::Key_M);
        }
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(!sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
    }

    /// An answer for a scoring that is no longer shown meets a change elsewhere: the two are compared, not what is
    /// shown.
    void theForkedScoringIsNamedThoughAnotherIsShown()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.key(Qt::Key_W);
        QVERIFY(sitting.project.autosaver()->flush());
        const auto other = otherDoor(desk);
        QVERIFY(other && saveThere(*other, "RRR" + std::string(117, '.')));
        sitting.key(Qt::Key_N);
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
        ScoringDocument *mine = sitting.window.session()->document();
        press(sitting);                                             // theirs is shown
        QVERIFY(saveThere(*other, "RRRR" + std::string(116, '.'))); // over the fork
        mine->setStage({3, 4}, Stage::Wake);
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("too, since")));
        QVERIFY2(sitting.bar()->detail().contains(QStringLiteral("4 of 120")), qPrintable(sitting.bar()->detail()));
    }

    /// Every scoring of the recording can be reached, whoever made it.
    void scoringsAreInTheMenu()
    {
        const Desk desk;
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            QVERIFY(sitting.action("actionScoring0")->text().startsWith(QStringLiteral("tester, ")));
            QVERIFY(!sitting.action("actionScoring1"));
            sitting.key(Qt::Key_W);
        }
        const auto other = otherDoor(desk);
        QVERIFY(other);
        QVERIFY(other->scorings().save(ScoringHead::begin(1, QStringLiteral("starter 3.1"), ScoringKind::Model),
                                       hypnogramOf(std::string(120, 'R')), {}));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QAction *model = sitting.action("actionScoring1");
        QVERIFY(model && model->text().startsWith(QStringLiteral("Model starter 3.1, ")));
        QVERIFY(sitting.action("actionScoring0")->isChecked() && !model->isChecked());
        model->trigger();
        QCOMPARE(sitting.stage(5), Stage::Rem);
        QVERIFY(sitting.action("actionScoring1")->isChecked());
        sitting.trigger("actionScoring0");
        QCOMPARE(sitting.stage(5), Stage::Unscored);
        QCOMPARE(sitting.stage(0), Stage::Wake);
    }

    /// Two who begin on a recording that nobody had scored.
    void theFirstSaveOfTwo()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        const auto other = otherDoor(desk);
        QVERIFY(other);
        QVERIFY(saveThere(*other, std::string(120, 'N')));
        sitting.key(Qt::Key_W);
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("saved elsewhere")));
        QVERIFY(sitting.bar()->detail().contains(QStringLiteral("120 of 120")));
        QTRY_COMPARE(other->scorings().all(1)->size(), size_t(2));
        press(sitting);
        QCOMPARE(sitting.stage(7), Stage::Nrem);
    }
};

QTEST_MAIN(TestSavedElsewhere)
#include "tst_savedelsewhere.moc"
