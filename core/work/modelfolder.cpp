// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/modelfolder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace somno::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::ModelFolder)
};

const QString kConfig = QStringLiteral("config.json");
const QString kWeights = QStringLiteral("model.safetensors");
const QString kCard = QStringLiteral("MODEL_CARD.md");
const QStringList kFiles{kConfig, kWeights, kCard};
constexpr int kPackingMs = 600'000; // a slow share, not a limit that anybody should meet

Result<> requireModel(const QString &folder)
{
    for (const QString &name : kFiles)
        if (!QFileInfo(QDir(folder).filePath(name)).isFile())
            return failure(ErrorCode::ModelMissing, Text::tr("There is no %1 in %2.").arg(name, folder),
                           Text::tr("A model is a folder with config.json, model.safetensors and MODEL_CARD.md."));
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

QStringList textsOf(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue value : array)
        texts << value.toString();
    return texts;
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

QString modelLibraryFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
           + QStringLiteral("/somnoscribe/models");
}

QString modelFolderFor(const QString &name, const QString &version)
{
    QString title = version.isEmpty() ? name : name + QLatin1Char('-') + version;
    for (QChar &letter : title) // whatever an imported config.json says, it stays one folder
        if (!letter.isLetterOrNumber() && !QStringLiteral("-._").contains(letter))
            letter = QLatin1Char('_');
    while (title.startsWith(QLatin1Char('.')))
        title.replace(0, 1, QLatin1Char('_'));
    return QDir(modelLibraryFolder()).filePath(title);
}

Result<store::ModelEntry> readModelFolder(const QString &folder)
{
    if (auto there = requireModel(folder); !there)
        return failure(there.error());
    const auto text = readAll(QDir(folder).filePath(kConfig));
    if (!text)
        return failure(text.error());
    QJsonParseError problem;
    const QJsonObject config = QJsonDocument::fromJson(*text, &problem).object();
    store::ModelEntry model;
    model.name = config.value("name").toString().trimmed();
    if (model.name.isEmpty() || !config.value("architecture").isObject())
        return invalid(folder, Text::tr("config.json names no model and network (%1).").arg(problem.errorString()));
    if (const QString saved = config.value("weights_sha256").toString(); !saved.isEmpty()) {
        QFile weights(QDir(folder).filePath(kWeights));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!weights.open(QIODevice::ReadOnly) || !hash.addData(&weights) || hash.result().toHex() != saved.toLatin1())
            return invalid(folder,
                           Text::tr("Its weights are not those that it was saved with: copy or export it once more."));
    }
    const QJsonObject training = config.value("training").toObject();
    model.version = config.value("version").toString();
    model.folder = QDir(folder).absolutePath();
    model.parent = config.value("parent").toString();
    model.dataDigest = training.value("data_digest").toString().toLatin1();
    model.subjects = textsOf(training.value("subjects").toArray());
    model.epochs = qRound64(training.value("hours").toDouble() * 3600);
    model.metrics = config.value("metrics").toObject();
    model.settings = training.value("options").toObject();
    model.created = QDateTime::fromString(training.value("date").toString(), Qt::ISODate);
    const auto digest = modelDigest(folder);
    if (!digest)
        return failure(digest.error());
    model.settings.insert(QStringLiteral("digest"), QString::fromLatin1(*digest));
    return model;
}

std::vector<scoring::LearnedRecording> readLearned(const QString &folder)
{
    const auto text = folder.isEmpty() ? QByteArray() : readAll(QDir(folder).filePath(kConfig)).value_or(QByteArray());
    return scoring::learnedFromJson(
        QJsonDocument::fromJson(text).object().value("training").toObject().value("learned").toArray());
}

Result<QByteArray> modelDigest(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (const QString &name : {kConfig, kWeights}) {
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
    const auto text = readAll(QDir(folder).filePath(kCard));
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
    for (const QString &name : kFiles) {
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
    for (const QString &name : kFiles)
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
        if (const QFileInfo info(name);
            info.fileName() == kConfig && !name.startsWith(QLatin1Char('/')) && !name.contains(QStringLiteral("..")))
            folder = name.left(name.size() - kConfig.size());
    for (const QString &name : kFiles)
        members << folder + name;
    const auto unpacked = runTar(QStringList{QStringLiteral("-xzf"), archive, QStringLiteral("--no-same-owner"),
                                             QStringLiteral("-C"), into, QStringLiteral("--")}
                                     + members,
                                 message);
    if (!unpacked)
        return failure(ErrorCode::ModelMissing, Text::tr("There is no model in %1.").arg(archive),
                       Text::tr("It should hold config.json, model.safetensors and MODEL_CARD.md. %1")
                           .arg(unpacked.error().detail));
    const QDir there(QDir(into).filePath(folder));
    for (const QString &name : kFiles)
        if (QFileInfo(there.filePath(name)).isSymLink())
            return invalid(archive, Text::tr("%1 is a link, not a file.").arg(name));
    return there.absolutePath();
}

} // namespace somno::ui
