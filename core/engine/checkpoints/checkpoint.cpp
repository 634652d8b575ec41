// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoints/checkpoint.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <cstring>

#include "core/engine/checkpoints/pickle.h"
#include "core/engine/checkpoints/torcharchive.h"
#include "core/engine/network/layers.h"
#include "core/engine/network/network.h"

namespace somno::sdreamer {

namespace {

using Kind = PickleValue::Kind;

tl::unexpected<Error> invalid(const QString &source, const QString &what, const QString &remedy = {})
{
    return failure(ErrorCode::ModelInvalid, QStringLiteral("%1 is not a checkpoint of sDREAMER: %2.").arg(source, what),
                   remedy.isEmpty() ? QStringLiteral(
                       "Import a file that holds the state_dict() of a network, written by torch.save().")
                                    : remedy);
}

std::optional<torch::ScalarType> scalarType(const QString &storage)
{
    static const QHash<QString, torch::ScalarType> types{
        {"Float", torch::kFloat}, {"Double", torch::kDouble}, {"Half", torch::kHalf},   {"BFloat16", torch::kBFloat16},
        {"Long", torch::kLong},   {"Int", torch::kInt},       {"Short", torch::kShort}, {"Char", torch::kChar},
        {"Byte", torch::kByte},   {"Bool", torch::kBool}};
    const auto found = types.constFind(storage);
    return found == types.constEnd() ? std::nullopt : std::optional(*found);
}

/// The tensors of one archive; storages that several of them share are read once.
class TensorReader {
public:
    TensorReader(const TorchArchive &archive, const Pickle &pickle, QString source)
        : m_archive(archive), m_pickle(pickle), m_source(std::move(source))
    {
    }

    Result<WeightTensor> read(const QString &name, const PickleValue &tensor)
    {
        const PickleValue &place = m_pickle.at(tensor.items.front());
        if (!fits(tensor, place.integer))
            return invalid(m_source,
                           QStringLiteral("tensor %1 of shape %2 reaches beyond its storage of %3 values")
                               .arg(name, shapeText(tensor.shape))
                               .arg(place.integer),
                           m_damaged);
        const auto storage = storageOf(name, place);
        if (!storage)
            return failure(storage.error());
        const std::vector<int64_t> shape(tensor.shape.begin(), tensor.shape.end()),
            stride(tensor.stride.begin(), tensor.stride.end());
        const torch::Tensor values = storage->as_strided(shape, stride, tensor.integer).to(torch::kFloat).contiguous();
        return WeightTensor{tensor.shape, {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()}};
    }

private:
    // Whether all that offset, shape and stride can reach lies within `count` values. A tensor with more values than
    // its storage (by strides of 0) is no weight, and could claim any amount of memory.
    static bool fits(const PickleValue &tensor, qint64 count)
    {
        constexpr qint64 kLargest = qint64(1) << 31;
        qint64 values = 1, last = tensor.integer;
        if (last < 0 || count > kLargest || last > count)
            return false;
        for (size_t i = 0; i < tensor.shape.size(); ++i) {
            const qint64 extent = tensor.shape[i], stride = tensor.stride[i];
            if (extent < 1 || extent > kLargest || stride < 0 || stride > kLargest)
                return false;
            values *= extent;
            last += (extent - 1) * stride;
            if (values > count || last >= count)
                return false;
        }
        return last < count;
    }

    Result<torch::Tensor> storageOf(const QString &name, const PickleValue &place)
    {
        const QString key = place.storageType + QLatin1Char(' ') + place.text;
        if (const auto known = m_storages.constFind(key);
            known != m_storages.constEnd() && known->numel() == place.integer)
            return *known;
        const auto type = scalarType(place.storageType);
        const auto bytes = m_archive.record(QStringLiteral("data/") + place.text);
        if (!bytes)
            return failure(bytes.error());
        if (!type || qint64(c10::elementSize(*type)) * place.integer != bytes->size())
            return invalid(m_source,
                           QStringLiteral("tensor %1 expects %2 values of type %3 in an entry of %4 bytes")
                               .arg(name)
                               .arg(place.integer)
                               .arg(place.storageType)
                               .arg(bytes->size()),
                           m_damaged);
        torch::Tensor storage = torch::empty({place.integer}, *type);
        std::memcpy(storage.data_ptr(), bytes->data(), size_t(bytes->size()));
        m_storages.insert(key, storage);
        return storage;
    }

