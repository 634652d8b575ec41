// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fakerunner.h"

using namespace somno;
using namespace somno::jobs;
using test::FakeJob;

namespace {

/// One job with all that it says.
struct Watched {
    explicit Watched(bool canPause = true)
        : job({{QStringLiteral("score")}, {}, {}}, canPause), progress(&job, &EngineJob::progress),
          finished(&job, &EngineJob::finished), failed(&job, &EngineJob::failed), cancelled(&job, &EngineJob::cancelled)
    {
    }
    void tell(qint64 done, const QString &phase = QStringLiteral("train")) { job.hear(ProgressEvent{phase, done, 10}); }
    [[nodiscard]] qsizetype ends() const { return finished.size() + failed.size() + cancelled.size(); }

    FakeJob job;
    QSignalSpy progress, finished, failed, cancelled;
};

} // namespace

/// What every run does, wherever the engine computes.
class TestEngineJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyEventIsPassedOn()
    {
        Watched w;
        QSignalSpy metrics(&w.job, &EngineJob::metric), warnings(&w.job, &EngineJob::warning);
        QVERIFY(w.job.isRunning());
        w.tell(1);
        w.job.hear(MetricEvent{{{QStringLiteral("loss"), 1.5}}});
        w.job.hear(WarningEvent{QStringLiteral("flat")});
        w.job.hear(ResultEvent{QStringLiteral("a.csv")});
        w.job.hear(ResultEvent{QStringLiteral("b.csv")});
        QCOMPARE(w.progress.first(), (QVariantList{QStringLiteral("train"), qint64(1), qint64(10)}));
        QCOMPARE(metrics.first().first().toJsonObject().value(QLatin1String("loss")).toDouble(), 1.5);
        QCOMPARE(warnings.first().first().toString(), QStringLiteral("flat"));
        QCOMPARE(w.ends(), 0); // results are told with the end
        w.job.endFinished();
        QCOMPARE(w.finished.first().first().toStringList(), (QStringList{"a.csv", "b.csv"}));
        QCOMPARE(w.job.state(), EngineJob::State::Finished);
        QCOMPARE(w.ends(), 1);
    }

    void theStateIsKnownWhenTheEndIsTold()
    {
        Watched w;
        bool ran = true;
        connect(&w.job, &EngineJob::failed, this, [&] { ran = w.job.isRunning(); });
        w.job.endFailed({ErrorCode::EngineFailed, QStringLiteral("It failed."), {}});
        QVERIFY(!ran);
        QCOMPARE(w.failed.first().first().value<Error>().message, QStringLiteral("It failed."));
    }

    void cancelAsksOnce()
    {
        Watched w;
        w.job.isDeaf = true;
        w.job.cancel();
        QCOMPARE(w.job.state(), EngineJob::State::Cancelling);
        QVERIFY(w.job.isRunning());
        w.job.isDeaf = false;
        w.job.cancel();
        QCoreApplication::processEvents();
        QCOMPARE(w.ends(), 0);
        w.job.endFinished(); // the cancel came too late
        QCOMPARE(w.job.state(), EngineJob::State::Finished);
        w.job.cancel();
        QCOMPARE(w.job.state(), EngineJob::State::Finished);
    }

    void aPausedEngineIsLetGoToBeCancelled()
    {
        Watched w;
        w.job.pause();
        QVERIFY(w.job.isHeld && w.job.isPaused());
        w.job.cancel();
        QVERIFY(!w.job.isHeld && !w.job.isPaused());
        w.job.pause(); // too late
        QVERIFY(!w.job.isHeld);
        QVERIFY(w.cancelled.wait());
    }

    void aRunnerThatCannotPause()
    {
        Watched w(false);
        w.job.pause();
        QVERIFY(!w.job.isPaused());
    }

    void theRestIsEstimatedFromThePresentPhase()
    {
        Watched w;
        QVERIFY(!w.job.remainingSec());
        w.tell(8, QStringLiteral("read"));
        w.tell(4); // it goes on where it was
        QVERIFY(!w.job.remainingSec());
        QTest::qWait(60);
        w.tell(7);
        const auto remaining = w.job.remainingSec(); // three steps took it, three are left
        QVERIFY2(remaining && *remaining >= 0.05 && *remaining < 0.5, qPrintable(QString::number(*remaining)));
        w.job.endFinished();
        QVERIFY(!w.job.remainingSec());
    }

    void aPauseMakesNothingSlower()
    {
        Watched w;
        w.tell(0);
        QTest::qWait(20);
        w.tell(5);
        w.job.pause();
        const double remaining = *w.job.remainingSec();
        QTest::qWait(200);
        QVERIFY(std::abs(*w.job.remainingSec() - remaining) < 0.05);
        w.job.resume();
        QVERIFY(std::abs(*w.job.remainingSec() - remaining) < 0.05);
        w.job.pause();
        QTest::qWait(50);
        w.tell(0, QStringLiteral("judge")); // was said before the engine stood still
        w.tell(5, QStringLiteral("judge"));
        QTest::qWait(100);
        QVERIFY(*w.job.remainingSec() < 0.05);
    }

    void theWholeRunIsKept()
    {
        Watched w;
        QTest::qWait(20);
        w.job.endCancelled();
        const double whole = w.job.elapsedSec();
        QVERIFY(whole >= 0.02);
        QTest::qWait(20);
        QCOMPARE(w.job.elapsedSec(), whole);
    }

    void aJobThatIsOverOutlivesItsOwnSignal()
    {
        test::FakeRunner runner;
        JobHandle handle = runner.start({{QStringLiteral("score")}, {}, {}});
        const QPointer<FakeJob> job = runner.last();
        connect(job, &EngineJob::finished, this, [&] { handle.reset(); });
        job->endFinished();
        QVERIFY(!handle && job);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!job);
    }

    void aJobThatRunsGoesAtOnce()
    {
        test::FakeRunner runner;
        JobHandle handle = runner.start({{QStringLiteral("score")}, {}, {}});
        handle.reset();
        QVERIFY(!runner.last());
    }
};

QTEST_GUILESS_MAIN(TestEngineJob)
#include "tst_enginejob.moc"
