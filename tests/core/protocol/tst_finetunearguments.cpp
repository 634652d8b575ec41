// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/protocol/finetunearguments.h"

using namespace somno::jobs;

class TestFinetuneArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void whatIsNotSaidIsLeftToTheEngine()
    {
        FinetuneSettings settings;
        settings.manifest = QStringLiteral("/d/m.json");
        settings.output = QStringLiteral("/d/mine 2");
        QCOMPARE(finetuneArguments(settings), (QStringList{"finetune", "--manifest", "/d/m.json", "-o", "/d/mine 2",
                                                           "--mode", "auto", "--seed", "1", "--device", "auto"}));
    }

    void everything()
    {
        FinetuneSettings settings;
        settings.manifest = QStringLiteral("m");
        settings.baseModel = QStringLiteral("starter");
        settings.output = QStringLiteral("o");
        settings.runFolder = QStringLiteral("r");
        settings.name = QStringLiteral("mine");
        settings.version = QStringLiteral("2");
        settings.config = QStringLiteral("c");
        settings.mode = FinetuneMode::Heads;
        settings.steps = 300;
        settings.seed = 18446744073709551615u;
        settings.threads = 3;
        settings.memoryMb = 900;
        settings.device = QStringLiteral("cpu");
        settings.replay = QStringLiteral("simulated");
        settings.original = QStringLiteral("none");
        const QStringList all = {"finetune",
                                 "--manifest",
                                 "m",
                                 "-o",
                                 "o",
                                 "--model",
                                 "starter",
                                 "--config",
                                 "c",
                                 "--mode",
                                 "heads",
                                 "--steps",
                                 "300",
                                 "--seed",
                                 "18446744073709551615",
                                 "--threads",
                                 "3",
                                 "--memory",
                                 "900",
                                 "--device",
                                 "cpu",
                                 "--run",
                                 "r",
                                 "--name",
                                 "mine",
                                 "--model-version",
                                 "2",
                                 "--replay",
                                 "simulated",
                                 "--original",
                                 "none"};
        QCOMPARE(finetuneArguments(settings), all);
        QCOMPARE(finetuneArguments(settings, true), all + QStringList{"--finish"});
        settings.mode = FinetuneMode::All;
        QVERIFY(finetuneArguments(settings).contains(QStringLiteral("all")));
    }
};

QTEST_APPLESS_MAIN(TestFinetuneArguments)
#include "tst_finetunearguments.moc"
