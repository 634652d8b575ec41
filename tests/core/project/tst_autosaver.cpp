// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/project/autosaver.h"
#include "core/project/recordingstore.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/childprocess.h"
#include "tests/support/hypnograms.h"
#include "tests/support/scorings.h"

using namespace somno;
using namespace somno::scoring;
using namespace somno::store;

class TestAutoSaver : public QObject {
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
    [[nodiscard]] qint64 recording(const QByteArray &digest)
    {
        RecordingEntry entry;
        entry.digest = digest;
        return m_project->store().recordings().upsert(entry).value().id;
    }
    [[nodiscard]] ScoringStore &scorings() { return m_project->store().scorings(); }
    [[nodiscard]] ScoringHead head(qint64 id) { return test::headOf(scorings(), id, m_me); }
    [[nodiscard]] Hypnogram stored(qint64 id)
    {
        return scorings().load(id, m_me).value().value_or(StoredScoring()).hypnogram;
    }
    [[nodiscard]] size_t logged(qint64 id) { return scorings().editLog(head(id).id).value().size(); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }

    void savesByItself()
    {
        const qint64 id = recording("aa");
        ScoringDocument document(Hypnogram(10));
        AutoSaver saver(m_project->opener());
        QSignalSpy saved(&saver, &AutoSaver::saved);
        saver.attach(&document, head(id));
        QVERIFY(!saver.hasUnsaved());
        document.setStage({0, 3}, Stage::Nrem);
        document.setStage({2, 4}, Stage::Rem);
        QVERIFY(saver.hasUnsaved());
        QVERIFY(saved.wait());
        QVERIFY(!saver.hasUnsaved());
        QCOMPARE(test::lettersOf(stored(id)), std::string("NNRR......"));
        document.undoStack()->undo();
        QVERIFY(saved.wait());
        QCOMPARE(test::lettersOf(stored(id)), std::string("NNN......."));
        QCOMPARE(logged(id), size_t(3));
    }

    void proposalIsSavedAndRestored()
    {
        const qint64 id = recording("aa");
        ScoringDocument document(Hypnogram(3));
        AutoSaver saver(m_project->opener());
        saver.attach(&document, head(id));
        document.applyProposal(test::proposalOf("WNR", 0.9f));
        QVERIFY(saver.flush());
        document.setStage({0, 1}, Stage::Rem);
        QVERIFY(saver.flush());
        QCOMPARE(stored(id).confidence(0), 0.9f);
        QCOMPARE(test::sourcesOf(stored(id)), std::string("haa"));
        document.undoStack()->undo();
        document.undoStack()->undo();
        QVERIFY(saver.flush());
        QCOMPARE(stored(id).proposal().size(), 0);
    }

    void closingSavesTheLastKey()
    {
        const qint64 id = recording("aa");
        {
            ScoringDocument document(Hypnogram(2));
            AutoSaver saver(m_project->opener());
            saver.attach(&document, head(id));
            document.setStage({0, 1}, Stage::Wake);
            saver.setView(id, {5, 65, 1});
        }
        reopen();
        QCOMPARE(test::lettersOf(stored(id)), std::string("W."));
        const auto entries = m_project->store().recordings().list();
        QVERIFY(entries && entries->front().view == (ViewState{5, 65, 1}));
    }

    /// Another program saved the same scoring meanwhile: neither overwrites the other, and keys go on being saved.
    void whatWasSavedElsewhereIsNotOverwritten()
    {
        const qint64 id = recording("aa");
        QVERIFY(test::saveScoring(scorings(), id, m_me, Hypnogram::fromProposal(test::proposalOf("WNR", 0.9f))));
        const ScoringHead read = head(id);
        ScoringDocument document(stored(id));
        AutoSaver saver(m_project->opener());
        QSignalSpy forked(&saver, &AutoSaver::forked);
        QSignalSpy failed(&saver, &AutoSaver::saveFailed);
        saver.attach(&document, read);
        document.setStage({0, 1}, Stage::Rem);
        QVERIFY(saver.flush());
        QCOMPARE(test::lettersOf(stored(id)), std::string("RNR"));
        QVERIFY(test::saveScoring(scorings(), id, m_me, test::hypnogramOf("WWW"))); // elsewhere
        document.setStage({1, 2}, Stage::Wake);
        QVERIFY(saver.flush());
        QTRY_COMPARE(forked.size(), 1);
        document.setStage({2, 3}, Stage::Wake);
        QVERIFY(saver.flush());
        QCOMPARE(forked.size(), 1);
        QVERIFY(failed.isEmpty());
        const auto mine = forked.at(0).at(1).value<ScoringHead>();
        QCOMPARE(forked.at(0).at(0).value<ScoringHead>().id, read.id);
        QCOMPARE(mine.beside, read.id);
        const auto all = scorings().all(id);
        QCOMPARE(all->size(), size_t(2));
        QCOMPARE(all->at(0).head.id, mine.id);
        QCOMPARE(all->at(0).head.revision, 2);
        QCOMPARE(test::lettersOf(all->at(0).hypnogram), std::string("RWW"));
        QCOMPARE(test::lettersOf(all->at(1).hypnogram), std::string("WWW"));
        QCOMPARE(stored(id).confidence(0), 0.9f); // the model's opinion came along
        QCOMPARE(scorings().editLog(mine.id)->size(), size_t(2));
        QCOMPARE(scorings().editLog(read.id)->size(), size_t(1));
    }

