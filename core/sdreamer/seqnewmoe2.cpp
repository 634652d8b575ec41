// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/seqnewmoe2.h"

namespace somno::sdreamer {

namespace {

const std::string kSequence = "moe_transformer";

} // namespace

SeqNewMoE2Impl::SeqNewMoE2Impl(const NetworkConfig &config) : m_config(config)
{
    const int64_t width = config.modelWidth;
    for (int m = 0; m < kModalities; ++m) {
        const std::string name = kModalityNames[m];
        m_encoders[m] = register_module(name + "_transformer", std::make_shared<EpochEncoder>(config));
        m_positions[m] = parameterAt(*this, kSequence + "." + name + "_loader.get_pos.pos_emb",
                                     drawnToken({1, config.sequenceLength, width}));
    }
    m_modalities = parameterAt(*this, kSequence + ".mod_emb.weight", drawnToken({kModalities, width}));
    m_pool = linearAt(*this, kSequence + ".pool.pool_head.0", 2 * width, width);
    drawNarrow(m_pool);
    for (int i = 0; i < config.sequenceLayers; ++i) {
        const bool ownsMixed = i >= config.sequenceLayers - config.mixedLayers;
        m_blocks.push_back(std::make_shared<MoeBlock>(config, ownsMixed));
        moduleAt(*this, kSequence + ".transformer")->register_module(std::to_string(i), m_blocks.back());
    }
    m_norm = moduleAt(*this, kSequence)->register_module("norm", layerNorm(width));
    for (int m = 0; m < kModalities; ++m) {
        const std::string name = kModalityNames[m];
        m_projections[m] = linearAt(*this, kSequence + "." + name + "_proj", width, width, false);
        drawNarrow(m_projections[m]);
        m_monoHeads[m] = register_module("cls_head_" + name, std::make_shared<Head>(config));
    }
    m_mixHead = register_module("cls_head", std::make_shared<Head>(config));
}

PathLogits SeqNewMoE2Impl::forward(const torch::Tensor &x, Paths paths, Trace *trace)
{
    torch::Tensor tokens[kModalities];
    const bool wanted[kModalities] = {paths.mix || paths.eeg, paths.mix || paths.emg};
    for (int m = 0; m < kModalities; ++m)
        if (wanted[m])
            tokens[m] = epochTokens(m, x.select(2, m), trace);
    PathLogits logits;
    if (paths.mix)
        logits.mix = mixLogits(torch::cat({tokens[kEeg], tokens[kEmg]}, 1), trace);
    if (paths.eeg)
        logits.eeg = monoLogits(kEeg, tokens[kEeg], trace);
    if (paths.emg)
        logits.emg = monoLogits(kEmg, tokens[kEmg], trace);
    return logits;
}

// [B, N, 1, samples] of one signal -> [B, N, D], ready for the sequence transformer.
torch::Tensor SeqNewMoE2Impl::epochTokens(int modality, const torch::Tensor &samples, Trace *trace)
{
    const int64_t windows = samples.size(0), epochs = samples.size(1);
    const std::string name = kModalityNames[modality];
    const torch::Tensor flat = samples.reshape({windows * epochs, -1});
    const torch::Tensor encoded = m_encoders[modality]->forward(flat, name, trace).view({windows, epochs, -1});
    if (trace)
        trace->add(name + " CLS", encoded);
    const torch::Tensor placed = encoded + m_positions[modality].narrow(1, 0, epochs);
    return applyDropout(*this, placed, m_config.dropout) + m_modalities[modality];
}

torch::Tensor SeqNewMoE2Impl::mixLogits(torch::Tensor tokens, Trace *trace)
{
    if (trace)
        trace->add("mix tokens in", tokens);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        tokens = m_blocks[i]->forwardMix(tokens);
        if (trace)
            trace->add("after MoE block " + std::to_string(i), tokens);
    }
    tokens = m_norm(tokens);
    const torch::Tensor pooled = torch::tanh(m_pool(torch::cat(tokens.chunk(2, 1), -1)));
    if (trace) {
        trace->add("after final norm", tokens);
        trace->add("pooled mix", pooled);
    }
    return m_mixHead->forward(pooled).flatten(0, 1);
}

torch::Tensor SeqNewMoE2Impl::monoLogits(int modality, torch::Tensor tokens, Trace *trace)
{
    for (const auto &block : m_blocks)
        tokens = block->forwardMono(tokens, modality);
    const torch::Tensor projected = m_projections[modality](m_norm(tokens));
    const torch::Tensor features = projected / projected.norm(2, -1, true);
    if (trace)
        trace->add(std::string(kModalityNames[modality]) + " unit feats", features);
    return m_monoHeads[modality]->forward(features).flatten(0, 1);
}

} // namespace somno::sdreamer
