// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/formats/matvalues.h"

#include <QFileInfo>
#include <QStringList>
#include <cmath>

#include "core/matlab/matfile.h"

namespace somno::io {

namespace {

constexpr qint64 kMostValues = 2'000'000; // three weeks of seconds; more are one a sample

tl::unexpected<Error> noVector(const matlab::MatFile &file, const QString &name, const QString &what)
{
    QStringList names;
    for (const matlab::Variable &variable : file.variables())
        names << QStringLiteral("\"%1\"").arg(variable.name.left(40));
    constexpr qsizetype kMostShown = 12;
    return failure(
        ErrorCode::LabelsInvalid, QStringLiteral("%1: %2").arg(QFileInfo(file.path()).fileName(), what.arg(name)),
        QStringLiteral("Labels are read from the vector \"sleep_scores\" of sleep_scoring and \"labels\" of AccuSleep. "
                       "The file holds %1.")
            .arg(names.isEmpty() ? QStringLiteral("nothing") : names.mid(0, kMostShown).join(QStringLiteral(", "))));
}

QString wordOf(double value)
{
    return std::isnan(value) ? QStringLiteral("nan") : QString::number(value, 'g', 10);
}

} // namespace

bool hasMatVariable(const QByteArray &firstBytes, const QString &path, const QString &name)
{
    if (!matlab::isMatFile(firstBytes))
        return false;
    const auto file = matlab::MatFile::open(path);
    return file && (*file)->find(name);
}

Result<LabelTable> rowsOfMatVariable(const QString &path, const QString &name)
{
    const auto file = matlab::MatFile::open(path);
    if (!file)
        return failure(file.error());
    const matlab::Variable *variable = (*file)->find(name);
    if (!variable)
        return noVector(**file, name, QStringLiteral("it has no variable \"%1\"."));
    LabelTable table;
    if (variable->count() == 0)
        return table;
    if (!variable->isVector() || variable->count() > kMostValues)
        return noVector(**file, name, QStringLiteral("its variable \"%1\" is no vector of one value an epoch."));
    const auto values = (*file)->doubles(name);
    if (!values)
        return failure(values.error());
    for (size_t i = 0; i < values->size(); ++i)
        table.rows.push_back({Ticks(i) * kTicksPerSecond, kTicksPerSecond, wordOf((*values)[i])});
    return table;
}

Result<> saveMatVariable(const QString &path, const QString &name, const std::vector<double> &values)
{
    matlab::NewVariable variable{name, QStringLiteral("double"), {1, qint64(values.size())}, values};
    if (QFileInfo(path).size() == 0) // absent or empty
        return matlab::MatFile::create(path, {variable});
    const auto file = matlab::MatFile::open(path);
    if (!file)
        return failure(
            ErrorCode::FileNotWritable,
            QStringLiteral("%1 exists and is no MATLAB file that can be read; it is not overwritten.").arg(path),
            file.error().message + QLatin1Char(' ') + file.error().detail);
    if (const matlab::Variable *old = (*file)->find(name); old && old->shape.size() == 2 && old->shape[1] == 1)
        std::swap(variable.shape[0], variable.shape[1]); // a column stays one
    return (*file)->save(path, {variable});
}

} // namespace somno::io
