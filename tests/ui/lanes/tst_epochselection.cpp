// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "ui/lanes/epochselection.h"

using namespace somno;
using plot::EpochSelection;
using scoring::EpochRange;

class tst_EpochSelection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void withoutEpochs()
    {
        EpochSelection selection;
        QCOMPARE(selection.current(), EpochIndex(-1));
        QCOMPARE(selection.epochAt(10), EpochIndex(-1));
        selection.setCurrent(5);
        selection.select({2, 8});
        QCOMPARE(selection.current(), EpochIndex(-1));
        QVERIFY(selection.selection().isEmpty());
        QVERIFY(selection.target().isEmpty());
    }

    void targetIsTheSelectionElseTheCurrentEpoch()
    {
        EpochSelection selection;
        selection.setEpochs(100, 1);
        QVERIFY((selection.target() == EpochRange{0, 1}));
        selection.setCurrent(7);
        QVERIFY((selection.target() == EpochRange{7, 8}));
        selection.select({10, 20});
        QVERIFY((selection.target() == EpochRange{10, 20}));
        selection.clear();
        QVERIFY((selection.target() == EpochRange{7, 8}));
    }

    void clampsToTheRecording()
    {
        EpochSelection selection;
        selection.setEpochs(100, 4);
        selection.setCurrent(1000);
        QCOMPARE(selection.current(), EpochIndex(99));
        selection.select({-5, 1000});
        QVERIFY((selection.selection() == EpochRange{0, 100}));
        selection.select({30, 20});
        QVERIFY(selection.selection().isEmpty());
        QCOMPARE(selection.epochAt(-3), EpochIndex(0));
        QCOMPARE(selection.epochAt(11.9), EpochIndex(2));
        QCOMPARE(selection.epochAt(12), EpochIndex(3));
        QCOMPARE(selection.epochAt(1e12), EpochIndex(99));
    }

    void anotherGridKeepsWhatItCan()
    {
        EpochSelection selection;
        selection.setEpochs(100, 1);
        selection.setCurrent(50);
        selection.select({40, 90});
        selection.setEpochs(60, 1);
        QCOMPARE(selection.current(), EpochIndex(50));
        QVERIFY((selection.selection() == EpochRange{40, 60}));
        selection.setEpochs(20, 1);
        QCOMPARE(selection.current(), EpochIndex(19));
        QVERIFY(selection.selection().isEmpty());
    }

    void epochsOfAnotherLengthKeepTheTime()
    {
        EpochSelection selection;
        selection.setEpochs(7200, 1);
        selection.setCurrent(1200);
        selection.select({1170, 1231});
        selection.setEpochs(240, 30);
        QCOMPARE(selection.current(), EpochIndex(40));
        QVERIFY((selection.selection() == EpochRange{39, 42})); // all that a part of it was selected of
        selection.setEpochs(7200, 1);
        QCOMPARE(selection.current(), EpochIndex(1200));
        QVERIFY((selection.selection() == EpochRange{1170, 1260}));
        selection.clear();
        selection.setEpochs(1000, 0.1);
        selection.setCurrent(73);
        selection.select({70, 80});
        selection.setEpochs(100, 1);
        QCOMPARE(selection.current(), EpochIndex(7));
        QVERIFY((selection.selection() == EpochRange{7, 8}));
    }

    void tellsOnlyOfChanges()
    {
        EpochSelection selection;
        selection.setEpochs(100, 1);
        QSignalSpy current(&selection, &EpochSelection::currentChanged);
        QSignalSpy range(&selection, &EpochSelection::selectionChanged);
        selection.setCurrent(3);
        selection.setCurrent(3);
        selection.select({3, 5});
        selection.select({3, 5});
        selection.clear();
        selection.select({5, 5});
        QCOMPARE(current.count(), 1);
        QCOMPARE(range.count(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_EpochSelection)
#include "tst_epochselection.moc"
