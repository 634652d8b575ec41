// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/labels/labelcontext.h"

using namespace somno;
using scoring::Stage;

class TestLabelContext : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    /// Without a map: what the usual spellings say.
    void understandsTheUsualWords()
    {
        const io::LabelContext context;
        for (const char *word :
             {"W", "wake", "Sleep stage W", " nrem ", "SWS", "R", "sleep stage r", "MA", "microarousal", "N1", "n2",
              "N3", "?", "Sleep stage ?", "unscored", "", "dream", "2", "Sleep stage 4"})
            QCOMPARE(context.stageOf(QLatin1String(word)), scoring::StageSet::fromText(QLatin1String(word)));
    }

    void theMapGoesBeforeAll()
    {
        io::LabelContext context;
        context.stageMap = {{QStringLiteral("2"), Stage::Rem},
                            {QStringLiteral("w"), Stage::Unscored},
                            {QStringLiteral("artefact"), Stage::Unscored}};
        QCOMPARE(context.stageOf(QStringLiteral("2")), std::optional(Stage::Rem));
        QCOMPARE(context.stageOf(QStringLiteral(" Artefact ")), std::optional(Stage::Unscored));
        QCOMPARE(context.stageOf(QStringLiteral("W")), std::optional(Stage::Unscored));
        QCOMPARE(context.stageOf(QStringLiteral("Wake")), std::optional(Stage::Wake)); // what it does not name
        QCOMPARE(context.stageOf(QStringLiteral("3")), std::nullopt);
    }

    void theSetsOwnNamesGoBeforeTheUsual()
    {
        io::LabelContext context;
        context.stages = scoring::StageSet::rechtschaffenKales();
        QCOMPARE(context.stageOf(QStringLiteral("S2")), std::optional(Stage::N2));
        QCOMPARE(context.stageOf(QStringLiteral("MT")), std::optional(Stage::MovementTime));
        context.stages = *scoring::StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                                  {{Stage(17), QStringLiteral("Torpor"), QStringLiteral("R"), {}, {}}});
        QCOMPARE(context.stageOf(QStringLiteral("r")), std::optional(Stage(17)));
        QCOMPARE(context.stageOf(QStringLiteral("torpor")), std::optional(Stage(17)));
        QCOMPARE(context.stageOf(QStringLiteral("sleep stage torpor")), std::optional(Stage(17))); // made of the name
        QCOMPARE(context.stageOf(QString()), std::nullopt); // though it has no text of its own
    }
};

QTEST_APPLESS_MAIN(TestLabelContext)
#include "tst_labelcontext.moc"
