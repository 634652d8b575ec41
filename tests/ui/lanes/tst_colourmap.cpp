// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "ui/lanes/colourmap.h"

using somno::plot::spectralColours;

class tst_ColourMap : public QObject {
    Q_OBJECT

    /// Lightness of CIE 1976, 0 to 100.
    static double lightness(QRgb colour)
    {
        const auto linear = [](int value) {
            const double v = value / 255.0;
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        const double y
            = 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
        return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void lightnessRisesEvenly()
    {
        const auto &colours = spectralColours();
        double smallest = 100, largest = 0;
        for (size_t i = 16; i < colours.size(); i += 16) {
            const double step = lightness(colours[i]) - lightness(colours[i - 16]);
            smallest = std::min(smallest, step);
            largest = std::max(largest, step);
        }
        QVERIFY2(smallest > 2, qPrintable(QString::number(smallest)));
        QVERIFY2(largest < 3 * smallest, qPrintable(QStringLiteral("%1 to %2").arg(smallest).arg(largest)));
    }

    void runsFromDarkToLight()
    {
        QVERIFY(lightness(spectralColours().front()) < 15);
        QVERIFY(lightness(spectralColours().back()) > 85);
        for (const QRgb colour : spectralColours())
            QCOMPARE(qAlpha(colour), 255);
    }

    void neighboursAreClose()
    {
        const auto &colours = spectralColours();
        for (size_t i = 1; i < colours.size(); ++i) {
            const QRgb a = colours[i - 1], b = colours[i];
            const int jump = std::max(
                {std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
            QVERIFY2(jump <= 16, qPrintable(QStringLiteral("step %1 jumps by %2").arg(i).arg(jump)));
        }
    }
};

QTEST_GUILESS_MAIN(tst_ColourMap)
#include "tst_colourmap.moc"
