// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonObject>
#include <QTest>

#include "core/scoring/learnedrecording.h"

using namespace somno::scoring;

class TestLearnedRecording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void knowledgeAddsUp()
    {
        std::vector<LearnedRecording> all;
        addLearned(all, {QStringLiteral("a"), QStringLiteral("m1"), {{0, 100}, {200, 300}}});
        addLearned(all, {QStringLiteral("b"), QStringLiteral("m2"), {{5, 6}}});
        addLearned(all, {QStringLiteral("a"), QStringLiteral("m1"), {{90, 200}, {400, 500}}});
        QCOMPARE(all.size(), size_t(2));
        QCOMPARE(all[0].ranges, (Ranges{{0, 300}, {400, 500}}));
        QCOMPARE(all[1].ranges, (Ranges{{5, 6}}));
    }

    void aWholeRecordingStaysWhole()
    {
        for (const bool wholeFirst : {true, false}) {
            std::vector<LearnedRecording> all;
            addLearned(all, {QStringLiteral("a"), {}, wholeFirst ? Ranges() : Ranges{{0, 10}}});
            addLearned(all, {QStringLiteral("a"), {}, wholeFirst ? Ranges{{0, 10}} : Ranges()});
            QCOMPARE(all.size(), size_t(1));
            QVERIFY(all.front().ranges.empty());
        }
    }

    void jsonGivesTheSame()
    {
        const std::vector<LearnedRecording> learned
            = {{QStringLiteral("a"), QStringLiteral("m1"), {{0, 100}, {200, 300}}},
               {QStringLiteral("b"), QStringLiteral("m2"), {}}};
        const QJsonArray json = learnedToJson(learned);
        QCOMPARE(json.at(0).toObject().value("epochs").toArray().at(1).toArray(),
                 (QJsonArray{200, 299})); // both ends counted
        QCOMPARE(learnedFromJson(json), learned);
        QVERIFY(learnedFromJson({}).empty());
    }

    void whatCannotBeReadIsTakenForLearned()
    {
        // Of ranges that make no sense the whole recording is meant: rather too little to judge by than something
        // learned.
        const auto learned
            = learnedFromJson({QJsonObject{{"recording", "a"}, {"epochs", QJsonArray{QJsonArray{"x", -7}}}},
                               QJsonObject{{"subject", "m"}}, 3});
        QCOMPARE(learned.size(), size_t(1));
        QVERIFY(learned.front().ranges.empty());
    }
};

QTEST_APPLESS_MAIN(TestLearnedRecording)
#include "tst_learnedrecording.moc"
