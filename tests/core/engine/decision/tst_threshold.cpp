// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/threshold.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

using namespace somno::sdreamer;

static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

class TestThreshold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void otsuFindsTheValley()
    {
        std::mt19937 random(1);
        std::normal_distribution<float> low(0, 1), high(10, 1);
        std::vector<float> values;
        for (int i = 0; i < 3000; ++i)
            values.push_back(i % 3 ? low(random) : high(random));
        values.push_back(kNaN);
        values.push_back(1e6f); // one artefact must not stretch the scale
        const Threshold threshold = otsuThreshold(values);
        QVERIFY2(threshold.at > 3 && threshold.at < 7.5, qPrintable(QString::number(threshold.at)));
        QVERIFY(std::abs(threshold.gap - 10) < 0.5);
        QVERIFY(threshold.distance(10) > 2 && threshold.distance(0) < -2);
        QCOMPARE(threshold.distance(kNaN), 0.0);
    }

    void thresholdsOfNothing()
    {
        QCOMPARE(otsuThreshold({}).distance(3), 0.0);
        QCOMPARE(otsuThreshold({kNaN, kNaN}).gap, 0.0);
        QCOMPARE(otsuThreshold(std::vector<float>(50, 2.f)).distance(3), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestThreshold)
#include "tst_threshold.moc"
