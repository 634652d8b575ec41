// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/network.h"

#include <algorithm>
#include <cmath>

#include "core/engine/network/networkmodule.h"
#include "core/model/modelfiles.h"

namespace somno::sdreamer {

struct Network::Private {
    NetworkConfig config;
    NetworkModulePtr module;
    torch::Device device{torch::kCPU};
};

namespace {

using Shapes = std::vector<std::pair<QString, std::vector<qint64>>>;

// LibTorch reports by exceptions; here they become errors.
template <class Function>
auto guarded(Function &&function) -> decltype(function())
{
    QString cause;
    try {
        return function();
    } catch (const c10::Error &error) {
        cause = QString::fromStdString(error.what_without_backtrace());
    } catch (const std::exception &error) {
        cause = QString::fromUtf8(error.what());
    }
    return failure(
        ErrorCode::ComputeFailed, QStringLiteral("The network could not be computed."),
        cause.section(QLatin1Char('\n'), 0, 0)
            + QStringLiteral(" If memory ran out, close other programs; on a graphics card, compute on the CPU."));
}

Shapes shapesOf(const NetworkModule &module)
{
    Shapes shapes;
    for (const auto &parameter : module.named_parameters()) {
        const auto sizes = parameter.value().sizes();
        shapes.emplace_back(QString::fromStdString(parameter.key()), std::vector<qint64>(sizes.begin(), sizes.end()));
    }
    return shapes;
}

tl::unexpected<Error> wrongWeights(const QString &source, const QString &what)
{
    return failure(ErrorCode::ModelInvalid, QStringLiteral("%1 does not hold this network: %2.").arg(source, what),
                   QStringLiteral("The weights and config.json do not belong together, or the file is damaged. "
                                  "Take the model from its source again."));
}

QString listed(const QStringList &names)
{
    constexpr int kShown = 5;
    const QString shown = names.mid(0, kShown).join(QStringLiteral(", "));
    return names.size() > kShown ? QStringLiteral("%1 and %2 more").arg(shown).arg(names.size() - kShown) : shown;
}

Result<> checkAgainst(const Shapes &shapes, const WeightMap &weights, const QString &source)
{
    QStringList missing, surplus, misshapen, notFinite;
    WeightMap::size_type known = 0;
    for (const auto &[name, shape] : shapes) {
        const auto found = weights.find(name);
        if (found == weights.end()) {
            missing << name;
            continue;
        }
        ++known;
        const auto &[actual, values] = found->second;
        if (actual != shape)
            misshapen << QStringLiteral("%1 is %2, expected %3").arg(name, shapeText(actual), shapeText(shape));
        else if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
            notFinite << name;
    }
    if (known < weights.size())
        for (const auto &[name, tensor] : weights)
            if (std::ranges::find(shapes, name, &Shapes::value_type::first) == shapes.end())
                surplus << name;
    if (!missing.isEmpty())
        return wrongWeights(source, QStringLiteral("tensors are missing: %1").arg(listed(missing)));
    if (!surplus.isEmpty())
        return wrongWeights(source, QStringLiteral("tensors are surplus: %1").arg(listed(surplus)));
    if (!misshapen.isEmpty())
        return wrongWeights(source, QStringLiteral("tensors have another shape: %1").arg(listed(misshapen)));
    if (!notFinite.isEmpty())
        return wrongWeights(source,
                            QStringLiteral("tensors hold values that are not numbers: %1").arg(listed(notFinite)));
    return {};
}

void setWeights(NetworkModule &module, const WeightMap &weights)
{
    const torch::NoGradGuard noGrad;
    for (auto &parameter : module.named_parameters()) {
        const WeightTensor &weight = weights.at(QString::fromStdString(parameter.key()));
        // from_blob wants a mutable pointer; copy_ only reads it.
        parameter.value().copy_(torch::from_blob(const_cast<float *>(weight.values.data()), parameter.value().sizes()));
    }
}

Result<> checkInput(const NetworkConfig &config, size_t eeg, size_t emg, int windows, int epochs, Input input,
                    int stride)
{
    if (input == Input::Both && !config.mixHeadTrained)
        return failure(ErrorCode::ModelInputRefused,
                       QStringLiteral("This model cannot score from EEG and EMG together."),
                       QStringLiteral("It was trained on one signal alone: score with --input %1.")
                           .arg(QLatin1String(config.eegHeadTrained ? "eeg" : "emg")));
    if (input == Input::Eeg && !config.eegHeadTrained)
        return failure(ErrorCode::ModelInputRefused, QStringLiteral("This model cannot score from EEG alone."),
                       QStringLiteral("Its EEG head was never trained, so its answers would be arbitrary. "
                                      "Score with EEG and EMG, or take a model trained for EEG alone."));
    if (input == Input::Emg && !config.emgHeadTrained)
        return failure(ErrorCode::ModelInputRefused, QStringLiteral("This model cannot score from EMG alone."),
                       QStringLiteral("Its EMG head was never trained, so its answers would be arbitrary. "
                                      "Score with EEG and EMG, or take a model trained for EMG alone."));
    const bool countsFit
        = windows >= 1 && epochs >= 1 && epochs <= config.sequenceLength && stride >= 1 && stride <= epochs;
    const size_t expected
        = countsFit ? (size_t(windows - 1) * size_t(stride) + size_t(epochs)) * size_t(config.samplesPerEpoch) : 0;
    const bool sizesFit
        = countsFit && (input == Input::Emg || eeg == expected) && (input == Input::Eeg || emg == expected);
    if (!sizesFit)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("The network was given signals of the wrong length."),
                       QStringLiteral("%1 windows of %2 epochs, EEG of %3 and EMG of %4 samples.")
                           .arg(windows)
                           .arg(epochs)
                           .arg(eeg)
                           .arg(emg));
    return {};
}

} // namespace

