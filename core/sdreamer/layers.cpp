// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/layers.h"

#include <algorithm>
#include <cmath>

#include "sdreamer/attention.h"

namespace somno::sdreamer {

namespace {

constexpr double kScaleStart = 0.1;
constexpr double kTokenSpread = 0.02;

// A generator a thread: LibTorch's own is shared, so that threads would draw in the order in which they happen to
// run, and its Bernoulli draws cost a fifth of a training step.
thread_local uint64_t dropoutState = 0;

uint64_t nextRandom() // SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195)
{
    uint64_t z = dropoutState += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

// Zeros with that rate, 1 / (1 - rate) elsewhere, in the shape of x. One draw of 64 bits serves four values.
torch::Tensor dropoutMask(const torch::Tensor &x, double rate)
{
    const auto threshold = uint16_t(rate * 65536);
    const float kept = float(1 / (1 - rate));
    torch::Tensor mask = torch::empty(x.sizes(), torch::kFloat);
    float *value = mask.data_ptr<float>();
    const int64_t count = mask.numel();
    for (int64_t i = 0; i < count; i += 4) {
        uint64_t bits = nextRandom();
        for (int64_t k = i; k < std::min(i + 4, count); ++k, bits >>= 16)
            value[k] = uint16_t(bits) < threshold ? 0.f : kept;
    }
    return mask.to(x.options());
}

// Splits "a.b.c" into the module a.b (the root itself for "c") and the name c.
std::pair<torch::nn::Module *, std::string> ownerOf(torch::nn::Module &root, const std::string &path)
{
    const size_t dot = path.rfind('.');
    if (dot == std::string::npos)
        return {&root, path};
    return {moduleAt(root, path.substr(0, dot)).get(), path.substr(dot + 1)};
}

} // namespace

std::shared_ptr<torch::nn::Module> moduleAt(torch::nn::Module &root, const std::string &path)
{
    const size_t dot = path.find('.');
    const std::string name = path.substr(0, dot);
    const auto children = root.named_children();
    const auto *known = children.find(name);
    auto child = known ? *known : root.register_module(name, std::make_shared<torch::nn::Module>());
    return dot == std::string::npos ? child : moduleAt(*child, path.substr(dot + 1));
}

torch::nn::Linear linearAt(torch::nn::Module &root, const std::string &path, int64_t in, int64_t out, bool bias)
{
    const auto [owner, name] = ownerOf(root, path);
    return owner->register_module(name, torch::nn::Linear(torch::nn::LinearOptions(in, out).bias(bias)));
}

torch::Tensor parameterAt(torch::nn::Module &root, const std::string &path, torch::Tensor value)
{
    const auto [owner, name] = ownerOf(root, path);
    return owner->register_parameter(name, std::move(value));
}

torch::nn::LayerNorm layerNorm(int64_t width)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width}).eps(1e-5));
}

void seedDropout(uint64_t seed)
{
    dropoutState = seed;
}

torch::Tensor applyDropout(const torch::nn::Module &module, const torch::Tensor &x, double rate)
{
    return module.is_training() && rate > 0 ? x * dropoutMask(x, rate) : x;
}

torch::Tensor drawnToken(torch::IntArrayRef shape)
{
    return torch::randn(shape) * kTokenSpread;
}

void drawNarrow(torch::nn::Linear &linear)
{
    torch::NoGradGuard noGrad;
    linear->weight.normal_(0, kTokenSpread);
    if (linear->bias.defined())
        linear->bias.zero_();
}

EpochBlock::EpochBlock(const NetworkConfig &config) : m_heads(config.heads), m_dropout(config.dropout)
{
    const int64_t width = config.modelWidth;
    m_scale1 = register_parameter("gamma1", torch::full({width}, kScaleStart));
    m_scale2 = register_parameter("gamma2", torch::full({width}, kScaleStart));
    m_query = linearAt(*this, "attn1.to_q", width, width, false);
    m_key = linearAt(*this, "attn1.to_k", width, width, false);
    m_value = linearAt(*this, "attn1.to_v", width, width, false);
    m_out = linearAt(*this, "attn1.to_out.0", width, width);
    m_gated = linearAt(*this, "ff.ff.0.proj", width, 2 * config.feedForward);
    m_down = linearAt(*this, "ff.ff.3", config.feedForward, width);
    m_norm1 = register_module("norm1", layerNorm(width));
    m_norm2 = register_module("norm2", layerNorm(width));
}

torch::Tensor EpochBlock::forward(const torch::Tensor &x, bool lastOnly)
{
    const torch::Tensor normed = m_norm1(x);
    const torch::Tensor attended = m_out(lastOnly ? attendLast(normed) : attendAll(normed));
    const torch::Tensor kept = lastOnly ? x.narrow(1, x.size(1) - 1, 1) : x;
    const torch::Tensor y = torch::addcmul(kept, applyDropout(*this, attended, m_dropout), m_scale1);
    return torch::addcmul(y, feedForward(m_norm2(y)), m_scale2);
}

torch::Tensor EpochBlock::attendAll(const torch::Tensor &x)
{
    const torch::Tensor weight = torch::cat({m_query->weight, m_key->weight, m_value->weight});
    return selfAttention(torch::linear(x, weight).view({x.size(0), x.size(1), 3, m_heads, -1}));
}

