// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/networkmodule.h"

#include <array>
#include <functional>

#include "core/engine/network/modalityexperts.h"

namespace somno::sdreamer {

namespace {

/// Epochs of a sequence to sequence-aware features: the part that both Sequence models share.
class SequenceTransformer : public ModalityTransformer {
public:
    explicit SequenceTransformer(const NetworkConfig &config)
        : ModalityTransformer(config, config.sequenceLayers, config.sequenceLayers - config.mixedLayers,
                              2 * config.modelWidth)
    {
        for (int m = 0; m < kModalities; ++m)
            m_positions[m] = parameterAt(*this, std::string(kModalityNames[m]) + "_loader.get_pos.pos_emb",
                                         drawnToken({1, config.sequenceLength, config.modelWidth}));
    }

    /// Vectors of epochs [B, N, D] -> tokens [B, N, D].
    torch::Tensor placed(int modality, const torch::Tensor &epochs)
    {
        return marked(modality, epochs + m_positions[modality].narrow(1, 0, epochs.size(1)));
    }

    /// Tokens of both -> [B, N, D].
    torch::Tensor mixFeatures(const torch::Tensor &eeg, const torch::Tensor &emg, Trace *trace)
    {
        const torch::Tensor tokens = mix(torch::cat({eeg, emg}, 1), Reach::AllTokens, trace);
        const torch::Tensor pooled = pool(torch::cat(tokens.chunk(2, 1), -1));
        if (trace)
            trace->add("pooled mix", pooled);
        return pooled;
    }

private:
    torch::Tensor m_positions[kModalities];
};

/// Patches of an epoch with a class token in front, both signals through shared attention.
class EpochTransformer : public ModalityTransformer {
public:
    EpochTransformer(const NetworkConfig &config, int mixedFrom)
        : ModalityTransformer(config, config.epochLayers, mixedFrom, config.modelWidth)
    {
        const int64_t width = config.modelWidth;
        for (int m = 0; m < kModalities; ++m) {
            const std::string loader = std::string(kModalityNames[m]) + "_loader";
            m_classTokens[m] = parameterAt(*this, loader + ".get_cls.cls_token", drawnToken({1, 1, width}));
            m_positions[m]
                = parameterAt(*this, loader + ".get_pos.pos_emb", drawnToken({1, config.patches() + 1, width}));
            m_patches[m]
                = moduleAt(*this, loader)->register_module(kPatchModule, std::make_shared<PatchEmbedding>(config));
        }
    }

    /// [E, samples] -> [E, 1 + patches, D]
    torch::Tensor tokens(int modality, const torch::Tensor &samples)
    {
        const torch::Tensor classToken = m_classTokens[modality].expand({samples.size(0), 1, -1});
        return marked(modality,
                      torch::cat({classToken, m_patches[modality]->forward(samples)}, 1) + m_positions[modality]);
    }

private:
    torch::Tensor m_classTokens[kModalities];
    torch::Tensor m_positions[kModalities];
    std::shared_ptr<PatchEmbedding> m_patches[kModalities];
};

// What `window` gives for each place from 0 by `stride` as far as `length` epochs reach, one after the other.
PathLogits slideOver(int64_t epochs, int64_t length, int64_t stride, const std::function<PathLogits(int64_t)> &window)
{
    std::vector<torch::Tensor> mix, eeg, emg;
    for (int64_t first = 0; first + length <= epochs; first += stride) {
        const PathLogits one = window(first);
        for (const auto &[logits, all] : {std::pair{one.mix, &mix}, {one.eeg, &eeg}, {one.emg, &emg}})
            if (logits.defined())
                all->push_back(logits);
    }
    const auto joined
        = [](const std::vector<torch::Tensor> &all) { return all.empty() ? torch::Tensor() : torch::cat(all); };
    return {joined(mix), joined(eeg), joined(emg)};
}

// [B, N, 2, 1, samples] -> [B * N, samples] of one signal.
torch::Tensor samplesOf(const torch::Tensor &x, int modality)
{
    return x.select(2, modality).reshape({x.size(0) * x.size(1), -1});
}

/// What both Sequence models do with the vectors of epochs.
class SequenceModule : public NetworkModule {
public:
    PathLogits forward(const torch::Tensor &x, Paths paths, Trace *trace) override
    {
        return logitsOf(vectorsOf(x, paths, trace), 0, x.size(1), paths, trace);
    }

