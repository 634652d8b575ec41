// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <csignal>
#include <unistd.h>

#include "core/matlab/apart.h"

using namespace somno::matlab;

class TestApart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatTheChildWritesIsRead()
    {
        const SharedBytes shared(1 << 20);
        QVERIFY(runApart(0, [&] {
            shared.bytes().front() = 7;
            shared.bytes().back() = 9;
            return true;
        }));
        QCOMPARE(int(shared.bytes().front()), 7);
        QCOMPARE(int(shared.bytes().back()), 9);
    }

    void nothingThatTheChildDoesEndsThisProcess()
    {
        QVERIFY(!runApart(0, [] { return false; }));
        QVERIFY(!runApart(0, [] { return std::raise(SIGKILL) == 0; }));
        QVERIFY(!runApart(0, []() -> bool { throw std::bad_alloc(); }));
        QVERIFY(!runApart(0, [] {
            while (getppid() != 0) {}
            return true;
        }));
    }
};

QTEST_GUILESS_MAIN(TestApart)
#include "tst_apart.moc"
