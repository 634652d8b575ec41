// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "core/project/recordingstore.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/hypnograms.h"
#include "tests/support/scorings.h"

using namespace somno;
using namespace somno::scoring;
using namespace somno::store;

class TestRepositories : public QObject {
    Q_OBJECT

private:
    void reopen()
    {
        m_project.reset();
        auto project = ProjectDatabase::open(m_folder->filePath(QStringLiteral("p.somnoscribe")));
        QVERIFY(project);
        m_project = std::move(*project);
    }
    [[nodiscard]] RecordingStore &recordings() { return m_project->store().recordings(); }
    [[nodiscard]] ScoringStore &scorings() { return m_project->store().scorings(); }
    [[nodiscard]] Result<qint64> save(qint64 recordingId, const QString &scorer, const Hypnogram &hypnogram,
                                      std::span<const ScoringEdit> edits = {}, bool withProposal = true)
    {
        return test::saveScoring(scorings(), recordingId, scorer, hypnogram, edits, withProposal);
    }
    [[nodiscard]] Hypnogram loaded(qint64 recordingId, const QString &scorer)
    {
        return scorings().load(recordingId, scorer).value().value_or(StoredScoring()).hypnogram;
    }
    [[nodiscard]] static RecordingEntry mouse(const QByteArray &digest)
    {
        RecordingEntry entry;
        entry.digest = digest;
        entry.path = QStringLiteral("/data/Mäuse/m1.edf");
        entry.label = QStringLiteral("m1");
        entry.durationSec = 86400.5;
        entry.start = QDateTime(QDate(2024, 3, 31), QTime(2, 30), Qt::LocalTime);
        entry.eegLabel = QStringLiteral("EEG_P");
        entry.epochSec = 4;
        return entry;
    }
    [[nodiscard]] static std::vector<ScoringEdit> editsOf(ScoringDocument &document, const std::function<void()> &work)
    {
        std::vector<ScoringEdit> edits;
        const auto connection = QObject::connect(&document, &ScoringDocument::edited,
                                                 [&](const ScoringEdit &edit) { edits.push_back(edit); });
        work();
        QObject::disconnect(connection);
        return edits;
    }

private Q_SLOTS:
    void whatWasSaidOfAFileIsKeptUntilItIsSaidAnew()
    {
        RecordingEntry entry = mouse("said");
        QCOMPARE(recordings().upsert(entry)->openedAs, QString());
        entry.openedAs = QStringLiteral("{\"rate\":512}");
        QCOMPARE(recordings().upsert(entry)->openedAs, entry.openedAs);
        reopen();
        QCOMPARE(recordings().list()->front().openedAs, entry.openedAs);
        QCOMPARE(recordings().upsert(mouse("said"))->openedAs, entry.openedAs);
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }

    void recordingIsFoundAgain()
    {
        const auto stored = recordings().upsert(mouse("aa"));
        QVERIFY(stored);
        QVERIFY(stored->id > 0);
        QVERIFY(!stored->view);
        QVERIFY(recordings().updateView(stored->id, {10.5, 70.25, 12}));
        QVERIFY(recordings().updateChannels(stored->id, QStringLiteral("EEG_F"), QString()));
        reopen();
        const auto all = recordings().list();
        QVERIFY(all);
        QCOMPARE(all->size(), size_t(1));
        const RecordingEntry &found = all->front();
        QCOMPARE(found.digest, QByteArray("aa"));
        QCOMPARE(found.path, mouse("aa").path);
        QCOMPARE(found.durationSec, 86400.5);
        QCOMPARE(found.start, mouse("aa").start);
        QCOMPARE(found.eegLabel, QStringLiteral("EEG_F"));
        QCOMPARE(found.emgLabel, QString(QLatin1String("")));
        QCOMPARE(found.epochSec, 4.0);
        QVERIFY(found.view == (ViewState{10.5, 70.25, 12}));
        QVERIFY(found.lastOpened.isValid());
    }

