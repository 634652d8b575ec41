// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "core/document/scoringset.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;
using somno::test::lettersOf;

class TestScoringSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void headsAreTheirOwn()
    {
        const ScoringHead anna = ScoringHead::begin(3, QStringLiteral("anna"));
        const ScoringHead again = ScoringHead::begin(3, QStringLiteral("anna"));
        QVERIFY(anna.id != again.id);
        QCOMPARE(anna.revision, 0);
        QVERIFY(anna.beside.isEmpty());
        const ScoringHead fork = anna.fork();
        QVERIFY(fork.id != anna.id);
        QCOMPARE(fork.beside, anna.id);
        QCOMPARE(fork.author, anna.author);
        QCOMPARE(fork.recordingId, 3);
    }

    void oneIsEdited()
    {
        ScoringSet set;
        QVERIFY(!set.editedDocument());
        QCOMPARE(set.edited(), -1);
        QSignalSpy changed(&set, &ScoringSet::editedChanged);
        const ScoringHead anna = ScoringHead::begin(1, QStringLiteral("anna"));
        QCOMPARE(set.add(anna, hypnogramOf("WN")), 0);
        QCOMPARE(set.add(ScoringHead::begin(1, QStringLiteral("starter 3"), ScoringKind::Model), hypnogramOf("RR")), 1);
        QCOMPARE(set.edited(), 0);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(set.add(anna, hypnogramOf("NN")), 0); // known: nothing takes its place
        QCOMPARE(set.size(), 2);
        QCOMPARE(lettersOf(set.document(0)->hypnogram()), std::string("WN"));
        QCOMPARE(set.head(1).kind, ScoringKind::Model);
    }

    /// What was undone in one is undone in one.
    void eachHasItsOwnHistory()
    {
        ScoringSet set;
        set.add(ScoringHead::begin(1, QStringLiteral("anna")), hypnogramOf("WW"));
        set.add(ScoringHead::begin(1, QStringLiteral("ben")), hypnogramOf("NN"));
        ScoringDocument *first = set.editedDocument();
        first->setStage({0, 1}, Stage::Rem);
        set.setEdited(1);
        QCOMPARE(set.editedDocument(), set.document(1));
        set.editedDocument()->setStage({1, 2}, Stage::Rem);
        set.document(0)->undoStack()->undo();
        QCOMPARE(lettersOf(set.document(0)->hypnogram()), std::string("WW"));
        QCOMPARE(lettersOf(set.document(1)->hypnogram()), std::string("NR"));
        QCOMPARE(set.document(0), first); // documents stay where they are
    }

    void whatNobodyTouchedIsNothingYet()
    {
        ScoringSet set;
        ScoringHead saved = ScoringHead::begin(1, QStringLiteral("ben"));
        saved.revision = 1;
        set.add(ScoringHead::begin(1, QStringLiteral("anna")), Hypnogram(2));
        set.add(saved, Hypnogram(2));
        QVERIFY(set.isUntouched(0) && !set.isUntouched(1));
        set.document(0)->setStage({0, 1}, Stage::Rem);
        QVERIFY(!set.isUntouched(0));
        set.document(0)->undoStack()->undo(); // and may be done again
        QVERIFY(!set.isUntouched(0));
    }

    void aForkKeepsItsDocument()
    {
        ScoringSet set;
        const ScoringHead read = ScoringHead::begin(1, QStringLiteral("anna"));
        set.add(read, hypnogramOf("WW"));
        const ScoringHead mine = read.fork();
        set.setHead(0, mine);
        QCOMPARE(set.indexOf(mine.id), 0);
        QCOMPARE(set.indexOf(read.id), -1);
        QCOMPARE(set.add(read, hypnogramOf("RR")), 1);
    }
};

QTEST_APPLESS_MAIN(TestScoringSet)
#include "tst_scoringset.moc"
