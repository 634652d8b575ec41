// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <csignal>

#include "core/model/modellibrary.h"
#include "core/work/learningcontroller.h"
#include "tests/support/fakerunner.h"
#include "tests/support/warnings.h"

using namespace somno;
using namespace somno::test;
using jobs::JobState;

namespace {

/// A controller over an open project.
struct Desk {
    explicit Desk(std::shared_ptr<QTemporaryDir> folder = nullptr)
        : project(folder ? OpenProject(folder) : OpenProject()),
          controller(project.service(), std::make_shared<jobs::LocalRunner>()),
          failures(&controller, &ui::LearningController::failed)
    {
        if (!project.open())
            qFatal("the project cannot be opened");
    }

    learning::TrainingSet labels()
    {
        if (!project.addLabels(QStringLiteral("m1.edf"), 1800))
            qFatal("no labels");
        const auto stock = answerOf(controller.readLabels());
        return ui::viewLabels(*stock, {}).set;
    }
    /// Has the fake engine teach and answers with the id of the job.
    qint64 teach(const QString &name = QStringLiteral("mine"))
    {
        QSignalSpy started(&controller, &ui::LearningController::teachingStarted);
        ui::TeachWish wish;
        wish.name = name;
        controller.teach(labels(), wish);
        return started.wait(10000) ? started.first().first().toLongLong() : 0;
    }
    const jobs::JobInfo &job(qint64 id) { return *controller.jobs()->find(id); }
    [[nodiscard]] QString firstFailure() const
    {
        return failures.isEmpty() ? QString() : failures.first().first().value<Error>().message;
    }

    OpenProject project;
    ui::LearningController controller;
    QSignalSpy failures;
};

} // namespace

