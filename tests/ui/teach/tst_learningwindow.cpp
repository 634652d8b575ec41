// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QTextBrowser>
#include <csignal>

#include "core/work/learningcontroller.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/lanes/trainingcurve.h"
#include "ui/teach/learningwindow.h"
#include "ui/window/learninglink.h"

#include "core/labels/labelfile.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

namespace {

constexpr EpochIndex kEpochs = 1800;

/// The main window with the one for teaching beside it.
class Classroom : public Sitting {
public:
    explicit Classroom(const QString &project) : Sitting(project) { trigger("actionTeach"); }

    [[nodiscard]] ui::LearningWindow *learning() { return window.learning()->window(); }
    [[nodiscard]] ui::LearningController *controller() { return window.learning()->controller(); }
    template <class Widget>
    [[nodiscard]] Widget *part(const char *name)
    {
        return learning()->findChild<Widget *>(QLatin1String(name));
    }
    [[nodiscard]] QAbstractButton *button(const char *name) { return part<QAbstractButton>(name); }
    void click(const char *name) { button(name)->click(); }
    [[nodiscard]] QString text(const char *browser) { return part<QTextBrowser>(browser)->toPlainText(); }
    [[nodiscard]] QString cell(const char *table, int row, int column)
    {
        return part<QTableView>(table)->model()->index(row, column).data().toString();
    }
    /// Half an hour of stages by key, ten minutes each.
    void scoreByHand()
    {
        window.activateWindow(); // keys go to the window that is active
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const auto &[first, key] :
             {std::pair{0, Qt::Key_1}, std::pair{600, Qt::Key_2}, std::pair{1200, Qt::Key_3}}) {
            selection()->select({first, first + 600});
            this->key(key);
        }
        selection()->clear();
    }
    [[nodiscard]] bool teach()
    {
        if (!QTest::qWaitFor([this] { return button("teachButton")->isEnabled(); }, 20000)) {
            qInfo("%s", qPrintable(text("findings")));
            return false;
        }
        click("teachButton");
        return QTest::qWaitFor([this] { return !controller()->jobs()->ids().empty(); }, 10000);
    }
    [[nodiscard]] bool teachToTheEnd()
    {
        return teach() && QTest::qWaitFor([this] { return button("useButton")->isEnabled(); }, 10000);
    }
    [[nodiscard]] QString scoredBy()
    {
        trigger("actionAutoScore");
        return QTest::qWaitFor([this] { return bar()->message().startsWith(QStringLiteral("Auto-score:")); }, 10000)
                   ? hypnogram().proposal().modelVersion
                   : bar()->message();
    }
    [[nodiscard]] std::vector<Stage> handStages()
    {
        std::vector<Stage> stages;
        for (EpochIndex i = 0; i < hypnogram().size(); ++i)
            stages.push_back(hypnogram().source(i) == scoring::EpochSource::Human ? hypnogram().stage(i)
                                                                                  : Stage::Unscored);
        return stages;
    }
};

scoring::Proposal proposalOf(Stage last)
{
    scoring::Proposal proposal;
    proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    for (EpochIndex i = 0; i < kEpochs; ++i)
        for (const Stage stage : proposal.classes)
            proposal.probabilities.push_back(stage == (i < 1700 ? Stage::Nrem : last) ? 0.8f : 0.1f);
    return proposal;
}

} // namespace

