// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/scoretargets.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QTemporaryFile>
#include <filesystem>

#include "core/labels/labelformat.h"

namespace somno::app {

namespace {

bool isSameFile(const QString &a, const QString &b)
{
    std::error_code missing; // two paths that do not both exist are not one file
    return std::filesystem::equivalent(a.toStdString(), b.toStdString(), missing);
}

bool isLabelEnding(const QString &suffix)
{
    return io::labelWriteEndings().contains(QLatin1Char('.') + suffix, Qt::CaseInsensitive);
}

Result<> checkFolder(const QString &folder)
{
    const QFileInfo info(folder);
    if (!info.exists())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The folder %1 does not exist.").arg(folder),
                       QStringLiteral("Make it first, or write somewhere else with -o."));
    if (!info.isDir())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 is not a folder.").arg(folder),
                       QStringLiteral("Write somewhere else with -o."));
    QTemporaryFile probe(QDir(folder).filePath(QStringLiteral(".somnoscribe-XXXXXX")));
    if (!probe.open())
        return failure(
            ErrorCode::FileNotWritable, QStringLiteral("Nothing can be written in the folder %1.").arg(folder),
            QStringLiteral("%1. Ask for permission, or write somewhere else with -o.").arg(probe.errorString()));
    return {};
}

Result<std::vector<ScoreTarget>> targetsInFolder(const QStringList &recordings, const QString &folder,
                                                 const QString &format)
{
    const QFileInfo info(folder);
    if (info.isFile() || (!info.exists() && isLabelEnding(info.suffix())))
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1 cannot hold the scorings of several recordings.").arg(folder),
                       QStringLiteral("Name a folder with -o, and %1 with --format.").arg(writtenFormats()));
    if (!QDir().mkpath(folder))
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The folder %1 cannot be made.").arg(folder),
                       QStringLiteral("Ask for permission, or write somewhere else with -o."));
    const io::LabelFormat *written = io::findLabelFormat(format);
    if (!written || !written->canWrite())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("No scoring can be written as %1.").arg(format),
                       QStringLiteral("Name %1 with --format.").arg(writtenFormats()));
    std::vector<ScoreTarget> targets;
    QHash<QString, QString> taken;
    for (const QString &recording : recordings) {
        const QString name = QFileInfo(recording).completeBaseName() + QLatin1Char('.') + written->suffixes.first();
        const QString output = QDir(folder).filePath(name);
        if (taken.contains(output))
            return failure(
                ErrorCode::InvalidArgument,
                QStringLiteral("%1 and %2 would both be written to %3.").arg(taken.value(output), recording, output),
                QStringLiteral("Score them one by one, or into different folders."));
        taken.insert(output, recording);
        targets.push_back({recording, output, format});
    }
    return targets;
}

Result<std::vector<ScoreTarget>> namedTargets(const QStringList &recordings, const QString &output,
                                              const QString &format)
{
    if (recordings.size() > 1 || QFileInfo(output).isDir())
        return targetsInFolder(recordings, output, format);
    if (!isLabelEnding(QFileInfo(output).suffix()))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 does not say which format to write.").arg(output),
                       QStringLiteral("Let its name end in %1, or name an existing folder.")
                           .arg(eitherOf(io::labelWriteEndings())));
    return std::vector<ScoreTarget>{{recordings.first(), output}};
}

} // namespace

QString writtenFormats()
{
    QStringList ids;
    for (const io::LabelFormat *format : io::writableLabelFormats())
        ids << format->id;
    return eitherOf(ids);
}

Result<std::vector<ScoreTarget>> scoreTargets(const QStringList &recordings, const QString &output,
                                              const QString &format)
{
    auto targets = namedTargets(recordings, output, format);
    if (!targets)
        return targets;
    for (const ScoreTarget &target : *targets)
        for (const QString &recording : recordings)
            if (isSameFile(target.output, recording))
                return failure(ErrorCode::InvalidArgument,
                               QStringLiteral("The scoring would overwrite the recording %1.").arg(recording),
                               QStringLiteral("Choose another name or folder with -o."));
    if (auto writable = checkFolder(QFileInfo(targets->front().output).absolutePath()); !writable)
        return failure(writable.error());
    return targets;
}

} // namespace somno::app
