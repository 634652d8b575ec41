// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/agreementtext.h"

#include <cmath>
#include <cstdio>

#include "core/labels/labelformat.h"

namespace somno::app {

QString figureText(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 4) : QStringLiteral("-");
}

void printClasses(const scoring::Agreement &agreement)
{
    std::printf("%-14s%9s%11s%9s%9s\n", "class", "epochs", "precision", "recall", "F1");
    for (const scoring::ClassFigures &figures : agreement.perClass)
        std::printf("%-14s%9lld%11s%9s%9s\n", qUtf8Printable(scoring::stageName(figures.stage)),
                    static_cast<long long>(figures.support), qUtf8Printable(figureText(figures.precision)),
                    qUtf8Printable(figureText(figures.recall)), qUtf8Printable(figureText(figures.f1)));
}

void printConfusion(const scoring::Agreement &agreement, const char *rows, const char *columns)
{
    std::printf("rows: %s, columns: %s\n%-14s", rows, columns, "");
    for (const scoring::Stage stage : agreement.classes)
        std::printf("%14s", qUtf8Printable(scoring::stageName(stage)));
    for (size_t row = 0; row < agreement.confusion.size(); ++row) {
        std::printf("\n%-14s", qUtf8Printable(scoring::stageName(agreement.classes[row])));
        for (const qint64 count : agreement.confusion[row])
            std::printf("%14lld", static_cast<long long>(count));
    }
    std::printf("\n");
}

} // namespace somno::app