// One query needs neither the keys nor the values of all tokens: projecting the query back through the key weights,
// and the weighted sum of tokens forward through the value weights, gives the same numbers at a tenth of the cost.
torch::Tensor EpochBlock::attendLast(const torch::Tensor &x)
{
    const int64_t batch = x.size(0), tokens = x.size(1), width = x.size(2), perHead = width / m_heads;
    const torch::Tensor query = m_query(x.select(1, tokens - 1)).view({batch, m_heads, perHead}).transpose(0, 1);
    const torch::Tensor keyWeight = m_key->weight.view({m_heads, perHead, width});
    const torch::Tensor valueWeight = m_value->weight.view({m_heads, perHead, width});
    const torch::Tensor asked = torch::bmm(query * std::pow(double(perHead), -0.5), keyWeight).transpose(0, 1);
    const torch::Tensor weights = torch::softmax(torch::bmm(asked.contiguous(), x.transpose(1, 2)), -1);
    const torch::Tensor seen = torch::bmm(weights, x).transpose(0, 1);
    const torch::Tensor values = torch::bmm(seen.contiguous(), valueWeight.transpose(1, 2));
    return values.transpose(0, 1).reshape({batch, 1, width});
}

torch::Tensor EpochBlock::feedForward(const torch::Tensor &x)
{
    // Two products instead of one that is then cut in halves: the halves stay contiguous, forth and back.
    const auto weights = m_gated->weight.chunk(2);
    const auto biases = m_gated->bias.chunk(2);
    const torch::Tensor value = torch::linear(x, weights[0], biases[0]);
    const torch::Tensor gate = torch::linear(x, weights[1], biases[1]);
    return m_down(applyDropout(*this, value * torch::gelu(gate), m_dropout));
}

EpochEncoder::EpochEncoder(const NetworkConfig &config)
    : m_patches(config.patches()), m_patchLength(config.patchLength), m_dropout(config.dropout)
{
    const int64_t width = config.modelWidth;
    m_classToken = parameterAt(*this, "get_cls.cls_token", drawnToken({1, 1, 1, width}));
    m_positions = parameterAt(*this, "get_pos.pos_emb", drawnToken({1, 1, m_patches + 1, width}));
    // The published checkpoints spell it so.
    m_patchIn = linearAt(*this, "patch_ecncoder.to_patch_embedding.1", m_patchLength, width);
    m_patchOut = linearAt(*this, "patch_ecncoder.to_patch_embedding.3", width, width);
    for (int i = 0; i < config.epochLayers; ++i) {
        m_blocks.push_back(std::make_shared<EpochBlock>(config));
        moduleAt(*this, "transformer")->register_module(std::to_string(i), m_blocks.back());
    }
}

torch::Tensor EpochEncoder::forward(const torch::Tensor &samples, const std::string &name, Trace *trace)
{
    const int64_t epochs = samples.size(0);
    const torch::Tensor raw = samples.view({epochs, m_patches, m_patchLength});
    const torch::Tensor patches = m_patchOut(torch::relu(m_patchIn(raw)));
    if (trace)
        trace->add(name + " patches", patches);
    const torch::Tensor classToken = m_classToken.view({1, 1, -1}).expand({epochs, 1, -1});
    torch::Tensor x = torch::cat({patches, classToken}, 1) + m_positions[0];
    x = applyDropout(*this, x, m_dropout);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        x = m_blocks[i]->forward(x, !trace && i + 1 == m_blocks.size());
        if (trace)
            trace->add(name + " after block " + std::to_string(i), x);
    }
    return x.select(1, x.size(1) - 1);
}

MoeBlock::MoeBlock(const NetworkConfig &config, bool ownsMixed) : m_heads(config.heads), m_dropout(config.dropout)
{
    const int64_t width = config.modelWidth;
    m_scale1 = register_parameter("gamma_1", torch::full({width}, kScaleStart));
    m_scale2 = register_parameter("gamma_2", torch::full({width}, kScaleStart));
    m_norm1 = register_module("norm1", layerNorm(width));
    m_qkv = linearAt(*this, "attn.qkv", width, 3 * width, false);
    m_proj = linearAt(*this, "attn.proj", width, width);
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

torch::Tensor MoeBlock::attend(const torch::Tensor &x)
{
    const torch::Tensor qkv = m_qkv(m_norm1(x)).view({x.size(0), x.size(1), 3, m_heads, -1});
    const torch::Tensor attended = applyDropout(*this, m_proj(selfAttention(qkv)), m_dropout);
    return torch::addcmul(x, attended, m_scale1);
}

torch::Tensor MoeBlock::consult(Expert &expert, const torch::Tensor &x)
{
    const torch::Tensor hidden = applyDropout(*this, torch::gelu(expert.up(expert.norm(x))), m_dropout);
    return torch::addcmul(x, applyDropout(*this, expert.down(hidden), m_dropout), m_scale2);
}

torch::Tensor MoeBlock::forwardMix(const torch::Tensor &x)
{
    const torch::Tensor attended = attend(x);
    if (m_mixed.up)
        return consult(m_mixed, attended);
    const auto halves = attended.chunk(2, 1);
    return torch::cat({consult(m_experts[kEeg], halves[0]), consult(m_experts[kEmg], halves[1])}, 1);
}

torch::Tensor MoeBlock::forwardMono(const torch::Tensor &x, int modality)
{
    return consult(m_experts[modality], attend(x));
}

Head::Head(const NetworkConfig &config)
{
    const int64_t width = config.modelWidth;
    m_in = linearAt(*this, "mlp.0", width, 2 * width);
    moduleAt(*this, "mlp")->register_module("1", m_norm = layerNorm(2 * width));
    m_out = linearAt(*this, "mlp.3", 2 * width, config.classCount());
    drawNarrow(m_in);
    drawNarrow(m_out);
}

torch::Tensor Head::forward(const torch::Tensor &x)
{
    return m_out(torch::gelu(m_norm(m_in(x))));
}

} // namespace somno::sdreamer
