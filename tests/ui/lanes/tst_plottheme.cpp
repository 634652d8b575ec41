// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>
#include <cmath>

#include "core/scoring/stageset.h"
#include "ui/lanes/plottheme.h"

using namespace somno;
using plot::PlotTheme;
using plot::StageColours;
using scoring::Stage;

namespace {

using Rgb = std::array<double, 3>;

double linear(double encoded)
{
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

Rgb linear(const QColor &colour)
{
    return {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
}

double luminance(const QColor &colour)
{
    const Rgb rgb = linear(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/// Contrast ratio as WCAG 2.1 defines it.
double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

/// Full protanopia, deuteranopia and tritanopia after Machado, Oliveira and Fernandes, doi:10.1109/TVCG.2009.113.
const std::array<std::array<Rgb, 3>, 3> kColourBlindness{{
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
}};

Rgb seenBy(const std::array<Rgb, 3> &matrix, const QColor &colour)
{
    const Rgb rgb = linear(colour);
    Rgb seen{};
    for (size_t i = 0; i < 3; ++i)
        seen[i] = std::clamp(matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2], 0.0, 1.0);
    return seen;
}

/// CIE 1976 colour difference.
double difference(const Rgb &a, const Rgb &b)
{
    const auto lab = [](const Rgb &rgb) {
        const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
        const double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        const double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        const double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return Rgb{116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    const Rgb p = lab(a), q = lab(b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

} // namespace

class tst_PlotTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void textCanBeRead()
    {
        for (const PlotTheme &theme : {PlotTheme::light(), PlotTheme::dark()})
            for (const QColor &text : {theme.text, theme.mutedText, theme.trace, theme.accent, theme.attention})
                for (const QColor &ground : {theme.background, theme.lane})
                    QVERIFY2(contrast(text, ground) >= 4.5,
                             qPrintable(QStringLiteral("%1 on %2").arg(text.name(), ground.name())));
    }

    void mouseStagesDifferToEveryEye()
    {
        const std::array stages{Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Microarousal};
        for (const PlotTheme &theme : {PlotTheme::light(), PlotTheme::dark()})
            for (const auto &eye : kColourBlindness)
                for (size_t i = 0; i < stages.size(); ++i)
                    for (size_t j = 0; j < i; ++j) {
                        const double distance
                            = difference(seenBy(eye, theme.stage(stages[i])), seenBy(eye, theme.stage(stages[j])));
                        QVERIFY2(distance > 18,
                                 qPrintable(QStringLiteral("stages %1 and %2: %3").arg(i).arg(j).arg(distance)));
                    }
    }

    void deeperSleepIsDarkerAndDiffersToEveryEye()
    {
        for (const PlotTheme &theme :
             {PlotTheme::light(), PlotTheme::dark(), PlotTheme::light(StageColours::Laboratory)})
            for (const auto &[lighter, deeper] :
                 {std::pair(Stage::N1, Stage::N2), std::pair(Stage::N2, Stage::N3), std::pair(Stage::N3, Stage::S4)}) {
                QVERIFY(luminance(theme.stage(lighter)) > 1.4 * luminance(theme.stage(deeper)));
                for (const auto &eye : kColourBlindness)
                    QVERIFY(difference(seenBy(eye, theme.stage(lighter)), seenBy(eye, theme.stage(deeper))) > 10);
            }
    }

    /// Own stages have a colour by turns, and all stages of the built-in sets one that is seen on the lane.
    void everyStageOfEverySetHasAColour()
    {
        for (const PlotTheme &theme : {PlotTheme::light(), PlotTheme::dark()}) {
            for (const scoring::StageSet &set : scoring::StageSet::builtIn())
                for (const scoring::StageDefinition &definition : set.stages())
                    QVERIFY2(difference(linear(theme.stage(definition.stage)), linear(theme.lane)) > 18,
                             qPrintable(definition.name));
            const auto own = [&](int i) { return theme.stage(Stage(scoring::kFirstOwnStage + i)); };
            QVERIFY(own(0).isValid() && own(0) != own(1));
            QCOMPARE(own(4), own(0));
        }
    }

    void laboratoryColours()
    {
        const PlotTheme theme = PlotTheme::light(StageColours::Laboratory);
        QCOMPARE(theme.stage(Stage::Wake), QColor(124, 124, 251));
        QCOMPARE(theme.stage(Stage::Nrem), QColor(251, 124, 124));
        QCOMPARE(theme.stage(Stage::Rem), QColor(123, 251, 123));
        QVERIFY(theme.stage(Stage::Microarousal).isValid());
    }

    void unscoredHasNoColour()
    {
        for (const StageColours colours : {StageColours::ColourBlindSafe, StageColours::Laboratory}) {
            QVERIFY(!PlotTheme::light(colours).stage(Stage::Unscored).isValid());
            QVERIFY(!PlotTheme::dark(colours).stage(Stage::Unscored).isValid());
        }
    }
};

QTEST_GUILESS_MAIN(tst_PlotTheme)
#include "tst_plottheme.moc"
