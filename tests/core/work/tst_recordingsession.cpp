// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>

#include "core/project/autosaver.h"
#include "core/recordings/edf/edfwriter.h"
#include "core/work/recordingsession.h"
#include "tests/support/hypnograms.h"
#include "tests/support/sinerecording.h"
#include "tests/support/teachingengine.h"

using namespace somno;
using namespace somno::scoring;
using namespace somno::test;
using ui::RecordingSession;

class TestRecordingSession : public QObject {
    Q_OBJECT

    [[nodiscard]] static QString mouse(const OpenProject &project)
    {
        const QString path = project.path(QStringLiteral("mouse.edf"));
        if (!QFile::exists(path)
            && !io::writeEdf(path, sineRecording(122, {QStringLiteral("EEG"), QStringLiteral("EMG")})))
            qFatal("no recording");
        return path;
    }
    [[nodiscard]] static std::unique_ptr<RecordingSession> opened(OpenProject &project, ui::NewScoring fresh = {})
    {
        auto session = std::make_unique<RecordingSession>(mouse(project), project.service(), std::move(fresh));
        QSignalSpy ready(session.get(), &RecordingSession::ready);
        session->open({});
        return ready.wait(10000) ? std::move(session) : nullptr;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void aNewScoringIsInSecondsOfMice()
    {
        OpenProject project;
        QVERIFY(project.open());
        const auto session = opened(project);
        QVERIFY(session);
        const Hypnogram &hypnogram = session->document()->hypnogram();
        QCOMPARE(hypnogram.size(), 122);
        QCOMPARE(hypnogram.epochSec(), 1.0);
        QVERIFY(hypnogram.stageSet() == StageSet::mouseWithMicroarousal());
        QCOMPARE(session->scorings().size(), 1);
        QCOMPARE(session->scorings().head(0).author, QStringLiteral("tester"));
    }

    /// Whatever was chosen when it began stays; a model of seconds fills it.
    void epochsAndStagesAreThoseItBeganWith()
    {
        OpenProject project;
        QVERIFY(project.open());
        {
            const auto session = opened(project, {4, StageSet::mouse()});
            QVERIFY(session);
            QCOMPARE(session->document()->hypnogram().size(), 30); // 2 s are no epoch
            session->document()->applyProposal(proposalOf(std::string(60, 'N') + std::string(62, 'R'), 0.9f));
            session->document()->setStage({0, 2}, Stage::Wake);
            QCOMPARE(session->document()->hypnogram().stage(14), Stage::Nrem);
            QCOMPARE(session->document()->hypnogram().stage(15), Stage::Rem);
        }
        const auto again = opened(project, {30, StageSet::aasm()});
        QVERIFY(again);
        const Hypnogram &hypnogram = again->document()->hypnogram();
        QCOMPARE(hypnogram.epochSec(), 4.0);
        QVERIFY(hypnogram.stageSet() == StageSet::mouse());
        QCOMPARE(lettersOf(hypnogram).substr(0, 4), std::string("WWNN"));
    }

    void anEpochIsNeverLongerThanTheRecording()
    {
        OpenProject project;
        QVERIFY(project.open());
        const QString path = project.path(QStringLiteral("short.edf"));
        QVERIFY(io::writeEdf(path, sineRecording(20, {QStringLiteral("EEG")})));
        RecordingSession session(path, project.service(), {30, StageSet::aasm()});
        QSignalSpy ready(&session, &RecordingSession::ready);
        session.open({});
        QVERIFY(ready.wait(10000));
        QCOMPARE(session.document()->hypnogram().size(), 20);
        QVERIFY(session.document()->hypnogram().stageSet() == StageSet::aasm());
    }

    void anotherOneBeginsBeside()
    {
        OpenProject project;
        QVERIFY(project.open());
        {
            const auto session = opened(project);
            QVERIFY(session);
            session->begin(QStringLiteral("tester"), {30, StageSet::aasm()}); // in the place of one nobody touched
            QCOMPARE(session->document()->hypnogram().size(), 4);
            session->document()->setStage({0, 1}, Stage::N2);
            QSignalSpy changed(session.get(), &RecordingSession::documentChanged);
            session->begin(QStringLiteral("tester 2"), {4, StageSet::mouse()});
            QCOMPARE(changed.size(), 1);
            QCOMPARE(session->scorings().edited(), 2);
            session->document()->setStage({29, 30}, Stage::Rem);
            QVERIFY(project.service()->autosaver()->flush());
        }
        const auto again = opened(project);
        QVERIFY(again);
        QCOMPARE(again->scorings().size(), 2);
        QCOMPARE(again->document()->hypnogram().epochSec(), 30.0);
        QCOMPARE(lettersOf(again->document()->hypnogram()), std::string("2..."));
        const int second = again->scorings().head(0).author == QStringLiteral("tester 2") ? 0 : 1;
        const Hypnogram &other = again->scorings().document(second)->hypnogram();
        QCOMPARE(again->scorings().head(second).author, QStringLiteral("tester 2"));
        QCOMPARE(other.epochSec(), 4.0);
        QCOMPARE(other.stage(29), Stage::Rem);
        QVERIFY(other.stageSet() == StageSet::mouse());
    }

    void labelsOfAFileStandBesideAndAreKept()
    {
        OpenProject project;
        QVERIFY(project.open());
        const QString author = QStringLiteral("two.csv (Ben)");
        {
            const auto session = opened(project);
            QVERIFY(session);
            QSignalSpy changed(session.get(), &RecordingSession::scoringsChanged);
            ScoringDocument *document
                = session->addFromFile(author, hypnogramOf(std::string(122, 'N')), QStringLiteral("two.csv"));
            QCOMPARE(changed.size(), 1);
            QCOMPARE(session->scorings().size(), 2);
            QCOMPARE(session->scorings().edited(), 0); // what is shown stays
            QCOMPARE(session->document()->hypnogram().count(Stage::Nrem), EpochIndex(0));
            document->undoStack()->undo();
            QCOMPARE(document->hypnogram().count(Stage::Unscored), EpochIndex(122));
            QCOMPARE(changed.size(), 2);
            document->undoStack()->redo();
        }
        const auto again = opened(project);
        QVERIFY(again);
        QCOMPARE(again->scorings().size(), 2);
        QVERIFY(again->scorings().head(1).kind == ScoringKind::File);
        QCOMPARE(again->scorings().head(1).author, author);
        QCOMPARE(again->scorings().document(1)->hypnogram().count(Stage::Nrem), EpochIndex(122));
    }

    void scoringsOfOthersStandBeside()
    {
        OpenProject project;
        QVERIFY(project.open());
        {
            const auto mine = opened(project);
            QVERIFY(mine);
            mine->document()->setStage({0, 1}, Stage::Rem);
        }
        project.service()->setScorer(QStringLiteral("ben"));
        const auto session = opened(project);
        QVERIFY(session);
        QCOMPARE(session->scorings().size(), 2);
        QCOMPARE(session->scorings().edited(), 0);
        QCOMPARE(session->document()->hypnogram().stage(0), Stage::Unscored);
        QCOMPARE(session->scorings().head(1).author, QStringLiteral("tester"));
        QCOMPARE(session->scorings().document(1)->hypnogram().stage(0), Stage::Rem);

        QSignalSpy changed(session.get(), &RecordingSession::documentChanged);
        session->edit(1);
        session->edit(1);
        QCOMPARE(changed.size(), 1);
        session->document()->setStage({1, 2}, Stage::Wake);
        QVERIFY(project.service()->autosaver()->flush());
        const auto all = [id = session->recordingId()](store::ProjectStore &store) { return store.scorings().all(id); };
        const auto stored = answerOf(project.service()->run(ui::ProjectAccess::Read, all));
        QVERIFY(stored);
        QCOMPARE(stored->size(), size_t(1)); // nothing was said by ben
        QCOMPARE(lettersOf(stored->front().hypnogram).substr(0, 2), std::string("RW"));
    }
};

QTEST_GUILESS_MAIN(TestRecordingSession)
#include "tst_recordingsession.moc"
