// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/modelfolder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include "core/model/modelfiles.h"
#include "core/model/modelpackage.h"

namespace somno::ui {

using sdreamer::kCardFile;
using sdreamer::kConfigFile;
using sdreamer::kModelFiles;
using sdreamer::kWeightsFile;
using sdreamer::ModelPackage;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::ModelFolder)
};

constexpr int kPackingMs = 600'000; // a slow share, not a limit that anybody should meet

Result<> requireModel(const QString &folder)
{
    for (const QString &name : kModelFiles)
        if (!QFileInfo(QDir(folder).filePath(name)).isFile())
            return failure(ErrorCode::ModelMissing, Text::tr("There is no %1 in %2.").arg(name, folder),
                           sdreamer::whatAModelIs());
    return {};
}

Result<QByteArray> readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, Text::tr("%1 cannot be read.").arg(path), file.errorString());
    return file.readAll();
}

tl::unexpected<Error> invalid(const QString &folder, const QString &why)
{
    return failure(ErrorCode::ModelInvalid, Text::tr("%1 is not a model that can be used.").arg(folder), why);
}

tl::unexpected<Error> invalid(const QString &folder, const Error &why)
{
    return invalid(folder, why.message + QLatin1Char(' ') + why.detail);
}

/// Runs tar; its words are the detail of an error.
Result<QString> runTar(const QStringList &arguments, const QString &message)
{
    QProcess tar;
    tar.start(QStringLiteral("tar"), arguments, QIODevice::ReadOnly);
    if (!tar.waitForStarted())
        return failure(ErrorCode::EngineMissing, message,
                       Text::tr("The program tar is not installed: %1").arg(tar.errorString()));
    if (!tar.waitForFinished(kPackingMs) || tar.exitStatus() != QProcess::NormalExit || tar.exitCode() != 0)
        return failure(ErrorCode::FileNotWritable, message,
                       QString::fromLocal8Bit(tar.readAllStandardError()).trimmed());
    return QString::fromLocal8Bit(tar.readAllStandardOutput());
}

} // namespace

Result<store::ModelEntry> readModelFolder(const QString &folder)
{
    if (auto there = requireModel(folder); !there)
        return failure(there.error());
    const auto package = ModelPackage::loadDescription(folder);
    if (!package)
        return invalid(folder, package.error());
    if (auto own = package->checkWeightsDigest(); !own)
        return invalid(folder, own.error());
    const auto digest = modelDigest(folder);
    if (!digest)
        return failure(digest.error());
    const sdreamer::TrainingRecord &training = package->training;
    store::ModelEntry model;
    model.name = package->name;
    model.version = package->version;
    model.folder = package->directory;
    model.parent = package->parent;
    model.dataDigest = training.dataDigest.toLatin1();
    model.subjects = training.subjects;
    model.epochs = qRound64(training.hours * 3600 / package->epochSec);
    model.metrics = package->metrics;
    model.settings = training.options;
    model.settings.insert(QStringLiteral("digest"), QString::fromLatin1(*digest));
    model.created = training.date;
    return model;
}

std::vector<scoring::LearnedRecording> readLearned(const QString &folder)
{
    if (folder.isEmpty()) // the one shipped
        return {};
    const auto package = ModelPackage::loadDescription(folder);
    return package ? package->training.learned : std::vector<scoring::LearnedRecording>();
}

Result<QByteArray> modelDigest(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (const QString &name : {kConfigFile, kWeightsFile}) {
        QFile file(QDir(folder).filePath(name));
        if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
            return failure(ErrorCode::ModelMissing, Text::tr("%1 cannot be read.").arg(file.fileName()),
                           file.errorString());
    }
    return hash.result().toHex();
}

Result<> checkModelFolder(const store::ModelEntry &model)
{
    const QString remedy
        = Text::tr("It was not used. Choose another model under \"Teach the model\", or bring its folder back.");
    if (auto there = requireModel(model.folder); !there)
        return failure(ErrorCode::ModelMissing,
                       Text::tr("The model %1 is no longer in %2.").arg(model.title(), model.folder), remedy);
    const auto digest = modelDigest(model.folder);
    if (!digest)
        return failure(digest.error());
    const QString known = model.settings.value(QStringLiteral("digest")).toString();
    if (!known.isEmpty() && known != QString::fromLatin1(*digest))
        return failure(
            ErrorCode::ModelInvalid,
            Text::tr("The files of the model %1 in %2 are not those that it had.").arg(model.title(), model.folder),
            remedy);
    return {};
}