/// The loop without its windows, with a script in the engine's place.
class TestLearningController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_engine = std::make_unique<TeachingEngine>();
    }
    void cleanup() { m_engine.reset(); }

    void teachesAndRegistersAndActivatesNothing()
    {
        Desk desk;
        QSignalSpy ready(&desk.controller, &ui::LearningController::modelReady);
        const qint64 id = desk.teach();
        const QByteArray before = everyLabel(desk.controller);
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(desk.job(id).state, JobState::Done);
        const store::ModelEntry *model = desk.controller.modelOf(id);
        QVERIFY(model);
        QCOMPARE(model->title(), QStringLiteral("mine 1"));
        QCOMPARE(model->parent, QStringLiteral("starter 2.1"));
        QCOMPARE(model->folder, sdreamer::modelLibraryFolder() + QStringLiteral("/mine-1"));
        QCOMPARE(model->epochs, qint64(1800));
        QVERIFY(model->metrics.contains("judgement"));
        QVERIFY(!desk.controller.models()->active());
        QVERIFY(desk.controller.models()->activeModelFolder().isEmpty());
        QTRY_VERIFY(!QFileInfo::exists(ui::runsFolder() + QStringLiteral("/mine-1")));
        QCOMPARE(everyLabel(desk.controller), before);
        QCOMPARE(desk.job(id).warnings, QStringList{QStringLiteral("There is little REM.")});
        const QString call = m_engine->calls().first();
        QVERIFY2(call.startsWith(QStringLiteral("finetune --manifest "))
                     && call.contains(QStringLiteral("--name mine --model-version 1")),
                 qPrintable(call));
        QVERIFY2(desk.failures.isEmpty(), qPrintable(desk.firstFailure()));
    }

    void aDamagedModelIsNoStart()
    {
        Desk desk;
        QSignalSpy ready(&desk.controller, &ui::LearningController::modelReady);
        desk.teach();
        QTRY_COMPARE(ready.size(), 1);
        ui::TeachWish wish;
        wish.name = QStringLiteral("next");
        wish.baseModel = desk.controller.models()->models().front().folder;
        writeFile(wish.baseModel + QStringLiteral("/model.safetensors"), "damaged");
        const qsizetype calls = m_engine->calls().size();
        desk.controller.teach(desk.labels(), wish);
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY2(desk.firstFailure().contains(QStringLiteral("mine 1")), qPrintable(desk.firstFailure()));
        QCOMPARE(m_engine->calls().size(), calls);
    }

    void aRecordingThatWentAwayIsNamed()
    {
        Desk desk;
        const learning::TrainingSet set = desk.labels();
        const QString path = set.items().front().path;
        QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
        desk.controller.teach(set, {QStringLiteral("mine"), {}});
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY2(desk.firstFailure().contains(QStringLiteral("m1.edf is no longer in")),
                 qPrintable(desk.firstFailure()));
        const QString folder = desk.project.path(QStringLiteral("set"));
        desk.controller.exportSet(set, {}, folder);
        QTRY_COMPARE(desk.failures.size(), 2);
        QVERIFY(!QFileInfo::exists(folder));
    }

    void versionsAreNeverUsedAgain()
    {
        Desk desk;
        QSignalSpy ready(&desk.controller, &ui::LearningController::modelReady);
        desk.teach();
        QTRY_COMPARE(ready.size(), 1);
        desk.controller.models()->remove(ready.first().first().toLongLong());
        QTRY_VERIFY(desk.controller.models()->models().empty());
        QVERIFY(!QFileInfo::exists(sdreamer::modelLibraryFolder() + QStringLiteral("/mine-1")));
        QDir().mkpath(sdreamer::modelLibraryFolder() + QStringLiteral("/mine-2")); // of another project
        desk.teach();
        QTRY_COMPARE(ready.size(), 2);
        QCOMPARE(desk.controller.models()->models().front().title(), QStringLiteral("mine 3"));
    }

    void namesThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"", "starter", "rules", "../up", " padded ", "a/b", "-o"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void namesThatCannotBeAreRefused()
    {
        QFETCH(QString, name);
        Desk desk;
        ui::TeachWish wish;
        wish.name = name;
        desk.controller.teach(desk.labels(), wish);
        QCOMPARE(desk.failures.size(), 1);
        QVERIFY(m_engine->calls().isEmpty());
    }

    void tooFewLabelsAreRefusedInWords()
    {
        Desk desk;
        ui::TeachWish wish;
        wish.name = QStringLiteral("mine");
        desk.controller.teach({}, wish);
        QTRY_COMPARE(desk.failures.size(), 1);
        QCOMPARE(desk.failures.first().first().value<Error>().code, ErrorCode::TrainingDataInvalid);
        QVERIFY(!QFileInfo::exists(ui::runsFolder() + QStringLiteral("/mine-1")));
    }

    void pausesGoesOnAndCancels()
    {
        m_engine->tell(QStringLiteral("hold"));
        Desk desk;
        const qint64 id = desk.teach();
        QTRY_COMPARE(desk.job(id).metrics.size(), size_t(1));
        desk.controller.pause(id);
        QCOMPARE(desk.job(id).state, JobState::Paused);
        m_engine->untell(QStringLiteral("hold"));
        QTest::qWait(200); // it would end in this time
        QCOMPARE(desk.job(id).state, JobState::Paused);
        m_engine->tell(QStringLiteral("hold"));
        desk.controller.resume(id);
        QCOMPARE(desk.job(id).state, JobState::Running);
        desk.controller.cancel(id);
        QTRY_COMPARE(desk.job(id).state, JobState::Cancelled);
        QVERIFY(QFileInfo::exists(ui::runsFolder() + QStringLiteral("/mine-1/run")));
        m_engine->untell(QStringLiteral("hold"));
        QSignalSpy ready(&desk.controller, &ui::LearningController::modelReady);
        desk.controller.goOn(id);
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(m_engine->calls().at(0), m_engine->calls().at(1)); // the same command goes on
    }

    void stopsAndKeepsTheBest()
    {
        m_engine->tell(QStringLiteral("hold"));
        Desk desk;
        QSignalSpy ready(&desk.controller, &ui::LearningController::modelReady);
        const qint64 id = desk.teach();
        QTRY_COMPARE(desk.job(id).metrics.size(), size_t(1));
        desk.controller.finish(id);
        QVERIFY(desk.controller.isFinishing(id));
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(m_engine->calls().last().contains(QStringLiteral("--finish")));
        QVERIFY(!desk.controller.isFinishing(id));
    }

    void aFailureIsToldAndForgotten()
    {
        m_engine->tell(QStringLiteral("fail"), "{\"event\":\"error\",\"code\":303,\"message\":\"There are 3 labelled "
                                               "epochs.\",\"detail\":\"Label more.\"}\n");
        Desk desk;
        QSignalSpy failed(&desk.controller, &ui::LearningController::jobFailed);
        const qint64 id = desk.teach();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(desk.job(id).error->message, QStringLiteral("There are 3 labelled epochs."));
        QVERIFY(!desk.controller.modelOf(id));
        desk.controller.forget(id);
        QVERIFY(!desk.controller.jobs()->find(id));
        QTRY_VERIFY(!QFileInfo::exists(ui::runsFolder() + QStringLiteral("/mine-1")));
    }

    void anEngineThatIsKilledIsAFailureAndGoesOn()
    {
        m_engine->tell(QStringLiteral("hold"));
        Desk desk;
        const qint64 id = desk.teach();
        const QByteArray before = everyLabel(desk.controller);
        QTRY_COMPARE(desk.job(id).metrics.size(), size_t(1));
        ::kill(pid_t(m_engine->processId()), SIGKILL);
        QTRY_COMPARE(desk.job(id).state, JobState::Failed);
        QCOMPARE(everyLabel(desk.controller), before);
        m_engine->untell(QStringLiteral("hold"));
        desk.controller.goOn(id);
        QTRY_VERIFY(desk.controller.modelOf(id));
        QCOMPARE(everyLabel(desk.controller), before);
    }

    void aRunWhoseRecordingMovedSaysWhatToDo()
    {
        m_engine->tell(QStringLiteral("hold"));
        Desk desk;
        const qint64 id = desk.teach();
        QTRY_COMPARE(desk.job(id).metrics.size(), size_t(1));
        desk.controller.cancel(id);
        QTRY_COMPARE(desk.job(id).state, JobState::Cancelled);
        m_engine->untell(QStringLiteral("hold"));
        const QString path = desk.project.path(QStringLiteral("m1.edf"));
        QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
        QSignalSpy failed(&desk.controller, &ui::LearningController::failed);
        desk.controller.goOn(id);
        desk.controller.finish(id);
        QCOMPARE(failed.size(), 2);
        const auto error = failed.front().front().value<Error>();
        QVERIFY2(error.message.contains(path) && error.detail.contains(QStringLiteral("teach anew")),
                 qPrintable(error.message));
        QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
        desk.controller.goOn(id);
        QTRY_VERIFY(desk.controller.modelOf(id));
    }

    void aCrashLeavesAnInterruptedJobThatGoesOn()
    {
        m_engine->tell(QStringLiteral("hold"));
        std::shared_ptr<QTemporaryDir> folder;
        qint64 id = 0;
        {
            Desk desk;
            folder = desk.project.folder();
            id = desk.teach();
            QTRY_COMPARE(desk.job(id).warnings.size(), 1); // told after the figures
            QCOMPARE(desk.job(id).metrics.size(), size_t(1));
        }
        m_engine->untell(QStringLiteral("hold"));
        Desk again(folder);
        QTRY_VERIFY(again.controller.jobs()->find(id));
        QVERIFY(again.controller.isInterrupted(id));
        QCOMPARE(again.job(id).state, JobState::Cancelled);
        QCOMPARE(again.job(id).metrics.size(), size_t(1));
        QCOMPARE(again.job(id).warnings, QStringList{QStringLiteral("There is little REM.")});
        again.controller.goOn(id);
        QVERIFY(!again.controller.isInterrupted(id));
        QTRY_VERIFY(again.controller.modelOf(id));
        QCOMPARE(m_engine->calls().at(0), m_engine->calls().at(1));
    }

    void aModelMadeJustBeforeACrashIsFound()
    {
        m_engine->tell(QStringLiteral("hold"));
        std::shared_ptr<QTemporaryDir> folder;
        qint64 id = 0;
        {
            Desk desk;
            folder = desk.project.folder();
            id = desk.teach();
            QTRY_COMPARE(desk.job(id).metrics.size(), size_t(1));
        }
        writePackage(sdreamer::modelLibraryFolder() + QStringLiteral("/mine-1"), "mine", "1");
        Desk again(folder);
        QTRY_VERIFY(again.controller.modelOf(id));
        QCOMPARE(again.job(id).state, JobState::Done);
        QVERIFY(!again.controller.isInterrupted(id));
    }

    void aReadOnlyProjectIsLookedAtOnly()
    {
        Desk first;
        QSignalSpy ready(&first.controller, &ui::LearningController::modelReady);
        first.teach();
        QTRY_COMPARE(ready.size(), 1);
        Desk second(first.project.folder());
        QVERIFY(!second.project.service()->isWritable());
        QTRY_COMPARE(second.controller.models()->models().size(), size_t(1));
        const auto stock = answerOf(second.controller.readLabels());
        QVERIFY(stock && stock->scorings.size() == 1);
        ui::TeachWish wish;
        wish.name = QStringLiteral("mine");
        second.controller.teach(ui::viewLabels(*stock, {}).set, wish);
        QTRY_COMPARE(second.failures.size(), 1);
        QCOMPARE(second.failures.first().first().value<Error>().code, ErrorCode::ProjectLocked);
        second.controller.models()->activate(second.controller.models()->models().front().id);
        QTRY_COMPARE(second.failures.size(), 2);
        QVERIFY(!second.controller.models()->active());
    }

    void withoutAProjectItSaysSo()
    {
        ui::ProjectService project(store::ProjectDatabase::at(QStringLiteral("/nowhere/p.somnoscribe")),
                                   QStringLiteral("tester"));
        ui::LearningController controller(&project, std::make_shared<test::FakeRunner>());
        const auto stock = answerOf(controller.readLabels());
        QVERIFY(!stock);
        QCOMPARE(stock.error().code, ErrorCode::ProjectFailed);
    }

    void subjectsAreNamedAndLabelsLeftAlone()
    {
        Desk desk;
        (void)desk.labels();
        const QByteArray before = everyLabel(desk.controller);
        const auto stock = answerOf(desk.controller.readLabels());
        QCOMPARE(stock->scorings.front().offer.subject, QStringLiteral("m1"));
        QSignalSpy changed(&desk.controller, &ui::LearningController::labelsChanged);
        desk.controller.setSubject(stock->scorings.front().recordingId, QStringLiteral("mouse 7"));
        QVERIFY(changed.wait());
        QCOMPARE(answerOf(desk.controller.readLabels())->scorings.front().offer.subject, QStringLiteral("mouse 7"));
        QCOMPARE(everyLabel(desk.controller), before);
    }

    void theSetIsExportedForTheCommandLine()
    {
        Desk desk;
        QSignalSpy done(&desk.controller, &ui::LearningController::done);
        const QString folder = desk.project.path(QStringLiteral("set"));
        desk.controller.exportSet(desk.labels(), {}, folder);
        QVERIFY(done.wait(10000));
        const QJsonObject manifest
            = QJsonDocument::fromJson(fileBytes(folder + QStringLiteral("/manifest.json"))).object();
        QCOMPARE(manifest.value("recordings").toArray().first()["path"].toString(), // both can be moved together
                 QStringLiteral("../m1.edf"));
        QVERIFY(!done.last().first().toString().contains(QStringLiteral("--model")));
        desk.controller.exportSet(desk.labels(), {}, folder); // never over an old one
        QTRY_COMPARE(desk.failures.size(), 1);
        desk.controller.exportSet(desk.labels(), QStringLiteral("/models/mine-1"),
                                  folder + QStringLiteral("-2")); // divided for that model
        QVERIFY(done.wait(10000));
        QVERIFY(done.last().first().toString().contains(QStringLiteral("--model \"/models/mine-1\"")));
    }

private:
    std::unique_ptr<TeachingEngine> m_engine;
};

QTEST_GUILESS_MAIN(TestLearningController)
#include "tst_learningcontroller.moc"
