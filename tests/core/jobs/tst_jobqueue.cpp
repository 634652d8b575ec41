// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "core/jobs/jobqueue.h"
#include "tests/support/fakerunner.h"

using namespace somno;
using namespace somno::jobs;

namespace {

JobSpec finetune(const char *name = "a")
{
    return {{QStringLiteral("finetune"), QLatin1String(name)}, QStringLiteral("/d/run"), QStringLiteral("/d/out")};
}

const QStringList kFinish{QStringLiteral("--finish")};

} // namespace

/// The queue's order and states, without an engine.
class TestJobQueue : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] JobState stateOf(qint64 id) const { return m_queue->find(id)->state; }
    /// Lets the queue start what it will.
    static void turn() { QCoreApplication::processEvents(); }
    /// The arguments of the last start.
    [[nodiscard]] QStringList lastCall() const { return m_runner->last()->spec.arguments; }

    std::shared_ptr<test::FakeRunner> m_runner;
    std::unique_ptr<JobQueue> m_queue;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_runner = std::make_shared<test::FakeRunner>();
        m_queue = std::make_unique<JobQueue>(m_runner);
    }
    void cleanup() { m_queue.reset(); }

    void oneAfterTheOther()
    {
        QSignalSpy states(m_queue.get(), &JobQueue::stateChanged);
        const qint64 a = m_queue->add(finetune("a")), b = m_queue->add(finetune("b"));
        QVERIFY(a != b);
        QVERIFY(states.isEmpty() && m_runner->started() == 0); // nobody could know the id yet
        turn();
        QCOMPARE(stateOf(a), JobState::Running);
        QCOMPARE(stateOf(b), JobState::Queued);
        QCOMPARE(lastCall(), finetune("a").arguments);
        m_runner->last()->endFinished();
        QCOMPARE(stateOf(a), JobState::Done);
        QCOMPARE(stateOf(b), JobState::Queued); // the listeners come first
        turn();
        QCOMPARE(stateOf(b), JobState::Running);
        QCOMPARE(lastCall(), finetune("b").arguments);
        QVERIFY(m_queue->find(b)->started >= m_queue->find(a)->ended);
        QCOMPARE(m_runner->started(), size_t(2));
    }

    void everythingToldIsKeptInOrder()
    {
        QSignalSpy reported(m_queue.get(), &JobQueue::metricReported), warned(m_queue.get(), &JobQueue::warned);
        QSignalSpy progressed(m_queue.get(), &JobQueue::progressed);
        const qint64 id = m_queue->add(finetune());
        turn();
        test::FakeJob *job = m_runner->last();
        job->hear(ProgressEvent{QStringLiteral("train"), 3, 9});
        for (int step = 1; step <= 50; ++step)
            job->hear(MetricEvent{{{QStringLiteral("step"), step}}});
        job->hear(WarningEvent{QStringLiteral("few labels")});
        job->hear(ResultEvent{QStringLiteral("/d/out")});
        job->endFinished();
        const JobInfo &info = *m_queue->find(id);
        QCOMPARE(info.metrics.size(), size_t(50));
        for (int step = 1; step <= 50; ++step) {
            QCOMPARE(info.metrics[size_t(step) - 1].value(QLatin1String("step")).toInt(), step);
            QCOMPARE(reported[step - 1].last().toJsonObject(), info.metrics[size_t(step) - 1]);
        }
        QCOMPARE(info.warnings, QStringList{QStringLiteral("few labels")});
        QCOMPARE(warned.size(), 1);
        QCOMPARE(progressed.size(), 1);
        QCOMPARE(info.phase, QStringLiteral("train"));
        QCOMPARE(std::pair(info.done, info.total), std::pair(qint64(3), qint64(9)));
        QCOMPARE(info.results, QStringList{QStringLiteral("/d/out")});
        QVERIFY(info.created <= info.started && info.started <= info.ended);
    }

    void failureKeepsItsWordsAndTheNextStarts()
    {
        const qint64 bad = m_queue->add(finetune()), good = m_queue->add(finetune());
        turn();
        m_runner->last()->endFailed({ErrorCode::TrainingDataInvalid, QStringLiteral("No labels."), {}});
        QCOMPARE(stateOf(bad), JobState::Failed);
        QCOMPARE(m_queue->find(bad)->error->message, QStringLiteral("No labels."));
        turn();
        QCOMPARE(stateOf(good), JobState::Running);
    }

    void pauseHoldsTheJobAndItsPlace()
    {
        const qint64 a = m_queue->add(finetune()), b = m_queue->add(finetune());
        turn();
        m_queue->pause(a);
        QVERIFY(m_runner->last()->isHeld);
        turn();
        QCOMPARE(stateOf(a), JobState::Paused);
        QCOMPARE(stateOf(b), JobState::Queued);
        QCOMPARE(m_runner->started(), size_t(1));
        m_queue->resume(a);
        QVERIFY(!m_runner->last()->isHeld);
        QCOMPARE(stateOf(a), JobState::Running);
    }

    void aWaitingJobCanBeHeldBack()
    {
        const qint64 a = m_queue->add(finetune("a"));
        m_queue->pause(a);
        const qint64 b = m_queue->add(finetune("b"));
        turn();
        QCOMPARE(lastCall(), finetune("b").arguments);
        m_runner->last()->endFinished();
        turn();
        QCOMPARE(stateOf(b), JobState::Done);
        QCOMPARE(stateOf(a), JobState::Paused);
        m_queue->resume(a);
        QCOMPARE(stateOf(a), JobState::Queued);
        turn();
        m_runner->last()->endFinished();
        m_queue->pause(a); // is over
        QCOMPARE(stateOf(a), JobState::Done);
    }

    void whereNothingCanBePaused()
    {
        m_queue = std::make_unique<JobQueue>(std::make_shared<test::FakeRunner>(false));
        QVERIFY(!m_queue->canPause());
        const qint64 a = m_queue->add(finetune()), b = m_queue->add(finetune());
        turn();
        m_queue->pause(a);
        QCOMPARE(stateOf(a), JobState::Running);
        m_queue->pause(b); // has not begun
        QCOMPARE(stateOf(b), JobState::Paused);
    }

    void cancel_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::newRow("running") << false;
        QTest::newRow("paused") << true;
    }
    void cancel()
    {
        QFETCH(bool, paused);
        const qint64 a = m_queue->add(finetune()), b = m_queue->add(finetune());
        turn();
        if (paused)
            m_queue->pause(a);
        m_queue->cancel(b);
        QCOMPARE(stateOf(b), JobState::Cancelled); // had not begun
        m_queue->cancel(a);
        QVERIFY(m_queue->find(a)->cancelling);
        QVERIFY(!m_runner->last()->isHeld);
        m_queue->pause(a); // too late
        QCOMPARE(stateOf(a), JobState::Running);
        turn();
        QCOMPARE(stateOf(a), JobState::Cancelled);
        QVERIFY(!m_queue->find(a)->cancelling);
        QVERIFY(!m_queue->find(b)->started.isValid());
        QCOMPARE(m_runner->started(), size_t(1));
    }

    void cancelledJobGoesOnWithTheSameCommand()
    {
        const qint64 a = m_queue->add(finetune());
        turn();
        m_queue->goOn(a); // it runs
        m_runner->last()->hear(MetricEvent{{{QStringLiteral("step"), 1}}});
        m_queue->cancel(a);
        turn();
        const qint64 b = m_queue->add(finetune("b"));
        m_queue->goOn(a, kFinish);
        QCOMPARE(m_queue->ids(), (std::vector<qint64>{b, a}));
        QVERIFY(!m_queue->find(a)->ended.isValid());
        turn();
        m_runner->last()->endFinished();
        turn();
        QCOMPARE(lastCall(), finetune().arguments + kFinish);
        QCOMPARE(m_runner->last()->spec.runFolder, QStringLiteral("/d/run"));
        m_runner->last()->hear(MetricEvent{{{QStringLiteral("step"), 2}}});
        QCOMPARE(m_queue->find(a)->metrics.size(), size_t(2)); // those of before are kept
        m_queue->cancel(a);
        turn();
        m_queue->goOn(a);
        turn();
        QCOMPARE(lastCall(), finetune().arguments); // "--finish" was of that run only
        QCOMPARE(m_runner->started(), size_t(4));
    }

    void goesOnFromItsOwnSignal()
    {
        const qint64 a = m_queue->add(finetune());
        connect(m_queue.get(), &JobQueue::stateChanged, m_queue.get(), [&](qint64 id) {
            if (stateOf(id) == JobState::Cancelled)
                m_queue->goOn(id, kFinish);
        });
        turn();
        m_queue->cancel(a);
        turn();
        QTRY_COMPARE(m_runner->started(), size_t(2));
        QCOMPARE(lastCall(), finetune().arguments + kFinish);
    }

    void jobsOfBefore()
    {
        JobInfo before;
        before.id = 40;
        before.spec = finetune();
        before.state = JobState::Running; // when the program crashed
        before.metrics = {{{QStringLiteral("step"), 1}}};
        QCOMPARE(m_queue->restore(before), 40);
        QCOMPARE(stateOf(40), JobState::Cancelled);
        QCOMPARE(m_queue->add(finetune("b")), 41);
        QCOMPARE(m_queue->add(finetune("c"), 50), 50);
        turn();
        QCOMPARE(lastCall(), finetune("b").arguments); // the other one only on request
        m_queue->goOn(40);
        m_queue->cancel(41);
        m_queue->cancel(50);
        turn();
        turn();
        QCOMPARE(stateOf(40), JobState::Running);
        QCOMPARE(m_queue->find(40)->metrics.size(), size_t(1));
    }

    void onlyWhatIsOverCanBeRemoved()
    {
        QSignalSpy changed(m_queue.get(), &JobQueue::listChanged);
        const qint64 a = m_queue->add(finetune());
        turn();
        m_queue->remove(a);
        QVERIFY(m_queue->find(a));
        m_queue->cancel(a);
        turn();
        const auto before = changed.size();
        m_queue->remove(a);
        QVERIFY(changed.size() > before);
        QVERIFY(!m_queue->find(a));
        QVERIFY(m_queue->ids().empty());
        QCOMPARE(m_queue->elapsedSec(a), 0.0);
    }

    void theRunEndsWithTheQueue()
    {
        m_queue->add(finetune());
        m_queue->add(finetune()); // waits
        turn();
        m_runner->last()->isDeaf = true;
        QSignalSpy states(m_queue.get(), &JobQueue::stateChanged);
        m_queue.reset();
        QVERIFY(!m_runner->last());
        QVERIFY(states.isEmpty());
        turn();
        QCOMPARE(m_runner->started(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_jobqueue.moc"