    const TorchArchive &m_archive;
    const Pickle &m_pickle;
    const QString m_source;
    const QString m_damaged = QStringLiteral("The file is damaged. Take it from its source again.");
    QHash<QString, torch::Tensor> m_storages;
};

// The dictionary of tensors: the whole, or a part of what a training run keeps; null when there is none.
const PickleValue *stateDict(const Pickle &pickle)
{
    for (const char *key : {"state_dict", "model_state_dict"}) {
        const PickleValue *inner = pickle.find(pickle.root(), QLatin1String(key));
        if (inner && inner->kind == Kind::Dict)
            return inner;
    }
    return pickle.root().kind == Kind::Dict ? &pickle.root() : nullptr;
}

// A checkpoint may come from DataParallel, and its patch embedding is spelt in two ways.
QString usualName(QString name)
{
    if (name.startsWith(QLatin1String("module.")))
        name.remove(0, 7);
    return name.replace(QLatin1String("patch_encoder."), QLatin1String(kPatchModule) + QLatin1Char('.'));
}

Result<WeightMap> weightsOf(const TorchArchive &archive, const Pickle &pickle, const QString &source)
{
    const PickleValue *dict = stateDict(pickle);
    if (!dict || dict->items.empty())
        return invalid(source, QStringLiteral("it holds no state dictionary"));
    TensorReader reader(archive, pickle, source);
    WeightMap weights;
    qint64 values = 0;
    for (size_t i = 0; i < dict->items.size(); i += 2) {
        const PickleValue &key = pickle.at(dict->items[i]), &value = pickle.at(dict->items[i + 1]);
        const QString name = usualName(key.text);
        if (key.kind != Kind::Text || value.kind != Kind::Tensor)
            return invalid(source, QStringLiteral("its entry \"%1\" is not a tensor").arg(name.left(200)));
        auto tensor = reader.read(name, value);
        if (!tensor)
            return failure(tensor.error());
        values += qint64(tensor->values.size());
        // Bytes of one storage may be in several tensors, but not so often that a small file fills the memory.
        if (values > archive.bytes().size())
            return invalid(source, QStringLiteral("its tensors overlap"));
        if (!weights.emplace(name, std::move(*tensor)).second)
            return invalid(source, QStringLiteral("it holds %1 twice").arg(name));
    }
    return weights;
}

Result<WeightMap> readWeights(const TorchArchive &archive, const QString &source)
{
    const auto record = archive.record(QStringLiteral("data.pkl"));
    if (!record)
        return failure(record.error());
    const auto pickle = Pickle::parse(*record, source);
    if (!pickle)
        return failure(pickle.error());
    try {
        return weightsOf(archive, *pickle, source);
    } catch (const std::exception &error) { // c10::Error, bad_alloc
        return invalid(source, QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
}

/// Whether each single-channel head may be asked, and why.
struct HeadTrust {
    bool eeg = false;
    bool emg = false;
    QString reason;
};

// The single-channel heads learn by distillation alone, so that without it they are as they were drawn. Only the name
// that the published training gives its folders and files tells of it.
HeadTrust headTrust(const QString &path, const ImportOptions &options)
{
    if (options.eegTrained || options.emgTrained)
        return {options.eegTrained, options.emgTrained, QStringLiteral("so said who imported it")};
    static const QRegularExpression pattern(QStringLiteral("scale(\\d+(?:\\.\\d+)?)"));
    const QFileInfo info(path);
    for (const QString &name : {info.fileName(), info.absoluteDir().dirName()}) {
        const auto match = pattern.match(name);
        if (!match.hasMatch())
            continue;
        const bool distilled = match.captured(1).toDouble() > 0;
        return {distilled, distilled,
                QStringLiteral("the name %1 says that it was trained %2 self-distillation (%3)")
                    .arg(name, distilled ? QStringLiteral("with") : QStringLiteral("without"), match.captured())};
    }
    return {false, false,
            QStringLiteral(
                "nothing in the names of the file and its folder says that it was trained with self-distillation")};
}

QString card(const ModelPackage &package, const QString &file, const HeadTrust &trust)
{
    const NetworkConfig &network = package.network;
    const bool alone = trust.eeg || trust.emg;
    const QString inputs = !alone ? QStringLiteral("EEG and EMG together only")
                           : trust.eeg && trust.emg
                               ? QStringLiteral("EEG and EMG together, and each alone")
                               : QStringLiteral("EEG and EMG together, and %1 alone")
                                     .arg(trust.eeg ? QStringLiteral("EEG") : QStringLiteral("EMG"));
    return QStringLiteral(
               "# %1\n\nImported from the published checkpoint `%2` of sDREAMER (doi 10.1109/ICDH60066.2023.00028). "
               "How well it scores is not known here: **figures unknown** until you evaluate it on your own "
               "labels.\n\n")
               .arg(package.title(), file)
           + QStringLiteral("## Network\n\n%1: %2 patches of %3 samples an epoch, width %4, %5 heads of attention "
                            "(assumed, the file "
                            "does not say), %6 layers within an epoch")
                 .arg(network.architecture)
                 .arg(network.patches())
                 .arg(network.patchLength)
                 .arg(network.modelWidth)
                 .arg(network.heads)
                 .arg(network.epochLayers)
           + (network.architecture == QLatin1String("Epoch") ? QStringLiteral(".")
                                                             : QStringLiteral(", %1 layers over %2 epochs.")
                                                                   .arg(network.sequenceLayers)
                                                                   .arg(network.sequenceLength))
           + (network.normalisation == Normalisation::ZScoreRecording
                  ? QStringLiteral(" The signals are normalised as in the published training: mean and standard "
                                   "deviation of the whole "
                                   "recording (zscore-recording).")
                  : QStringLiteral(" Whoever imported it said that it learned from signals normalised as %1.")
                        .arg(normalisationName(network.normalisation)))
           + QStringLiteral("\n\nIt scores %1: %2.\n").arg(inputs, trust.reason)
           + QStringLiteral("\n## Origin and licence\n\nThe file does not say who trained it, on which recordings, and "
                            "under which "
                            "licence it may be used and passed on. **Check that with whoever gave it to you.**\n\n"
                            "Digest of the file (BLAKE2b-256): `%1`\n\n## How it was made\n\n    %2\n")
                 .arg(package.training.dataDigest, package.training.command);
}

QString nameOf(const QString &path)
{
    static const QRegularExpression endings(QStringLiteral("(\\.(pt|pth|tar|ckpt))+$"));
    return QFileInfo(path).fileName().remove(endings);
}

} // namespace

Result<WeightMap> readCheckpoint(const QString &path)
{
    const auto archive = TorchArchive::open(path);
    return archive ? readWeights(*archive, path) : failure(archive.error());
}

Result<ModelPackage> importCheckpoint(const QString &path, const ImportOptions &options, const Progress &progress)
{
    const auto archive = TorchArchive::open(path);
    if (!archive)
        return failure(archive.error());
    auto weights = readWeights(*archive, path);
    if (!weights)
        return failure(weights.error());
    const auto config = configOf(*weights, options.heads, path);
    if (!config)
        return failure(config.error());
    if (auto fits = checkWeights(*config, *weights, path); !fits)
        return failure(
            fits.error().code, fits.error().message,
            QStringLiteral(
                "By its names it is a network %1, but not exactly the published one; a variant with other layers "
                "or signals cannot be imported.")
                .arg(config->architecture));
    const HeadTrust trust = headTrust(path, options);
    if (!trust.eeg && !trust.emg)
        progress.warning(
            QStringLiteral("The model will score EEG and EMG together only: %1. If its single-channel heads were "
                           "trained, import it with --heads-trained eeg,emg.")
                .arg(trust.reason));
    ModelPackage package;
    package.name = options.name.isEmpty() ? nameOf(path) : options.name;
    package.version = QStringLiteral("1.0");
    package.network = *config;
    package.network.eegHeadTrained = trust.eeg;
    package.network.emgHeadTrained = trust.emg;
    package.network.normalisation = options.normalisation;
    package.weights = std::move(*weights);
    package.training.dataDigest
        = QString::fromLatin1(QCryptographicHash::hash(archive->bytes(), QCryptographicHash::Blake2b_256).toHex());
    package.training.command = options.command;
    package.training.date = QDateTime::currentDateTimeUtc();
    package.card = card(package, QFileInfo(path).fileName(), trust);
    return package;
}

} // namespace somno::sdreamer
