// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/attention.h"

#include "core/engine/kernels/attentionkernels.h"

namespace somno::sdreamer {

namespace {

constexpr int64_t kGrain = 16; // heads a thread takes at least

AttentionShape shapeOf(const torch::Tensor &qkv)
{
    return {qkv.size(0), qkv.size(1), qkv.size(3), qkv.size(4)};
}

torch::Tensor forwardKernel(const torch::Tensor &qkv, const torch::Tensor *kept)
{
    const AttentionShape shape = shapeOf(qkv);
    const torch::Tensor out = torch::empty({shape.batch, shape.tokens, shape.stride()}, qkv.options());
    at::parallel_for(0, shape.batch * shape.heads, kGrain, [&](int64_t first, int64_t last) {
        if (qkv.scalar_type() == torch::kFloat)
            attendHeads(shape, qkv.data_ptr<float>(), out.data_ptr<float>(), kept ? kept->data_ptr<float>() : nullptr,
                        first, last);
        else
            attendHeads(shape, qkv.data_ptr<double>(), out.data_ptr<double>(),
                        kept ? kept->data_ptr<double>() : nullptr, first, last);
    });
    return out;
}

torch::Tensor backwardKernel(const torch::Tensor &qkv, const torch::Tensor &kept, const torch::Tensor &outGrad)
{
    const AttentionShape shape = shapeOf(qkv);
    const torch::Tensor qkvGrad = torch::empty_like(qkv);
    at::parallel_for(0, shape.batch * shape.heads, kGrain, [&](int64_t first, int64_t last) {
        if (qkv.scalar_type() == torch::kFloat)
            attendHeadsBackward(shape, qkv.data_ptr<float>(), kept.data_ptr<float>(), outGrad.data_ptr<float>(),
                                qkvGrad.data_ptr<float>(), first, last);
        else
            attendHeadsBackward(shape, qkv.data_ptr<double>(), kept.data_ptr<double>(), outGrad.data_ptr<double>(),
                                qkvGrad.data_ptr<double>(), first, last);
    });
    return qkvGrad;
}

struct Attention : torch::autograd::Function<Attention> {
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &qkv)
    {
        const AttentionShape shape = shapeOf(qkv);
        const torch::Tensor kept
            = torch::empty({shape.batch * shape.heads, shape.tokens, shape.columns()}, qkv.options());
        context->save_for_backward({qkv, kept});
        return forwardKernel(qkv, &kept);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        return {backwardKernel(saved[0], saved[1], grads[0].contiguous())};
    }
};

} // namespace

torch::Tensor selfAttentionByProducts(const torch::Tensor &qkv)
{
    const auto [batch, tokens, heads, width] = shapeOf(qkv);
    // One copy puts the heads in front, so that each is a plain matrix for bmm.
    const torch::Tensor parts = qkv.permute({2, 0, 3, 1, 4}).reshape({3, batch * heads, tokens, width});
    const torch::Tensor scores = torch::bmm(parts[0] * shapeOf(qkv).scale(), parts[1].transpose(1, 2));
    const torch::Tensor mixed = torch::bmm(torch::softmax(scores, -1), parts[2]);
    return mixed.view({batch, heads, tokens, width}).transpose(1, 2).reshape({batch, tokens, heads * width});
}

torch::Tensor selfAttention(const torch::Tensor &qkv)
{
    const bool learns = torch::GradMode::is_enabled() && qkv.requires_grad();
    if (!qkv.device().is_cpu() || (qkv.scalar_type() != torch::kFloat && qkv.scalar_type() != torch::kDouble))
        return selfAttentionByProducts(qkv);
    const torch::Tensor dense = qkv.contiguous();
    return learns ? Attention::apply(dense) : forwardKernel(dense, nullptr);
}

} // namespace somno::sdreamer