Network::Network(std::unique_ptr<Private> d) : d(std::move(d)) {}
Network::Network(Network &&) noexcept = default;
Network &Network::operator=(Network &&) noexcept = default;
Network::~Network() = default;

Result<Network> Network::create(const NetworkConfig &config, quint64 seed)
{
    if (auto valid = config.validate(); !valid)
        return failure(valid.error());
    return guarded([&]() -> Result<Network> {
        torch::manual_seed(seed);
        auto module = makeModule(config);
        module->eval();
        return Network(std::make_unique<Private>(Private{config, std::move(module)}));
    });
}

Result<Network> Network::fromPackage(const ModelPackage &package)
{
    if (auto valid = package.network.validate(); !valid)
        return failure(valid.error());
    return guarded([&]() -> Result<Network> {
        auto module = makeModule(package.network);
        const QString source
            = package.directory.isEmpty() ? package.title() : package.directory + QLatin1Char('/') + kWeightsFile;
        if (auto fits = checkAgainst(shapesOf(*module), package.weights, source); !fits)
            return failure(fits.error());
        setWeights(*module, package.weights);
        module->eval();
        module->prepareScoring(false);
        return Network(std::make_unique<Private>(Private{package.network, std::move(module)}));
    });
}

const NetworkConfig &Network::config() const
{
    return d->config;
}

void Network::setHeadsTrained(bool mix, bool eeg, bool emg)
{
    d->config.mixHeadTrained = mix;
    d->config.eegHeadTrained = eeg;
    d->config.emgHeadTrained = emg;
}