    PathLogits slide(const torch::Tensor &x, Paths paths, int64_t length, int64_t stride) override
    {
        const Vectors vectors = vectorsOf(x, paths, nullptr);
        // One window at a time stays in a processor's cache.
        return slideOver(x.size(1), length, stride,
                         [&](int64_t first) { return logitsOf(vectors, first, length, paths, nullptr); });
    }

    void prepareScoring(bool) override { m_sequence->prepareScoring(); }

protected:
    explicit SequenceModule(const NetworkConfig &config)
        : NetworkModule(config),
          m_sequence(register_module("moe_transformer", std::make_shared<SequenceTransformer>(config)))
    {
    }
    /// [E, samples] -> [E, D]
    virtual torch::Tensor encode(int modality, const torch::Tensor &samples, Trace *trace) = 0;

private:
    /// Of each signal that is wanted, [B, N, D].
    using Vectors = std::array<torch::Tensor, kModalities>;

    Vectors vectorsOf(const torch::Tensor &x, Paths paths, Trace *trace)
    {
        Vectors vectors;
        const bool wanted[kModalities] = {paths.mix || paths.eeg, paths.mix || paths.emg};
        for (int m = 0; m < kModalities; ++m) {
            if (!wanted[m])
                continue;
            vectors[size_t(m)] = encode(m, samplesOf(x, m), trace).view({x.size(0), x.size(1), -1});
            if (trace)
                trace->add(std::string(kModalityNames[m]) + " CLS", vectors[size_t(m)]);
        }
        return vectors;
    }

    PathLogits logitsOf(const Vectors &vectors, int64_t first, int64_t length, Paths paths, Trace *trace)
    {
        Vectors tokens;
        for (int m = 0; m < kModalities; ++m)
            if (vectors[size_t(m)].defined())
                tokens[size_t(m)] = m_sequence->placed(m, vectors[size_t(m)].narrow(1, first, length));
        PathLogits logits;
        if (paths.mix)
            logits.mix = mixLogits(m_sequence->mixFeatures(tokens[kEeg], tokens[kEmg], trace));
        if (paths.eeg)
            logits.eeg = monoPath(kEeg, tokens[kEeg], trace);
        if (paths.emg)
            logits.emg = monoPath(kEmg, tokens[kEmg], trace);
        return logits;
    }

    torch::Tensor monoPath(int modality, const torch::Tensor &tokens, Trace *trace)
    {
        const torch::Tensor features = m_sequence->mono(modality, tokens, Reach::AllTokens);
        if (trace)
            trace->add(std::string(kModalityNames[modality]) + " unit feats", features);
        return monoLogits(modality, features);
    }

    std::shared_ptr<SequenceTransformer> m_sequence;
};

/// Encoders of epochs that share nothing.
class SeqNewMoE2 : public SequenceModule {
public:
    explicit SeqNewMoE2(const NetworkConfig &config) : SequenceModule(config)
    {
        for (int m = 0; m < kModalities; ++m)
            m_encoders[m] = register_module(std::string(kModalityNames[m]) + "_transformer",
                                            std::make_shared<EpochEncoder>(config));
    }

