// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTest>

#include "core/document/editreason.h"

using somno::scoring::EditReason;
using Kind = EditReason::Kind;

class TestEditReason : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void words_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("epochs");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("stored"); // never changes: projects hold it
        QTest::newRow("one") << int(Kind::Score) << 1 << "NREM"
                             << "Score 1 epoch as NREM"
                             << "score";
        QTest::newRow("score") << int(Kind::Score) << 1200 << "S4"
                               << "Score 1,200 epochs as S4"
                               << "score";
        QTest::newRow("clear one") << int(Kind::Clear) << 1 << ""
                                   << "Clear 1 epoch"
                                   << "clear";
        QTest::newRow("clear") << int(Kind::Clear) << 2 << ""
                               << "Clear 2 epochs"
                               << "clear";
        QTest::newRow("confirm one") << int(Kind::Confirm) << 1 << ""
                                     << "Confirm 1 epoch"
                                     << "confirm";
        QTest::newRow("confirm") << int(Kind::Confirm) << 7 << ""
                                 << "Confirm 7 epochs"
                                 << "confirm";
        QTest::newRow("model one") << int(Kind::AutoScore) << 1 << "mine 2"
                                   << "Auto-score 1 epoch"
                                   << "auto-score";
        QTest::newRow("model") << int(Kind::AutoScore) << 86400 << "mine 2"
                               << "Auto-score 86,400 epochs"
                               << "auto-score";
        QTest::newRow("import, not counted") << int(Kind::Import) << 0 << "Mäuse.csv"
                                             << "import of Mäuse.csv"
                                             << "import";
        QTest::newRow("import one") << int(Kind::Import) << 1 << "Mäuse.csv"
                                    << "import of Mäuse.csv (1 epoch)"
                                    << "import";
        QTest::newRow("import") << int(Kind::Import) << 1200 << "Mäuse.csv"
                                << "import of Mäuse.csv (1,200 epochs)"
                                << "import";
        QTest::newRow("before") << int(Kind::Words) << 0 << "Score 3 epochs as REM"
                                << "Score 3 epochs as REM"
                                << "words";
    }
    void words()
    {
        QFETCH(int, kind);
        QFETCH(int, epochs);
        QFETCH(QString, name);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        const EditReason reason{Kind(kind), epochs, name};
        QTEST(reason.text(), "text");
        QTEST(reason.toJson()[QLatin1String("kind")].toString(), "stored");
        const QByteArray bytes = QJsonDocument(reason.toJson()).toJson();
        QCOMPARE(EditReason::fromJson(QJsonDocument::fromJson(bytes).object()), reason);
    }

    void whatIsNoReasonHasNoWords()
    {
        QCOMPARE(EditReason::fromJson({}), EditReason());
        QCOMPARE(EditReason::fromJson({{"kind", "merge"}, {"epochs", 3}}), EditReason());
        QVERIFY(EditReason().text().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestEditReason)
#include "tst_editreason.moc"