    void movedFileKeepsWhatIsKnown()
    {
        const auto first = recordings().upsert(mouse("aa"));
        QVERIFY(first && recordings().updateView(first->id, {1, 2, 3}));
        RecordingEntry moved = mouse("aa");
        moved.path = QStringLiteral("/elsewhere/m1.edf");
        moved.eegLabel = QStringLiteral("guessed");
        const auto second = recordings().upsert(moved);
        QVERIFY(second);
        QCOMPARE(second->id, first->id);
        QCOMPARE(second->path, moved.path);
        QCOMPARE(second->eegLabel, QStringLiteral("EEG_P"));
        QVERIFY(second->view == (ViewState{1, 2, 3}));
    }

    void subjectComesFromTheNameUntilSomebodyNamesIt()
    {
        const auto first = recordings().upsert(mouse("aa"));
        QCOMPARE(first->subject, QStringLiteral("m1"));
        RecordingEntry moved = mouse("aa");
        moved.path = QStringLiteral("/elsewhere/copy of it.edf");
        QCOMPARE(recordings().upsert(moved)->subject, QStringLiteral("m1")); // whatever its file is called
        QVERIFY(recordings().upsert(mouse("aa")));
        RecordingEntry named = mouse("bb");
        named.subject = QStringLiteral("Minnie");
        const auto second = recordings().upsert(named);
        QCOMPARE(second->subject, QStringLiteral("Minnie"));
        QVERIFY(recordings().updateSubject(first->id, QStringLiteral(" Mickey ")));
        QCOMPARE(recordings().upsert(mouse("aa"))->subject, QStringLiteral("Mickey"));
        reopen();
        QVERIFY(recordings().updateSubject(second->id, QString()));
        const auto all = recordings().list();
        QVERIFY(all && all->size() == 2);
        for (const RecordingEntry &entry : *all)
            QCOMPARE(entry.subject, entry.id == first->id ? QStringLiteral("Mickey") : QStringLiteral("m1"));
    }

