// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/projectdatabase.h"
#include "core/project/recordingstore.h"
#include "tests/support/hypnograms.h"
#include "tests/support/scorings.h"

using namespace somno;
using namespace somno::store;

class TestScoringStamps : public QObject {
    Q_OBJECT

    [[nodiscard]] qint64 recording(const QByteArray &digest)
    {
        RecordingEntry entry;
        entry.digest = digest;
        entry.path = QStringLiteral("/d/%1.edf").arg(QString::fromLatin1(digest));
        return m_project->store().recordings().upsert(entry)->id;
    }
    [[nodiscard]] QHash<qint64, QString> stamps(const char *scorer)
    {
        return *m_project->store().scorings().stamps(QLatin1String(scorer));
    }
    void save(qint64 id, const char *scorer, const std::vector<scoring::ScoringEdit> &edits = {})
    {
        QVERIFY(test::saveScoring(m_project->store().scorings(), id, QLatin1String(scorer), test::hypnogramOf("WNR"),
                                  edits));
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_project = std::move(*ProjectDatabase::open(m_folder->filePath(QStringLiteral("p.somnoscribe"))));
    }

    void oneOfEachScoringOfTheScorer()
    {
        const qint64 a = recording("a"), b = recording("b");
        QVERIFY(stamps("anna").isEmpty());
        save(a, "anna");
        save(b, "ben");
        QCOMPARE(stamps("anna").keys(), QList<qint64>{a});
        QCOMPARE(stamps("ben").keys(), QList<qint64>{b});
    }

    void aSaveChangesTheStampOfItsScoringOnly()
    {
        const qint64 a = recording("a"), b = recording("b");
        save(a, "anna");
        save(b, "anna");
        const auto before = stamps("anna");
        QCOMPARE(stamps("anna"), before);
        QTest::qWait(2); // times are kept to the millisecond
        save(a, "anna");
        QVERIFY(stamps("anna").value(a) != before.value(a));
        QCOMPARE(stamps("anna").value(b), before.value(b));
    }

    void anEditIsSeenWithinTheMillisecond()
    {
        const qint64 a = recording("a");
        scoring::ScoringEdit edit;
        edit.range = {0, 1};
        edit.when = QDateTime::currentDateTimeUtc();
        edit.oldStages = edit.newStages = {scoring::Stage::Wake};
        edit.oldSources = edit.newSources = {scoring::EpochSource::Human};
        QSet<QString> seen;
        for (int i = 0; i < 20; ++i) {
            save(a, "anna", {edit});
            seen.insert(stamps("anna").value(a));
        }
        QCOMPARE(seen.size(), 20);
    }

    void failuresAreNotHidden()
    {
        QVERIFY(m_project->connection().execute(QStringLiteral("ALTER TABLE scorings RENAME TO away")));
        QVERIFY(!m_project->store().scorings().stamps(QStringLiteral("anna")));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestScoringStamps)
#include "tst_scoringstamps.moc"
