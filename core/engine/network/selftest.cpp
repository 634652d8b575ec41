// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/selftest.h"

#include <QJsonArray>
#include <cmath>
#include <limits>

#include "core/engine/network/networkmodule.h"

namespace somno::sdreamer {

namespace {

constexpr double kTolerance64 = 1e-6;
constexpr double kTolerance32 = 2e-5;

TensorFigures tensorFigures(const QString &name, const torch::Tensor &tensor)
{
    const torch::Tensor flat = tensor.detach().to(torch::kFloat64).flatten();
    const int64_t count = flat.numel();
    TensorFigures figures{name, flat.norm().item<double>(), flat.mean().item<double>(), {}, {}};
    for (size_t i = 0; i < figures.first.size(); ++i)
        figures.first[i] = flat[int64_t(i)].item<double>();
    for (size_t i = 0; i < figures.last.size(); ++i)
        figures.last[i] = flat[count - 2 + int64_t(i)].item<double>();
    return figures;
}

LogitFigures logitFigures(const LogitFigures &published, const torch::Tensor &logits)
{
    const torch::Tensor values = logits.to(torch::kFloat64);
    LogitFigures figures{published.name, values.norm().item<double>(), {}, std::array<int, 3>{}};
    for (const auto &[row, unused] : published.rows)
        for (size_t c = 0; c < 3; ++c)
            figures.rows[row][c] = values[row][int64_t(c)].item<double>();
    const torch::Tensor counts = torch::bincount(values.argmax(1), {}, 3);
    for (size_t c = 0; c < 3; ++c)
        (*figures.counts)[c] = counts[int64_t(c)].item<int>();
    return figures;
}

// Keeps the largest deviation, and what it belongs to.
class Comparison {
public:
    explicit Comparison(SelftestRun &run) : m_run(run) {}