namespace {

torch::Tensor inputTensor(std::span<const float> eeg, std::span<const float> emg, int epochs, int samples)
{
    const torch::Tensor x = torch::zeros({1, epochs, kModalities, 1, samples});
    const std::span<const float> signals[kModalities] = {eeg, emg};
    for (int m = 0; m < kModalities; ++m)
        if (!signals[m].empty())
            x.select(2, m).copy_(torch::from_blob(const_cast<float *>(signals[m].data()), {1, epochs, 1, samples}));
    return x;
}

PathLogits evaluate(NetworkModule &module, const torch::Tensor &x, Paths paths, int epochs, int stride)
{
    const c10::InferenceMode noGradients;
    const bool wasTraining = module.is_training();
    if (wasTraining) // else nothing is written to the module, so that several threads may evaluate it
        module.eval();
    const PathLogits logits = module.slide(x, paths, epochs, stride);
    if (wasTraining)
        module.train();
    return logits;
}

std::vector<float> toVector(const torch::Tensor &tensor)
{
    const torch::Tensor flat = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace

Result<std::vector<float>> Network::logits(std::span<const float> eeg, std::span<const float> emg, int windows,
                                           int epochsPerWindow, Input input, int stride) const
{
    const int step = stride == 0 ? epochsPerWindow : stride;
    if (auto fits = checkInput(d->config, eeg.size(), emg.size(), windows, epochsPerWindow, input, step); !fits)
        return failure(fits.error());
    return guarded([&]() -> Result<std::vector<float>> {
        const torch::Tensor x
            = inputTensor(eeg, emg, (windows - 1) * step + epochsPerWindow, d->config.samplesPerEpoch);
        const PathLogits logits
            = evaluate(*d->module, x.to(d->device), {input == Input::Both, input == Input::Eeg, input == Input::Emg},
                       epochsPerWindow, step);
        return toVector(input == Input::Both ? logits.mix : input == Input::Eeg ? logits.eeg : logits.emg);
    });
}

Result<HeadLogits> Network::logitsOfHeads(std::span<const float> eeg, std::span<const float> emg, int windows,
                                          int epochsPerWindow, int stride) const
{
    const int step = stride == 0 ? epochsPerWindow : stride;
    if (auto fits = checkInput(d->config, eeg.size(), emg.size(), windows, epochsPerWindow, Input::Both, step); !fits)
        return failure(fits.error());
    return guarded([&]() -> Result<HeadLogits> {
        const torch::Tensor x
            = inputTensor(eeg, emg, (windows - 1) * step + epochsPerWindow, d->config.samplesPerEpoch);
        const PathLogits logits
            = evaluate(*d->module, x.to(d->device), {true, d->config.eegHeadTrained, d->config.emgHeadTrained},
                       epochsPerWindow, step);
        const auto values
            = [](const torch::Tensor &tensor) { return tensor.defined() ? toVector(tensor) : std::vector<float>(); };
        return HeadLogits{toVector(logits.mix), values(logits.eeg), values(logits.emg)};
    });
}

Result<std::vector<float>> Network::probabilities(std::span<const float> eeg, std::span<const float> emg, int windows,
                                                  int epochsPerWindow, Input input) const
{
    auto values = logits(eeg, emg, windows, epochsPerWindow, input);
    if (!values)
        return values;
    return guarded([&]() -> Result<std::vector<float>> {
        const qint64 classes = d->config.classCount();
        const torch::Tensor table = torch::from_blob(values->data(), {qint64(values->size()) / classes, classes});
        return toVector(torch::softmax(table, 1));
    });
}

void Network::setPrecision(Precision precision)
{
    if (d->device.is_cpu())
        d->module->prepareScoring(computesInHalf(precision));
}

WeightMap Network::weights() const
{
    WeightMap weights;
    for (const auto &parameter : d->module->named_parameters()) {
        const auto sizes = parameter.value().sizes();
        weights.emplace(QString::fromStdString(parameter.key()),
                        WeightTensor{{sizes.begin(), sizes.end()}, toVector(parameter.value().detach())});
    }
    return weights;
}

Result<> Network::moveTo(const QString &device)
{
    return guarded([&]() -> Result<> {
        const torch::Device target(device.toStdString());
        d->module->to(target);
        d->device = target;
        return {};
    });
}

NetworkModulePtr moduleOf(Network &network)
{
    return network.d->module;
}

Shapes parameterShapes(const NetworkConfig &config)
{
    return shapesOf(*makeModule(config));
}

Result<> checkWeights(const NetworkConfig &config, const WeightMap &weights, const QString &source)
{
    if (auto valid = config.validate(); !valid)
        return valid;
    return guarded([&]() -> Result<> { return checkAgainst(parameterShapes(config), weights, source); });
}

} // namespace somno::sdreamer
