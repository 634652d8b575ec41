// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

#include "core/project/jobstore.h"
#include "core/project/modelstore.h"
#include "core/project/recordingstore.h"
#include "core/project/scoringstore.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/migrations.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/childprocess.h"
#include "tests/support/hypnograms.h"

using namespace somno;
using namespace somno::store;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// Statements on the file from outside the program.
void runSql(const QString &path, const QStringList &statements)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("outside"));
        database.setDatabaseName(path);
        QVERIFY(database.open());
        for (const QString &statement : statements)
            QVERIFY2(QSqlQuery(database).exec(statement), qPrintable(statement));
        database.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("outside"));
}

} // namespace

class TestProjectDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("new folder/p.somnoscribe"));
    }

    void createsFolderAndFile()
    {
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(project);
        QVERIFY(!(*project)->isReadOnly());
        QVERIFY((*project)->warnings().isEmpty());
        QVERIFY(QFile::exists(m_path));
        auto version = (*project)->connection().run(QStringLiteral("PRAGMA user_version"));
        QVERIFY(version && version->next());
        QCOMPARE(version->value(0).toInt(), currentSchemaVersion());
        auto mode = (*project)->connection().run(QStringLiteral("PRAGMA journal_mode"));
        QVERIFY(mode && mode->next());
        QCOMPARE(mode->value(0).toString(), QStringLiteral("wal"));
    }

    void defaultPathIsTheUsers()
    {
        QVERIFY(ProjectDatabase::defaultPath().endsWith(QLatin1String("/project.somnoscribe")));
        QVERIFY(QDir::isAbsolutePath(ProjectDatabase::defaultPath()));
    }

    void foreignKeysAreChecked()
    {
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(project);
        const auto result = (*project)->connection().execute(QStringLiteral(
            "INSERT INTO scorings(recording_id, scorer_id, uid, kind, beside, revision, stage_set, epoch_sec, stages, "
            "sources, updated) VALUES(77, 77, 'x', 'person', '', 1, '', 1, x'', x'', '')"));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::ProjectFailed);
    }

    void migrationFromAnEmptyFile()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).absolutePath()));
        writeFile(m_path, {});
        QVERIFY(ProjectDatabase::open(m_path));
        QCOMPARE(contentOf(m_path).mid(68, 4), QByteArray("SOMN"));
        QVERIFY(ProjectDatabase::open(m_path)); // and again, with nothing to migrate
    }

    /// Programs that know version 1 only would take confirmed epochs for damage: they must refuse the project.
    void theFirstVersionIsBroughtForward()
    {
        {
            const auto project = ProjectDatabase::open(m_path);
            QVERIFY(project);
            RecordingEntry entry;
            entry.digest = "aa";
            QVERIFY((*project)->store().recordings().upsert(entry));
        }
        toFirstVersion();
        runSql(m_path,
               {QStringLiteral("INSERT INTO scorers(name) VALUES('me')"),
                QStringLiteral("INSERT INTO scorings(recording_id, scorer_id, epoch_sec, stages, sources, updated) "
                               "VALUES(1, 1, 1, x'0001', x'0102', '')")});
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(project);
        QVERIFY((*project)->warnings().isEmpty());
        auto version = (*project)->connection().run(QStringLiteral("PRAGMA user_version"));
        QVERIFY(version && version->next());
        QVERIFY(version->value(0).toInt() >= 2);
        QCOMPARE(version->value(0).toInt(), currentSchemaVersion());
        const auto kept = (*project)->store().scorings().load(1, QStringLiteral("me"));
        QVERIFY(kept && *kept);
        const scoring::Hypnogram &hypnogram = (**kept).hypnogram;
        QCOMPARE(hypnogram.stage(1), scoring::Stage::Nrem);
        QCOMPARE(hypnogram.source(0), scoring::EpochSource::Automatic);
        QCOMPARE(hypnogram.source(1), scoring::EpochSource::Human);
    }

    /// Written by the program as it was at version 5: two recordings of two scorers, with a model's probabilities,
    /// edits, a model and a job.
    void aProjectOfVersionFiveIsBroughtForward()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).absolutePath()));
        QVERIFY(QFile::copy(QStringLiteral(SOMNOSCRIBE_SOURCE_DIR "/tests/core/project/sqlite/version5.somnoscribe"),
                            m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY2(project, project ? "" : qPrintable(project.error().detail));
        QVERIFY((*project)->warnings().isEmpty());
        ProjectStore &store = (*project)->store();
        QCOMPARE(store.recordings().list()->size(), size_t(2));
        checkAnna(store);
        const auto ben = store.scorings().load(2, QStringLiteral("ben"));
        QVERIFY(ben && *ben);
        QVERIFY((**ben).hypnogram.stageSet() == scoring::StageSet::aasm()); // told by what it holds
        QCOMPARE((**ben).hypnogram.epochSec(), 4.0);
        QCOMPARE((**ben).hypnogram.stage(1), scoring::Stage::N3);
        QCOMPARE((*store.models().active())->title(), QStringLiteral("mine 1"));
        QCOMPARE(store.jobs().list()->size(), size_t(1));
        QCOMPARE(store.jobs().metrics(1)->front()[QLatin1String("kappa")].toDouble(), 0.5);
    }

    void newerIsRefusedUntouched()
    {
        QVERIFY(ProjectDatabase::open(m_path));
        runSql(m_path, {QStringLiteral("PRAGMA user_version = 999")});
        const QByteArray before = contentOf(m_path);
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::ProjectNewer);
        QVERIFY(project.error().message.contains(m_path));
        QVERIFY(project.error().detail.contains(QLatin1String("999")));
        QCOMPARE(contentOf(m_path), before);
    }

    void firstVersionIsBroughtForward()
    {
        qint64 id = 0;
        {
            const auto project = ProjectDatabase::open(m_path);
            RecordingEntry entry;
            entry.digest = "d1";
            entry.path = QStringLiteral("/data/m7_day2.edf");
            id = (*project)->store().recordings().upsert(entry)->id;
        }
        toFirstVersion();
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY2(project, project ? "" : qPrintable(project.error().detail));
        QVERIFY((*project)->warnings().isEmpty());
        RecordingStore &recordings = (*project)->store().recordings();
        QCOMPARE(recordings.list()->front().subject, QStringLiteral("m7"));
        QVERIFY(recordings.updateSubject(id, QStringLiteral("mouse 7")));
        QCOMPARE(recordings.list()->front().subject, QStringLiteral("mouse 7"));
        for (const char *table : {"models", "activations", "jobs", "job_metrics"}) {
            auto rows
                = (*project)->connection().run(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table)));
            QVERIFY(rows && rows->next());
        }
    }

    void brokenMigrationLeavesTheFileAsItWas()
    {
        QVERIFY(ProjectDatabase::open(m_path));
        toFirstVersion();
        runSql(m_path, {QStringLiteral("CREATE TABLE activations(something TEXT)")}); // in the way
        QVERIFY(!ProjectDatabase::open(m_path));
        runSql(m_path,
               {QStringLiteral("SELECT subject FROM recordings"), // the step before was a transaction of its own
                QStringLiteral("DROP TABLE activations"), QStringLiteral("CREATE TABLE models(x)"),
                QStringLiteral("DROP TABLE models")});
        QVERIFY(ProjectDatabase::open(m_path));
    }

    void olderInAnotherProcessIsNotReadHalf()
    {
        QVERIFY(ProjectDatabase::open(m_path));
        toFirstVersion();
        QLockFile other(m_path + QStringLiteral(".lock")); // an older program that has it open
        QVERIFY(other.tryLock());
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::ProjectLocked);
        QVERIFY(project.error().message.contains(QLatin1String("older")));
    }

    void damagedIsSetAside_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("not a database") << QStringLiteral("text");
        QTest::newRow("cut short") << QStringLiteral("cut");
        QTest::newRow("pages overwritten") << QStringLiteral("pages");
    }
    void damagedIsSetAside()
    {
        QFETCH(QString, kind);
        QVERIFY(ProjectDatabase::open(m_path));
        QByteArray bytes = contentOf(m_path);
        QVERIFY(bytes.size() > 8192);
        if (kind == QLatin1String("text"))
            bytes = "Dear diary, this is no database.";
        else if (kind == QLatin1String("cut"))
            bytes.truncate(bytes.size() / 2);
        else
            bytes.replace(4096, 4096, QByteArray(4096, 'x'));
        writeFile(m_path, bytes);

        const auto project = ProjectDatabase::open(m_path);
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        QCOMPARE((*project)->warnings().size(), 2);
        const QDir folder = QFileInfo(m_path).dir();
        const QStringList kept = folder.entryList({QStringLiteral("*.corrupt-*")});
        QCOMPARE(kept.size(), 1);
        QVERIFY((*project)->warnings().first().contains(kept.first()));
        QCOMPARE(contentOf(folder.filePath(kept.first())), bytes);
        QVERIFY((*project)->store().recordings().list());
    }

    void aVersionThatIsNoneIsSetAside()
    {
        QVERIFY(ProjectDatabase::open(m_path));
        runSql(m_path, {QStringLiteral("PRAGMA user_version = -1")});
        {
            QLockFile other(m_path + QStringLiteral(".lock")); // another program has it open
            QVERIFY(other.tryLock());
            const auto project = ProjectDatabase::open(m_path);
            QVERIFY(!project);
            QCOMPARE(project.error().code, ErrorCode::ProjectCorrupt);
            QVERIFY2(project.error().message.contains(QLatin1String("-1")), qPrintable(project.error().message));
            QVERIFY(!project.error().detail.isEmpty());
        }
        const QByteArray bytes = contentOf(m_path);
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        QVERIFY2((*project)->warnings().value(1).contains(QLatin1String("-1")),
                 qPrintable((*project)->warnings().join(QLatin1Char(' '))));
        const QDir folder = QFileInfo(m_path).dir();
        QCOMPARE(contentOf(folder.filePath(folder.entryList({QStringLiteral("*.corrupt-*")}).value(0))), bytes);
    }

    /// Such a project would open, and fail at the first key that is to be saved.
    void missingTablesAreFoundAtOpening_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("word");
        for (const char *table : {"edit_log", "proposals", "scorings", "scorers", "job_metrics", "activations"})
            QTest::newRow(table) << QStringLiteral("DROP TABLE %1").arg(QLatin1String(table))
                                 << QString::fromLatin1(table);
        QTest::newRow("column") << QStringLiteral("ALTER TABLE recordings DROP COLUMN subject")
                                << QStringLiteral("subject");
    }
    void missingTablesAreFoundAtOpening()
    {
        QFETCH(QString, statement);
        QFETCH(QString, word);
        QVERIFY(ProjectDatabase::open(m_path));
        runSql(m_path, {statement});
        {
            QLockFile other(m_path + QStringLiteral(".lock"));
            QVERIFY(other.tryLock());
            const auto project = ProjectDatabase::open(m_path);
            QVERIFY(!project);
            QCOMPARE(project.error().code, ErrorCode::ProjectCorrupt);
            QVERIFY2(project.error().message.contains(word), qPrintable(project.error().message));
        }
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        QCOMPARE(QFileInfo(m_path).dir().entryList({QStringLiteral("*.corrupt-*")}).size(), 1);
        QVERIFY2((*project)->warnings().value(1).contains(word),
                 qPrintable((*project)->warnings().join(QLatin1Char(' '))));
        QVERIFY((*project)->store().recordings().list());
    }

    void anOlderVersionThatLacksATableIsNotMigrated()
    {
        QVERIFY(ProjectDatabase::open(m_path));
        toFirstVersion();
        runSql(m_path, {QStringLiteral("DROP TABLE edit_log")});
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(project);
        QVERIFY((*project)->warnings().value(1).contains(QLatin1String("edit_log")));
    }

    void settingAsideOverwritesNothing()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).absolutePath()));
        for (int n = 1; n <= 3; ++n) { // within one second
            writeFile(m_path, "broken " + QByteArray::number(n));
            QVERIFY(ProjectDatabase::open(m_path));
        }
        QCOMPARE(QFileInfo(m_path).dir().entryList({QStringLiteral("*.corrupt-*")}).size(), 3);
    }

    void fileOfAnotherKindIsLeftWhereItIs()
    {
        const QString recording = m_folder->filePath(QStringLiteral("night.edf"));
        writeFile(recording, "0       a recording, named by a slip");
        const auto project = ProjectDatabase::open(recording);
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(contentOf(recording), QByteArray("0       a recording, named by a slip"));
        QVERIFY(QDir(m_folder->path()).entryList({QStringLiteral("*.corrupt-*")}).isEmpty());
    }

    void anotherProgramsDatabaseIsLeftAlone()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).absolutePath()));
        runSql(m_path, {QStringLiteral("CREATE TABLE bookmarks(url TEXT)")});
        const QByteArray before = contentOf(m_path);
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(contentOf(m_path), before);
    }

    void secondOpenerReadsOnly()
    {
        test::ChildProcess other(QStringLiteral("store_child"), {m_path});
        QCOMPARE(other.line(), QByteArray("edited"));
        {
            const auto project = ProjectDatabase::open(m_path);
            QVERIFY2(project, project ? "" : qPrintable(project.error().message));
            QVERIFY((*project)->isReadOnly());
            QCOMPARE((*project)->warnings().size(), 1);
            const auto recordings = (*project)->store().recordings().list();
            QVERIFY(recordings);
            QCOMPARE(recordings->size(), size_t(1));
            const auto written = (*project)->store().recordings().updateView(1, {});
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::ProjectLocked);
        }
        other.kill(); // its lock must not stay behind
        const auto project = ProjectDatabase::open(m_path);
        QVERIFY(project);
        QVERIFY(!(*project)->isReadOnly());
    }

    void placesThatCannotBeWritten()
    {
        writeFile(m_folder->filePath(QStringLiteral("file")), "x");
        const auto inFile = ProjectDatabase::open(m_folder->filePath(QStringLiteral("file/p.somnoscribe")));
        QVERIFY(!inFile);
        QCOMPARE(inFile.error().code, ErrorCode::FileNotWritable);
        const auto isFolder = ProjectDatabase::open(m_folder->path());
        QVERIFY(!isFolder);
        QVERIFY(isFolder.error().message.contains(m_folder->path()));
        if (geteuid() == 0)
            QSKIP("the superuser may write everywhere");
        QFile(m_folder->path()).setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        const auto locked = ProjectDatabase::open(m_folder->filePath(QStringLiteral("p.somnoscribe")));
        QVERIFY(!locked);
        QCOMPARE(locked.error().code, ErrorCode::FileNotWritable);
    }

