// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTest>

#include "core/scoring/stageset.h"

using somno::scoring::Stage;
using somno::scoring::StageDefinition;
using somno::scoring::StageSet;

class TestStageSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void mouseStagesFromTopToBottom()
    {
        const auto stages = StageSet::mouseWithMicroarousal().stages();
        QCOMPARE(stages.size(), size_t(4));
        QCOMPARE(stages[0].stage, Stage::Wake);
        QCOMPARE(stages[1].stage, Stage::Microarousal);
        QCOMPARE(stages[2].stage, Stage::Rem);
        QCOMPARE(stages[3].stage, Stage::Nrem);
    }

    void everySpellingOfItsOwnIsRead()
    {
        const StageSet &set = StageSet::mouseWithMicroarousal();
        for (const auto &definition : set.stages()) {
            for (const QString &text : {definition.name, definition.shortName, definition.edfText}) {
                const auto stage = StageSet::fromText(text);
                QVERIFY2(stage.has_value(), qPrintable(text));
                QCOMPARE(*stage, definition.stage);
            }
            QCOMPARE(set.name(definition.stage), definition.name);
        }
    }

    void unscoredIsNoStage()
    {
        QVERIFY(StageSet::mouse().name(Stage::Unscored).isEmpty());
        QVERIFY(!StageSet::mouse().find(Stage::Unscored));
        QVERIFY(!StageSet::mouse().find(Stage::N2));
    }

    /// What a set lacks it does not know: the stages of two kinds of scoring never mix.
    void builtInSets()
    {
        QCOMPARE(StageSet::builtIn().size(), size_t(4));
        QVERIFY(!StageSet::mouse().contains(Stage::Microarousal));
        QVERIFY(StageSet::mouse().contains(Stage::Unscored));
        QVERIFY(!StageSet::aasm().contains(Stage::Nrem));
        QCOMPARE(StageSet::aasm().name(Stage::N1), QStringLiteral("N1"));
        QCOMPARE(StageSet::rechtschaffenKales().name(Stage::N1), QStringLiteral("S1"));
        QCOMPARE(StageSet::rechtschaffenKales().name(Stage::S4), QStringLiteral("S4"));
        QCOMPARE(StageSet().id(), StageSet::mouseWithMicroarousal().id());
        for (const StageSet &set : StageSet::builtIn()) {
            const auto same = StageSet::make(set.id(), set.name(), {set.stages().begin(), set.stages().end()});
            QVERIFY2(same, qPrintable(set.id())); // no stage, name or key twice
            QVERIFY(*same == set);
        }
    }

    void ownSetComesBackFromJson()
    {
        const auto own = StageSet::make(QStringLiteral("own-1"), QStringLiteral("Rats"),
                                        {{Stage::Wake, QStringLiteral("Wach"), QStringLiteral("W"),
                                          QStringLiteral("Sleep stage W"), QStringLiteral("1w"), 0xff8800},
                                         {Stage(16), QStringLiteral("Cataplexy"), QStringLiteral("C"),
                                          QStringLiteral("Cataplexy"), QStringLiteral("7"), 0}});
        QVERIFY(own);
        const QByteArray text = QJsonDocument(own->toJson()).toJson();
        const auto read = StageSet::fromJson(QJsonDocument::fromJson(text).object());
        QVERIFY(read);
        QVERIFY(*read == *own);
        QCOMPARE(read->find(Stage(16))->keys, QStringLiteral("7"));
        QCOMPARE(read->find(Stage::Wake)->rgb, 0xff8800u);
        const auto known = StageSet::fromJson(StageSet::aasm().toJson());
        QVERIFY(known && *known == StageSet::aasm());
    }

    void senselessSetsAreRefused_data()
    {
        QTest::addColumn<QString>("json");
        QTest::newRow("nothing") << QStringLiteral("{}");
        QTest::newRow("no stages") << QStringLiteral(R"({"id":"x","stages":[]})");
        QTest::newRow("no name") << QStringLiteral(R"({"id":"x","stages":[{"stage":0}]})");
        QTest::newRow("unscored") << QStringLiteral(R"({"id":"x","stages":[{"stage":-1,"name":"Wake"}]})");
        QTest::newRow("beyond all") << QStringLiteral(R"({"id":"x","stages":[{"stage":32,"name":"Wake"}]})");
        QTest::newRow("stage twice") << QStringLiteral(
            R"({"id":"x","stages":[{"stage":0,"name":"Wake"},{"stage":0,"name":"NREM"}]})");
        QTest::newRow("name twice") << QStringLiteral(
            R"({"id":"x","stages":[{"stage":0,"name":"Wake"},{"stage":1,"name":"wake"}]})");
        QTest::newRow("key twice") << QStringLiteral(
            R"({"id":"x","stages":[{"stage":0,"name":"Wake","keys":"1w"},{"stage":1,"name":"NREM","keys":"W"}]})");
        const auto two = [](const char *first, const char *second) {
            return QStringLiteral(R"({"id":"x","stages":[{"stage":16,%1},{"stage":17,%2}]})")
                .arg(QLatin1String(first), QLatin1String(second));
        };
        QTest::newRow("short name twice")
            << two(R"("name":"Quiet","short_name":"q")", R"("name":"Quite","short_name":"Q")");
        QTest::newRow("short name is a name") << two(R"("name":"Quiet","short_name":"q")", R"("name":"Q")");
        QTest::newRow("EDF text twice") << two(R"("name":"A","edf_text":"Event")", R"("name":"B","edf_text":"event")");
        QTest::newRow("EDF text is made of a name")
            << two(R"("name":"Quiet")", R"("name":"B","edf_text":"Sleep stage quiet")");
        for (const char *name : {R"(a,b)", R"(a;b)", R"(a\tb)", R"(a\nb)", R"(\"a\")", R"( a)", R"(a@@b)"})
            QTest::newRow(name)
                << QStringLiteral(R"({"id":"x","stages":[{"stage":16,"name":"%1"}]})").arg(QLatin1String(name));
        QTest::newRow("name of another") << QStringLiteral(R"({"id":"x","stages":[{"stage":0,"name":"REM"}]})");
        QTest::newRow("unscored name") << QStringLiteral(R"({"id":"x","stages":[{"stage":0,"name":"?"}]})");
        QTest::newRow("number of another") << QStringLiteral(R"({"id":"x","stages":[{"stage":17,"name":"Stage 16"}]})");
    }
    void senselessSetsAreRefused()
    {
        QFETCH(QString, json);
        QVERIFY(!StageSet::fromJson(QJsonDocument::fromJson(json.toUtf8()).object()));
    }

    void theSetThatHoldsTheStages()
    {
        const auto holding
            = [](std::vector<Stage> stages) { return StageSet::holding(stages, StageSet::mouseWithMicroarousal()); };
        QVERIFY(holding({Stage::Wake, Stage::Unscored}) == StageSet::mouseWithMicroarousal());
        QVERIFY(holding({Stage::Rem, Stage::N2}) == StageSet::aasm());
        QVERIFY(holding({Stage::N3, Stage::S4}) == StageSet::rechtschaffenKales());
        const StageSet mixed = holding({Stage::Nrem, Stage::N2, Stage(20)});
        QVERIFY(mixed.contains(Stage::Nrem) && mixed.contains(Stage::N2));
        QCOMPARE(mixed.name(Stage(20)), QStringLiteral("Stage 20"));
        QCOMPARE(mixed.stages().size(), size_t(6));
        QVERIFY(mixed.name() != StageSet::mouseWithMicroarousal().name());
    }

    /// Whatever the preferred set calls its own.
    void theSetThatHoldsTheStagesIsSound()
    {
        const StageSet own
            = *StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                              {{Stage(16), QStringLiteral("NREM"), {}, {}, {}},
                               {Stage(17), QStringLiteral("Quiet"), QStringLiteral("REM"), {}, {}},
                               {Stage(18), QStringLiteral("Restless"), {}, QStringLiteral("Sleep stage N2"), {}},
                               {Stage(19), QStringLiteral("Wake"), {}, {}, {}},
                               {Stage(20), QStringLiteral("Wake 2"), {}, {}, {}}});
        const std::vector<Stage> stages{Stage::Nrem, Stage::Rem, Stage::N2, Stage::Wake, Stage(21), Stage::Nrem};
        const StageSet set = StageSet::holding(stages, own);
        QCOMPARE(set.stages().size(), size_t(10));
        QCOMPARE(set.name(Stage::Nrem), QStringLiteral("NREM 2"));
        QCOMPARE(set.name(Stage::Wake), QStringLiteral("Wake 3"));
        QCOMPARE(set.name(Stage(21)), QStringLiteral("Stage 21"));
        const auto read = StageSet::fromJson(set.toJson());
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QVERIFY(*read == set);
    }

    void whatAStageIsCalled()
    {
        const StageSet own = *StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                             {{Stage(16), QStringLiteral("Torpor"), QStringLiteral("T"), {}, {}},
                                              {Stage(17), QStringLiteral("Quiet"), {}, QStringLiteral("Calm"), {}}});
        QCOMPARE(own.find(Stage(16))->annotation(), QStringLiteral("Sleep stage Torpor"));
        QCOMPARE(own.find(Stage(17))->annotation(), QStringLiteral("Calm"));
        for (const char *text : {"torpor", "t", "SLEEP stage Torpor"})
            QCOMPARE(own.called(QLatin1String(text)), std::optional(Stage(16)));
        QCOMPARE(own.called(QStringLiteral("calm")), std::optional(Stage(17)));
        QCOMPARE(own.called(QStringLiteral("Sleep stage Quiet")), std::nullopt);
        QCOMPARE(own.called(QString()), std::nullopt);
    }

    void spellings_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("stage"); // 99: not a stage
        QTest::newRow("sws") << " SWS " << int(Stage::Nrem);
        QTest::newRow("edf") << "sleep STAGE r" << int(Stage::Rem);
        QTest::newRow("human") << "Sleep stage N3" << int(Stage::N3);
        QTest::newRow("question") << "Sleep stage ?" << int(Stage::Unscored);
        QTest::newRow("unscored") << "Unscored" << int(Stage::Unscored);
        QTest::newRow("empty") << "" << 99;
        QTest::newRow("event") << "lights off" << 99;
        QTest::newRow("digit") << "0" << 99;
        QTest::newRow("own") << somno::scoring::stageName(Stage(16)) << 16;
        QTest::newRow("own, EDF") << "Sleep stage stage 31" << 31;
        QTest::newRow("below all own") << "Stage 15" << 99;
        QTest::newRow("beyond all own") << "Stage 32" << 99;
    }
    void spellings()
    {
        QFETCH(QString, text);
        QFETCH(int, stage);
        const auto read = StageSet::fromText(text);
        QCOMPARE(read ? int(*read) : 99, stage);
    }
};

QTEST_APPLESS_MAIN(TestStageSet)
#include "tst_stageset.moc"
