// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/jobrepository.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/childprocess.h"

using namespace somno;
using namespace somno::store;

class TestJobRepository : public QObject {
    Q_OBJECT

private:
    void reopen()
    {
        m_project.reset();
        auto project = ProjectDatabase::open(path());
        QVERIFY(project);
        m_project = std::move(*project);
    }
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("p.somnoscribe")); }
    [[nodiscard]] JobRepository jobs() { return JobRepository(m_project->connection()); }
    [[nodiscard]] static JobEntry finetune()
    {
        JobEntry job;
        job.kind = QStringLiteral("finetune");
        job.arguments = {QStringLiteral("finetune"), QStringLiteral("-o"), QStringLiteral("/d/Mäuse \"neu\"")};
        job.runFolder = QStringLiteral("/d/run");
        job.outputFolder = QStringLiteral("/d/out");
        job.owner = QStringLiteral("first run");
        return job;
    }
    [[nodiscard]] JobEntry only() { return jobs().list().value().front(); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }

    void jobIsFoundAgain()
    {
        const auto id = jobs().add(finetune());
        QVERIFY(id);
        QVERIFY(jobs().setStatus(*id, JobStatus::Running));
        QVERIFY(jobs().setProgress(*id, QStringLiteral("train"), 30, 200));
        reopen();
        const JobEntry found = only();
        QCOMPARE(found.id, *id);
        QCOMPARE(found.kind, QStringLiteral("finetune"));
        QCOMPARE(found.arguments, finetune().arguments);
        QCOMPARE(found.runFolder, QStringLiteral("/d/run"));
        QCOMPARE(found.outputFolder, QStringLiteral("/d/out"));
        QCOMPARE(found.owner, QStringLiteral("first run"));
        QCOMPARE(found.status, JobStatus::Running);
        QCOMPARE(found.phase, QStringLiteral("train"));
        QCOMPARE(found.done, 30);
        QCOMPARE(found.total, 200);
        QVERIFY(found.created.isValid() && found.started >= found.created && !found.ended.isValid());
    }

    void timesFollowTheStatus()
    {
        const qint64 id = *jobs().add(finetune());
        QVERIFY(!only().started.isValid());
        for (const JobStatus end : {JobStatus::Cancelled, JobStatus::Failed, JobStatus::Done}) {
            QVERIFY(jobs().setStatus(id, JobStatus::Running));
            QVERIFY(!only().ended.isValid()); // it goes on
            QVERIFY(jobs().setStatus(id, JobStatus::Paused));
            QVERIFY(!only().ended.isValid());
            QVERIFY(jobs().setStatus(id, end, QStringLiteral("because")));
            QCOMPARE(only().status, end);
            QVERIFY(only().ended >= only().started);
            QCOMPARE(only().message, QStringLiteral("because"));
        }
    }

    void interruptedJobsAreThoseOfOthersThatHadNotEnded()
    {
        std::vector<qint64> ids;
        for (const JobStatus status : {JobStatus::Queued, JobStatus::Running, JobStatus::Paused, JobStatus::Cancelled,
                                       JobStatus::Failed, JobStatus::Done}) {
            JobEntry job = finetune();
            job.status = status;
            ids.push_back(*jobs().add(job));
        }
        QVERIFY(jobs().interrupted(QStringLiteral("first run"))->empty());
        const auto found = jobs().interrupted(QStringLiteral("second run"));
        QVERIFY(found);
        QCOMPARE(found->size(), size_t(3));
        QCOMPARE(found->at(0).id, ids[2]);
        QCOMPARE(found->at(2).id, ids[0]);
        QVERIFY(jobs().setOwner(ids[2], QStringLiteral("second run")));
        QCOMPARE(jobs().interrupted(QStringLiteral("second run"))->size(), size_t(2));
    }

    void metricsKeepTheirOrder()
    {
        const qint64 id = *jobs().add(finetune()), other = *jobs().add(finetune());
        for (int step = 1; step <= 5; ++step) {
            QVERIFY(jobs().addMetric(id, {{QStringLiteral("step"), step}}));
            QVERIFY(jobs().addMetric(other, {{QStringLiteral("step"), -step}}));
        }
        reopen();
        const auto all = jobs().metrics(id);
        QVERIFY(all);
        QCOMPARE(all->size(), size_t(5));
        QCOMPARE(all->front().value(QLatin1String("step")).toInt(), 1);
        const auto last = jobs().metrics(id, 2);
        QCOMPARE(last->size(), size_t(2));
        QCOMPARE(last->front().value(QLatin1String("step")).toInt(), 4);
        QVERIFY(jobs().remove(id));
        QVERIFY(jobs().metrics(id)->empty());
        QCOMPARE(only().id, other);
        QVERIFY(!jobs().addMetric(id, {}));
    }

    void unknownJobs()
    {
        QCOMPARE(jobs().setStatus(7, JobStatus::Done).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(jobs().setProgress(7, QString(), 0, 0).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(jobs().setOwner(7, QString()).error().code, ErrorCode::InvalidArgument);
        QVERIFY(jobs().metrics(7)->empty());
    }

    void senselessValuesAreAnError_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("status") << QStringLiteral("UPDATE jobs SET state = 'asleep'");
        QTest::newRow("arguments") << QStringLiteral("UPDATE jobs SET arguments = '{}'");
        QTest::newRow("metric") << QStringLiteral("UPDATE job_metrics SET line = '3'");
    }
    void senselessValuesAreAnError()
    {
        QFETCH(QString, damage);
        const qint64 id = *jobs().add(finetune());
        QVERIFY(jobs().addMetric(id, {{QStringLiteral("step"), 1}}));
        QVERIFY(m_project->connection().execute(damage));
        const bool ofMetric = damage.contains(QLatin1String("job_metrics"));
        QCOMPARE(ofMetric ? jobs().metrics(id).error().code : jobs().list().error().code, ErrorCode::ProjectCorrupt);
    }

    void readOnlyProjectSaysSo()
    {
        const qint64 id = *jobs().add(finetune());
        m_project.reset();
        test::ChildProcess other(QStringLiteral("store_child"), {path()});
        QCOMPARE(other.line(), QByteArray("edited"));
        reopen();
        QCOMPARE(jobs().list()->size(), size_t(1));
        QCOMPARE(jobs().setStatus(id, JobStatus::Done).error().code, ErrorCode::ProjectLocked);
        QCOMPARE(jobs().add(finetune()).error().code, ErrorCode::ProjectLocked);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestJobRepository)
#include "tst_jobrepository.moc"
