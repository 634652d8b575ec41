// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "scoring/scoringdocument.h"
#include "support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;
using somno::test::lettersOf;
using somno::test::proposalOf;
using somno::test::sourcesOf;

class TestScoringDocument : public QObject {
    Q_OBJECT

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

    void confirmingIsAChange()
    {
        ScoringDocument document(hypnogramOf("NN", 1, EpochSource::Automatic));
        document.setStage({0, 1}, Stage::Nrem);
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ha"));
    }

    void rangeIsCutToTheRecording()
    {
        ScoringDocument document(Hypnogram(4));
        document.setStage({-5, 2}, Stage::Wake);
        document.setStage({3, 99}, Stage::Rem);
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WW.R"));
    }

    void strokeIsOneStep()
    {
        ScoringDocument document(hypnogramOf("WWWWWWWW", 1, EpochSource::Automatic));
        document.beginStroke();
        document.setStage({4, 5}, Stage::Nrem);
        document.setStage({4, 7}, Stage::Nrem); // over itself
        document.setStage({1, 2}, Stage::Nrem); // back, with a jump
        document.endStroke();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WNWWNNNW"));
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Score 4 epochs as NREM"));
        document.undoStack()->undo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WWWWWWWW"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("aaaaaaaa"));
        document.undoStack()->redo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("WNWWNNNW"));
        QCOMPARE(sourcesOf(document.hypnogram()), std::string("ahaahhha"));
    }

    void strokesDoNotJoinEachOther()
    {
        ScoringDocument document(Hypnogram(8));
        document.beginStroke();
        document.setStage({0, 1}, Stage::Nrem);
        document.endStroke();
        document.beginStroke();
        document.setStage({1, 2}, Stage::Nrem);
        document.setStage({2, 3}, Stage::Rem); // another stage is another step
        document.endStroke();
        document.setStage({3, 4}, Stage::Rem);
        document.setStage({4, 5}, Stage::Rem);
        QCOMPARE(document.undoStack()->count(), 5);
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

    void importReplacesAndKeepsTheModel()
    {
        ScoringDocument document(Hypnogram::fromProposal(proposalOf("WWW", 0.9f)));
        QSignalSpy proposals(&document, &ScoringDocument::proposalChanged);
        document.replaceScoring(hypnogramOf("RN.", 1, EpochSource::Imported), QStringLiteral("Import labels"));
        QCOMPARE(lettersOf(document.hypnogram()), std::string("RN."));
        QCOMPARE(document.hypnogram().confidence(0), 0.9f);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Import labels"));
        QVERIFY(proposals.isEmpty());
        document.replaceScoring(hypnogramOf("RN.", 1, EpochSource::Imported), QStringLiteral("Import again"));
        QCOMPARE(document.undoStack()->count(), 1);
        QSignalSpy changed(&document, &ScoringDocument::epochsChanged);
        document.replaceScoring(hypnogramOf("WWWWW", 1), QStringLiteral("Import longer"));
        document.undoStack()->undo();
        QCOMPARE(lettersOf(document.hypnogram()), std::string("RN."));
        QCOMPARE(changed.at(1), (QVariantList{qint64(0), qint64(5)}));
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
        QCOMPARE(edits[0].what, QStringLiteral("Score 2 epochs as REM"));
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
