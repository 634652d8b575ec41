// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTest>
#include <cmath>

#include "core/engine/training/earlystopping.h"

using namespace somno::sdreamer;

class TestEarlyStopping : public QObject {
    Q_OBJECT

    static TrainOptions optionsOf(int steps, int patience, double chooseFrom = 0)
    {
        TrainOptions options;
        options.steps = steps;
        options.patience = patience;
        options.chooseFrom = chooseFrom;
        return options;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void theBestIsKept()
    {
        EarlyStopping stopping(optionsOf(100, 2));
        QVERIFY(stopping.note(10, {0.5, 0.8, 0.7}));
        QVERIFY(!stopping.note(20, {0.5, 0.9, 0.9})); // no better in loss
        QVERIFY(stopping.note(30, {0.4, 0.8, 0.7}));
        QCOMPARE(stopping.bestStep(), 30);
        QCOMPARE(stopping.bestLoss(), 0.4);
        QVERIFY(!stopping.isTime(30));
        QVERIFY(!stopping.note(40, {0.6, 0.8, 0.7}));
        QVERIFY(!stopping.isTime(40));
        QVERIFY(!stopping.note(50, {0.6, 0.8, 0.7}));
        QVERIFY(stopping.isTime(50)); // patience of two
    }

    void allStepsAreEnough()
    {
        EarlyStopping stopping(optionsOf(20, 0));
        for (int step = 1; step < 20; ++step) {
            (void)stopping.note(step, {double(step), 0, 0});
            QVERIFY(!stopping.isTime(step));
        }
        QVERIFY(stopping.isTime(20));
    }

    /// What a fine-tuning starts from is compared with, never kept, and costs no patience.
    void theStartIsNotKept()
    {
        EarlyStopping stopping(optionsOf(10, 1));
        QVERIFY(!stopping.note(0, {0.1, 0.95, 0.9}));
        QCOMPARE(stopping.start().loss, 0.1);
        QVERIFY(!stopping.isTime(0));
        QVERIFY(stopping.note(5, {0.3, 0.94, 0.9}));
        QCOMPARE(stopping.bestStep(), 5);
        QVERIFY(stopping.best().areWorseThan(stopping.start()));
    }

    void whatCameTooEarlyNoLongerCounts()
    {
        EarlyStopping stopping(optionsOf(100, 0, 0.75));
        QVERIFY(stopping.note(50, {0.2, 0.9, 0.9}));
        QVERIFY(stopping.note(75, {0.5, 0.8, 0.8})); // worse, but the first that may be chosen
        QCOMPARE(stopping.bestStep(), 75);
        QVERIFY(!stopping.note(90, {0.6, 0.8, 0.8}));
        QVERIFY(stopping.note(100, {0.4, 0.8, 0.8}));
    }

    void worseIsWhatIsWrongOrClearlyLessSure()
    {
        const ValidationFigures before{0.30, 0.9, 0.85};
        QVERIFY(!ValidationFigures({0.319, 0.9, 0.85}).areWorseThan(before));
        QVERIFY(ValidationFigures({0.321, 0.9, 0.85}).areWorseThan(before));
        QVERIFY(ValidationFigures({0.30, 0.899, 0.85}).areWorseThan(before));
        QVERIFY(ValidationFigures({0.30, 0.9, 0.849}).areWorseThan(before));
        QVERIFY(!ValidationFigures({0.30, 0.9, std::nan("")}).areWorseThan(before)); // none of its stages is there
    }

    void aCheckpointGoesOnWhereItWas()
    {
        EarlyStopping first(optionsOf(100, 3));
        (void)first.note(0, {0.6, 0.7, 0.6});
        (void)first.note(10, {0.4, 0.8, 0.7});
        (void)first.note(20, {0.5, 0.8, 0.7});
        QJsonObject position;
        first.addTo(position);
        EarlyStopping second(optionsOf(100, 3));
        second.takeFrom(QJsonDocument::fromJson(QJsonDocument(position).toJson()).object());
        QCOMPARE(second.bestStep(), 10);
        QCOMPARE(second.bestLoss(), 0.4);
        QCOMPARE(second.start().accuracy, 0.7);
        QCOMPARE(second.best().macroF1, 0.7);
        (void)second.note(30, {0.5, 0.8, 0.7});
        QVERIFY(!second.isTime(30));
        (void)second.note(40, {0.5, 0.8, 0.7});
        QVERIFY(second.isTime(40));
        EarlyStopping fresh(optionsOf(100, 3)); // before the first validation the loss is no number
        QJsonObject none;
        fresh.addTo(none);
        second.takeFrom(none);
        QCOMPARE(second.bestStep(), 0);
    }
};

QTEST_APPLESS_MAIN(TestEarlyStopping)
#include "tst_earlystopping.moc"