    void value(const QString &name, double computed, double published)
    {
        if (!std::isnan(published))
            note(name, std::abs(computed - published));
    }
    void norm(const QString &name, double computed, double published)
    {
        if (!std::isnan(published))
            note(name + QStringLiteral(" L2"), std::abs(computed - published) / published);
    }
    void note(const QString &name, double deviation)
    {
        if (!std::isfinite(deviation))
            deviation = std::numeric_limits<double>::infinity(); // NaN would compare as small
        if (deviation <= m_run.largestDeviation)
            return;
        m_run.largestDeviation = deviation;
        m_run.largestAt = name;
    }

private:
    SelftestRun &m_run;
};

void compareTensors(Comparison &comparison, const std::vector<TensorFigures> &computed,
                    const std::vector<TensorFigures> &published)
{
    for (size_t i = 0; i < published.size(); ++i) {
        const TensorFigures &a = computed[i];
        const TensorFigures &b = published[i];
        comparison.norm(b.name, a.l2, b.l2);
        comparison.value(b.name + QStringLiteral(" mean"), a.mean, b.mean);
        for (size_t k = 0; k < a.first.size(); ++k)
            comparison.value(b.name, a.first[k], b.first[k]);
        for (size_t k = 0; k < a.last.size(); ++k)
            comparison.value(b.name, a.last[k], b.last[k]);
    }
}

void compareLogits(Comparison &comparison, const std::vector<LogitFigures> &computed,
                   const std::vector<LogitFigures> &published)
{
    for (size_t i = 0; i < published.size(); ++i) {
        const LogitFigures &a = computed[i];
        const LogitFigures &b = published[i];
        comparison.norm(b.name, a.l2, b.l2);
        for (const auto &[row, values] : b.rows)
            for (size_t c = 0; c < 3; ++c)
                comparison.value(b.name, a.rows.at(row)[c], values[c]);
        for (size_t c = 0; b.counts && c < 3; ++c)
            comparison.value(b.name + QStringLiteral(" argmax counts"), (*a.counts)[c], (*b.counts)[c]);
    }
}

void setFixtureWeights(NetworkModule &module)
{
    torch::NoGradGuard noGrad;
    for (auto &parameter : module.named_parameters()) {
        const auto sizes = parameter.value().sizes();
        std::vector<float> values
            = fixtureWeights(QString::fromStdString(parameter.key()), {sizes.begin(), sizes.end()});
        parameter.value().copy_(torch::from_blob(values.data(), sizes));
    }
}

// The tensors in the order of the published figures.
std::vector<TensorFigures> collect(const Trace &trace, const NetworkFigures &wanted)
{
    std::vector<TensorFigures> figures;
    for (const TensorFigures &published : wanted.tensors)
        for (const auto &[name, tensor] : trace.tensors)
            if (published.name == QString::fromStdString(name))
                figures.push_back(tensorFigures(published.name, tensor));
    return figures;
}

NetworkFigures computeFigures(NetworkModule &module, const NetworkFigures &published, const Trace &trace,
                              const PathLogits &logits)
{
    NetworkFigures figures;
    figures.config = published.config;
    figures.windows = published.windows;
    figures.tensors = collect(trace, published);
    const torch::Tensor heads[] = {logits.mix, logits.eeg, logits.emg};
    for (size_t i = 0; i < published.logits.size(); ++i)
        figures.logits.push_back(logitFigures(published.logits[i], heads[i]));
    const torch::Tensor probabilities = torch::softmax(logits.mix[0], 0);
    figures.softmaxRow0.emplace();
    for (size_t c = 0; c < 3; ++c)
        (*figures.softmaxRow0)[c] = probabilities[int64_t(c)].item<double>();
    figures.parameterTensors = int(module.parameters().size());
    for (const torch::Tensor &parameter : module.parameters())
        figures.parameters += parameter.numel();
    return figures;
}

void compareFigures(SelftestRun &run, const NetworkFigures &published)
{
    Comparison comparison(run);
    comparison.value("tensors traced", double(run.figures.tensors.size()), double(published.tensors.size()));
    if (run.figures.tensors.size() != published.tensors.size())
        return;
    compareTensors(comparison, run.figures.tensors, published.tensors);
    compareLogits(comparison, run.figures.logits, published.logits);
    for (size_t c = 0; published.softmaxRow0 && c < 3; ++c)
        comparison.value("softmax row 0", (*run.figures.softmaxRow0)[c], (*published.softmaxRow0)[c]);
    comparison.value("parameters", double(run.figures.parameters), double(published.parameters));
    if (published.parameterTensors > 0)
        comparison.value("parameter tensors", run.figures.parameterTensors, published.parameterTensors);
}

SelftestRun runIn(const NetworkFigures &published, torch::ScalarType type, const QString &precision, double tolerance)
{
    const c10::InferenceMode noGradients;
    const NetworkConfig &config = published.config;
    const NetworkModulePtr module = makeModule(config);
    setFixtureWeights(*module);
    module->to(type);
    module->eval();
    std::vector<float> input
        = fixtureInput(published.windows * config.sequenceLength * kModalities * config.samplesPerEpoch);
    const torch::Tensor x = torch::from_blob(input.data(), {published.windows, config.sequenceLength, kModalities, 1,
                                                            config.samplesPerEpoch})
                                .to(type);

    Trace trace;
    trace.add("input", x);
    if (const auto *weight
        = module->named_parameters().find("eeg_transformer.patch_ecncoder.to_patch_embedding.1.weight"))
        trace.add("w eeg patch.1", *weight);
    const PathLogits full = module->forward(x, {true, true, true}, &trace);
    const PathLogits fast = module->forward(x, {true, true, true});

    SelftestRun run{precision, computeFigures(*module, published, trace, fast), tolerance, 0, {}};
    compareFigures(run, published);
    Comparison comparison(run);
    // The path that scores skips what the traced one shows.
    comparison.note("scoring path out", (full.mix - fast.mix).abs().max().item<double>());
    comparison.note("scoring path out_eeg", (full.eeg - fast.eeg).abs().max().item<double>());
    comparison.note("scoring path out_emg", (full.emg - fast.emg).abs().max().item<double>());
    return run;
}

template <size_t N>
QJsonArray array(const std::array<double, N> &values)
{
    QJsonArray json;
    for (const double value : values)
        json.append(value);
    return json;
}

} // namespace

bool SelftestRun::passed() const
{
    return largestDeviation <= tolerance;
}

Result<std::vector<SelftestRun>> runSelftest(const Progress &progress)
{
    try {
        std::vector<SelftestRun> runs;
        for (const NetworkFigures &published : publishedFigures()) {
            for (const auto &[type, name, tolerance] :
                 {std::tuple{torch::kFloat64, "float64", kTolerance64}, {torch::kFloat32, "float32", kTolerance32}}) {
                if (progress.cancelled())
                    return failure(ErrorCode::Cancelled, QStringLiteral("The check was cancelled."));
                runs.push_back(runIn(published, type, name, tolerance));
            }
        }
        return runs;
    } catch (const std::exception &error) {
        return failure(ErrorCode::ComputeFailed, QStringLiteral("The network could not be computed."),
                       QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
}

QJsonObject toJson(const SelftestRun &run)
{
    QJsonArray tensors, logits;
    for (const TensorFigures &tensor : run.figures.tensors)
        tensors.append(QJsonObject{{"name", tensor.name},
                                   {"l2", tensor.l2},
                                   {"mean", tensor.mean},
                                   {"first", array(tensor.first)},
                                   {"last", array(tensor.last)}});
    for (const LogitFigures &head : run.figures.logits) {
        QJsonObject rows;
        for (const auto &[row, values] : head.rows)
            rows.insert(QString::number(row), array(values));
        const auto &counts = *head.counts;
        logits.append(QJsonObject{{"name", head.name},
                                  {"l2", head.l2},
                                  {"rows", rows},
                                  {"argmax_counts", QJsonArray{counts[0], counts[1], counts[2]}}});
    }
    return {{"network", run.figures.config.architecture},
            {"precision", run.precision},
            {"tensors", tensors},
            {"logits", logits},
            {"softmax_row_0", array(*run.figures.softmaxRow0)},
            {"parameters", run.figures.parameters},
            {"parameter_tensors", run.figures.parameterTensors},
            {"tolerance", run.tolerance},
            {"largest_deviation", run.largestDeviation},
            {"largest_deviation_at", run.largestAt},
            {"passed", run.passed()}};
}

} // namespace somno::sdreamer