/// The whole loop through the windows, with a script in the engine's place.
class TestLearningWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_desk = std::make_unique<Desk>();
        m_engine = std::make_unique<TeachingEngine>();
        m_recording
            = m_desk->write(QStringLiteral("m7.edf"), double(kEpochs), {QStringLiteral("EEG1"), QStringLiteral("EMG")});
        scoresAs(Stage::Rem);
    }
    void cleanup()
    {
        m_engine.reset();
        m_desk.reset();
    }

    void anEmptyProjectSaysWhatToDo()
    {
        Classroom room(m_desk->project());
        QTRY_VERIFY2(room.text("findings").contains(QStringLiteral("no recording yet")),
                     qPrintable(room.text("findings")));
        QVERIFY(!room.button("teachButton")->isEnabled());
        QVERIFY(!room.button("exportSetButton")->isEnabled());
        QCOMPARE(room.cell("modelsTable", 0, 0), QStringLiteral("Shipped model (in use)"));
        QVERIFY(!room.button("compareButton")->isEnabled());
        QVERIFY(!room.button("deleteModelButton")->isEnabled());
    }

    void aRecordingWithoutLabelsBlocks()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        QTRY_COMPARE(room.part<QTableView>("labelsTable")->model()->rowCount(), 1);
        QTRY_VERIFY2(room.text("findings").contains(QStringLiteral("Nobody has corrected or confirmed")),
                     qPrintable(room.text("findings")));
        QVERIFY(!room.button("teachButton")->isEnabled());
    }

    void roundTheLoop()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        const auto before = room.handStages();
        QVERIFY(room.teachToTheEnd());
        QVERIFY2(room.text("runReport").startsWith(QStringLiteral("Better than")), qPrintable(room.text("runReport")));
        QVERIFY(room.text("runReport").contains(QStringLiteral("little REM"))); // the engine's warning
        QVERIFY2(room.bar()->message().startsWith(QStringLiteral("mine 1 has learned")),
                 qPrintable(room.bar()->message()));
        QCOMPARE(room.cell("runsTable", 0, 0), QStringLiteral("mine 1"));
        QCOMPARE(room.scoredBy(), QStringLiteral("starter")); // nothing is active by itself
        room.click("useButton");
        QTRY_COMPARE(room.button("useButton")->text(), QStringLiteral("In use"));
        room.bar()->hide();
        QCOMPARE(room.scoredBy(), QStringLiteral("mine 1"));
        QVERIFY(m_engine->calls().last().contains(QStringLiteral("--model ")));
        QTRY_COMPARE(room.cell("modelsTable", 1, 0), QStringLiteral("mine 1 (in use)"));
        room.click("backButton");
        QTRY_COMPARE(room.cell("modelsTable", 0, 0), QStringLiteral("Shipped model (in use)"));
        room.bar()->hide();
        QCOMPARE(room.scoredBy(), QStringLiteral("starter"));
        QCOMPARE(room.handStages(), before);
    }

    void aWorseModelIsUsedOnlyAfterAYes()
    {
        m_engine->tell(QStringLiteral("verdict"), "worse");
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        QVERIFY(room.teachToTheEnd());
        const auto answer = [&](const char *name) {
            room.click("useButton");
            auto *box = room.learning()->findChild<QMessageBox *>(QStringLiteral("worseQuestion"));
            QVERIFY(box);
            QCOMPARE(box->defaultButton()->objectName(), QStringLiteral("questionNo"));
            box->findChild<QPushButton *>(QLatin1String(name))->click();
            QTRY_VERIFY(!room.learning()->findChild<QMessageBox *>(QStringLiteral("worseQuestion")));
        };
        answer("questionNo");
        QTest::qWait(100);
        QVERIFY(!room.controller()->models()->active());
        answer("questionYes");
        QTRY_VERIFY(room.controller()->models()->active());
    }

    void aVanishedModelIsSaidBeforeAnythingElseScores()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        QVERIFY(room.teachToTheEnd());
        room.click("useButton");
        QTRY_VERIFY(room.controller()->models()->active());
        QDir(room.controller()->models()->activeModelFolder()).removeRecursively();
        const qsizetype calls = m_engine->calls().size();
        room.trigger("actionAutoScore");
        QTRY_VERIFY2(room.bar()->message().contains(QStringLiteral("mine 1 is no longer in")),
                     qPrintable(room.bar()->message()));
        QCOMPARE(m_engine->calls().size(), calls);
        QCOMPARE(room.hypnogram().proposal().size(), EpochIndex(0));
        room.window.findChild<QAbstractButton *>(QStringLiteral("messageButton"))->click();
        QTRY_VERIFY(room.bar()->message().startsWith(QStringLiteral("Auto-score:")));
        QVERIFY(!m_engine->calls().last().contains(QStringLiteral("--model")));
    }

    void aRunIsPausedStoppedAndGoesOn()
    {
        m_engine->tell(QStringLiteral("hold"));
        m_engine->tell(QStringLiteral("device"), "A Card 9");
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        QVERIFY(room.teach());
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("running"));
        QTRY_COMPARE(room.cell("runsTable", 0, 2), QStringLiteral("teaching, 25 %"));
        QTRY_COMPARE(room.part<plot::TrainingCurve>("trainingCurve")->pointCount(), 1);
        QVERIFY(room.text("runReport").contains(QStringLiteral("Computes on: A Card 9.")));
        QTRY_VERIFY(room.button("finishButton")->isEnabled()); // a step was made
        QCOMPARE(room.button("finishButton")->text(), QStringLiteral("Stop and keep the best"));
        room.click("pauseButton");
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("paused"));
        QTRY_COMPARE(room.action("actionTeach")->iconText(),
                     QStringLiteral("Teaching paused"));      // seen in the main window, too
        QCOMPARE(room.scoredBy(), QStringLiteral("starter")); // meanwhile the window works
        const jobs::JobSpec another{
            {QStringLiteral("finetune"), QStringLiteral("--name"), QStringLiteral("other")}, {}, {}, false};
        const qint64 waiting = room.controller()->jobs()->add(another);
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("waiting for the paused one"));
        room.controller()->cancel(waiting);
        room.controller()->jobs()->remove(waiting);
        Q_EMIT room.controller()->failed({ErrorCode::FileNotFound, QStringLiteral("It cannot go on."), QString()});
        auto *message = room.part<ui::MessageBar>("messageBar");
        QVERIFY(message && message->isVisible());
        room.click("pauseButton");
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("running"));
        QVERIFY(!message->isVisible()); // it does
        room.click("cancelButton");
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("stopped"));
        QVERIFY(room.button("goOnButton")->isEnabled() && room.button("forgetButton")->isEnabled());
        QCOMPARE(room.button("finishButton")->text(), QStringLiteral("Keep the best"));
        room.click("forgetButton");
        auto *question = room.part<QMessageBox>("forgetQuestion");
        QVERIFY(question);
        question->findChild<QPushButton *>(QStringLiteral("questionNo"))->click();
        QCOMPARE(room.part<QTableView>("runsTable")->model()->rowCount(), 1);
        room.click("finishButton");
        QTRY_VERIFY(room.button("useButton")->isEnabled());
        QVERIFY(m_engine->calls().last().contains(QStringLiteral("--finish")));
        room.click("forgetButton");
        QTRY_COMPARE(room.part<QTableView>("runsTable")->model()->rowCount(), 0);
        QCOMPARE(room.cell("modelsTable", 1, 0), QStringLiteral("mine 1")); // the model stays
    }

    void aFailureIsExplained()
    {
        m_engine->tell(QStringLiteral("fail"), "{\"event\":\"error\",\"code\":303,\"message\":\"All labelled epochs "
                                               "are Wake.\",\"detail\":\"Label two stages.\"}\n");
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        const auto before = room.handStages();
        QVERIFY(room.teach());
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("failed"));
        QVERIFY(room.text("runReport").contains(QStringLiteral("Label two stages.")));
        QCOMPARE(room.bar()->message(), QStringLiteral("All labelled epochs are Wake."));
        QCOMPARE(room.handStages(), before);
    }

    void aKilledEngineIsExplained()
    {
        m_engine->tell(QStringLiteral("hold"));
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        const auto before = room.handStages();
        QVERIFY(room.teach());
        QTRY_COMPARE(room.part<plot::TrainingCurve>("trainingCurve")->pointCount(), 1);
        ::kill(pid_t(m_engine->processId()), SIGKILL);
        QTRY_COMPARE(room.cell("runsTable", 0, 1), QStringLiteral("failed"));
        QVERIFY2(room.text("runReport").contains(QStringLiteral("Nothing of yours was changed")),
                 qPrintable(room.text("runReport")));
        QCOMPARE(room.handStages(), before);
    }

    void aCrashLeavesARunToGoOnWith()
    {
        m_engine->tell(QStringLiteral("hold"));
        {
            Classroom room(m_desk->project());
            QVERIFY(room.open(m_recording));
            room.scoreByHand();
            QVERIFY(room.teach());
            QTRY_COMPARE(room.part<plot::TrainingCurve>("trainingCurve")->pointCount(), 1);
        }
        m_engine->untell(QStringLiteral("hold"));
        Classroom again(m_desk->project());
        QTRY_COMPARE(again.cell("runsTable", 0, 1), QStringLiteral("interrupted"));
        QVERIFY(again.text("runReport").contains(QStringLiteral("Nothing is lost")));
        QCOMPARE(again.part<plot::TrainingCurve>("trainingCurve")->pointCount(), 1);
        again.click("goOnButton");
        QTRY_VERIFY(again.button("useButton")->isEnabled());
        QVERIFY(again.open(m_recording));
        QCOMPARE(again.hypnogram().count(Stage::Rem), EpochIndex(600));
    }

    void aReadOnlyProjectIsForLooking()
    {
        Classroom first(m_desk->project());
        QVERIFY(first.open(m_recording));
        first.scoreByHand();
        QVERIFY(first.teachToTheEnd());
        Classroom second(m_desk->project());
        QTRY_COMPARE(second.part<QTableView>("labelsTable")->model()->rowCount(), 1);
        QTRY_COMPARE(second.cell("labelsTable", 0, 3), QStringLiteral("10"));
        QVERIFY(!second.button("teachButton")->isEnabled());
        const QString why = second.part<QLabel>("teachWhyNot")->text();
        QVERIFY2(why.contains(QStringLiteral("only be read")), qPrintable(why));
        QVERIFY(second.button("exportSetButton")->isEnabled());
        QTRY_COMPARE(second.cell("modelsTable", 1, 0), QStringLiteral("mine 1"));
        QVERIFY(!second.button("useButton")->isEnabled() && !second.button("useModelButton")->isEnabled());
    }

    void theChoiceOfLabelsAndTheNameCount()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        QTRY_VERIFY(room.button("teachButton")->isEnabled());
        auto *table = room.part<QTableView>("labelsTable");
        QVERIFY(table->model()->setData(table->model()->index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        QTRY_VERIFY(room.text("findings").contains(QStringLiteral("Nobody")));
        QVERIFY(!room.button("teachButton")->isEnabled());
        {
            Classroom again(m_desk->project()); // at another time
            auto *same = again.part<QTableView>("labelsTable");
            QTRY_COMPARE(same->model()->rowCount(), 1);
            QCOMPARE(same->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        }
        QVERIFY(table->model()->setData(table->model()->index(0, 0), Qt::Checked, Qt::CheckStateRole));
        QTRY_VERIFY(room.button("teachButton")->isEnabled());
        room.part<QLineEdit>("teachName")->setText(QStringLiteral("starter"));
        QVERIFY(!room.button("teachButton")->isEnabled());
        QVERIFY(room.part<QLabel>("teachWhyNot")->text().contains(QStringLiteral("The name needs letters")));
        room.part<QLineEdit>("teachName")->setText(QStringLiteral("lab mice"));
        QVERIFY(room.part<QLabel>("teachWhyNot")->text().isEmpty());
        QVERIFY(room.button("teachButton")->isEnabled());

        auto *splits = room.part<QTableWidget>("splitTable");
        QVERIFY(splits->rowCount() > 1);
        auto *box = qobject_cast<QComboBox *>(splits->cellWidget(0, 3));
        QCOMPARE(box->currentIndex(), 0); // to learn from
        const QString before = room.part<QLabel>("labelTotals")->text();
        box->setCurrentIndex(2);
        Q_EMIT box->activated(2);
        QTRY_VERIFY(room.part<QLabel>("labelTotals")->text() != before);
        QCOMPARE(qobject_cast<QComboBox *>(splits->cellWidget(0, 3))->currentIndex(), 2);
    }

    void twoModelsAreComparedOnTheOpenRecording()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_recording));
        room.scoreByHand();
        QVERIFY(room.teachToTheEnd());
        QCOMPARE(room.scoredBy(), QStringLiteral("starter"));
        const auto before = room.handStages();
        scoresAs(Stage::Wake);
        room.click("tabModels");
        room.part<QTableView>("modelsTable")->selectRow(1);
        QTRY_VERIFY(room.text("modelCard").contains(QStringLiteral("A card.")));
        room.click("compareButton");
        auto *stretches = room.part<QTableWidget>("stretchTable");
        QTRY_COMPARE(stretches->rowCount(), 1);
        const QString summary = room.part<QLabel>("comparisonSummary")->text();
        QVERIFY2(summary.contains(QStringLiteral("starter and mine 1 agree on 94.4 % of 1,800")), qPrintable(summary));
        QCOMPARE(stretches->item(0, 3)->text(), QStringLiteral("Wake"));
        Q_EMIT stretches->cellDoubleClicked(0, 0);
        QCOMPARE(room.selection()->selection(), (scoring::EpochRange{1700, 1800}));
        QVERIFY(room.window.view()->timeAxis()->last() > 1700);
        QCOMPARE(room.handStages(), before);
        QCOMPARE(room.hypnogram().proposal().modelVersion, QStringLiteral("starter"));

        auto *against = room.part<QComboBox>("againstBox"); // any two, not only with what lies over the recording
        QCOMPARE(against->count(), 3);
        against->setCurrentIndex(2);
        QVERIFY(!room.button("compareButton")->isEnabled()); // with itself
        against->setCurrentIndex(1);
        QVERIFY(room.button("compareButton")->isEnabled());
        room.click("compareButton");
        QTRY_VERIFY(room.part<QLabel>("comparisonSummary")
                        ->text()
                        .contains(QStringLiteral("agree on 100.0 % of 1,800"))); // the engine says the same of both
        QVERIFY(!m_engine->calls().last().contains(QStringLiteral("--model")));
    }

    void theCloserClosesBoth()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.learning()->isVisible());
        room.window.close();
        QVERIFY(!room.learning()->isVisible());
    }

private:
    void scoresAs(Stage last)
    {
        const auto written = io::writeLabels(m_engine->path(QStringLiteral("proposal.csv")),
                                             scoring::Hypnogram::fromProposal(proposalOf(last)));
        QVERIFY(written);
    }

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<TeachingEngine> m_engine;
    QString m_recording;
};

QTEST_MAIN(TestLearningWindow)
#include "tst_learningwindow.moc"
