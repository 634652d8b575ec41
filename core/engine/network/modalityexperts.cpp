// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/modalityexperts.h"

#include "core/engine/network/attention.h"

namespace somno::sdreamer {

MoeBlock::MoeBlock(const NetworkConfig &config, int layer, int layers, bool ownsMixed)
    : m_heads(config.heads), m_dropout(config.dropout), m_dropPath(dropPathRate(config, layer, layers)),
      m_shared(config.sharedAttention)
{
    const int64_t width = config.modelWidth;
    m_scale1 = register_parameter("gamma_1", torch::full({width}, kScaleStart));
    m_scale2 = register_parameter("gamma_2", torch::full({width}, kScaleStart));
    m_norm1 = register_module("norm1", layerNorm(width));
    m_attention[kEeg] = registerAttention(config, m_shared ? "attn" : "attn_eeg");
    m_attention[kEmg] = m_shared ? m_attention[kEeg] : registerAttention(config, "attn_emg");
    for (int m = 0; m < kModalities; ++m)
        m_experts[m] = registerExpert(config, kModalityNames[m]);
    if (ownsMixed)
        m_mixed = registerExpert(config, "mix");
}

Expert MoeBlock::registerExpert(const NetworkConfig &config, const std::string &name)
{
    Expert expert;
    expert.norm = register_module("norm2_" + name, layerNorm(config.modelWidth));
    expert.up = linearAt(*this, "mlp_" + name + ".ff.0.0", config.modelWidth, config.feedForward);
    expert.down = linearAt(*this, "mlp_" + name + ".ff.3", config.feedForward, config.modelWidth);
    return expert;
}

Projections MoeBlock::registerAttention(const NetworkConfig &config, const std::string &name)
{
    const int64_t width = config.modelWidth;
    return {linearAt(*this, name + ".qkv", width, 3 * width, false), linearAt(*this, name + ".proj", width, width)};
}

torch::Tensor MoeBlock::attend(const torch::Tensor &x, Projections &by, Reach reach)
{
    const int64_t tokens = x.size(1);
    const torch::Tensor normed = m_norm1(x);
    const torch::Tensor attended
        = reach == Reach::AllTokens ? selfAttention(product(by.qkv, normed).view({x.size(0), tokens, 3, m_heads, -1}))
                                    : attendFrom(tokenOf(reach, tokens), normed, by.qkv->weight, m_heads);
    const torch::Tensor kept = reach == Reach::AllTokens ? x : x.narrow(1, tokenOf(reach, tokens), 1);
    return addBranch(*this, kept, applyDropout(*this, product(by.out, attended), m_dropout), m_scale1, m_dropPath);
}

// Every token to every token, though each modality has projections of its own.
torch::Tensor MoeBlock::attendJointly(const torch::Tensor &x)
{
    const auto halves = m_norm1(x).chunk(2, 1);
    const torch::Tensor qkv
        = torch::cat({product(m_attention[kEeg].qkv, halves[0]), product(m_attention[kEmg].qkv, halves[1])}, 1);
    const auto attended = selfAttention(qkv.view({x.size(0), x.size(1), 3, m_heads, -1})).chunk(2, 1);
    const torch::Tensor out
        = torch::cat({product(m_attention[kEeg].out, attended[0]), product(m_attention[kEmg].out, attended[1])}, 1);
    return addBranch(*this, x, applyDropout(*this, out, m_dropout), m_scale1, m_dropPath);
}

torch::Tensor MoeBlock::consult(Expert &expert, const torch::Tensor &x)
{
    const torch::Tensor hidden = applyDropout(*this, geluProduct(expert.up, expert.norm(x)), m_dropout);
    return addBranch(*this, x, applyDropout(*this, product(expert.down, hidden), m_dropout), m_scale2, m_dropPath);
}

torch::Tensor MoeBlock::forwardMix(const torch::Tensor &x, Reach reach)
{
    torch::Tensor attended = m_shared ? attend(x, m_attention[kEeg], reach) : attendJointly(x);
    if (reach != Reach::AllTokens && !m_shared)
        attended = attended.narrow(1, tokenOf(reach, x.size(1)), 1);
    if (m_mixed.up)
        return consult(m_mixed, attended);
    if (reach != Reach::AllTokens)
        return consult(m_experts[reach == Reach::FirstToken ? kEeg : kEmg], attended);
    const auto halves = attended.chunk(2, 1);
    return torch::cat({consult(m_experts[kEeg], halves[0]), consult(m_experts[kEmg], halves[1])}, 1);
}

torch::Tensor MoeBlock::forwardMono(const torch::Tensor &x, int modality, Reach reach)
{
    return consult(m_experts[modality], attend(x, m_attention[modality], reach));
}

ModalityTransformer::ModalityTransformer(const NetworkConfig &config, int layers, int mixedFrom, int pooledWidth)
    : m_dropout(config.dropout)
{
    const int64_t width = config.modelWidth;
    m_modalities = parameterAt(*this, "mod_emb.weight", drawnToken({kModalities, width}));
    m_pool = linearAt(*this, "pool.pool_head.0", pooledWidth, width);
    drawNarrow(m_pool);
    for (int i = 0; i < layers; ++i) {
        m_blocks.push_back(std::make_shared<MoeBlock>(config, i, layers, i >= mixedFrom));
        moduleAt(*this, "transformer")->register_module(std::to_string(i), m_blocks.back());
    }
    m_norm = register_module("norm", layerNorm(width));
    for (int m = 0; m < kModalities; ++m) {
        m_projections[m] = linearAt(*this, std::string(kModalityNames[m]) + "_proj", width, width, false);
        drawNarrow(m_projections[m]);
    }
}

void ModalityTransformer::prepareScoring()
{
    for (const auto &module : modules())
        if (auto *linear = module->as<LinearImpl>())
            linear->prepareScoring();
}

torch::Tensor ModalityTransformer::marked(int modality, const torch::Tensor &tokens)
{
    return applyDropout(*this, tokens, m_dropout) + m_modalities[modality];
}

torch::Tensor ModalityTransformer::mix(torch::Tensor tokens, Reach reach, Trace *trace)
{
    if (trace)
        trace->add("mix tokens in", tokens);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        tokens = m_blocks[i]->forwardMix(tokens, i + 1 == m_blocks.size() ? reach : Reach::AllTokens);
        if (trace)
            trace->add("after MoE block " + std::to_string(i), tokens);
    }
    tokens = m_norm(tokens);
    if (trace)
        trace->add("after final norm", tokens);
    return tokens;
}

torch::Tensor ModalityTransformer::mono(int modality, torch::Tensor tokens, Reach reach)
{
    for (size_t i = 0; i < m_blocks.size(); ++i)
        tokens = m_blocks[i]->forwardMono(tokens, modality, i + 1 == m_blocks.size() ? reach : Reach::AllTokens);
    const torch::Tensor projected = m_projections[modality](m_norm(tokens));
    return projected / projected.norm(2, -1, true);
}

torch::Tensor ModalityTransformer::pool(const torch::Tensor &x)
{
    return torch::tanh(m_pool(x));
}

} // namespace somno::sdreamer
