// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "core/document/scoringdocument.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;
using somno::test::lettersOf;
using somno::test::proposalOf;
using somno::test::sourcesOf;

class TestScoringDocument : public QObject {
    Q_OBJECT

    /// W automatic, N imported, R by hand, N confirmed, nothing, W automatic.
    static Hypnogram everySource()
    {
        Hypnogram hypnogram = hypnogramOf("WNRN.W", 1, EpochSource::Automatic);
        hypnogram.set(1, Stage::Nrem, EpochSource::Imported);
        hypnogram.set(2, Stage::Rem, EpochSource::Human);
        hypnogram.set(3, Stage::Nrem, EpochSource::Confirmed);
        return hypnogram;
    }

    static EditReason importOf(const char *file) { return {EditReason::Kind::Import, 0, QLatin1String(file)}; }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void scoreUndoRedo()
    {
        ScoringDocument document(hypnogramOf("WWNN", 1, EpochSource::Automatic));
        QSignalSpy changed(&document, &ScoringDocument::epochsChanged);
        document.setStage({1, 3}, Stage::Rem);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WRRN"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ahha"));
        document.undoStack()->undo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WWNN"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aaaa"));
        document.undoStack()->redo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WRRN"));
        QCOMPARE(changed.size(), 3);
        for (const auto &arguments : changed)
            QCOMPARE(arguments, (QVariantList{qint64(1), qint64(3)}));
    }

    /// Whoever listens would ask a document that is half gone.
    void itsEndIsNoChange()
    {
        auto document = std::make_unique<ScoringDocument>(Hypnogram(4));
        document->setStage({0, 2}, Stage::Nrem);
        int heard = 0;
        connect(document->undoStack(), &QUndoStack::indexChanged, this, [&heard] { ++heard; });
        connect(document->undoStack(), &QUndoStack::canUndoChanged, this, [&heard] { ++heard; });
        document.reset();
        QCOMPARE(heard, 0);
    }

    void textsInWords()
    {
        ScoringDocument document(Hypnogram(2000));
        document.setStage({0, 12}, Stage::Nrem);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 12 epochs as NREM"));
        document.setStage({20, 21}, Stage::Wake);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 1 epoch as Wake"));
        document.setStage({0, 12}, Stage::Unscored);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Clear 12 epochs"));
        document.applyProposal(proposalOf(std::string(2000, 'N'), 0.9f));
        QVERIFY2(document.undoStack()->undoText().endsWith(QLatin1String("999 epochs")),
                 qPrintable(document.undoStack()->undoText())); // one is kept
    }

    void nothingToDoIsNoCommand()
    {
        ScoringDocument document(hypnogramOf("WW.."));
        QSignalSpy edited(&document, &ScoringDocument::edited);
        document.setStage({0, 2}, Stage::Wake);
        document.setStage({2, 4}, Stage::Unscored);
        document.setStage({3, 3}, Stage::Rem);
        document.setStage({3, 1}, Stage::Rem);
        document.setStage({10, 20}, Stage::Rem);
        document.setStage({-20, -10}, Stage::Rem);
        QCOMPARE(document.undoStack()->count(), 0);
        QVERIFY(edited.isEmpty());
    }

    void theKeyOfTheStageThatIsThereConfirms()
    {
        ScoringDocument document(hypnogramOf("NN", 1, EpochSource::Automatic));
        document.setStage({0, 1}, Stage::Nrem);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Confirm 1 epoch"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ca"));
        document.setStage({0, 1}, Stage::Nrem); // once is enough
        QCOMPARE(document.undoStack()->count(), 1);
        document.setStage({0, 1}, Stage::Wake);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ha"));
        document.setStage({0, 1}, Stage::Nrem); // back to what the model said, but by hand
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ha"));
    }

    void aKeyOverEverySource()
    {
        ScoringDocument document(everySource());
        document.setStage({0, 6}, Stage::Nrem);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("NNNNNN"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("hchchh")); // the second and fourth were NREM already
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 5 epochs as NREM"));
        document.undoStack()->undo();
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aihc.a"));
    }

    void aFileConfirmsNothing()
    {
        ScoringDocument document(hypnogramOf("NN", 1, EpochSource::Automatic));
        document.setStage({0, 1}, Stage::Nrem, EpochSource::Imported);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ia"));
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 1 epoch as NREM"));
    }

    void confirmingARange()
    {
        ScoringDocument document(everySource());
        QSignalSpy changed(&document, &ScoringDocument::epochsChanged);
        QCOMPARE(document.confirm(EpochRange{-3, 5}), 2);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("cchc.a")); // by hand stays by hand, unscored unscored
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WNRN.W"));
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Confirm 2 epochs"));
        QCOMPARE(changed.first(), (QVariantList{qint64(0), qint64(5)}));
        document.undoStack()->undo();
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aihc.a"));
        document.undoStack()->redo();
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("cchc.a"));
    }

    void confirmingScatteredEpochsIsOneStep()
    {
        ScoringDocument document(hypnogramOf("WWNN..RRWW", 1, EpochSource::Automatic));
        std::vector<ScoringEdit> edits;
        connect(&document, &ScoringDocument::edited, this, [&](const ScoringEdit &edit) { edits.push_back(edit); });
        QCOMPARE(document.confirm({{7, 9}, {1, 2}, {4, 5}, {1, 3}, {9, 9}, {20, 30}}), 4);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("acca..acca"));
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Confirm 4 epochs"));
        QCOMPARE(edits.size(), size_t(1));
        QCOMPARE(edits[0].range, (EpochRange{1, 9}));
        QCOMPARE(edits[0].oldStages, edits[0].newStages);
        QCOMPARE(std::ranges::count(edits[0].newSources, EpochSource::Confirmed), 4);
        document.undoStack()->undo();
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aaaa..aaaa"));
    }

    void confirmingNothingIsNoCommand()
    {
        ScoringDocument document(everySource());
        QCOMPARE(document.confirm(EpochRange{2, 5}), 0);
        QCOMPARE(document.confirm(EpochRange{5, 2}), 0);
        QCOMPARE(document.confirm(EpochRange{60, 99}), 0);
        QCOMPARE(document.confirm(std::vector<EpochRange>{}), 0);
        QCOMPARE(ScoringDocument(Hypnogram()).confirm(EpochRange{0, 9}), 0);
        QCOMPARE(document.undoStack()->count(), 0);
    }

    void everyKeyIsAStepOfItsOwn()
    {
        ScoringDocument document(hypnogramOf("NNNNWW", 1, EpochSource::Automatic));
        document.setStage({0, 1}, Stage::Nrem);
        document.setStage({1, 2}, Stage::Nrem);
        document.confirm(EpochRange{2, 3});
        document.confirm(EpochRange{3, 4});
        document.setStage({4, 5}, Stage::Nrem);
        document.setStage({4, 6}, Stage::Nrem); // over itself: what was set by hand stays so
        QCOMPARE(document.undoStack()->count(), 6);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("cccchh"));
        document.undoStack()->undo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("NNNNNW"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ccccha"));
        document.undoStack()->setIndex(1);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("caaaaa"));
    }

    void proposalKeepsWhatIsConfirmed()
    {
        ScoringDocument document(everySource());
        const ProposalOutcome outcome = document.applyProposal(proposalOf("RRWWRR", 0.9f));
        QCOMPARE(lettersOf(document.hypnogram()), std::string("RNRNRR"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aihcaa"));
        QCOMPARE(outcome.keptHuman, 3);
        document.applyProposal(proposalOf("WWWWWW", 0.9f), true);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aaaaaa"));
        document.undoStack()->undo();
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aihcaa"));
    }

    void rangeIsCutToTheRecording()
    {
        ScoringDocument document(Hypnogram(4));
        document.setStage({-5, 2}, Stage::Wake);
        document.setStage({3, 99}, Stage::Rem);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WW.R"));
    }

    void proposalKeepsWhatHumansSaid()
    {
        Hypnogram start = hypnogramOf("WR..N", 1);
        start.set(1, Stage::Rem, EpochSource::Imported);
        start.set(4, Stage::Nrem, EpochSource::Automatic);
        ScoringDocument document(start);
        QSignalSpy proposals(&document, &ScoringDocument::proposalChanged);
        const ProposalOutcome outcome = document.applyProposal(proposalOf("NNNWN", 0.9f));
        QCOMPARE(outcome.changed, 2);
        QCOMPARE(outcome.keptHuman, 2);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WRNWN"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("hiaaa"));
        QCOMPARE(document.hypnogram().confidence(0), 0.9f);
        document.applyProposal(proposalOf("RRRRR", 0.5f));
        QCOMPARE(document.hypnogram().confidence(0), 0.5f);
        document.undoStack()->undo();
        QCOMPARE(document.hypnogram().confidence(0), 0.9f); // the former proposal is back
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WRNWN"));
        document.undoStack()->undo();
        QCOMPARE(document.hypnogram().proposal().size(), 0);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("hi..a"));
        QCOMPARE(proposals.size(), 4);
    }

    void proposalReplacesOnRequest()
    {
        ScoringDocument document(hypnogramOf("WWW"));
        const ProposalOutcome outcome = document.applyProposal(proposalOf("N.W", 0.9f), true);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("NWW")); // silence erases nothing
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aha"));
        QCOMPARE(outcome.changed, 2);
        QCOMPARE(outcome.keptHuman, 1);
    }

    void proposalOnAnotherGrid()
    {
        ScoringDocument document(Hypnogram(5, 1));
        document.applyProposal(proposalOf("WN", 0.9f, 2)); // 4 s of 5
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WWNN."));
        QCOMPARE(document.hypnogram().proposal().size(), 5);
        ScoringDocument empty{Hypnogram()};
        empty.applyProposal(proposalOf("WN", 0.9f, 4));
        QCOMPARE(empty.hypnogram().size(), 2);
        QCOMPARE(empty.hypnogram().epochSec(), 4.0);
        empty.undoStack()->undo();
        QCOMPARE(empty.hypnogram().size(), 0);
        empty.applyProposal({});
        QCOMPARE(empty.undoStack()->index(), 0);
    }

    /// Epochs of any length take a model of another by its mean probability.
    void proposalFillsLongerEpochs()
    {
        ScoringDocument document(Hypnogram(3, 4));
        Proposal proposal = proposalOf("WWWNNNNWRRRR", 0.9f);
        proposal.modelVersion = QStringLiteral("starter 9");
        document.applyProposal(proposal);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WNR"));
        QCOMPARE(document.hypnogram().epochSec(), 4.0);
        QCOMPARE(document.hypnogram().confidence(2), 0.9f);
        QVERIFY(document.hypnogram().confidence(0) < 0.75f);
    }

    /// A model speaks of stages that a human scoring does not have: nothing takes their place.
    void stagesOfAnotherSetStayOut()
    {
        ScoringDocument document(Hypnogram(4, 30, StageSet::aasm()));
        const ProposalOutcome outcome = document.applyProposal(proposalOf("WNNR", 0.9f, 30));
        QCOMPARE(lettersOf(document.hypnogram()), std::string("W..R"));
        QCOMPARE(outcome.unknown, 2);
        QCOMPARE(outcome.changed, 2);
        document.setStage({0, 4}, Stage::Nrem);
        QCOMPARE(document.undoStack()->count(), 1);
        document.setStage({0, 1}, Stage::N2);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 1 epoch as N2"));
        document.setStage({0, 1}, Stage::Unscored);
        QCOMPARE(document.undoStack()->count(), 3);
    }

    void importBringsItsStageSet()
    {
        ScoringDocument document(Hypnogram(2));
        Hypnogram human(2, 1, StageSet::aasm());
        document.replaceScoring(human, importOf("human.edf"));
        QVERIFY(document.hypnogram().stageSet() == StageSet::aasm());
        document.undoStack()->undo();
        QVERIFY(document.hypnogram().stageSet() == StageSet::mouseWithMicroarousal());
    }

    void importReplacesAndKeepsTheModel()
    {
        ScoringDocument document(Hypnogram::fromProposal(proposalOf("WWW", 0.9f)));
        QSignalSpy proposals(&document, &ScoringDocument::proposalChanged);
        document.replaceScoring(hypnogramOf("RN.", 1, EpochSource::Imported), importOf("a.csv"));
        QCOMPARE(lettersOf(document.hypnogram()), std::string("RN."));
        QCOMPARE(document.hypnogram().confidence(0), 0.9f);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("import of a.csv (3 epochs)"));
        QVERIFY(proposals.isEmpty());
        document.replaceScoring(hypnogramOf("RN.", 1, EpochSource::Imported), importOf("a.csv"));
        QCOMPARE(document.undoStack()->count(), 1);
        QSignalSpy changed(&document, &ScoringDocument::epochsChanged);
        document.replaceScoring(hypnogramOf("WWWWW", 1), importOf("b.csv"));
        document.undoStack()->undo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("RN."));
        QCOMPARE(changed.at(1), (QVariantList{qint64(0), qint64(5)}));
    }

    void importTellsHowManyEpochsItChanged()
    {
        ScoringDocument document(hypnogramOf("WNRN", "hiih"));
        std::vector<somno::EpochIndex> counts;
        connect(&document, &ScoringDocument::edited,
                [&](const ScoringEdit &edit) { counts.push_back(edit.reason.epochs); });
        document.replaceScoring(hypnogramOf("WNRW", "iiih"), importOf("a.csv")); // a source and a stage
        document.undoStack()->undo();
        document.replaceScoring(hypnogramOf("WR", "hi", 2), importOf("b.csv"));
        Hypnogram onlyStageSet(2, 2, StageSet::aasm());
        onlyStageSet.set(0, Stage::Wake, EpochSource::Human);
        onlyStageSet.set(1, Stage::Rem, EpochSource::Imported);
        document.replaceScoring(onlyStageSet, importOf("c.csv"));
        QCOMPARE(counts, (std::vector<somno::EpochIndex>{2, 2, 2, 0}));
    }

    void everyEditIsTold()
    {
        ScoringDocument document(hypnogramOf("WN", 1, EpochSource::Automatic));
        std::vector<ScoringEdit> edits;
        connect(&document, &ScoringDocument::edited, this, [&](const ScoringEdit &edit) { edits.push_back(edit); });
        document.setStage({0, 2}, Stage::Rem);
        document.undoStack()->undo();
        QCOMPARE(edits.size(), size_t(2));
        QCOMPARE(edits[0].range, (EpochRange{0, 2}));
        QCOMPARE(edits[0].oldStages, (std::vector{Stage::Wake, Stage::Nrem}));
        QCOMPARE(edits[0].newStages, (std::vector{Stage::Rem, Stage::Rem}));
        QCOMPARE(edits[0].newSources, (std::vector{EpochSource::Human, EpochSource::Human}));
        QCOMPARE(edits[0].reason, (EditReason{EditReason::Kind::Score, 2, QStringLiteral("REM")}));
        QVERIFY(!edits[0].undone && edits[0].when.isValid());
        QVERIFY(edits[1].undone);
        QCOMPARE(edits[1].oldStages, edits[0].newStages);
        QCOMPARE(edits[1].newStages, edits[0].oldStages);
        QCOMPARE(edits[1].newSources, edits[0].oldSources);
    }

    void randomEditsUndoToTheBeginning()
    {
        const std::string start = "WWNNRR..WNWNWN.R";
        ScoringDocument document(hypnogramOf(start, 1, EpochSource::Automatic));
        quint32 seed = 1;
        const auto next = [&seed](quint32 below) { return (seed = seed * 1664525 + 1013904223) / 65536 % below; };
        std::vector<std::string> states = {lettersOf(document.hypnogram()) + sourcesOf(document.hypnogram())};
        for (int i = 0; i < 200; ++i) {
            const qint64 first = next(16);
            if (next(4) == 0)
                document.confirm({{first, first + 2}, {first + 3, first + 4}});
            else
                document.setStage({first, first + 1 + next(6)}, Stage(int(next(4)) - 1));
            if (int(states.size()) <= document.undoStack()->count())
                states.push_back(lettersOf(document.hypnogram()) + sourcesOf(document.hypnogram()));
        }
        for (auto state = states.rbegin(); state != states.rend(); ++state) {
            QCOMPARE(lettersOf(document.hypnogram()) + sourcesOf(document.hypnogram()), *state);
            document.undoStack()->undo();
        }
        for (const std::string &state : states) {
            QCOMPARE(lettersOf(document.hypnogram()) + sourcesOf(document.hypnogram()), state);
            document.undoStack()->redo();
        }
    }
};

QTEST_GUILESS_MAIN(TestScoringDocument)
#include "tst_scoringdocument.moc"
