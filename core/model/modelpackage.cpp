// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/modelpackage.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "core/base/atomicfile.h"
#include "core/model/modelfiles.h"
#include "core/scoring/stageset.h"

namespace somno::sdreamer {

namespace {

constexpr int kSchema = 1;
const QString kDigestKey = QStringLiteral("weights_sha256");
constexpr qint64 kLargestText = 16 << 20;
const QString kTakeAgain = QStringLiteral("Take the model from its source again.");

tl::unexpected<Error> invalid(const QString &path, const QString &what, const QString &remedy = kTakeAgain)
{
    return failure(ErrorCode::ModelInvalid, QStringLiteral("%1 is not a valid model description: %2.").arg(path, what),
                   remedy);
}

Result<QByteArray> readText(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::ModelMissing, QStringLiteral("%1 is missing.").arg(path), copyTheWholeModel());
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    if (file.size() > kLargestText)
        return invalid(path, QStringLiteral("it has %1 bytes").arg(file.size()));
    return file.readAll();
}

QJsonObject trainingToJson(const TrainingRecord &training)
{
    QJsonObject object{{"data_digest", training.dataDigest},
                       {"seed", QString::number(training.seed)}, // JSON numbers cannot hold every 64-bit seed
                       {"subjects", QJsonArray::fromStringList(training.subjects)},
                       {"simulated", training.simulated},
                       {"born_simulated", training.bornSimulated},
                       {"hours", training.hours},
                       {"learned", scoring::learnedToJson(training.learned)},
                       {"command", training.command},
                       {"date", training.date.toUTC().toString(Qt::ISODate)}};
    if (!training.options.isEmpty())
        object.insert("options", training.options);
    return object;
}

TrainingRecord trainingFromJson(const QJsonObject &object)
{
    TrainingRecord training;
    training.dataDigest = object.value("data_digest").toString();
    training.seed = object.value("seed").toVariant().toULongLong();
    for (const QJsonValue subject : object.value("subjects").toArray())
        training.subjects << subject.toString();
    training.simulated = object.value("simulated").toBool();
    training.bornSimulated = object.value("born_simulated").toBool(training.simulated);
    training.options = object.value("options").toObject();
    training.hours = object.value("hours").toDouble();
    training.learned = scoring::learnedFromJson(object.value("learned").toArray());
    training.command = object.value("command").toString();
    training.date = QDateTime::fromString(object.value("date").toString(), Qt::ISODate);
    return training;
}

QJsonObject toJson(const ModelPackage &package)
{
    QJsonArray classes;
    for (const scoring::Stage stage : package.network.classes)
        classes.append(scoring::stageName(stage));
    QJsonObject object{{"schema", kSchema},
                       {"name", package.name},
                       {"version", package.version},
                       {"architecture", package.network.toJson()},
                       {"classes", classes},
                       {"epoch_seconds", package.epochSec},
                       {"sampling_rate_hz", package.samplingRateHz},
                       {"normalisation", normalisationName(package.network.normalisation)},
                       {"heads_trained", QJsonObject{{"mix", package.network.mixHeadTrained},
                                                     {"eeg", package.network.eegHeadTrained},
                                                     {"emg", package.network.emgHeadTrained}}},
                       {"parent", package.parent},
                       {"training", trainingToJson(package.training)},
                       {"metrics", package.metrics}};
    QJsonObject temperatures;
    for (const auto &[input, temperature] : package.temperatures)
        temperatures.insert(inputName(input), temperature);
    if (!temperatures.isEmpty())
        object.insert("temperature", temperatures);
    return object;
}

Result<std::vector<scoring::Stage>> classesFromJson(const QString &path, const QJsonArray &names)
{
    std::vector<scoring::Stage> classes;
    for (const QJsonValue name : names) {
        const auto stage = scoring::StageSet::fromText(name.toString());
        if (!stage || *stage == scoring::Stage::Unscored)
            return invalid(path, QStringLiteral("\"%1\" in classes is not a stage").arg(name.toString()));
        if (std::ranges::find(classes, *stage) != classes.end())
            return invalid(path, QStringLiteral("classes names %1 twice").arg(name.toString()));
        classes.push_back(*stage);
    }
    return classes;
}

Result<> readTemperature(const QString &path, const QJsonValue &value, ModelPackage &package)
{
    if (value.isUndefined() || value.isNull())
        return {};
    for (const Input input : {Input::Both, Input::Eeg, Input::Emg}) {
        // One number for all three heads is how the first packages said it.
        const QJsonValue one = value.isObject() ? value.toObject().value(inputName(input)) : value;
        if (one.isUndefined())
            continue;
        if (!(one.toDouble() > 0))
            return invalid(path, QStringLiteral("temperature is not a positive number"));
        package.temperatures[input] = one.toDouble();
    }
    return {};
}

// What this version computes with; a package that says otherwise must not be scored with silently.
Result<> checkContract(const QString &path, const ModelPackage &package)
{
    if (package.name.isEmpty())
        return invalid(path, QStringLiteral("the model has no name"));
    const ModelContract contract = package.contract();
    if (contract.epochSec != kEpochSec || contract.rateHz != kRateHz
        || package.network.samplesPerEpoch != kSamplesPerEpoch)
        return invalid(
            path, QStringLiteral("epochs of %1 s at %2 Hz with %3 samples are not those of %4 s at %5 Hz that this "
                                 "version computes")
                      .arg(contract.epochSec)
                      .arg(contract.rateHz)
                      .arg(package.network.samplesPerEpoch)
                      .arg(kEpochSec)
                      .arg(kRateHz));
    return {};
}

Result<ModelPackage> fromJson(const QString &path, const QJsonObject &object)
{
    const int schema = object.value("schema").toInt(0);
    if (schema > kSchema)
        return invalid(path,
                       QStringLiteral("its schema %1 is newer than this program knows (%2)").arg(schema).arg(kSchema),
                       QStringLiteral("Install a newer version of the program."));
    if (schema < 1)
        return invalid(path, QStringLiteral("it names no schema version"));
    auto network = NetworkConfig::fromJson(object.value("architecture").toObject());
    if (!network)
        return failure(network.error().code, path + QStringLiteral(": ") + network.error().message,
                       network.error().detail);
    auto classes = classesFromJson(path, object.value("classes").toArray());
    if (!classes)
        return failure(classes.error());
    ModelPackage package;
    package.network = *network;
    package.network.classes = *classes;
    const QJsonObject heads = object.value("heads_trained").toObject();
    package.network.mixHeadTrained = heads.value("mix").toBool(true);
    package.network.eegHeadTrained = heads.value("eeg").toBool();
    package.network.emgHeadTrained = heads.value("emg").toBool();
    if (auto valid = package.network.validate(); !valid)
        return failure(valid.error().code, path + QStringLiteral(": ") + valid.error().message, valid.error().detail);
    package.name = object.value("name").toString().trimmed();
    package.version = object.value("version").toString();
    package.epochSec = object.value("epoch_seconds").toDouble();
    package.samplingRateHz = object.value("sampling_rate_hz").toDouble();
    const QString normalisation = object.value("normalisation").toString();
    const auto known = normalisationFromName(normalisation);
    if (!known)
        return invalid(path, QStringLiteral("unknown normalisation \"%1\"").arg(normalisation),
                       QStringLiteral("A newer version of the program may know it."));
    package.network.normalisation = *known;
    package.parent = object.value("parent").toString();
    package.weightsSha256 = object.value(kDigestKey).toString();
    package.training = trainingFromJson(object.value("training").toObject());
    package.metrics = object.value("metrics").toObject();
    if (auto read = readTemperature(path, object.value("temperature"), package); !read)
        return failure(read.error());
    if (auto kept = checkContract(path, package); !kept)
        return failure(kept.error());
    return package;
}

tl::unexpected<Error> notWritten(const QString &path, const QString &cause)
{
    return failure(ErrorCode::FileNotWritable, QStringLiteral("The model %1 could not be written.").arg(path), cause);
}

Result<> writeText(const QString &path, const QByteArray &text)
{
    io::AtomicFile file(path);
    auto done = file.open();
    if (done)
        done = file.write(text);
    return done ? file.commit() : done;
}

/// As sha256sum prints it.
Result<QString> fileDigest(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    return QString::fromLatin1(hash.result().toHex());
}

/// Whether they are those of the architecture is seen where the network is built.
Result<> checkFinite(const WeightMap &weights, const QString &source)
{
    for (const auto &[name, tensor] : weights)
        if (!std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
            return failure(ErrorCode::ModelInvalid,
                           QStringLiteral("%1 holds values that are not numbers: %2.").arg(source, name), kTakeAgain);
    return {};
}

// A rename is durable only once the folder's own entry is.
void syncFolder(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Result<ModelPackage> ModelPackage::loadDescription(const QString &directory)
{
    const QDir folder(directory);
    if (!folder.exists())
        return failure(ErrorCode::ModelMissing, QStringLiteral("There is no model folder %1.").arg(directory),
                       QStringLiteral("Check the name; \"sdreamer models\" lists the models that can be found."));
    const QString path = folder.filePath(kConfigFile);
    const auto text = readText(path);
    if (!text)
        return failure(text.error());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*text, &problem);
    if (!document.isObject())
        return invalid(path,
                       QStringLiteral("it is not JSON (%1 at byte %2)").arg(problem.errorString()).arg(problem.offset));
    auto package = fromJson(path, document.object());
    if (!package)
        return package;
    const auto card = readText(folder.filePath(kCardFile));
    if (!card)
        return failure(card.error());
    package->card = QString::fromUtf8(*card);
    package->directory = folder.absolutePath();
    return package;
}

Result<ModelPackage> ModelPackage::load(const QString &directory)
{
    auto package = loadDescription(directory);
    if (!package)
        return package;
    const QString path = QDir(directory).filePath(kWeightsFile);
    auto weights = readSafetensors(path);
    if (!weights)
        return failure(weights.error());
    auto committee = Committee::takeFrom(*weights);
    if (!committee)
        return failure(committee.error().code, path + QStringLiteral(": ") + committee.error().message,
                       committee.error().detail);
    package->committee = std::move(*committee);
    if (!package->committee.isEmpty() && package->network.classes != mouseClasses())
        return invalid(
            QDir(directory).filePath(kConfigFile),
            QStringLiteral("its committee knows Wake, NREM and REM in this order, and its classes are others"),
            QStringLiteral("A model of other classes must come without a committee. ") + kTakeAgain);
    if (auto fits = checkFinite(*weights, path); !fits)
        return failure(fits.error());
    if (auto own = package->checkWeightsDigest(); !own)
        return failure(own.error());
    package->weights = std::move(*weights);
    return package;
}

Result<> ModelPackage::checkWeightsDigest() const
{
    if (weightsSha256.isEmpty())
        return {};
    const QString path = QDir(directory).filePath(kWeightsFile);
    const auto digest = fileDigest(path);
    if (!digest)
        return failure(digest.error());
    if (*digest == weightsSha256)
        return {};
    return failure(ErrorCode::ModelInvalid,
                   QStringLiteral("The weights %1 are not those that the model was written with.").arg(path),
                   QStringLiteral("The file was changed or damaged since. Copy the model once more from where it came; "
                                  "its old figures do not speak of these weights."));
}

ModelContract ModelPackage::contract() const
{
    return {epochSec, samplingRateHz, network.trainedInputs(), network.classes};
}

Result<> ModelPackage::save(const QString &directory, WeightPrecision precision) const
{
    const QString target = QDir::cleanPath(QFileInfo(directory).absoluteFilePath());
    const QString parentFolder = QFileInfo(target).path();
    if (QFileInfo::exists(target))
        return notWritten(target, QStringLiteral("It exists already, and versions of a model are never overwritten. "
                                                 "Choose another name or version."));
    if (auto fits = checkFinite(weights, title()); !fits)
        return fits;
    if (!QDir().mkpath(parentFolder))
        return notWritten(target, QStringLiteral("The folder %1 cannot be made.").arg(parentFolder));
    QTemporaryDir partial(target + QStringLiteral(".partial-XXXXXX"));
    if (!partial.isValid())
        return notWritten(target, partial.errorString());
    WeightMap all = weights;
    all.merge(committee.weights());
    if (auto written = writeSafetensors(partial.filePath(kWeightsFile), all, precision); !written)
        return written;
    const auto digest = fileDigest(partial.filePath(kWeightsFile));
    if (!digest)
        return failure(digest.error());
    QJsonObject description = toJson(*this);
    description.insert(kDigestKey, *digest);
    if (auto written = writeText(partial.filePath(kConfigFile), QJsonDocument(description).toJson()); !written)
        return written;
    if (auto written = writeText(partial.filePath(kCardFile), card.toUtf8()); !written)
        return written;
    // QTemporaryDir makes folders for their owner alone; a model may be read by all who may read its parent.
    QFile::setPermissions(partial.path(),
                          QFile::permissions(parentFolder) | QFile::ExeOwner | QFile::WriteOwner | QFile::ReadOwner);
    syncFolder(partial.path());
    // rename() never replaces a folder that holds something.
    if (std::rename(QFile::encodeName(partial.path()).constData(), QFile::encodeName(target).constData()) != 0)
        return notWritten(target, QString::fromLocal8Bit(std::strerror(errno)));
    partial.setAutoRemove(false);
    syncFolder(parentFolder);
    return {};
}

double ModelPackage::temperature(Input input) const
{
    const auto found = temperatures.find(input);
    return found == temperatures.end() ? 1 : found->second;
}

} // namespace somno::sdreamer
