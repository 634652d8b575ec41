// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/layers.h"

#include <algorithm>
#include <cmath>

#include "core/engine/kernels/encoderkernels.h"
#include "core/engine/network/attention.h"

namespace somno::sdreamer {

namespace {

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

// tokens [B, T, D], asked [heads, B, D] -> [heads, B, D]: each head's mean over the tokens, weighed by what it asks.
struct LookAround : torch::autograd::Function<LookAround> {
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &tokens,
                                 const torch::Tensor &asked)
    {
        const torch::Tensor own = tokens.contiguous(), query = asked.contiguous(), seen = torch::empty_like(query);
        context->save_for_backward({own, query});
        const int64_t batch = own.size(0), width = own.size(2);
        lookAround(own.data_ptr<float>(), {query.data_ptr<float>(), batch * width, width},
                   {seen.data_ptr<float>(), batch * width, width}, batch, own.size(1), query.size(0), width);
        return seen;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor grad = grads[0].contiguous();
        const torch::Tensor tokensGrad = torch::zeros_like(saved[0]), askedGrad = torch::empty_like(saved[1]);
        lookAroundBackward(saved[0].data_ptr<float>(), saved[1].data_ptr<float>(), grad.data_ptr<float>(),
                           tokensGrad.data_ptr<float>(), askedGrad.data_ptr<float>(), saved[0].size(0),
                           saved[0].size(1), saved[1].size(0), saved[0].size(2));
        return {tokensGrad, askedGrad};
    }
};

torch::Tensor lookedAround(const torch::Tensor &tokens, const torch::Tensor &asked)
{
    if (tokens.is_cpu() && tokens.scalar_type() == torch::kFloat && tokens.size(2) % kLanes == 0)
        return LookAround::apply(tokens, asked);
    const torch::Tensor shares = torch::softmax(torch::bmm(asked.transpose(0, 1), tokens.transpose(1, 2)), -1);
    return torch::bmm(shares, tokens).transpose(0, 1);
}

thread_local bool halfProducts = false;

torch::Tensor halved(const torch::Tensor &x)
{
    return x.reshape({-1, x.size(-1)}).to(torch::kBFloat16);
}

// Mixed precision as on a graphics card: factors rounded to bfloat16, sums in float32, weights and their gradients kept
// in float32.
struct HalfProduct : torch::autograd::Function<HalfProduct> {
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &x,
                                 const torch::Tensor &weight)
    {
        const torch::Tensor left = halved(x), right = weight.to(torch::kBFloat16);
        context->save_for_backward({left, right});
        std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
        shape.back() = weight.size(0);
        return torch::mm(left, right.t()).to(torch::kFloat).view(shape);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor grad = halved(grads[0]);
        std::vector<int64_t> shape(grads[0].sizes().begin(), grads[0].sizes().end());
        shape.back() = saved[1].size(1);
        return {torch::mm(grad, saved[1]).to(torch::kFloat).view(shape),
                torch::mm(grad.t(), saved[0]).to(torch::kFloat)};
    }
};

bool isPrepared(const Linear &linear, const torch::Tensor &x)
{
    return linear->packed() && !torch::GradMode::is_enabled() && x.is_cpu() && x.scalar_type() == torch::kFloat;
}