private:
    /// Hers of the recording m1: auto-scored, then three edits and an undo.
    static void checkAnna(ProjectStore &store)
    {
        const auto anna = store.scorings().load(1, QStringLiteral("anna"));
        QVERIFY(anna && *anna);
        const scoring::Hypnogram &hypnogram = (**anna).hypnogram;
        QCOMPARE(test::lettersOf(hypnogram), std::string("WNRWMMWNRWNR"));
        QCOMPARE(test::sourcesOf(hypnogram), std::string("aaaahhaacccc"));
        QCOMPARE(hypnogram.confidence(0), 0.8f);
        QCOMPARE(hypnogram.proposal().modelVersion, QStringLiteral("starter 2.1"));
        QVERIFY(hypnogram.stageSet() == scoring::StageSet::mouseWithMicroarousal());
        const scoring::ScoringHead &head = (**anna).head;
        QCOMPARE(head.revision, 1);
        QCOMPARE(head.kind, scoring::ScoringKind::Person);
        QCOMPARE(head.id.size(), 32);
        const auto log = store.scorings().editLog(head.id);
        QVERIFY(log);
        QCOMPARE(log->size(), size_t(5));
        QCOMPARE(log->at(1).reason.text(), QStringLiteral("Score 3 epochs as REM")); // the words of then
        QVERIFY(log->at(2).undone);
        QVERIFY(store.scorings().save(head, hypnogram, {})); // and it goes on
        QCOMPARE((**store.scorings().load(1, QStringLiteral("anna"))).head.revision, 2);
    }

    /// The file as the first version of the program left it.
    void toFirstVersion()
    {
        runSql(m_path,
               {QStringLiteral("DROP TABLE job_metrics"), QStringLiteral("DROP TABLE jobs"),
                QStringLiteral("DROP TABLE activations"), QStringLiteral("DROP TABLE models"),
                QStringLiteral("ALTER TABLE recordings DROP COLUMN subject"),
                QStringLiteral("ALTER TABLE recordings DROP COLUMN opened_as"),
                QStringLiteral("ALTER TABLE edit_log DROP COLUMN reason"),
                QStringLiteral("ALTER TABLE edit_log DROP COLUMN stage_set"), QStringLiteral("DROP TABLE scorings"),
                QStringLiteral("CREATE TABLE scorings("
                               "id INTEGER PRIMARY KEY,"
                               "recording_id INTEGER NOT NULL REFERENCES recordings(id),"
                               "scorer_id INTEGER NOT NULL REFERENCES scorers(id),"
                               "epoch_sec REAL NOT NULL, stages BLOB NOT NULL, sources BLOB NOT NULL,"
                               "updated TEXT NOT NULL, UNIQUE(recording_id, scorer_id))"),
                QStringLiteral("PRAGMA user_version = 1")});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestProjectDatabase)
#include "tst_projectdatabase.moc"
