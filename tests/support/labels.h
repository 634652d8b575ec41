// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "core/labels/labelfile.h"

namespace somno::test {

/// One letter an epoch: W, N, R, M microarousal, 1 to 4, T movement time, '.' unscored.
inline QString lettersOfLabels(const scoring::Hypnogram &hypnogram)
{
    QString letters;
    for (const scoring::Stage stage : hypnogram.stages())
        letters += stage == scoring::Stage::Unscored ? QLatin1Char('.') : QStringLiteral("WNRM1234T")[int(stage)];
    return letters;
}

/// The hypnogram of such letters.
inline scoring::Hypnogram labelsOf(const QString &letters, double epochSec)
{
    scoring::Hypnogram hypnogram(letters.size(), epochSec);
    for (qsizetype i = 0; i < letters.size(); ++i)
        if (const qsizetype stage = QStringLiteral("WNRM1234T").indexOf(letters[i]); stage >= 0)
            hypnogram.set(i, scoring::Stage(stage), scoring::EpochSource::Imported);
    return hypnogram;
}

inline QStringList codesOf(const io::LabelImport &labels)
{
    QStringList codes;
    for (const Deviation &deviation : labels.deviations)
        codes << deviation.code;
    return codes;
}

/// Reads labels whose file must be readable.
inline io::LabelImport readGood(const QString &path, const io::LabelContext &context = {})
{
    auto labels = io::readLabels(path, context);
    if (!labels)
        QTest::qFail(qPrintable(labels.error().message + QLatin1Char(' ') + labels.error().detail), __FILE__, __LINE__);
    return labels ? std::move(*labels) : io::LabelImport();
}

} // namespace somno::test