torch::Tensor preparedProduct(const Linear &linear, const torch::Tensor &x, bool activates)
{
    const torch::Tensor in = x.contiguous();
    std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
    shape.back() = linear->packed()->columns();
    const torch::Tensor out = torch::empty(shape, x.options());
    const int64_t rows = in.numel() / in.size(-1);
    if (linear->bias.defined())
        linear->packed()->multiply(in.data_ptr<float>(), linear->bias.data_ptr<float>(), activates,
                                   out.data_ptr<float>(), rows);
    else
        linear->packed()->multiply(in.data_ptr<float>(), out.data_ptr<float>(), rows);
    return out;
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

void LinearImpl::prepareScoring()
{
    const bool fits = weight.is_cpu() && weight.scalar_type() == torch::kFloat && weight.size(0) % kLanes == 0;
    if (!fits || !PackedWeight::suits())
        return;
    const torch::Tensor plain = weight.detach().t().contiguous();
    m_packed.emplace(plain.data_ptr<float>(), plain.size(0), plain.size(1));
}

void LinearImpl::train(bool on)
{
    torch::nn::LinearImpl::train(on);
    if (on)
        m_packed.reset();
}

std::shared_ptr<torch::nn::Module> moduleAt(torch::nn::Module &root, const std::string &path)
{
    const size_t dot = path.find('.');
    const std::string name = path.substr(0, dot);
    const auto children = root.named_children();
    const auto *known = children.find(name);
    auto child = known ? *known : root.register_module(name, std::make_shared<torch::nn::Module>());
    return dot == std::string::npos ? child : moduleAt(*child, path.substr(dot + 1));
}

Linear linearAt(torch::nn::Module &root, const std::string &path, int64_t in, int64_t out, bool bias)
{
    const auto [owner, name] = ownerOf(root, path);
    return owner->register_module(name, Linear(torch::nn::LinearOptions(in, out).bias(bias)));
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
    if (!module.is_training() || rate <= 0)
        return x;
    return x.is_cpu() ? x * dropoutMask(x, rate) : torch::dropout(x, rate, true);
}

HalfProducts::HalfProducts(bool on) : m_before(halfProducts)
{
    halfProducts = on;
}

HalfProducts::~HalfProducts()
{
    halfProducts = m_before;
}

torch::Tensor product(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias)
{
    if (!halfProducts || !x.is_cpu() || x.scalar_type() != torch::kFloat)
        return torch::linear(x, weight, bias);
    const torch::Tensor result = HalfProduct::apply(x, weight);
    return bias.defined() ? result + bias : result;
}

torch::Tensor product(const Linear &linear, const torch::Tensor &x)
{
    return isPrepared(linear, x) ? preparedProduct(linear, x, false) : product(x, linear->weight, linear->bias);
}

torch::Tensor geluProduct(const Linear &linear, const torch::Tensor &x)
{
    return isPrepared(linear, x) && linear->bias.defined() ? preparedProduct(linear, x, true)
                                                           : torch::gelu(product(linear, x));
}

double dropPathRate(const NetworkConfig &config, int layer, int layers)
{
    return layers > 1 ? config.dropPath * layer / (layers - 1) : config.dropPath;
}

torch::Tensor addBranch(const torch::nn::Module &module, const torch::Tensor &x, const torch::Tensor &branch,
                        const torch::Tensor &scale, double dropPath)
{
    if (!module.is_training() || dropPath <= 0)
        return torch::addcmul(x, branch, scale);
    const torch::Tensor kept = dropoutMask(branch.select(2, 0).select(1, 0), dropPath); // one draw a sample
    return torch::addcmul(x, branch * kept.view({-1, 1, 1}), scale);
}

torch::Tensor drawnToken(torch::IntArrayRef shape)
{
    return torch::randn(shape) * kTokenSpread;
}

void drawNarrow(Linear &linear)
{
    torch::NoGradGuard noGrad;
    linear->weight.normal_(0, kTokenSpread);
    if (linear->bias.defined())
        linear->bias.zero_();
}

int64_t tokenOf(Reach reach, int64_t tokens)
{
    return reach == Reach::LastToken ? tokens - 1 : 0;
}

// One query needs neither the keys nor the values of all tokens: projecting the query back through the key weights,
// and the weighted sum of tokens forward through the value weights, gives the same numbers at a tenth of the cost.
torch::Tensor attendFrom(int64_t token, const torch::Tensor &x, const torch::Tensor &qkv, int64_t heads)
{
    const int64_t batch = x.size(0), width = x.size(2), perHead = width / heads;
    const auto weights = qkv.chunk(3);
    const torch::Tensor query
        = torch::linear(x.select(1, token), weights[0]).view({batch, heads, perHead}).transpose(0, 1);
    const torch::Tensor keyWeight = weights[1].view({heads, perHead, width});
    const torch::Tensor valueWeight = weights[2].view({heads, perHead, width});
    const torch::Tensor asked = torch::bmm(query * std::pow(double(perHead), -0.5), keyWeight);
    const torch::Tensor seen = lookedAround(x, asked);
    const torch::Tensor values = torch::bmm(seen, valueWeight.transpose(1, 2));
    return values.transpose(0, 1).reshape({batch, 1, width});
}

EpochBlock::EpochBlock(const NetworkConfig &config, int layer)
    : m_heads(config.heads), m_dropout(config.dropout), m_dropPath(dropPathRate(config, layer, config.epochLayers))
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

torch::Tensor EpochBlock::forward(const torch::Tensor &x, Reach reach)
{
    const int64_t tokens = x.size(1);
    const torch::Tensor normed = m_norm1(x);
    const torch::Tensor qkv = torch::cat({m_query->weight, m_key->weight, m_value->weight});
    const torch::Tensor attended = reach == Reach::AllTokens
                                       ? selfAttention(product(normed, qkv).view({x.size(0), tokens, 3, m_heads, -1}))
                                       : attendFrom(tokenOf(reach, tokens), normed, qkv, m_heads);
    const torch::Tensor kept = reach == Reach::AllTokens ? x : x.narrow(1, tokenOf(reach, tokens), 1);
    const torch::Tensor y
        = addBranch(*this, kept, applyDropout(*this, product(m_out, attended), m_dropout), m_scale1, m_dropPath);
    return addBranch(*this, y, feedForward(m_norm2(y)), m_scale2, m_dropPath);
}

EncoderWeights::Block EpochBlock::weights() const
{
    return {m_query->weight, m_key->weight,   m_value->weight, m_out->weight, m_out->bias,
            m_gated->weight, m_gated->bias,   m_down->weight,  m_down->bias,  m_norm1->weight,
            m_norm1->bias,   m_norm2->weight, m_norm2->bias,   m_scale1,      m_scale2};
}

torch::Tensor EpochBlock::feedForward(const torch::Tensor &x)
{
    // Two products instead of one that is then cut in halves: the halves stay contiguous, forth and back.
    const auto weights = m_gated->weight.chunk(2);
    const auto biases = m_gated->bias.chunk(2);
    const torch::Tensor value = product(x, weights[0], biases[0]);
    const torch::Tensor gate = product(x, weights[1], biases[1]);
    return product(m_down, applyDropout(*this, value * torch::gelu(gate), m_dropout));
}

PatchEmbedding::PatchEmbedding(const NetworkConfig &config)
    : m_patches(config.patches()), m_patchLength(config.patchLength)
{
    m_in = linearAt(*this, "to_patch_embedding.1", m_patchLength, config.modelWidth);
    m_out = linearAt(*this, "to_patch_embedding.3", config.modelWidth, config.modelWidth);
}

torch::Tensor PatchEmbedding::forward(const torch::Tensor &samples)
{
    return product(m_out, torch::relu(m_in(samples.view({samples.size(0), m_patches, m_patchLength}))));
}

void PatchEmbedding::fill(EncoderWeights &weights) const
{
    weights.patchIn = m_in->weight;
    weights.patchInBias = m_in->bias;
    weights.patchOut = m_out->weight;
    weights.patchOutBias = m_out->bias;
}

EpochEncoder::EpochEncoder(const NetworkConfig &config) : m_heads(config.heads), m_dropout(config.dropout)
{
    const int64_t width = config.modelWidth;
    m_classToken = parameterAt(*this, "get_cls.cls_token", drawnToken({1, 1, 1, width}));
    m_positions = parameterAt(*this, "get_pos.pos_emb", drawnToken({1, 1, config.patches() + 1, width}));
    m_patches = register_module(kPatchModule, std::make_shared<PatchEmbedding>(config));
    for (int i = 0; i < config.epochLayers; ++i) {
        m_blocks.push_back(std::make_shared<EpochBlock>(config, i));
        moduleAt(*this, "transformer")->register_module(std::to_string(i), m_blocks.back());
    }
}

torch::Tensor EpochEncoder::forward(const torch::Tensor &samples, const std::string &name, Trace *trace)
{
    if (m_fast && !trace && samples.is_cpu() && !torch::GradMode::is_enabled())
        return m_fast->encode(samples);
    const torch::Tensor patches = m_patches->forward(samples);
    if (trace)
        trace->add(name + " patches", patches);
    const torch::Tensor classToken = m_classToken.view({1, 1, -1}).expand({samples.size(0), 1, -1});
    torch::Tensor x = torch::cat({patches, classToken}, 1) + m_positions[0];
    x = applyDropout(*this, x, m_dropout);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        x = m_blocks[i]->forward(x, !trace && i + 1 == m_blocks.size() ? Reach::LastToken : Reach::AllTokens);
        if (trace)
            trace->add(name + " after block " + std::to_string(i), x);
    }
    return x.select(1, x.size(1) - 1);
}

void EpochEncoder::prepareScoring(bool half)
{
    EncoderWeights weights;
    m_patches->fill(weights);
    weights.classToken = m_classToken.view({-1});
    weights.positions = m_positions[0][0];
    weights.heads = m_heads;
    for (const auto &block : m_blocks)
        weights.blocks.push_back(block->weights());
    m_fast = FastEncoder::fits(weights) ? std::make_unique<FastEncoder>(weights, half) : nullptr;
}

void EpochEncoder::train(bool on)
{
    Module::train(on);
    if (on)
        m_fast.reset();
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