    /// The other writer went on with what was forked here: that is forked again, from the fork.
    void aForkIsForkedAgain()
    {
        const qint64 id = recording("aa");
        QVERIFY(test::saveScoring(scorings(), id, m_me, test::hypnogramOf("WWW")));
        ScoringDocument document(stored(id));
        AutoSaver saver(m_project->opener());
        QSignalSpy forked(&saver, &AutoSaver::forked);
        saver.attach(&document, head(id));
        QVERIFY(test::saveScoring(scorings(), id, m_me, test::hypnogramOf("NNN")));
        document.setStage({0, 1}, Stage::Rem);
        QVERIFY(saver.flush());
        QVERIFY(test::saveScoring(scorings(), id, m_me, test::hypnogramOf("MMM"))); // over the fork
        document.setStage({1, 2}, Stage::Rem);
        QVERIFY(saver.flush());
        QTRY_COMPARE(forked.size(), 2);
        const auto first = forked.at(0).at(1).value<ScoringHead>();
        QCOMPARE(forked.at(1).at(0).value<ScoringHead>().id, first.id);
        QCOMPARE(forked.at(1).at(1).value<ScoringHead>().beside, first.id);
        const auto all = scorings().all(id);
        QCOMPARE(all->size(), size_t(3));
        QCOMPARE(test::lettersOf(all->at(0).hypnogram), std::string("RRW"));
        QCOMPARE(test::lettersOf(all->at(1).hypnogram), std::string("MMM"));
        QCOMPARE(test::lettersOf(all->at(2).hypnogram), std::string("NNN"));
    }

    /// The answer of the engine comes for the scoring that was shown when it was asked: it is saved there.
    void oneThatIsNoLongerShownIsSavedToo()
    {
        const qint64 id = recording("aa");
        ScoringDocument mine(Hypnogram(3)), theirs(Hypnogram(3));
        AutoSaver saver(m_project->opener());
        saver.attach(&mine, ScoringHead::begin(id, m_me));
        saver.attach(&theirs, ScoringHead::begin(id, QStringLiteral("ben")));
        saver.attach(&mine, ScoringHead::begin(id, m_me)); // as it is
        mine.applyProposal(test::proposalOf("WNR", 0.9f));
        theirs.setStage({0, 1}, Stage::Rem);
        QVERIFY(saver.flush());
        QCOMPARE(test::lettersOf(stored(id)), std::string("WNR"));
        QCOMPARE(logged(id), size_t(1));
        QCOMPARE(test::lettersOf((**scorings().load(id, QStringLiteral("ben"))).hypnogram), std::string("R.."));
        saver.detach();
        theirs.setStage({1, 2}, Stage::Rem); // nobody's any more
        QVERIFY(!saver.hasUnsaved());
    }

    /// A recording is opened again before the edits of its last sitting are on the disk: it was read without them, and
    /// must not be laid over them, in the queue or in the project.
    void anotherDocumentOfTheScoringIsAnother()
    {
        const qint64 id = recording("aa");
        QVERIFY(test::saveScoring(scorings(), id, m_me, test::hypnogramOf("WWW")));
        const ScoringHead read = head(id);
        ScoringDocument first(stored(id)), second(stored(id));
        AutoSaver saver(m_project->opener());
        Connection &connection = m_project->connection();
        QVERIFY(connection.execute(QStringLiteral("BEGIN IMMEDIATE"))); // nothing can be saved
        saver.attach(&first, read);
        first.setStage({0, 1}, Stage::Rem);
        QVERIFY(!saver.flush(std::chrono::milliseconds(50)));
        saver.attach(&second, read);
        second.setStage({2, 3}, Stage::Nrem);
        QVERIFY(!saver.flush(std::chrono::milliseconds(50)));
        QVERIFY(connection.execute(QStringLiteral("COMMIT")));
        QVERIFY(saver.flush(std::chrono::seconds(20)));
        const auto all = scorings().all(id);
        QCOMPARE(all->size(), size_t(2));
        QCOMPARE(test::lettersOf(all->at(0).hypnogram), std::string("WWN"));
        QCOMPARE(test::lettersOf(all->at(1).hypnogram), std::string("RWW"));
    }

