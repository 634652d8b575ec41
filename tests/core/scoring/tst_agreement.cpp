// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <cmath>

#include "core/scoring/agreement.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;

class TestAgreement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void byHand()
    {
        // truth  W W W W N N N N R R      confusion  W: 3 1 0
        // other  W W W N N N N W R N                 N: 1 3 0
        //                                            R: 0 1 1
        const auto a = compareScorings(hypnogramOf("WWWWNNNNRR"), hypnogramOf("WWWNNNNWRN"));
        QVERIFY(a);
        const std::vector<std::vector<qint64>> expected = {{3, 1, 0}, {1, 3, 0}, {0, 1, 1}};
        QCOMPARE(a->confusion, expected);
        QCOMPARE(a->compared, 10);
        QCOMPARE(a->excluded, 0);
        QCOMPARE(a->accuracy, 0.7);
        QCOMPARE(a->perClass[0].precision, 0.75);
        QCOMPARE(a->perClass[0].recall, 0.75);
        QCOMPARE(a->perClass[1].precision, 0.6);
        QCOMPARE(a->perClass[1].recall, 0.75);
        QCOMPARE(a->perClass[1].f1, 2.0 / 3.0);
        QCOMPARE(a->perClass[2].precision, 1.0);
        QCOMPARE(a->perClass[2].recall, 0.5);
        QCOMPARE(a->perClass[2].support, 2);
        QCOMPARE(a->macroF1, (0.75 + 2.0 / 3.0 + 2.0 / 3.0) / 3);
        // Chance: (4*4 + 4*5 + 2*1) / 100 = 0.38; kappa = (0.7 - 0.38) / 0.62.
        QCOMPARE(a->kappa, 0.32 / 0.62);
    }

    void oneClass()
    {
        const auto same = compareScorings(hypnogramOf("NNN"), hypnogramOf("NNN"));
        QVERIFY(same);
        QCOMPARE(same->kappa, 1.0);
        QCOMPARE(same->accuracy, 1.0);
        QCOMPARE(same->macroF1, 1.0); // over the classes that occur
        QVERIFY(std::isnan(same->perClass[2].f1));
        QCOMPARE(same->classes.size(), size_t(3));

        const auto other = compareScorings(hypnogramOf("NNN"), hypnogramOf("WWW"));
        QVERIFY(other);
        QCOMPARE(other->kappa, 0.0);
        QCOMPARE(other->macroF1, 0.0);
        QCOMPARE(other->perClass[1].precision, 0.0);
    }

    void unscoredIsExcludedAndCounted()
    {
        const auto a = compareScorings(hypnogramOf("W.NNR"), hypnogramOf("WW.NRR"));
        QVERIFY(a);
        QCOMPARE(a->compared, 3); // the sixth epoch exists in one only
        QCOMPARE(a->excluded, 3);
        QCOMPARE(a->accuracy, 1.0);
    }

    /// Every second counts as what it was called, whatever the grids.
    void twoGrids()
    {
        // 4-s epochs against 10-s ones in pieces of 2 s: of the third epoch the first half is Wake for the other.
        const auto a = compareScorings(hypnogramOf("WWNNN", 4), hypnogramOf("WN", 10));
        QVERIFY(a);
        QCOMPARE(a->pieceSec, 2.0);
        QCOMPARE(a->compared, 10);
        QCOMPARE(a->confusion[1][0], 1);
        QCOMPARE(a->accuracy, 0.9);
        const auto b = compareScorings(hypnogramOf("WN", 2), hypnogramOf("WNNN", 1));
        QVERIFY(b);
        QCOMPARE(b->compared, 4);
        QCOMPARE(b->confusion[0][1], 1);
    }

    /// The figures are those of the same labels written on the common divisor.
    void twentyAgainstThirtySeconds()
    {
        const auto coarse = compareScorings(hypnogramOf("WWNNRW", 20), hypnogramOf("WNNR", 30));
        const auto fine = compareScorings(hypnogramOf("WWWWNNNNRRWW", 10), hypnogramOf("WWWNNNNNNRRR", 10));
        QVERIFY(coarse && fine);
        QCOMPARE(coarse->confusion, fine->confusion);
        QCOMPARE(coarse->kappa, fine->kappa);
        QCOMPARE(coarse->compared, 12);
    }

    /// Grids without a common divisor of use are compared on the finer one.
    void oddGrids()
    {
        const auto a = compareScorings(hypnogramOf("WN", 3.3333333), hypnogramOf("WWWWNNN", 1));
        QVERIFY(a);
        QCOMPARE(a->pieceSec, 1.0);
        QCOMPARE(a->compared, 7);
    }

    void microarousal()
    {
        const auto asWake = compareScorings(hypnogramOf("MNW"), hypnogramOf("WNM"));
        QVERIFY(asWake);
        QCOMPARE(asWake->accuracy, 1.0);
        QCOMPARE(asWake->classes.size(), size_t(3));
        const auto asClass = compareScorings(hypnogramOf("MNW"), hypnogramOf("WNM"), true);
        QVERIFY(asClass);
        QCOMPARE(asClass->classes.size(), size_t(4));
        QCOMPARE(asClass->classes[3], Stage::Microarousal);
        QCOMPARE(asClass->accuracy, 1.0 / 3);
    }

    void noOverlapIsAnError_data()
    {
        QTest::addColumn<QByteArray>("truth");
        QTest::addColumn<QByteArray>("other");
        QTest::newRow("apart") << QByteArray("WW..") << QByteArray("..NN");
        QTest::newRow("empty") << QByteArray() << QByteArray("N");
        QTest::newRow("both empty") << QByteArray() << QByteArray();
    }
    void noOverlapIsAnError()
    {
        QFETCH(QByteArray, truth);
        QFETCH(QByteArray, other);
        const auto a = compareScorings(hypnogramOf(truth.toStdString()), hypnogramOf(other.toStdString()));
        QVERIFY(!a);
        QCOMPARE(a.error().code, somno::ErrorCode::NoOverlap);
        QVERIFY(!a.error().message.isEmpty() && !a.error().detail.isEmpty());
    }

    void poolingAddsConfusions()
    {
        const auto a = compareScorings(hypnogramOf("WWNN."), hypnogramOf("WWNWW"));
        const auto b = compareScorings(hypnogramOf("MMRR"), hypnogramOf("MMRW"), true);
        QVERIFY(a && b);
        const Agreement pooled = a->pooledWith(*b);
        QCOMPARE(pooled.compared, 8);
        QCOMPARE(pooled.excluded, 1);
        QCOMPARE(pooled.accuracy, 6.0 / 8);
        QCOMPARE(pooled.classes.size(), size_t(4));
        QCOMPARE(pooled.confusion[3][3], 2);
        QCOMPARE(pooled.confusion[2][0], 1);
    }

    void json()
    {
        const auto a = compareScorings(hypnogramOf("WWN."), hypnogramOf("WNNN"));
        QVERIFY(a);
        const QJsonObject object = a->toJson();
        QCOMPARE(object.value("accuracy").toDouble(), 2.0 / 3);
        QCOMPARE(object.value("n_compared").toInt(), 3);
        QCOMPARE(object.value("n_excluded").toInt(), 1);
        QCOMPARE(object.value("classes").toArray(), (QJsonArray{"Wake", "NREM", "REM"}));
        QCOMPARE(object.value("confusion").toArray().at(0).toArray(), (QJsonArray{1, 1, 0}));
        const QJsonObject rem = object.value("per_class").toObject().value("REM").toObject();
        QVERIFY(rem.value("f1").isNull()); // JSON knows no NaN
        QCOMPARE(rem.value("support").toInt(), 0);
        for (const char *key : {"macro_f1", "kappa"})
            QVERIFY2(object.value(QLatin1String(key)).isDouble(), key);
    }
};

QTEST_APPLESS_MAIN(TestAgreement)
#include "tst_agreement.moc"
