// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>

#include "tests/support/engine.h"

using namespace somno::test;

class TestFormatsVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsWhatCanBeReadAndWritten()
    {
        const EngineRun text = runEngine({"formats"});
        QCOMPARE(text.status, 0);
        for (const char *word : {"recordings", "edf", "bdf", "labels", "csv", "rw"})
            QVERIFY2(text.out.contains(word), word);
        const QJsonObject json = runEngine({"formats", "--json"}).json();
        const QJsonArray labels = json["labels"].toArray();
        const auto csv = std::ranges::find_if(
            labels, [](const QJsonValue &format) { return format["id"].toString() == QLatin1String("csv"); });
        QVERIFY(csv != labels.end());
        const QJsonObject format = csv->toObject();
        QVERIFY(format["reads"].toBool() && format["writes"].toBool());
        QVERIFY(format["endings"].toArray().contains(QLatin1String("csv")));
    }
};

QTEST_GUILESS_MAIN(TestFormatsVerb)
#include "tst_formatsverb.moc"
