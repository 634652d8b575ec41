// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/splitplan.h"

#include <QTest>

using namespace somno;
using namespace somno::learning;

class TestSplitPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void guardsAreTakenFromTraining()
    {
        const QString path = QStringLiteral("r");
        const Ranges usable = {{0, 1000}};
        const SplitPlan plan{false,
                             {},
                             {{path, {0, 300}, Split::Train},
                              {path, {300, 500}, Split::Test},
                              {path, {500, 700}, Split::Validation},
                              {path, {700, 1000}, Split::Train}}};
        const auto parts = splitRanges(plan, path, {}, usable);
        QCOMPARE(parts[2], (Ranges{{300, 500}}));
        QCOMPARE(parts[1], (Ranges{{564, 700}}));
        QCOMPARE(parts[0], (Ranges{{0, 236}, {764, 1000}}));
        const auto other = splitRanges(plan, QStringLiteral("another"), {}, usable);
        QVERIFY(other[0].empty() && other[1].empty() && other[2].empty());
    }

    void guardsSpareUnlabelledTime()
    {
        const QString path = QStringLiteral("r");
        const SplitPlan plan{false, {}, {{path, {0, 500}, Split::Train}, {path, {500, 700}, Split::Test}}};
        const auto parts = splitRanges(plan, path, {}, {{0, 450}, {550, 700}});
        QCOMPARE(parts[0], (Ranges{{0, 450}})); // 100 s away from the first labelled test epoch
    }
};

QTEST_APPLESS_MAIN(TestSplitPlan)
#include "tst_splitplan.moc"
