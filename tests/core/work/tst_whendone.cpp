// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QtConcurrentRun>
#include <memory>
#include <new>
#include <optional>

#include "core/work/whendone.h"

using namespace somno;
using namespace somno::ui;

class TestWhenDone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void handsOverResults()
    {
        std::optional<Result<QString>> got;
        whenDone(this, QtConcurrent::run([]() -> Result<QString> { return QStringLiteral("read"); }),
                 [&](Result<QString> result) { got = std::move(result); });
        QTRY_VERIFY(got);
        QVERIFY(*got);
        QCOMPARE(**got, QStringLiteral("read"));
    }

    void memoryThatIsMissingIsAnError()
    {
        std::optional<Result<>> got;
        whenDone(this, QtConcurrent::run([]() -> Result<> { throw std::bad_alloc(); }),
                 [&](const Result<> &result) { got = result; });
        QTRY_VERIFY(got);
        QVERIFY(!*got);
        QCOMPARE(got->error().code, ErrorCode::ComputeFailed);
        QVERIFY(!got->error().message.isEmpty() && !got->error().detail.isEmpty());
    }

    void nothingIsHandedOverWithoutAReceiver()
    {
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        const auto future = QtConcurrent::run([]() -> Result<int> { return 1; });
        whenDone(receiver.get(), future, [&](const Result<int> &) { called = true; });
        receiver.reset();
        QTest::qWait(50);
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestWhenDone)
#include "tst_whendone.moc"
