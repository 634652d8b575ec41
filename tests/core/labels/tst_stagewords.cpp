// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/labels/stagewords.h"

using namespace somno;
using scoring::Stage;

class TestStageWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    /// Without a map: what the usual spellings say.
    void understandsTheUsualWords()
    {
        const io::LabelContext context;
        for (const char *word :
             {"W", "wake", "Sleep stage W", " nrem ", "SWS", "R", "sleep stage r", "MA", "microarousal", "N1", "n2",
              "N3", "?", "Sleep stage ?", "unscored", "dream", "2", "Sleep stage 4"})
            QCOMPARE(io::stageOfWord(QLatin1String(word), context), scoring::StageSet::fromText(QLatin1String(word)));
    }

    /// What laboratories and recorders of many languages write; the same word whatever its case, accents and hyphens.
    void understandsWhatPeopleWrite()
    {
        const io::LabelContext context;
        const std::vector<std::pair<Stage, std::vector<const char *>>> all
            = {{Stage::Wake, {"awake", "Wakefulness", "Éveil", "eveil", "Wach", "Sleep stage 0", "SLEEP-S0", "覚醒"}},
               {Stage::Nrem, {"NonREM", "non-REM", "Non REM", "NR", "slow-wave sleep", "Sommeil lent", "ノンレム"}},
               {Stage::Rem, {"PS", "P", "Paradoxical sleep", "sommeil paradoxal", "REM sleep", "SLEEP-REM", "Stage R"}},
               {Stage::N1, {"S1", "NREM 1", "Stage 1", "Stage_1", "Stadium 1", "SLEEP-S1", "sleep stage n1"}},
               {Stage::N2, {"S2", "NREM-2", "NREM stage 2", "Non-REM Stage 2", "Schlafstadium 2", "stade 2"}},
               {Stage::N3, {"S3", "NREM3", "Stage N3", "Sleep stage 3/4"}},
               {Stage::S4, {"S4", "Stage 4"}},
               {Stage::MovementTime, {"MT", "Movement Time"}},
               {Stage::Unscored, {"undefined", "artefact", "Artifact", "NaN", "A", "n/a", "-", "Not scored"}}};
        for (const auto &[stage, words] : all)
            for (const char *word : words)
                QVERIFY2(io::stageOfWord(QString::fromUtf8(word), context) == std::optional(stage), word);
        // However a file composes its accents and syllables.
        for (const QString &word : {QStringLiteral("Éveil"), QStringLiteral("각성"), QStringLiteral("bdění")})
            for (const auto form : {QString::NormalizationForm_C, QString::NormalizationForm_D})
                QCOMPARE(io::stageOfWord(word.normalized(form), context), std::optional(Stage::Wake));
        for (const char *word :
             {"Lights off", "grooming", "1", "stage", "sleep", "Sleep stage 9", "REMARK", "wakeup", "Sleep 2",
              "Tiefschlaf", "sonnolento", "respiratory paradox", "Awake; lights on", "R - leg", "A1|x"})
            QVERIFY2(!io::stageOfWord(QString::fromUtf8(word), context), word);
    }

    void knowsWhatLooksLikeAStage()
    {
        for (const char *word : {"Sleep stage X", "Stage 9", "nrem-quiet", "Wake?", "REM?"})
            QVERIFY2(io::looksLikeStage(QLatin1String(word)), word);
        for (const char *word : {"Lights off", "Recording ends", "grooming", "spindle"})
            QVERIFY2(!io::looksLikeStage(QLatin1String(word)), word);
    }

    void theMapGoesBeforeAll()
    {
        io::LabelContext context;
        context.stageMap = {{QStringLiteral("2"), Stage::Rem},
                            {QStringLiteral("w"), Stage::Unscored},
                            {QStringLiteral("artefact"), Stage::Unscored}};
        QCOMPARE(io::stageOfWord(QStringLiteral("2"), context), std::optional(Stage::Rem));
        QCOMPARE(io::stageOfWord(QStringLiteral(" Artefact "), context), std::optional(Stage::Unscored));
        QCOMPARE(io::stageOfWord(QStringLiteral("W"), context), std::optional(Stage::Unscored));
        QCOMPARE(io::stageOfWord(QStringLiteral("Wake"), context), std::optional(Stage::Wake)); // what it does not name
        QCOMPARE(io::stageOfWord(QStringLiteral("3"), context), std::nullopt);
    }

    void theSetsOwnNamesGoBeforeTheUsual()
    {
        io::LabelContext context;
        context.stages = scoring::StageSet::rechtschaffenKales();
        QCOMPARE(io::stageOfWord(QStringLiteral("S2"), context), std::optional(Stage::N2));
        QCOMPARE(io::stageOfWord(QStringLiteral("MT"), context), std::optional(Stage::MovementTime));
        context.stages = *scoring::StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                                  {{Stage(17), QStringLiteral("Torpor"), QStringLiteral("R"), {}, {}}});
        QCOMPARE(io::stageOfWord(QStringLiteral("r"), context), std::optional(Stage(17)));
        QCOMPARE(io::stageOfWord(QStringLiteral("torpor"), context), std::optional(Stage(17)));
        QCOMPARE(io::stageOfWord(QStringLiteral("sleep stage torpor"), context),
                 std::optional(Stage(17))); // made of the name
        QCOMPARE(io::stageOfWord(QString(), context),
                 std::optional(Stage::Unscored)); // though it has no text of its own
    }
};

QTEST_APPLESS_MAIN(TestStageWords)
#include "tst_stagewords.moc"
