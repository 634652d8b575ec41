// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/finitevalues.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace somno::sdreamer;

static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

class TestFiniteValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesLeaveHolesOut()
    {
        QVERIFY(std::isnan(quantileOf({kNaN}, 0.5)));
        QCOMPARE(quantileOf({3, kNaN, 1, 2}, 0.5), 2.f);
        QCOMPARE(quantileOf({3, kNaN, 1, 2}, 0), 1.f);
        QCOMPARE(quantileOf({3, kNaN, 1, 2}, 1), 3.f);
    }

    void varianceLeavesHolesOut()
    {
        QCOMPARE(varianceOf({}), 0.0);
        QCOMPARE(varianceOf({kNaN}), 0.0);
        QCOMPARE(varianceOf({1, kNaN, 3}), 1.0);
        QCOMPARE(varianceOf({1e4f, 1e4f, 1e4f}), 0.0); // rounding makes none below zero
    }

    void smoothingLeavesHolesOut()
    {
        const auto out = smoothed({1, 3, kNaN, 5, kNaN, kNaN, kNaN}, 1);
        const std::vector<float> expected{2, 2, 4, 5, 5};
        for (size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(out[i], expected[i]);
        QVERIFY(std::isnan(out[5]) && std::isnan(out[6]));
    }
};

QTEST_APPLESS_MAIN(TestFiniteValues)
#include "tst_finitevalues.moc"
