// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <stop_token>

#include "core/project/projectscorings.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/hypnograms.h"
#include "tests/support/scorings.h"

using namespace somno;
using namespace somno::scoring;
using namespace somno::store;

class TestProjectScorings : public QObject {
    Q_OBJECT

private:
    [[nodiscard]] qint64 recording(const QByteArray &digest)
    {
        RecordingEntry entry;
        entry.digest = digest;
        entry.path = QStringLiteral("/d/%1.edf").arg(QString::fromLatin1(digest));
        return m_project->store().recordings().upsert(entry)->id;
    }
    void save(qint64 id, const char *scorer, const Hypnogram &hypnogram)
    {
        QVERIFY(test::saveScoring(m_project->store().scorings(), id, QLatin1String(scorer), hypnogram));
        QTest::qWait(2); // times are kept to the millisecond
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_project = std::move(*ProjectDatabase::open(m_folder->filePath(QStringLiteral("p.somnoscribe"))));
    }

    void everyRecordingWithEveryScorer()
    {
        const qint64 a = recording("a");
        QTest::qWait(2);
        const qint64 b = recording("b");
        QTest::qWait(2);
        const qint64 c = recording("c");
        save(a, "anna", Hypnogram::fromProposal(test::proposalOf("WNR", 0.9f, 4)));
        save(a, "ben", test::hypnogramOf("WWRN", "hcia", 4));
        save(b, "anna", test::hypnogramOf("N."));
        std::vector<qint64> steps;
        Progress progress;
        progress.report = [&](const QString &, qint64 done, qint64) { steps.push_back(done); };
        const auto all = ProjectScorings(m_project->store()).read(progress);
        QVERIFY(all);
        QCOMPARE(all->size(), size_t(3));
        QCOMPARE(steps, (std::vector<qint64>{1, 2, 3}));
        QCOMPARE(all->at(0).recording.id, c); // the last one opened
        QVERIFY(all->at(0).scorings.empty());
        QCOMPARE(all->at(1).scorings.front().scorer, QStringLiteral("anna"));
        const RecordingScorings &ofA = all->at(2);
        QCOMPARE(ofA.recording.subject, QStringLiteral("a"));
        QCOMPARE(ofA.scorings.size(), size_t(2));
        QCOMPARE(ofA.scorings[0].scorer, QStringLiteral("ben"));
        QCOMPARE(test::sourcesOf(ofA.scorings[0].hypnogram), std::string("hcia"));
        QCOMPARE(ofA.scorings[0].hypnogram.epochSec(), 4.0);
        QCOMPARE(test::lettersOf(ofA.scorings[1].hypnogram), std::string("WNR"));
        QCOMPARE(ofA.scorings[1].hypnogram.proposal().size(), 0);
        QVERIFY(ofA.unreadable.empty());
    }

    void oneBrokenScoringDoesNotKeepTheOthers()
    {
        const qint64 a = recording("a");
        save(a, "anna", test::hypnogramOf("WW"));
        save(a, "ben", test::hypnogramOf("NN"));
        QVERIFY(m_project->connection().execute(QStringLiteral(
            "UPDATE scorings SET stages = x'40' WHERE scorer_id = (SELECT id FROM scorers WHERE name = 'ben')")));
        const auto all = ProjectScorings(m_project->store()).read();
        QVERIFY(all);
        QCOMPARE(all->front().scorings.size(), size_t(1));
        QCOMPARE(all->front().scorings.front().scorer, QStringLiteral("anna"));
        QCOMPARE(all->front().unreadable.size(), size_t(1));
        QCOMPARE(all->front().unreadable.front().code, ErrorCode::ProjectCorrupt);
    }

    void failuresAreNotHidden()
    {
        const qint64 a = recording("a");
        save(a, "anna", test::hypnogramOf("WW"));
        std::stop_source stop;
        stop.request_stop();
        const auto cancelled = ProjectScorings(m_project->store()).read({{}, {}, stop.get_token()});
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QVERIFY(m_project->connection().execute(QStringLiteral("ALTER TABLE scorings RENAME TO away")));
        QVERIFY(!ProjectScorings(m_project->store()).read());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestProjectScorings)
#include "tst_projectscorings.moc"
