// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/labels/labelfile.h"

namespace somno::test {

/// A letter an epoch: W N R M(A) 1 2 3 4 T (movement time), a point where it is unscored.
inline QString stageLetters(const scoring::Hypnogram &hypnogram)
{
    QString letters;
    for (const scoring::Stage stage : hypnogram.stages())
        letters += stage == scoring::Stage::Unscored ? QLatin1Char('.') : QStringLiteral("WNRM1234T").at(int(stage));
    return letters;
}

/// The scoring that stageLetters() gives so.
inline scoring::Hypnogram scoringOf(const QString &letters, double epochSec, const scoring::StageSet &set = {})
{
    scoring::Hypnogram hypnogram(letters.size(), epochSec, set);
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

inline QString writtenSo(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(name));
    return file.fileName();
}

inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace somno::test

/// Reads labels into `variable`, a LabelImport, or fails the test with what the error says.
#define SOMNO_READ_LABELS(variable, path, ...)                                                                         \
    const auto variable##Read = somno::io::readLabels(path, somno::io::LabelContext __VA_ARGS__);                      \
    QVERIFY2(variable##Read, variable##Read ? ""                                                                       \
                                            : qPrintable(variable##Read.error().message + QLatin1Char(' ')             \
                                                         + variable##Read.error().detail));                            \
    const somno::io::LabelImport &variable = *variable##Read