    void prepareScoring(bool half) override
    {
        SequenceModule::prepareScoring(half);
        for (const auto &encoder : m_encoders)
            encoder->prepareScoring(half);
    }

protected:
    torch::Tensor encode(int modality, const torch::Tensor &samples, Trace *trace) override
    {
        return m_encoders[modality]->forward(samples, kModalityNames[modality], trace);
    }

private:
    std::shared_ptr<EpochEncoder> m_encoders[kModalities];
};

/// One encoder of epochs for both signals, whose mixed path is never taken.
class SeqHMoE : public SequenceModule {
public:
    // The published code counts the mixed blocks of the epoch level by the layers of the sequence level; the experts
    // that this adds, or not, are never asked, but stand in its checkpoints.
    explicit SeqHMoE(const NetworkConfig &config)
        : SequenceModule(config),
          m_epoch(register_module("ep_moe_transformer", std::make_shared<EpochTransformer>(
                                                            config, config.sequenceLayers - config.mixedLayers)))
    {
    }

    void prepareScoring(bool half) override
    {
        SequenceModule::prepareScoring(half);
        m_epoch->prepareScoring();
    }

protected:
    torch::Tensor encode(int modality, const torch::Tensor &samples, Trace *) override
    {
        return m_epoch->mono(modality, m_epoch->tokens(modality, samples), Reach::FirstToken).squeeze(1);
    }

private:
    std::shared_ptr<EpochTransformer> m_epoch;
};

/// Each epoch by itself.
class EpochModule : public NetworkModule {
public:
    explicit EpochModule(const NetworkConfig &config)
        : NetworkModule(config),
          m_epoch(register_module("moe_transformer",
                                  std::make_shared<EpochTransformer>(config, config.epochLayers - config.mixedLayers)))
    {
    }

    void prepareScoring(bool) override { m_epoch->prepareScoring(); }

    PathLogits forward(const torch::Tensor &x, Paths paths, Trace *trace) override
    {
        torch::Tensor tokens[kModalities];
        const bool wanted[kModalities] = {paths.mix || paths.eeg, paths.mix || paths.emg};
        for (int m = 0; m < kModalities; ++m)
            if (wanted[m])
                tokens[m] = m_epoch->tokens(m, samplesOf(x, m));
        PathLogits logits;
        if (paths.mix) // the EEG's class token answers for both
            logits.mix = mixLogits(
                m_epoch->pool(m_epoch->mix(torch::cat({tokens[kEeg], tokens[kEmg]}, 1), Reach::FirstToken, trace)));
        if (paths.eeg)
            logits.eeg = monoLogits(kEeg, m_epoch->mono(kEeg, tokens[kEeg], Reach::FirstToken));
        if (paths.emg)
            logits.emg = monoLogits(kEmg, m_epoch->mono(kEmg, tokens[kEmg], Reach::FirstToken));
        return logits;
    }

private:
    std::shared_ptr<EpochTransformer> m_epoch;
};

} // namespace

NetworkModule::NetworkModule(const NetworkConfig &config)
{
    m_mixHead = register_module("cls_head", std::make_shared<Head>(config));
    for (int m = 0; m < kModalities; ++m)
        m_monoHeads[m] = register_module("cls_head_" + std::string(kModalityNames[m]), std::make_shared<Head>(config));
}

PathLogits NetworkModule::slide(const torch::Tensor &x, Paths paths, int64_t length, int64_t stride)
{
    return slideOver(x.size(1), length, stride,
                     [&](int64_t first) { return forward(x.narrow(1, first, length), paths); });
}

torch::Tensor NetworkModule::mixLogits(const torch::Tensor &features)
{
    return m_mixHead->forward(features).flatten(0, 1);
}

torch::Tensor NetworkModule::monoLogits(int modality, const torch::Tensor &features)
{
    return m_monoHeads[modality]->forward(features).flatten(0, 1);
}

NetworkModulePtr makeModule(const NetworkConfig &config)
{
    if (config.architecture == QLatin1String("SeqHMoE"))
        return std::make_shared<SeqHMoE>(config);
    if (config.architecture == QLatin1String("Epoch"))
        return std::make_shared<EpochModule>(config);
    return std::make_shared<SeqNewMoE2>(config);
}

} // namespace somno::sdreamer
