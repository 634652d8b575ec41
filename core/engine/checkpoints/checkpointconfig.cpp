// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <algorithm>

#include "core/engine/checkpoints/checkpoint.h"
#include "core/engine/network/layers.h"

namespace somno::sdreamer {

namespace {

tl::unexpected<Error> unknown(const QString &source, const QString &what, const QString &remedy)
{
    return failure(ErrorCode::ModelInvalid,
                   QStringLiteral("%1 is not a network that can be imported: %2.").arg(source, what), remedy);
}

constexpr int kMostLayers = 64;

/// Extents of tensors by name. The first one that is not there is remembered.
class Extents {
public:
    explicit Extents(const WeightMap &weights) : m_weights(weights) {}

    /// `fromEnd` 1 is the last extent.
    int of(const QString &name, size_t fromEnd)
    {
        const auto found = m_weights.find(name);
        if (found != m_weights.end() && found->second.shape.size() >= fromEnd)
            return int(std::min<qint64>(found->second.shape[found->second.shape.size() - fromEnd], 1 << 30));
        if (m_missing.isEmpty())
            m_missing = name;
        return 0;
    }
    [[nodiscard]] bool has(const QString &name) const { return m_weights.contains(name); }
    [[nodiscard]] const QString &missing() const { return m_missing; }

    /// Layers below a prefix: one more than the highest number that follows it.
    [[nodiscard]] int layers(const QString &prefix) const
    {
        int layers = 0;
        for (auto it = m_weights.lower_bound(prefix); it != m_weights.end() && it->first.startsWith(prefix); ++it)
            layers = std::max(
                layers,
                std::min(it->first.mid(prefix.size()).section(QLatin1Char('.'), 0, 0).toInt(), kMostLayers) + 1);
        return layers;
    }

private:
    const WeightMap &m_weights;
    QString m_missing;
};

const QString kShared = QStringLiteral("moe_transformer.");
const QString kOwnEncoder = QStringLiteral("eeg_transformer.");
const QString kEpochLevel = QStringLiteral("ep_moe_transformer.");
const QString kPositions = QStringLiteral("get_pos.pos_emb");

// Empty for weights of another network.
QString architectureOf(const Extents &extents)
{
    const QString token = QStringLiteral("get_cls.cls_token"), loader = QStringLiteral("eeg_loader.");
    if (extents.has(kOwnEncoder + token))
        return QStringLiteral("SeqNewMoE2");
    if (extents.has(kEpochLevel + loader + token))
        return QStringLiteral("SeqHMoE");
    return extents.has(kShared + loader + token) ? QStringLiteral("Epoch") : QString();
}

void readEpochLevel(Extents &extents, NetworkConfig &config)
{
    const bool ownEncoder = config.architecture == QLatin1String("SeqNewMoE2");
    const QString level = ownEncoder                                      ? kOwnEncoder
                          : config.architecture == QLatin1String("Epoch") ? kShared
                                                                          : kEpochLevel;
    const QString loader = ownEncoder ? level : level + QStringLiteral("eeg_loader.");
    const QString patches = loader + QLatin1String(kPatchModule) + QStringLiteral(".to_patch_embedding.1.weight");
    config.modelWidth = extents.of(patches, 2);
    config.patchLength = extents.of(patches, 1);
    config.samplesPerEpoch
        = int(std::min<qint64>(qint64(extents.of(loader + kPositions, 2) - 1) * config.patchLength, 1 << 30));
    config.epochLayers = extents.layers(level + QStringLiteral("transformer."));
}

void readMixing(Extents &extents, NetworkConfig &config)
{
    const QString blocks = kShared + QStringLiteral("transformer.");
    const int layers = extents.layers(blocks);
    if (config.architecture != QLatin1String("Epoch")) {
        config.sequenceLayers = layers;
        config.sequenceLength = extents.of(kShared + QStringLiteral("eeg_loader.") + kPositions, 2);
    }
    config.mixedLayers = 0;
    for (int i = 0; i < layers; ++i)
        config.mixedLayers += extents.has(blocks + QStringLiteral("%1.mlp_mix.ff.3.weight").arg(i));
    config.feedForward = extents.of(blocks + QStringLiteral("0.mlp_eeg.ff.3.weight"), 1);
    config.sharedAttention = !extents.has(blocks + QStringLiteral("0.attn_eeg.qkv.weight"));
}

// Building a network to compare with costs memory; what the names describe must be what the file holds. Every block has
// four matrices of its attention and at least two of its feed-forward.
bool holds(const WeightMap &weights, const NetworkConfig &config)
{
    const qint64 width = config.modelWidth, layers = qint64(config.epochLayers) + config.sequenceLayers;
    qint64 values = 0;
    for (const auto &[name, tensor] : weights)
        values += qint64(tensor.values.size());
    const bool sane = std::max({width, qint64(config.feedForward), qint64(config.sequenceLength)}) <= 1 << 16;
    const qint64 counted = config.architecture == QLatin1String("Epoch") ? config.epochLayers : layers;
    return sane && counted * (4 * width * width + 2 * width * config.feedForward) <= values;
}

} // namespace

Result<NetworkConfig> configOf(const WeightMap &weights, int heads, const QString &source)
{
    Extents extents(weights);
    NetworkConfig config;
    config.architecture = architectureOf(extents);
    if (config.architecture.isEmpty())
        return unknown(source,
                       QStringLiteral("its %1 tensors (the first is \"%2\") carry the names of no network of sDREAMER")
                           .arg(weights.size())
                           .arg(weights.empty() ? QString() : weights.begin()->first.left(200)),
                       QStringLiteral("SeqNewMoE2, SeqHMoE and the Epoch network of sDREAMER can be imported."));
    readEpochLevel(extents, config);
    readMixing(extents, config);
    const int classes = extents.of(QStringLiteral("cls_head.mlp.3.weight"), 2);
    if (!extents.missing().isEmpty())
        return unknown(
            source,
            QStringLiteral("the tensor %1 of a network %2 is missing").arg(extents.missing(), config.architecture),
            QStringLiteral("The file is incomplete, or of another network. Take it from its source again."));
    if (classes != config.classCount())
        return unknown(source, QStringLiteral("it tells %1 classes apart").arg(classes),
                       QStringLiteral("Only networks of three classes, Wake, NREM and REM, can be imported."));
    if (config.samplesPerEpoch != kSamplesPerEpoch)
        return unknown(source, QStringLiteral("its epochs have %1 samples").arg(config.samplesPerEpoch),
                       QStringLiteral("Only networks for epochs of one second at 512 Hz can be imported."));
    config.heads = heads;
    if (heads < 1 || config.modelWidth % heads != 0)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1 has a width of %2, which does not divide into %3 heads.")
                           .arg(source)
                           .arg(config.modelWidth)
                           .arg(heads),
                       QStringLiteral("Give the number of attention heads that it was trained with: --heads."));
    if (!holds(weights, config))
        return unknown(source, QStringLiteral("the names of its tensors describe a larger network than it holds"),
                       QStringLiteral("The file is damaged. Take it from its source again."));
    return config;
}

} // namespace somno::sdreamer
