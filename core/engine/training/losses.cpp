// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/losses.h"

namespace somno::sdreamer {

namespace {

torch::Tensor crossEntropy(const torch::Tensor &logits, const torch::Tensor &labels, const BatchTotals &totals)
{
    namespace F = torch::nn::functional;
    const auto options
        = F::CrossEntropyFuncOptions().ignore_index(-1).reduction(torch::kSum).weight(totals.classWeights);
    return F::cross_entropy(logits, labels, options) / std::max(totals.labelled, 1e-9);
}

} // namespace

torch::Tensor divergence(const torch::Tensor &teacher, const torch::Tensor &student, double tau)
{
    const torch::Tensor logP = torch::log_softmax(teacher / tau, 1);
    const torch::Tensor logQ = torch::log_softmax(student / tau, 1);
    return (logP.exp() * (logP - logQ)).sum();
}

LossTerms distillationLoss(const PathLogits &logits, const torch::Tensor &labels, const LossOptions &options,
                           const BatchTotals &totals)
{
    LossTerms terms;
    if (!logits.mix.defined()) {
        terms.crossEntropy = terms.total = crossEntropy(logits.eeg.defined() ? logits.eeg : logits.emg, labels, totals);
        return terms;
    }
    terms.crossEntropy = crossEntropy(logits.mix, labels, totals);
    terms.total = terms.crossEntropy;
    if (options.headCrossEntropy > 0 && !options.referenceCompat)
        terms.total = terms.total
                      + options.headCrossEntropy
                            * (crossEntropy(logits.eeg, labels, totals) + crossEntropy(logits.emg, labels, totals));
    if (options.alpha <= 0)
        return terms;
    if (options.referenceCompat) {
        const double count = totals.rows * double(logits.mix.size(1));
        terms.klEeg = divergence(logits.mix, logits.eeg, 2.0) / count;
        terms.klEmg = divergence(logits.mix, logits.emg, 1.0) / count;
        terms.total = terms.total + options.alpha * (terms.klEeg + terms.klEmg);
        return terms;
    }
    const torch::Tensor teacher = logits.mix.detach();
    terms.klEeg = divergence(teacher, logits.eeg, options.tauEeg) / totals.rows;
    terms.klEmg = divergence(teacher, logits.emg, options.tauEmg) / totals.rows;
    const auto factor = [&](double tau) { return options.temperatureSquared ? tau * tau : 1.0; };
    terms.total
        = terms.total + options.alpha * (factor(options.tauEeg) * terms.klEeg + factor(options.tauEmg) * terms.klEmg);
    return terms;
}

} // namespace somno::sdreamer
