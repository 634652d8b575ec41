// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "core/labels/labelfile.h"
#include "tests/support/hypnograms.h"

namespace somno::test {

/// One letter an epoch, as lettersOf() has them.
inline QString lettersOfLabels(const scoring::Hypnogram &hypnogram)
{
    return QString::fromStdString(lettersOf(hypnogram));
}

inline scoring::Hypnogram labelsOf(const QString &letters, double epochSec)
{
    return hypnogramOf(letters.toStdString(), epochSec, scoring::EpochSource::Imported);
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
