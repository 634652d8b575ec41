// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fakerunner.h"
#include "tests/support/warnings.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/enginerunner.h"

using namespace somno;
using namespace somno::test;

namespace {

/// The runner with what it shows, without an engine.
struct Desk {
    bool start()
    {
        return engine.start({QStringLiteral("score"), QStringLiteral("/d/m1.edf")}, QStringLiteral("Scoring"),
                            [this] { ++done; });
    }

    std::shared_ptr<FakeRunner> runner = std::make_shared<FakeRunner>();
    ui::StatusLine statusLine;
    ui::MessageBar messages;
    ui::EngineRunner engine{runner, &statusLine, &messages};
    QSignalSpy running{&engine, &ui::EngineRunner::runningChanged};
    int done = 0;
};

} // namespace

class TestEngineRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void runsAndIsDone()
    {
        Desk desk;
        QVERIFY(desk.start());
        QVERIFY(desk.engine.isRunning());
        QCOMPARE(desk.runner->last()->spec.arguments,
                 (QStringList{QStringLiteral("score"), QStringLiteral("/d/m1.edf")}));
        desk.runner->last()->hear(jobs::WarningEvent{QStringLiteral("The EMG is weak.")});
        desk.runner->last()->hear(jobs::MetricEvent{{{QStringLiteral("model"), QStringLiteral("starter 1")}}});
        desk.runner->last()->endFinished();
        QCOMPARE(desk.done, 1);
        QVERIFY(!desk.engine.isRunning());
        QCOMPARE(desk.engine.warnings(), QStringList{QStringLiteral("The EMG is weak.")});
        QCOMPARE(desk.engine.metric().value(QLatin1String("model")).toString(), QStringLiteral("starter 1"));
        QCOMPARE(desk.running.size(), 2);
        QVERIFY(desk.start());
        QVERIFY(desk.engine.warnings().isEmpty() && desk.engine.metric().isEmpty()); // of the last run only
    }

    void oneAtATime()
    {
        Desk desk;
        QVERIFY(desk.start());
        QVERIFY(!desk.start());
        QCOMPARE(desk.runner->started(), size_t(1));
    }

    void anotherMayBeginWhenOneIsDone()
    {
        Desk desk;
        QVERIFY(desk.engine.start({QStringLiteral("score")}, {}, [&] { QVERIFY(desk.start()); }));
        desk.runner->last()->endFinished();
        QCOMPARE(desk.runner->started(), size_t(2));
        QVERIFY(desk.engine.isRunning());
    }

    void cancel()
    {
        Desk desk;
        desk.engine.cancel(); // nothing runs
        QVERIFY(desk.start());
        desk.engine.cancel();
        QTRY_VERIFY(!desk.engine.isRunning());
        QCOMPARE(desk.done, 0);
        QVERIFY(desk.messages.message().isEmpty());
    }

    void aFailureIsShown()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.runner->last()->endFailed({ErrorCode::ChannelMissing, QStringLiteral("No EMG."), {}});
        QCOMPARE(desk.messages.message(), QStringLiteral("No EMG."));
        QCOMPARE(desk.done, 0);
        QVERIFY(!desk.engine.isRunning());
    }
};

QTEST_MAIN(TestEngineRunner)
#include "tst_enginerunner.moc"
