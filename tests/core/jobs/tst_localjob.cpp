// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

#include "core/jobs/localjob.h"
#include "core/jobs/localrunner.h"
#include "tests/support/childprocess.h"

using namespace somno;
using namespace somno::jobs;

namespace {

QString besideTest(const char *name)
{
    return QCoreApplication::applicationDirPath() + QLatin1Char('/') + QLatin1String(name);
}

/// Whether a process exists that is not merely waiting for its parent to take note of its end.
bool isAlive(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(pid));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

/// Whether the system has stopped a process ("T" in its status).
bool isStopped(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(pid));
    return status.open(QIODevice::ReadOnly) && status.readAll().contains(") T ");
}

/// One job with all that it says.
struct Watched {
    explicit Watched(const QStringList &words, bool low = false)
        : job({QStringList{QStringLiteral("score")} + words, {}, {}, low}, enginePath()),
          progress(&job, &LocalJob::progress), finished(&job, &LocalJob::finished), failed(&job, &LocalJob::failed),
          cancelled(&job, &LocalJob::cancelled)
    {
    }
    bool runToEnd()
    {
        return QTest::qWaitFor([this] { return ends() > 0; }, 20000);
    }
    [[nodiscard]] qsizetype ends() const { return finished.size() + failed.size() + cancelled.size(); }
    [[nodiscard]] Error error() const { return failed.isEmpty() ? Error{} : failed.first().first().value<Error>(); }

    LocalJob job;
    QSignalSpy progress, finished, failed, cancelled;
};

const QString kRunning = QStringLiteral(R"(say={"event":"progress","phase":"p","done":0,"total":9})");

} // namespace

class TestLocalJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        qputenv("SOMNOSCRIBE_ENGINE", besideTest("fake_engine").toLocal8Bit());
    }

    void runs()
    {
        Watched w({QStringLiteral(R"(say={"event":"progress","phase":"score","done":1,"total":4})"),
                   QStringLiteral(R"(say={"event":"metric","loss":1.5})"),
                   QStringLiteral(R"(say={"event":"warning","message":"flat"})"), QStringLiteral("say=noise"),
                   QStringLiteral(R"(say={"event":"result","path":"a.csv"})"),
                   QStringLiteral(R"(part={"event":"result","path":"b.csv"})")});
        QSignalSpy metrics(&w.job, &LocalJob::metric);
        QSignalSpy warnings(&w.job, &LocalJob::warning);
        QCOMPARE(w.job.state(), LocalJob::State::Running);
        QVERIFY(w.runToEnd());
        QCOMPARE(w.job.state(), LocalJob::State::Finished);
        QCOMPARE(w.finished.first().first().toStringList(), (QStringList{"a.csv", "b.csv"}));
        QCOMPARE(w.progress.first(), (QVariantList{QStringLiteral("score"), qint64(1), qint64(4)}));
        QCOMPARE(metrics.first().first().toJsonObject().value(QLatin1String("loss")).toDouble(), 1.5);
        QCOMPARE(warnings.first().first().toString(), QStringLiteral("flat"));
        QCOMPARE(w.ends(), 1);
        QVERIFY(!w.job.isRunning());
    }

    void timesAreTold()
    {
        Watched w(
            {QStringLiteral(R"(say={"event":"progress","phase":"a","done":0,"total":10})"), QStringLiteral("sleep=50"),
             QStringLiteral(R"(say={"event":"progress","phase":"a","done":5,"total":10})"), QStringLiteral("wait")});
        QVERIFY(!w.job.remainingSec());
        QVERIFY(QTest::qWaitFor([&] { return w.progress.size() == 2; }));
        QVERIFY(w.job.remainingSec());
        QVERIFY(*w.job.remainingSec() > 0.0);
        QVERIFY(w.job.elapsedSec() > 0.0);
        w.job.cancel();
        QVERIFY(w.cancelled.wait());
        QVERIFY(!w.job.remainingSec());
        const double whole = w.job.elapsedSec();
        QTest::qWait(5);
        QCOMPARE(w.job.elapsedSec(), whole);
    }

    void engineTellsItsError()
    {
        Watched w({QStringLiteral(R"(say={"event":"error","code":204,"message":"No EMG.","detail":"Choose one."})"),
                   QStringLiteral("exit=1")});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.job.state(), LocalJob::State::Failed);
        QCOMPARE(w.error().code, ErrorCode::ChannelMissing);
        QCOMPARE(w.error().message, QStringLiteral("No EMG."));
        QCOMPARE(w.error().detail, QStringLiteral("Choose one."));
    }

    void failureWithoutWords()
    {
        Watched w({QStringLiteral("say=to stdout"), QStringLiteral("err=unknown option"), QStringLiteral("exit=2")});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.error().code, ErrorCode::EngineFailed);
        QVERIFY(w.error().message.contains(QLatin1String("\"score\"")));
        QVERIFY(w.error().detail.contains(QLatin1String("unknown option")));
        QVERIFY(w.error().detail.contains(QLatin1String("to stdout")));
    }

    void crash_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("memory");
        QTest::newRow("segv") << QStringLiteral("segv") << false;
        QTest::newRow("abort") << QStringLiteral("abort") << true;
        QTest::newRow("kill") << QStringLiteral("kill") << true;
    }
    void crash()
    {
        QFETCH(QString, how);
        QFETCH(bool, memory);
        Watched w({QStringLiteral("err=last words"), how});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.error().code, ErrorCode::EngineFailed);
        QVERIFY(w.error().message.contains(QLatin1String("unexpectedly")));
        QVERIFY(w.error().detail.contains(QLatin1String("last words")));
        QCOMPARE(w.error().detail.contains(QLatin1String("memory")), memory);
        QCOMPARE(w.ends(), 1);
    }

    void cancel()
    {
        Watched w({kRunning, QStringLiteral("wait")});
        QVERIFY(w.progress.wait());
        w.job.cancel();
        QCOMPARE(w.job.state(), LocalJob::State::Cancelling);
        w.job.cancel(); // again does nothing
        QVERIFY(w.cancelled.wait());
        QCOMPARE(w.job.state(), LocalJob::State::Cancelled);
        QCOMPARE(w.ends(), 1);
    }

    void cancelOfADeafEngine()
    {
        Watched w({QStringLiteral("deaf"), kRunning, QStringLiteral("wait")});
        QVERIFY(w.progress.wait());
        w.job.cancel();
        QVERIFY(w.cancelled.wait(15000)); // killed
        QCOMPARE(w.ends(), 1);
    }

    void cancelBeforeItRuns()
    {
        Watched w({QStringLiteral("wait")});
        w.job.cancel();
        QVERIFY(w.cancelled.wait());
        QCOMPARE(w.ends(), 1);
    }

    void engineThatCancelsItself()
    {
        Watched w({QStringLiteral("exit=130")});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.job.state(), LocalJob::State::Cancelled);
    }

    void destructionLeavesNoOrphan_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("obedient") << QStringList{kRunning, QStringLiteral("wait")};
        QTest::newRow("deaf") << QStringList{QStringLiteral("deaf"), kRunning, QStringLiteral("wait")};
    }
    void destructionLeavesNoOrphan()
    {
        QFETCH(QStringList, words);
        qint64 pid = 0;
        {
            Watched w(words);
            QVERIFY(w.progress.wait());
            pid = w.job.processId();
            QVERIFY(isAlive(pid));
        }
        QVERIFY(!isAlive(pid));
    }

    void pause()
    {
        Watched w({QStringLiteral("tick=100")});
        QTRY_VERIFY(w.progress.size() > 3);
        w.job.pause();
        QVERIFY(w.job.isPaused() && w.job.isRunning());
        QTRY_VERIFY(isStopped(w.job.processId()));
        QTest::qWait(20); // what was said before arrives
        const auto said = w.progress.size();
        QVERIFY(said < 90);
        const double remaining = *w.job.remainingSec();
        QTest::qWait(300);
        QCOMPARE(w.progress.size(), said);
        QVERIFY(std::abs(*w.job.remainingSec() - remaining) < 0.1); // a pause makes nothing slower
        w.job.resume();
        QVERIFY(!w.job.isPaused());
        QVERIFY(w.finished.wait());
        QCOMPARE(w.progress.size(), 101);
    }

    void pauseBeforeItRuns()
    {
        Watched w({QStringLiteral("tick=5")});
        w.job.pause();
        QTRY_VERIFY(w.job.processId() > 0 && isStopped(w.job.processId()));
        QVERIFY(!w.finished.wait(200));
        w.job.resume();
        QVERIFY(w.finished.wait());
    }

    void pausedEngineIsCancelledInTime()
    {
        Watched w({kRunning, QStringLiteral("wait")});
        QVERIFY(w.progress.wait());
        w.job.pause();
        QTRY_VERIFY(isStopped(w.job.processId()));
        w.job.cancel();
        QVERIFY(w.cancelled.wait(2000));
        QVERIFY(!w.job.isPaused());
    }

    void lowPriority_data()
    {
        QTest::addColumn<bool>("low");
        QTest::newRow("low") << true;
        QTest::newRow("as usual") << false;
    }
    void lowPriority()
    {
        QFETCH(bool, low);
        Watched w({QStringLiteral("nice")}, low);
        QSignalSpy metrics(&w.job, &LocalJob::metric);
        QVERIFY(w.runToEnd());
        const int mine = getpriority(PRIO_PROCESS, 0);
        QCOMPARE(metrics.first().first().toJsonObject().value(QLatin1String("nice")).toInt(),
                 low ? std::min(19, mine + 10) : mine);
    }

    void pausedEngineDiesToo()
    {
        qint64 pid = 0;
        {
            Watched w({kRunning, QStringLiteral("wait")});
            QVERIFY(w.progress.wait());
            w.job.pause();
            pid = w.job.processId();
            QTRY_VERIFY(isStopped(pid));
        }
        QVERIFY(!isAlive(pid));
    }

    void engineDiesWithAKilledProgram_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("running") << QStringList{};
        QTest::newRow("paused") << QStringList{QStringLiteral("paused")};
    }
    void engineDiesWithAKilledProgram()
    {
        QFETCH(QStringList, arguments);
        test::ChildProcess program(QStringLiteral("job_child"), arguments);
        const qint64 pid = program.line().toLongLong();
        QVERIFY(pid > 0 && isAlive(pid));
        if (!arguments.isEmpty())
            QTRY_VERIFY(isStopped(pid));
        program.kill(); // the system itself continues the stopped orphan
        QTRY_VERIFY(!isAlive(pid));
    }

    void missingEngine_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("no file") << besideTest("no_such_engine");
        QTest::newRow("folder") << QCoreApplication::applicationDirPath();
        QTest::newRow("no program") << QStringLiteral(SOMNOSCRIBE_SOURCE_DIR "/CMakeLists.txt");
    }
    void missingEngine()
    {
        QFETCH(QString, path);
        qputenv("SOMNOSCRIBE_ENGINE", path.toLocal8Bit());
        Watched w({});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.error().code, ErrorCode::EngineMissing);
        QVERIFY(w.error().message.contains(path));
        QVERIFY(!w.error().detail.isEmpty());
    }

    void programThatCannotBeStarted()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("engine"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\x7f"
                   "ELF but no more");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        file.close();
        qputenv("SOMNOSCRIBE_ENGINE", path.toLocal8Bit());
        Watched w({});
        QVERIFY(w.runToEnd());
        QCOMPARE(w.error().code, ErrorCode::EngineMissing);
        QCOMPARE(w.ends(), 1);
    }
};

QTEST_GUILESS_MAIN(TestLocalJob)
#include "tst_localjob.moc"