Result<QString> readModelCard(const QString &folder)
{
    const auto text = readAll(QDir(folder).filePath(kCardFile));
    if (!text)
        return failure(text.error());
    return QString::fromUtf8(*text);
}

Result<> copyModelFolder(const QString &from, const QString &to)
{
    if (auto there = requireModel(from); !there)
        return there;
    if (QFileInfo::exists(to))
        return failure(ErrorCode::FileNotWritable, Text::tr("%1 exists already.").arg(to),
                       Text::tr("A model is never written over. Choose another folder."));
    const QString parent = QFileInfo(to).absolutePath();
    const QString message = Text::tr("The model could not be copied to %1.").arg(to);
    QDir().mkpath(parent);
    QTemporaryDir half(parent + QStringLiteral("/.model-XXXXXX"));
    if (!half.isValid())
        return failure(ErrorCode::FileNotWritable, message, half.errorString());
    for (const QString &name : kModelFiles) {
        QFile file(QDir(from).filePath(name));
        if (!file.copy(half.filePath(name)))
            return failure(ErrorCode::FileNotWritable, message, file.errorString());
    }
    QFile::setPermissions(half.path(), QFile::permissions(parent)); // the temporary folder is for its owner alone
    if (!QDir().rename(half.path(), to))
        return failure(ErrorCode::FileNotWritable, message, Text::tr("Check that you may write there."));
    half.setAutoRemove(false);
    return {};
}

Result<> packModelFolder(const QString &folder, const QString &archive)
{
    if (auto there = requireModel(folder); !there)
        return there;
    const QString message = Text::tr("The model could not be written to %1.").arg(archive);
    const QString half = archive + QStringLiteral(".part");
    const QFileInfo info(folder);
    QStringList arguments{QStringLiteral("-czf"), half, QStringLiteral("-C"), info.absolutePath(),
                          QStringLiteral("--")};
    for (const QString &name : kModelFiles)
        arguments << info.fileName() + QLatin1Char('/') + name;
    const auto packed = runTar(arguments, message);
    const bool there
        = packed && (!QFileInfo::exists(archive) || QFile::remove(archive)) && QFile::rename(half, archive);
    if (there)
        return {};
    QFile::remove(half);
    return failure(packed ? Error{ErrorCode::FileNotWritable, message, Text::tr("Check that you may write there.")}
                          : packed.error());
}

Result<QString> unpackModelArchive(const QString &archive, const QString &into)
{
    const QString message = Text::tr("%1 could not be unpacked.").arg(archive);
    const auto listed = runTar({QStringLiteral("-tzf"), archive}, message);
    if (!listed && listed.error().code == ErrorCode::EngineMissing)
        return failure(listed.error());
    if (!listed)
        return failure(
            ErrorCode::ModelInvalid, message,
            Text::tr("It is damaged, or no .tar.gz archive: export the model once more, or copy the file again. (%1)")
                .arg(listed.error().detail.section(QLatin1Char('\n'), 0, 0)));
    // Only the three files by their names: whatever else an archive holds, or where it would put it, stays in it.
    QString folder;
    QStringList members;
    for (const QString &name : listed->split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        if (const QFileInfo info(name); info.fileName() == kConfigFile && !name.startsWith(QLatin1Char('/'))
                                        && !name.contains(QStringLiteral("..")))
            folder = name.left(name.size() - kConfigFile.size());
    for (const QString &name : kModelFiles)
        members << folder + name;
    const auto unpacked = runTar(QStringList{QStringLiteral("-xzf"), archive, QStringLiteral("--no-same-owner"),
                                             QStringLiteral("-C"), into, QStringLiteral("--")}
                                     + members,
                                 message);
    if (!unpacked)
        return failure(ErrorCode::ModelMissing, Text::tr("There is no model in %1.").arg(archive),
                       sdreamer::whatAModelIs() + QLatin1Char(' ') + unpacked.error().detail);
    const QDir there(QDir(into).filePath(folder));
    for (const QString &name : kModelFiles)
        if (QFileInfo(there.filePath(name)).isSymLink())
            return invalid(archive, Text::tr("%1 is a link, not a file.").arg(name));
    return there.absolutePath();
}

} // namespace somno::ui
