// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>

#include "core/engine/network/compute.h"

using namespace somno;
using namespace somno::sdreamer;

class TestCompute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void runsTheWorkInEveryThread();
    void warnsOfASlowBlasOnly();
    void warnsThroughProgress();
    void choosesTheDevice();
};

void TestCompute::runsTheWorkInEveryThread()
{
    QVERIFY(availableThreads() >= 1);
    std::atomic<int> runs = 0;
    runInThreads(3, [&] { ++runs; });
    QCOMPARE(runs.load(), 3);
    runInThreads(0, [&] { ++runs; });
    QCOMPARE(runs.load(), 3);
}

void TestCompute::warnsOfASlowBlasOnly()
{
    QVERIFY(slowBlasWarning(4.9).contains(QStringLiteral("libopenblas0-pthread")));
    QVERIFY(slowBlasWarning(60).isEmpty());
}

void TestCompute::warnsThroughProgress()
{
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &message) { warnings << message; };
    prepareCompute(progress, 1);
    const double gflops = gemmGflops();
    QVERIFY(gflops > 0.01 && gflops < 1e6);
    // Whichever BLAS this machine has, at most one sentence about it.
    QVERIFY(warnings.size() <= 1);
}

void TestCompute::choosesTheDevice()
{
    QCOMPARE(chooseDevice(QStringLiteral("cpu")).value(), QStringLiteral("cpu"));
    const auto automatic = chooseDevice(QStringLiteral("auto"));
    QVERIFY(automatic);
    const auto cuda = chooseDevice(QStringLiteral("cuda"));
    if (*automatic == QStringLiteral("cuda"))
        QVERIFY(cuda);
    else
        QVERIFY(!cuda && cuda.error().code == ErrorCode::ComputeFailed
                && cuda.error().detail.contains(QStringLiteral("--device cpu")));
    const auto unknown = chooseDevice(QStringLiteral("gpu"));
    QVERIFY(!unknown && unknown.error().code == ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(TestCompute)
#include "tst_compute.moc"
