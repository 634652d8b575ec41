// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/committee.h"

#include <algorithm>
#include <cmath>

#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr size_t kClasses = scoring::kLearnedClasses.size();
const QString kPrefix = QStringLiteral("committee.");

tl::unexpected<Error> unfit(const QString &what)
{
    return failure(
        ErrorCode::ModelInvalid, QStringLiteral("The model's committee does not fit this program: %1.").arg(what),
        QStringLiteral(
            "Take the model from its source again, or install the version of the program that it was made for."));
}

WeightTensor vectorTensor(std::vector<float> values)
{
    const auto size = qint64(values.size());
    return {{size}, std::move(values)};
}

std::vector<float> transposed(const std::vector<float> &values, size_t rows, size_t columns)
{
    std::vector<float> result(values.size());
    for (size_t r = 0; r < rows; ++r)
        for (size_t c = 0; c < columns; ++c)
            result[c * rows + r] = values[r * columns + c];
    return result;
}

using Tensors = std::map<QString, WeightTensor>; // of one judge

Result<Judge::Layer> layerFrom(const Tensors &tensors, int index, size_t inputs)
{
    const auto weight = tensors.find(QStringLiteral("layer%1.weight").arg(index)),
               bias = tensors.find(QStringLiteral("layer%1.bias").arg(index));
    if (bias == tensors.end() || weight->second.shape.size() != 2 || weight->second.shape[1] != qint64(inputs)
        || bias->second.shape != std::vector<qint64>{weight->second.shape[0]})
        return unfit(QStringLiteral("layer %1 has another shape than the one before it asks for").arg(index));
    const auto outputs = size_t(weight->second.shape[0]);
    return Judge::Layer{inputs, outputs, transposed(weight->second.values, outputs, inputs), bias->second.values};
}

Result<Judge> judgeFrom(const Tensors &tensors, Input input)
{
    const auto vectorOf = [&](const char *name, size_t size) -> const std::vector<float> * {
        const auto found = tensors.find(QLatin1String(name));
        return found != tensors.end() && found->second.values.size() == size ? &found->second.values : nullptr;
    };
    const auto reads = tensors.find(QStringLiteral("centre"));
    const size_t width = reads == tensors.end() ? 0 : reads->second.values.size();
    const auto *centre = vectorOf("centre", width), *scale = vectorOf("scale", width), *prior = vectorOf("prior", 2),
               *confidence = vectorOf("confidence", 1);
    if (!confidence)
        return unfit(QStringLiteral("the judge of %1 does not say how sure it usually is").arg(inputName(input)));
    if (!centre || !scale || !prior)
        return unfit(
            QStringLiteral("the judge of %1 does not read %2 numbers a second").arg(inputName(input)).arg(width));
    for (const auto &[name, tensor] : tensors)
        if (!std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
            return unfit(QStringLiteral("%1 holds values that are not numbers").arg(name));
    Judge judge{*centre, *scale, {}, {double((*prior)[0]), double((*prior)[1])}, double(confidence->front())};
    size_t inputs = width;
    for (int i = 0; tensors.contains(QStringLiteral("layer%1.weight").arg(i)); ++i) {
        auto layer = layerFrom(tensors, i, inputs);
        if (!layer)
            return failure(layer.error());
        inputs = layer->outputs;
        judge.layers.push_back(std::move(*layer));
    }
    if (judge.layers.empty() || inputs != kClasses)
        return unfit(
            QStringLiteral("the judge of %1 does not answer with %2 stages").arg(inputName(input)).arg(kClasses));
    return judge;
}

} // namespace

void Judge::standardise(std::span<float> row) const
{
    for (size_t i = 0; i < row.size(); ++i)
        row[i] = std::clamp((row[i] - centre[i]) / scale[i], -kReach, kReach);
}

void Judge::opinion(std::span<const float> row, std::span<float> out) const
{
    std::vector<float> now(row.begin(), row.end()), next;
    for (size_t l = 0; l < layers.size(); ++l) {
        const Layer &layer = layers[l];
        next = layer.bias;
        for (size_t i = 0; i < layer.inputs; ++i) {
            const float value = now[i];
            const float *weights = layer.weights.data() + i * layer.outputs;
            for (size_t o = 0; o < layer.outputs; ++o)
                next[o] += value * weights[o];
        }
        if (l + 1 < layers.size())
            for (float &value : next)
                value = std::max(value, 0.0f);
        now.swap(next);
    }
    const float largest = *std::max_element(now.begin(), now.end());
    float sum = 0;
    for (const float value : now)
        sum += std::exp(value - largest);
    for (size_t c = 0; c < out.size(); ++c)
        out[c] = now[c] - largest - std::log(sum);
}

WeightMap Committee::weights() const
{
    WeightMap map;
    for (const auto &[input, judge] : judges) {
        const QString name = kPrefix + inputName(input) + QLatin1Char('.');
        map[name + QStringLiteral("centre")] = vectorTensor(judge.centre);
        map[name + QStringLiteral("scale")] = vectorTensor(judge.scale);
        map[name + QStringLiteral("prior")] = vectorTensor({float(judge.prior.sharpness), float(judge.prior.strength)});
        map[name + QStringLiteral("confidence")] = vectorTensor({float(judge.usualConfidence)});
        for (size_t i = 0; i < judge.layers.size(); ++i) {
            const Judge::Layer &layer = judge.layers[i];
            map[name + QStringLiteral("layer%1.weight").arg(i)] = {
                {qint64(layer.outputs), qint64(layer.inputs)}, transposed(layer.weights, layer.inputs, layer.outputs)};
            map[name + QStringLiteral("layer%1.bias").arg(i)] = vectorTensor(layer.bias);
        }
    }
    return map;
}

Result<Committee> Committee::takeFrom(WeightMap &weights)
{
    std::map<Input, Tensors> found;
    for (auto it = weights.lower_bound(kPrefix); it != weights.end() && it->first.startsWith(kPrefix);
         it = weights.erase(it)) {
        const QString rest = it->first.mid(kPrefix.size());
        const auto input = inputFromName(rest.section(QLatin1Char('.'), 0, 0));
        if (!input)
            return unfit(QStringLiteral("%1 is of no input that is known").arg(it->first));
        found[*input].emplace(rest.section(QLatin1Char('.'), 1), std::move(it->second));
    }
    Committee committee;
    for (const auto &[input, tensors] : found) {
        auto judge = judgeFrom(tensors, input);
        if (!judge)
            return failure(judge.error());
        committee.judges.emplace(input, std::move(*judge));
    }
    return committee;
}

} // namespace somno::sdreamer
