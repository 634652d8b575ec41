// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/networkmodule.h"

#include "sdreamer/modalityexperts.h"

namespace somno::sdreamer {

namespace {

/// Epochs of a sequence to sequence-aware features: the part that both Sequence models share.
class SequenceTransformer : public ModalityTransformer {
public:
    explicit SequenceTransformer(const NetworkConfig &config)
        : ModalityTransformer(config, config.sequenceLayers, config.sequenceLayers - config.mixedLayers, 2 * config.modelWidth)
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
            m_positions[m] = parameterAt(*this, loader + ".get_pos.pos_emb", drawnToken({1, config.patches() + 1, width}));
            m_patches[m] = moduleAt(*this, loader)->register_module(kPatchModule, std::make_shared<PatchEmbedding>(config));
        }
    }

    /// [E, samples] -> [E, 1 + patches, D]
    torch::Tensor tokens(int modality, const torch::Tensor &samples)
    {
        const torch::Tensor classToken = m_classTokens[modality].expand({samples.size(0), 1, -1});
        return marked(modality, torch::cat({classToken, m_patches[modality]->forward(samples)}, 1) + m_positions[modality]);
    }

private:
    torch::Tensor m_classTokens[kModalities];
    torch::Tensor m_positions[kModalities];
    std::shared_ptr<PatchEmbedding> m_patches[kModalities];
};

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
        torch::Tensor tokens[kModalities];
        const bool wanted[kModalities] = {paths.mix || paths.eeg, paths.mix || paths.emg};
        for (int m = 0; m < kModalities; ++m)
            if (wanted[m])
                tokens[m] = tokensOf(m, x, trace);
        PathLogits logits;
        if (paths.mix)
            logits.mix = mixLogits(m_sequence->mixFeatures(tokens[kEeg], tokens[kEmg], trace));
        if (paths.eeg)
            logits.eeg = monoPath(kEeg, tokens[kEeg], trace);
        if (paths.emg)
            logits.emg = monoPath(kEmg, tokens[kEmg], trace);
        return logits;
    }

protected:
    explicit SequenceModule(const NetworkConfig &config)
        : NetworkModule(config), m_sequence(register_module("moe_transformer", std::make_shared<SequenceTransformer>(config)))
    {
    }
    /// [E, samples] -> [E, D]
    virtual torch::Tensor encode(int modality, const torch::Tensor &samples, Trace *trace) = 0;

private:
    torch::Tensor tokensOf(int modality, const torch::Tensor &x, Trace *trace)
    {
        const torch::Tensor vectors = encode(modality, samplesOf(x, modality), trace).view({x.size(0), x.size(1), -1});
        if (trace)
            trace->add(std::string(kModalityNames[modality]) + " CLS", vectors);
        return m_sequence->placed(modality, vectors);
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
            m_encoders[m] = register_module(std::string(kModalityNames[m]) + "_transformer", std::make_shared<EpochEncoder>(config));
    }

    void prepareScoring(bool half) override
    {
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
          m_epoch(register_module("ep_moe_transformer",
                                  std::make_shared<EpochTransformer>(config, config.sequenceLayers - config.mixedLayers)))
    {
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

    PathLogits forward(const torch::Tensor &x, Paths paths, Trace *trace) override
    {
        torch::Tensor tokens[kModalities];
        const bool wanted[kModalities] = {paths.mix || paths.eeg, paths.mix || paths.emg};
        for (int m = 0; m < kModalities; ++m)
            if (wanted[m])
                tokens[m] = m_epoch->tokens(m, samplesOf(x, m));
        PathLogits logits;
        if (paths.mix) // the EEG's class token answers for both
            logits.mix = mixLogits(m_epoch->pool(m_epoch->mix(torch::cat({tokens[kEeg], tokens[kEmg]}, 1), Reach::FirstToken, trace)));
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