    void changingTheDocumentSavesTheFormer()
    {
        const qint64 first = recording("aa");
        const qint64 second = recording("bb");
        AutoSaver saver(m_project->opener());
        {
            ScoringDocument a(Hypnogram(2));
            saver.attach(&a, head(first));
            a.setStage({0, 1}, Stage::Wake);
            saver.detach();
        }
        ScoringDocument b(Hypnogram(2));
        saver.attach(&b, head(second));
        b.setStage({1, 2}, Stage::Rem);
        QVERIFY(saver.flush());
        QCOMPARE(test::lettersOf(stored(first)), std::string("W."));
        QCOMPARE(test::lettersOf(stored(second)), std::string(".R"));
    }

    void manyEditsAreAllThere()
    {
        const qint64 id = recording("aa");
        ScoringDocument document(Hypnogram(172800));
        AutoSaver saver(m_project->opener());
        saver.attach(&document, head(id));
        for (int i = 0; i < 300; ++i) {
            document.setStage({i, i + 1}, Stage(i % 3));
            if (i % 10 == 0)
                QTest::qWait(5);
        }
        QVERIFY(saver.flush());
        QVERIFY(std::ranges::equal(stored(id).stages(), document.hypnogram().stages()));
        QCOMPARE(logged(id), size_t(300));
    }

    void killedProcessLosesNothingOlderThanASecond()
    {
        m_project.reset();
        {
            test::ChildProcess other(QStringLiteral("store_child"), {path()});
            QCOMPARE(other.line(), QByteArray("edited"));
            QTest::qWait(900);
            other.kill();
        }
        reopen();
        QVERIFY(!m_project->isReadOnly());
        QVERIFY(m_project->warnings().isEmpty());
        const qint64 id = recording("d1");
        QCOMPARE(stored(id).count(Stage::Rem), 10);
        QCOMPARE(logged(id), size_t(1));
    }

    void fullDiskKeepsTheEdit()
    {
        m_project.reset();
        {
            test::ChildProcess other(QStringLiteral("store_child"), {path(), QStringLiteral("full")});
            QCOMPARE(other.line(), QByteArray("edited"));
            QCOMPARE(other.line(), QByteArray("failed"));
            other.say("space");
            QCOMPARE(other.line(), QByteArray("saved"));
            other.kill();
        }
        reopen();
        QCOMPARE(stored(recording("d1")).count(Stage::Rem), 10);
        QCOMPARE(logged(recording("d1")), size_t(1));
    }

    void failureIsToldOnceAndRecovers()
    {
        const qint64 id = recording("aa");
        ScoringDocument document(Hypnogram(2000));
        AutoSaver saver(m_project->opener());
        QSignalSpy failed(&saver, &AutoSaver::saveFailed);
        QSignalSpy saved(&saver, &AutoSaver::saved);
        saver.attach(&document, head(id));
        Connection &other = m_project->connection();
        QVERIFY(other.execute(QStringLiteral("ALTER TABLE scorings RENAME TO scorings_away")));
        document.setStage({0, 1000}, Stage::Nrem);
        QVERIFY(!saver.flush());
        document.setStage({5, 10}, Stage::Rem);
        QVERIFY(!saver.flush());
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(saver.lastError() && saver.lastError()->detail.contains(QLatin1String("scorings")));
        QVERIFY(saved.isEmpty());
        QVERIFY(saver.hasUnsaved());
        QVERIFY(other.execute(QStringLiteral("ALTER TABLE scorings_away RENAME TO scorings")));
        QVERIFY(saved.wait()); // by itself
        QVERIFY(!saver.lastError());
        QCOMPARE(stored(id).count(Stage::Nrem), 995);
        QCOMPARE(logged(id), size_t(2));
    }

    void readOnlyProjectSaysSo()
    {
        m_project.reset();
        test::ChildProcess other(QStringLiteral("store_child"), {path()});
        QCOMPARE(other.line(), QByteArray("edited"));
        reopen();
        QVERIFY(m_project->isReadOnly());
        ScoringDocument document(Hypnogram(3));
        AutoSaver saver(m_project->opener());
        QSignalSpy failed(&saver, &AutoSaver::saveFailed);
        saver.attach(&document, head(1));
        document.setStage({0, 1}, Stage::Wake);
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::ProjectLocked);
        QCOMPARE(test::lettersOf(document.hypnogram()), std::string("W.."));
    }

private:
    const QString m_me = QStringLiteral("me");
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestAutoSaver)
#include "tst_autosaver.moc"
