// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "core/jobs/jobqueue.h"
#include "core/jobs/localrunner.h"

using namespace somno;
using namespace somno::jobs;

namespace {

JobSpec specOf(const char *verb, const QStringList &words)
{
    return {QStringList{QLatin1String(verb)} + words, QStringLiteral("/d/run"), QStringLiteral("/d/out"), false};
}
JobSpec finetune(const QStringList &words)
{
    return specOf("finetune", words);
}

const QString kWait = QStringLiteral("wait");
const QString kTold = QStringLiteral(R"(say={"event":"progress","phase":"train","done":3,"total":9})");

} // namespace

/// The queue with real processes.
class TestLocalRunner : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] JobState stateOf(qint64 id) const { return m_queue->find(id)->state; }
    [[nodiscard]] bool runs(qint64 id) const
    {
        return stateOf(id) == JobState::Running && m_queue->find(id)->total == 9;
    }
    [[nodiscard]] int runsIn(const QString &file) const
    {
        QFile log(file);
        return log.open(QIODevice::ReadOnly) ? int(log.readAll().count('\n')) : 0;
    }

    std::unique_ptr<JobQueue> m_queue;
    QTemporaryDir m_folder;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        qputenv("SOMNOSCRIBE_ENGINE",
                (QCoreApplication::applicationDirPath() + QStringLiteral("/fake_engine")).toLocal8Bit());
        m_queue = std::make_unique<JobQueue>(std::make_shared<LocalRunner>());
    }
    void cleanup() { m_queue.reset(); }

    void oneAfterTheOther()
    {
        QSignalSpy states(m_queue.get(), &JobQueue::stateChanged);
        const qint64 a = m_queue->add(finetune({kTold, QStringLiteral("sleep=100")}));
        const qint64 b = m_queue->add(specOf("evaluate", {QStringLiteral("sleep=10")}));
        QVERIFY(a != b);
        QVERIFY(states.isEmpty()); // nobody could know the id yet
        QCOMPARE(m_queue->ids(), (std::vector<qint64>{a, b}));
        QTRY_VERIFY(runs(a));
        QCOMPARE(stateOf(b), JobState::Queued);
        QTRY_COMPARE(stateOf(b), JobState::Done);
        QVERIFY(m_queue->find(b)->started >= m_queue->find(a)->ended);
        QList<qint64> order;
        for (const QVariantList &signal : states)
            order << signal.first().toLongLong();
        QCOMPARE(order, (QList<qint64>{a, a, b, b}));
        QVERIFY(m_queue->elapsedSec(a) >= 0.1);
    }

    void failureKeepsItsWordsAndTheNextStarts()
    {
        const qint64 bad = m_queue->add(finetune(
            {QStringLiteral(R"(say={"event":"error","code":303,"message":"No labels."})"), QStringLiteral("exit=1")}));
        const qint64 good = m_queue->add(finetune({}));
        QTRY_COMPARE(stateOf(good), JobState::Done);
        QCOMPARE(stateOf(bad), JobState::Failed);
        QCOMPARE(m_queue->find(bad)->error->message, QStringLiteral("No labels."));
    }

    void pauseHoldsTheJobAndItsPlace()
    {
        const qint64 a = m_queue->add(finetune({QStringLiteral("tick=100")}));
        const qint64 b = m_queue->add(finetune({}));
        QTRY_VERIFY(m_queue->find(a)->done > 3);
        m_queue->pause(a);
        QCOMPARE(stateOf(a), JobState::Paused);
        QTest::qWait(50); // what was said before arrives
        const qint64 done = m_queue->find(a)->done;
        QTest::qWait(300);
        QCOMPARE(m_queue->find(a)->done, done);
        QVERIFY(done < 90);
        QCOMPARE(stateOf(b), JobState::Queued);
        QVERIFY(m_queue->remainingSec(a));
        m_queue->resume(a);
        QCOMPARE(stateOf(a), JobState::Running);
        QTRY_COMPARE(stateOf(b), JobState::Done);
        QCOMPARE(stateOf(a), JobState::Done);
        QVERIFY(!m_queue->remainingSec(a));
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
        const qint64 a = m_queue->add(finetune({kTold, kWait}));
        const qint64 b = m_queue->add(finetune({kTold, kWait}));
        QTRY_VERIFY(runs(a));
        if (paused)
            m_queue->pause(a);
        m_queue->cancel(b);
        QCOMPARE(stateOf(b), JobState::Cancelled); // had not begun
        m_queue->cancel(a);
        QVERIFY(m_queue->find(a)->cancelling);
        m_queue->pause(a); // too late
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(a), JobState::Cancelled, 2000);
        QVERIFY(!m_queue->find(a)->cancelling);
        QVERIFY(!m_queue->find(b)->started.isValid());
    }

    void cancelledJobGoesOnWithTheSameCommand()
    {
        const QString log = m_folder.filePath(QStringLiteral("runs"));
        const QString again = m_folder.filePath(QStringLiteral("finished"));
        const QString metric = QStringLiteral(R"(say={"event":"metric","step":1})");
        const qint64 a = m_queue->add(finetune({QStringLiteral("log=") + log, metric, kTold, kWait}));
        QTRY_VERIFY(runs(a));
        m_queue->goOn(a); // it runs
        m_queue->cancel(a);
        QTRY_COMPARE(stateOf(a), JobState::Cancelled);
        const qint64 b = m_queue->add(finetune({QStringLiteral("sleep=50")}));
        m_queue->goOn(a, {QStringLiteral("log=") + again});
        QCOMPARE(m_queue->ids(), (std::vector<qint64>{b, a}));
        QTRY_VERIFY(runs(a));
        QCOMPARE(stateOf(b), JobState::Done);
        QTRY_COMPARE(runsIn(log), 2);
        QCOMPARE(m_queue->find(a)->metrics.size(), size_t(2)); // those of before are kept
        QVERIFY(!m_queue->find(a)->ended.isValid());
        m_queue->cancel(a);
        QTRY_COMPARE(stateOf(a), JobState::Cancelled);
        QVERIFY(!m_queue->find(a)->spec.arguments.contains(QStringLiteral("log=") + again)); // of that run only
    }

    void finishingEarlyFromTheSignal()
    {
        const QString log = m_folder.filePath(QStringLiteral("early"));
        const qint64 a = m_queue->add(specOf("finetune", {kTold, QStringLiteral("tick=150")}));
        connect(m_queue.get(), &JobQueue::stateChanged, m_queue.get(), [&](qint64 id) {
            if (stateOf(id) == JobState::Cancelled && runsIn(log) == 0)
                m_queue->goOn(id, {QStringLiteral("log=") + log, QStringLiteral("exit=0")});
        });
        QTRY_VERIFY(m_queue->find(a)->done > 2);
        m_queue->cancel(a);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(a), JobState::Done, 15000);
        QCOMPARE(runsIn(log), 1);
    }

    void lowPriorityIsPassedOn()
    {
        JobSpec spec = finetune({QStringLiteral("nice")});
        const qint64 usual = m_queue->add(spec);
        spec.lowPriority = true;
        const qint64 low = m_queue->add(spec);
        QTRY_COMPARE(stateOf(low), JobState::Done);
        const auto niceness
            = [&](qint64 id) { return m_queue->find(id)->metrics.front().value(QLatin1String("nice")).toInt(); };
        QVERIFY(niceness(low) > niceness(usual) || niceness(usual) == 19);
    }

    void theEngineEndsWithTheQueue_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::newRow("running") << false;
        QTest::newRow("paused") << true;
    }
    void theEngineEndsWithTheQueue()
    {
        QFETCH(bool, paused);
        const qint64 a = m_queue->add(finetune({kTold, kWait}));
        m_queue->add(finetune({kTold, kWait})); // waits
        QTRY_VERIFY(runs(a));
        if (paused)
            m_queue->pause(a);
        QSignalSpy states(m_queue.get(), &JobQueue::stateChanged);
        QElapsedTimer clock;
        clock.start();
        m_queue.reset();
        QVERIFY(clock.elapsed() < 2000);
        QVERIFY(states.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLocalRunner)
#include "tst_localrunner.moc"