    void subjectFromPath_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char *path, const char *subject) {
            QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(subject);
        };
        row("/d/m12.edf", "m12");
        row("/d/m12_2024-03-31_day2.edf", "m12");
        row("/d/Maus ä 20240331T1030.edf", "Maus ä");
        row("mouse_1234.edf", "mouse_1234"); // a number of four digits is an animal's
        row("m1-night.bdf", "m1");
        row("m1_rec_2.edf", "m1");
        row("m1_240331.edf", "m1");
        row("20240331.edf", "20240331"); // something must be left
        row("WT_3_10-30-00.edf", "WT_3");
    }
    void subjectFromPath()
    {
        QFETCH(QString, path);
        QFETCH(QString, subject);
        QCOMPARE(store::subjectFromPath(path), subject);
    }

    void lastOpenedComesFirst()
    {
        QVERIFY(recordings().upsert(mouse("aa")));
        QVERIFY(recordings().upsert(mouse("bb")));
        QTest::qWait(2); // times are kept to the millisecond
        QVERIFY(recordings().upsert(mouse("aa")));
        const auto all = recordings().list();
        QVERIFY(all);
        QCOMPARE(all->at(0).digest, QByteArray("aa"));
        QCOMPARE(all->at(1).digest, QByteArray("bb"));
    }

    void scoringIsFoundAgain()
    {
        const auto recording = recordings().upsert(mouse("aa"));
        QVERIFY(recording);
        Hypnogram hypnogram = Hypnogram::fromProposal(test::proposalOf("WNR.N", 0.75f, 4));
        hypnogram.set(0, Stage::Microarousal, EpochSource::Human);
        hypnogram.set(1, Stage::Rem, EpochSource::Imported);
        hypnogram.set(4, Stage::Nrem, EpochSource::Confirmed);
        QVERIFY(save(recording->id, QStringLiteral("Zoë"), hypnogram));
        reopen();
        const auto loaded = scorings().load(recording->id, QStringLiteral("Zoë"));
        QVERIFY(loaded && *loaded);
        const Hypnogram &found = (**loaded).hypnogram;
        QCOMPARE(test::lettersOf(found), std::string("MRR.N"));
        QCOMPARE(test::sourcesOf(found), std::string("hia.c"));
        QCOMPARE(found.epochSec(), 4.0);
        QCOMPARE(found.proposal().epochSec, 4.0);
        QCOMPARE(found.proposal().modelVersion, QStringLiteral("test 1"));
        QCOMPARE(found.proposal().classes, hypnogram.proposal().classes);
        QCOMPARE(found.confidence(0), 0.75f);
        QVERIFY(std::isnan(found.confidence(3)));
        QCOMPARE(*scorings().scorers(recording->id), QStringList{QStringLiteral("Zoë")});
        QCOMPARE(*scorings().scorers(), QStringList{QStringLiteral("Zoë")});
        const auto stages = scorings().loadStages(recording->id, QStringLiteral("Zoë"));
        QVERIFY(stages && *stages);
        QCOMPARE(test::sourcesOf((**stages).hypnogram), std::string("hia.c"));
        QCOMPARE((**stages).hypnogram.proposal().size(), 0);
        QVERIFY(!*scorings().loadStages(recording->id, QStringLiteral("nobody")));
    }

    void unknownScoringIsNone()
    {
        const auto loaded = scorings().load(5, QStringLiteral("nobody"));
        QVERIFY(loaded);
        QVERIFY(!*loaded);
        QVERIFY(scorings().scorers(5)->isEmpty());
        QVERIFY(scorings().scorers()->isEmpty());
    }

    void scorersDoNotMix()
    {
        const auto recording = recordings().upsert(mouse("aa"));
        QVERIFY(recording);
        QVERIFY(save(recording->id, QStringLiteral("a"), test::hypnogramOf("WW")));
        QVERIFY(save(recording->id, QStringLiteral("b"), test::hypnogramOf("RR")));
        QVERIFY(save(recording->id, QStringLiteral("a"), test::hypnogramOf("NN")));
        QCOMPARE(test::lettersOf(loaded(recording->id, QStringLiteral("a"))), std::string("NN"));
        QCOMPARE(test::lettersOf(loaded(recording->id, QStringLiteral("b"))), std::string("RR"));
    }

    /// Two programs with one project: who saves second over what was saved since is told, and nothing is written.
    void theSecondWriterIsTold()
    {
        const qint64 id = recordings().upsert(mouse("aa"))->id;
        const QString anna = QStringLiteral("anna");
        const ScoringHead fresh = ScoringHead::begin(id, anna);
        const ScoringHead elsewhere = ScoringHead::begin(id, anna);
        QCOMPARE(scorings().save(fresh, test::hypnogramOf("WW"), {}).value(), 1);
        const auto second = scorings().save(elsewhere, test::hypnogramOf("RR"), {});
        QVERIFY(!second); // both began on a recording that nobody had scored
        QCOMPARE(second.error().code, ErrorCode::ScoringChanged);
        QVERIFY(second.error().message.contains(anna));
        const ScoringHead read = test::headOf(scorings(), id, anna);
        QCOMPARE(read.revision, 1);
        QCOMPARE(scorings().save(read, test::hypnogramOf("NN"), {}).value(), 2);
        QVERIFY(!scorings().save(read, test::hypnogramOf("RR"), {})); // read before the last save
        QCOMPARE(test::lettersOf(loaded(id, anna)), std::string("NN"));
        QCOMPARE(scorings().all(id)->size(), size_t(1));
    }

    void aForkStandsBeside()
    {
        const qint64 id = recordings().upsert(mouse("aa"))->id;
        const QString anna = QStringLiteral("anna");
        QVERIFY(save(id, anna, test::hypnogramOf("WW")));
        const ScoringHead read = test::headOf(scorings(), id, anna);
        const ScoringHead mine = read.fork();
        QCOMPARE(scorings().save(mine, test::hypnogramOf("RR"), {}).value(), 1);
        const auto all = scorings().all(id);
        QCOMPARE(all->size(), size_t(2));
        QCOMPARE(all->at(0).head.beside, read.id); // saved last, and what is read for her from here on
        QCOMPARE(test::lettersOf(all->at(1).hypnogram), std::string("WW"));
        QCOMPARE(test::lettersOf(loaded(id, anna)), std::string("RR"));
        QCOMPARE(*scorings().scorers(id), QStringList{anna});
        QCOMPARE(scorings().progress(anna)->value(id).epochs, 2);
        QCOMPARE(scorings().stamps(anna)->value(id), mine.id + QStringLiteral(" 1"));
    }

    /// A model's or a file's scoring is nobody's own: it is not read as a person's, and stands in nobody's way.
    void modelsAndFilesAreNoPersons()
    {
        const qint64 id = recordings().upsert(mouse("aa"))->id;
        const QString title = QStringLiteral("starter 3");
        for (const ScoringKind kind : {ScoringKind::Model, ScoringKind::File, ScoringKind::Model})
            QVERIFY(scorings().save(ScoringHead::begin(id, title, kind), test::hypnogramOf("WW"), {}));
        QVERIFY(!*scorings().load(id, title));
        QVERIFY(scorings().scorers(id)->isEmpty());
        QVERIFY(scorings().progress(title)->isEmpty());
        const auto all = scorings().all(id);
        QCOMPARE(all->size(), size_t(3));
        QCOMPARE(all->at(1).head.kind, ScoringKind::File);
    }

    void stageSetIsKept()
    {
        const qint64 id = recordings().upsert(mouse("aa"))->id;
        const StageSet own = *StageSet::make(
            QStringLiteral("own"), QStringLiteral("Own"),
            {{Stage::Wake, QStringLiteral("Wake"), {}, {}, {}}, {Stage(16), QStringLiteral("Torpor"), {}, {}, {}}});
        Hypnogram hypnogram(2, 10, own);
        hypnogram.set(0, Stage(16), EpochSource::Human);
        QVERIFY(save(id, QStringLiteral("a"), hypnogram));
        QVERIFY(save(id, QStringLiteral("b"), Hypnogram(3, 30, StageSet::rechtschaffenKales())));
        reopen();
        QVERIFY(loaded(id, QStringLiteral("a")).stageSet() == own);
        QCOMPARE(loaded(id, QStringLiteral("a")).stage(0), Stage(16));
        QVERIFY(loaded(id, QStringLiteral("b")).stageSet() == StageSet::rechtschaffenKales());
    }

    void progressOfAllRecordings()
    {
        const QString me = QStringLiteral("me");
        std::vector<qint64> ids;
        for (const char *digest : {"aa", "bb", "cc", "dd"})
            ids.push_back(recordings().upsert(mouse(digest))->id);
        Hypnogram hypnogram = Hypnogram::fromProposal(test::proposalOf("WNR.NWW", 0.75f));
        hypnogram.set(0, Stage::Nrem, EpochSource::Human);
        hypnogram.set(1, Stage::Nrem, EpochSource::Confirmed);
        hypnogram.set(2, Stage::Rem, EpochSource::Imported);
        QVERIFY(save(ids[0], me, hypnogram));
        QVERIFY(save(ids[1], me, test::hypnogramOf("WW..")));
        QVERIFY(save(ids[1], QStringLiteral("other"), test::hypnogramOf("WWWW")));
        QVERIFY(save(ids[2], me, test::hypnogramOf("WW")));
        QVERIFY(m_project->connection().execute(
            QStringLiteral("UPDATE scorings SET sources = x'01' WHERE recording_id = ?"), {ids[2]}));
        const auto progress = scorings().progress(me);
        QVERIFY(progress);
        QCOMPARE(progress->size(), 2); // the third makes no sense, the fourth was never scored
        QCOMPARE(progress->value(ids[0]), (ReviewProgress{7, 6, 2}));
        QCOMPARE(progress->value(ids[1]), (ReviewProgress{4, 2, 2}));
        QVERIFY(scorings().progress(QStringLiteral("nobody"))->isEmpty());
    }

    void proposalIsWrittenOnRequestOnly()
    {
        const auto recording = recordings().upsert(mouse("aa"));
        const QString me = QStringLiteral("me");
        QVERIFY(save(recording->id, me, Hypnogram::fromProposal(test::proposalOf("WN", 0.9f))));
        QVERIFY(save(recording->id, me, Hypnogram::fromProposal(test::proposalOf("RR", 0.4f)), {}, false));
        const Hypnogram kept = loaded(recording->id, me);
        QCOMPARE(test::lettersOf(kept), std::string("RR"));
        QCOMPARE(kept.confidence(0), 0.9f);
        QVERIFY(save(recording->id, me, test::hypnogramOf("WW")));
        QCOMPARE(loaded(recording->id, me).proposal().size(), 0);
    }

    void logTellsEveryEdit()
    {
        const auto recording = recordings().upsert(mouse("aa"));
        const QString me = QStringLiteral("me");
        ScoringDocument document(Hypnogram(5));
        auto edits = editsOf(document, [&] {
            document.setStage({1, 4}, Stage::Nrem);
            document.undoStack()->undo();
        });
        QVERIFY(save(recording->id, me, document.hypnogram(), edits));
        auto more = editsOf(document, [&] {
            document.applyProposal(test::proposalOf("WWWWW", 0.9f));
            document.confirm({{0, 2}, {4, 5}});
        });
        QVERIFY(save(recording->id, me, document.hypnogram(), more));
        reopen();
        const auto log = scorings().editLog(test::headOf(scorings(), recording->id, me).id);
        QVERIFY(log);
        QCOMPARE(log->size(), size_t(4));
        edits.insert(edits.end(), more.begin(), more.end());
        QCOMPARE(std::ranges::count(log->at(3).newSources, EpochSource::Confirmed), 3);
        for (size_t i = 0; i < 4; ++i) {
            QCOMPARE(log->at(i).range, edits[i].range);
            QCOMPARE(log->at(i).oldStages, edits[i].oldStages);
            QCOMPARE(log->at(i).newStages, edits[i].newStages);
            QCOMPARE(log->at(i).oldSources, edits[i].oldSources);
            QCOMPARE(log->at(i).newSources, edits[i].newSources);
            QCOMPARE(log->at(i).reason, edits[i].reason);
            QVERIFY(log->at(i).stageSet == document.hypnogram().stageSet());
            QCOMPARE(log->at(i).when, edits[i].when);
            QCOMPARE(log->at(i).undone, i == 1);
        }
    }

    void logIsAppendOnly()
    {
        const auto recording = recordings().upsert(mouse("aa"));
        const QString me = QStringLiteral("me");
        ScoringDocument document(Hypnogram(5));
        const auto edits = editsOf(document, [&] { document.setStage({0, 5}, Stage::Rem); });
        QVERIFY(save(recording->id, me, document.hypnogram(), edits));
        Connection &connection = m_project->connection();
        QVERIFY(!connection.execute(QStringLiteral("UPDATE edit_log SET what = 'nothing'")));
        QVERIFY(!connection.execute(QStringLiteral("DELETE FROM edit_log")));
        QVERIFY(!connection.execute(QStringLiteral("DELETE FROM scorings")));
        QVERIFY(!connection.execute(QStringLiteral("DELETE FROM recordings")));
        QCOMPARE(scorings().editLog(test::headOf(scorings(), recording->id, me).id)->size(), size_t(1));
    }

    void failedSaveLeavesNothing()
    {
        const auto result = save(99, QStringLiteral("me"), test::hypnogramOf("WW"), {});
        QVERIFY(!result); // no such recording
        auto count = m_project->connection().run(QStringLiteral("SELECT count(*) FROM scorers"));
        QVERIFY(count && count->next());
        QCOMPARE(count->value(0).toInt(), 0);
    }

    void senselessValuesAreAnError_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("stage") << QStringLiteral("UPDATE scorings SET stages = x'4000'");
        QTest::newRow("source") << QStringLiteral("UPDATE scorings SET sources = x'0105'"); // one beyond the last
        QTest::newRow("stage set") << QStringLiteral("UPDATE scorings SET stage_set = '{}'");
        QTest::newRow("stage of another set") << QStringLiteral("UPDATE scorings SET stage_set = '{\"id\":\"aasm\"}'");
        QTest::newRow("lengths") << QStringLiteral("UPDATE scorings SET sources = x'01'");
        QTest::newRow("epoch") << QStringLiteral("UPDATE scorings SET epoch_sec = 0");
        QTest::newRow("classes") << QStringLiteral("UPDATE proposals SET classes = x''");
        QTest::newRow("rows") << QStringLiteral("UPDATE proposals SET probabilities = x'0000803f'");
    }
    void senselessValuesAreAnError()
    {
        QFETCH(QString, damage);
        const auto recording = recordings().upsert(mouse("aa"));
        const QString me = QStringLiteral("me");
        QVERIFY(save(recording->id, me, Hypnogram::fromProposal(test::proposalOf("WN", 0.9f))));
        QVERIFY(m_project->connection().execute(damage));
        const auto loaded = scorings().load(recording->id, me);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::ProjectCorrupt);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestRepositories)
#include "tst_repositories.moc"
