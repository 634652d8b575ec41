// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSemaphore>
#include <QtTest>
#include <memory>

#include "ui/lanes/backgroundtask.h"

using somno::plot::BackgroundTask;

class tst_BackgroundTask : public QObject {
    Q_OBJECT

    struct Owner : QObject {
        BackgroundTask task;
        QStringList seen;

        void compute(const QString &result, std::shared_ptr<QSemaphore> gate)
        {
            task.start(
                this,
                [result, gate = std::move(gate)](const std::stop_token &) {
                    gate->acquire();
                    return result;
                },
                [this](const QString &text) { seen.append(text); }, [this] { seen.append(QStringLiteral("starved")); });
        }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void theResultComesToTheOwnersThread()
    {
        Owner owner;
        owner.compute(QStringLiteral("a"), std::make_shared<QSemaphore>(1));
        QVERIFY(owner.seen.isEmpty());
        QTRY_COMPARE(owner.seen, QStringList{QStringLiteral("a")});
    }

    void theNextOneReplacesTheLast()
    {
        Owner owner;
        const auto gate = std::make_shared<QSemaphore>(0);
        owner.compute(QStringLiteral("a"), gate);
        owner.compute(QStringLiteral("b"), gate);
        gate->release(2);
        QTRY_COMPARE(owner.seen, QStringList{QStringLiteral("b")});
        QTest::qWait(20);
        QCOMPARE(owner.seen.size(), 1);
    }

    void whatIsStoppedBringsNothing()
    {
        Owner owner;
        const auto gate = std::make_shared<QSemaphore>(0);
        owner.compute(QStringLiteral("a"), gate);
        owner.task.stop();
        gate->release();
        QThreadPool::globalInstance()->waitForDone();
        QTest::qWait(20);
        QVERIFY(owner.seen.isEmpty());
    }

    void theEndOfTheOwnerStopsTheWork()
    {
        const auto stopped = std::make_shared<QSemaphore>(0);
        auto owner = std::make_unique<Owner>();
        owner->task.start(
            owner.get(),
            [stopped](const std::stop_token &stop) {
                while (!stop.stop_requested())
                    QThread::msleep(1);
                stopped->release();
                return 1;
            },
            [](int) { QFAIL("nobody is there to be told"); }, [] {});
        owner.reset();
        QVERIFY(stopped->tryAcquire(1, 5000));
        QTest::qWait(20);
    }

    void tooLittleMemoryIsTold()
    {
        Owner owner;
        owner.task.start(
            &owner, [](const std::stop_token &) -> int { throw std::bad_alloc(); }, [](int) {},
            [&owner] { owner.seen.append(QStringLiteral("starved")); });
        QTRY_COMPARE(owner.seen, QStringList{QStringLiteral("starved")});
    }
};

QTEST_GUILESS_MAIN(tst_BackgroundTask)
#include "tst_backgroundtask.moc"
