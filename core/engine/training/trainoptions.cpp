// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/trainoptions.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <type_traits>

namespace somno::sdreamer {

namespace {

// One list of names serves reading and writing, so that they cannot drift apart.
template <class Options, class Visit>
void visitNumbers(Options &o, Visit &&visit)
{
    visit("head_cross_entropy", o.loss.headCrossEntropy);
    visit("alpha", o.loss.alpha);
    visit("tau_eeg", o.loss.tauEeg);
    visit("tau_emg", o.loss.tauEmg);
    visit("temperature_squared", o.loss.temperatureSquared);
    visit("reference_compat", o.loss.referenceCompat);
    visit("seed", o.seed);
    visit("filter_bank", o.filterBank);
    visit("steps", o.steps);
    visit("batch_windows", o.batchWindows);
    visit("learning_rate", o.learningRate);
    visit("weight_decay", o.weightDecay);
    visit("warm_up", o.warmUp);
    visit("gradient_clip", o.gradientClip);
    visit("weight_average", o.weightAverage);
    visit("validate_every", o.validateEvery);
    visit("validation_windows", o.validationWindows);
    visit("patience", o.patience);
    visit("gain_spread", o.gainSpread);
    visit("emg_gain_spread", o.emgGainSpread);
    visit("noise", o.noise);
    visit("shift", o.shift);
    visit("channel_dropout", o.channelDropout);
    visit("mixed_precision", o.mixedPrecision);
    visit("layer_decay", o.layerDecay);
    visit("anchor", o.anchor);
    visit("replay", o.replay);
    visit("retain", o.retain);
    visit("choose_from", o.chooseFrom);
}

const char *kBalances[] = {"none", "weighted", "sampling"}; // in the order of ClassBalance
const char *kTunedLayers[] = {"all", "top"};                // in the order of TunedLayers

tl::unexpected<Error> unknown(const char *key, const QString &value, const QString &known)
{
    return failure(ErrorCode::InvalidArgument,
                   QStringLiteral("The training options know no %1 \"%2\".").arg(QLatin1String(key), value),
                   QStringLiteral("Choose %1.").arg(known));
}

/// That a value is of the kind that the option has.
template <class T>
bool fits(const QJsonValue &value)
{
    if constexpr (std::is_same_v<T, bool>)
        return value.isBool();
    else if constexpr (std::is_integral_v<T>)
        return value.isDouble() && value.toDouble() == std::floor(value.toDouble())
               && (std::is_signed_v<T> || value.toDouble() >= 0);
    else
        return value.isDouble();
}

/// The network described, with what is left out as in `usual`.
Result<NetworkConfig> readNetwork(const QJsonValue &value, const NetworkConfig &usual)
{
    if (!value.isObject())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("\"network\" is not an object."),
                       QStringLiteral("For example: {\"network\": {\"type\": \"SeqHMoE\", \"patch_length\": 32}}."));
    QJsonObject described = usual.toJson();
    const QStringList known = described.keys();
    const QJsonObject given = value.toObject();
    for (auto key = given.begin(); key != given.end(); ++key) {
        if (!known.contains(key.key()))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("A network has no \"%1\".").arg(key.key()),
                           QStringLiteral("Known are: %1.").arg(known.join(QStringLiteral(", "))));
        if (key.value().type() != described.value(key.key()).type())
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("The network's \"%1\" is of the wrong kind.").arg(key.key()),
                           QStringLiteral("Numbers stand without quotes, names with them."));
        described.insert(key.key(), key.value());
    }
    auto network = NetworkConfig::fromJson(described);
    if (!network)
        return failure(ErrorCode::InvalidArgument, network.error().message,
                       QStringLiteral("Correct \"network\" in the training options."));
    network->normalisation = usual.normalisation; // a key of its own
    return network;
}

Result<> readNames(const QJsonObject &object, TrainOptions &options)
{
    const QString normalisation
        = object.value("normalisation").toString(normalisationName(options.network.normalisation));
    const auto knownNormalisation = normalisationFromName(normalisation);
    if (!knownNormalisation)
        return unknown("normalisation", normalisation,
                       QStringLiteral("zscore-recording, robust-recording, running-emg or equalised"));
    options.network.normalisation = *knownNormalisation;
    const QString input = object.value("input").toString(inputName(options.input));
    const auto knownInput = inputFromName(input);
    if (!knownInput)
        return unknown("input", input, QStringLiteral("both, eeg or emg"));
    options.input = *knownInput;
    const QString balance = object.value("class_balance").toString(QLatin1String(kBalances[int(options.balance)]));
    const auto found = std::find(std::begin(kBalances), std::end(kBalances), balance);
    if (found == std::end(kBalances))
        return unknown("class_balance", balance, QStringLiteral("none, weighted or sampling"));
    options.balance = ClassBalance(found - std::begin(kBalances));
    const QString layers = object.value("tuned_layers").toString(QLatin1String(kTunedLayers[int(options.tunedLayers)]));
    if (layers != QLatin1String(kTunedLayers[0]) && layers != QLatin1String(kTunedLayers[1]))
        return unknown("tuned_layers", layers, QStringLiteral("all or top"));
    options.tunedLayers = layers == QLatin1String(kTunedLayers[0]) ? TunedLayers::All : TunedLayers::Top;
    return {};
}

Result<> checkNumbers(const TrainOptions &o)
{
    const auto wrong = [](const char *what) {
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("The training options are impossible: %1.").arg(QLatin1String(what)));
    };
    if (o.steps < 1 || o.batchWindows < 1 || o.validateEvery < 1 || o.validationWindows < 1)
        return wrong("steps, batch_windows, validate_every and validation_windows must be at least 1");
    if (!(o.learningRate > 0) || !(o.gradientClip > 0) || o.weightDecay < 0)
        return wrong("learning_rate and gradient_clip must be above 0 and weight_decay not below");
    if (o.warmUp < 0 || o.warmUp > 1 || o.channelDropout < 0 || o.channelDropout > 1)
        return wrong("warm_up and channel_dropout are shares from 0 to 1");
    if (o.shift < 0 || o.shift > 0.5)
        return wrong("shift lies from 0 to 0.5 s: beyond, a window would be moved to its neighbours' labels");
    if (o.weightAverage < 0 || o.weightAverage >= 1)
        return wrong("weight_average is a share from 0 up to, but not, 1");
    if (!(o.layerDecay > 0) || o.layerDecay > 1 || o.anchor < 0 || o.retain < 0 || o.replay < 0 || o.replay >= 1)
        return wrong(
            "layer_decay lies above 0 and up to 1, anchor and retain not below 0, replay from 0 up to, but not, 1");
    if (o.chooseFrom < 0 || o.chooseFrom > 1)
        return wrong("choose_from is a share from 0 to 1");
    if (o.gainSpread < 0 || o.emgGainSpread < 0 || o.noise < 0 || o.loss.alpha < 0 || o.loss.headCrossEntropy < 0)
        return wrong("spreads, noise, alpha and head_cross_entropy cannot be below 0");
    if (!(o.loss.tauEeg > 0) || !(o.loss.tauEmg > 0))
        return wrong("tau_eeg and tau_emg must be above 0");
    return {};
}

} // namespace

NetworkConfig trainedNetwork()
{
    NetworkConfig network;
    network.patchLength = 128;
    network.normalisation = Normalisation::Equalised;
    return network;
}

bool TrainOptions::trainsHead(Input head) const
{
    if (input != Input::Both || head == Input::Both)
        return input == head;
    return loss.alpha > 0 || (loss.headCrossEntropy > 0 && !loss.referenceCompat);
}

Result<TrainOptions> TrainOptions::fromJson(const QJsonObject &object, const TrainOptions *usual)
{
    TrainOptions options = usual ? *usual : TrainOptions();
    QStringList known{QStringLiteral("network"), QStringLiteral("normalisation"), QStringLiteral("input"),
                      QStringLiteral("class_balance"), QStringLiteral("tuned_layers")};
    QStringList misfits;
    visitNumbers(options, [&](const char *key, auto &value) {
        using T = std::remove_reference_t<decltype(value)>;
        known << QLatin1String(key);
        const QJsonValue given = object.value(QLatin1String(key));
        if (!given.isUndefined() && !fits<T>(given)) {
            misfits << QLatin1String(key);
            return;
        }
        if constexpr (std::is_same_v<T, bool>)
            value = given.toBool(value);
        else
            value = T(given.toDouble(double(value)));
    });
    if (!misfits.isEmpty())
        return failure(
            ErrorCode::InvalidArgument,
            QStringLiteral("The training options have a value of the wrong kind: %1.")
                .arg(misfits.join(QStringLiteral(", "))),
            QStringLiteral(
                "Numbers and true or false stand without quotes; counts and seeds are whole, seeds not below 0."));
    for (const QString &key : object.keys())
        if (!known.contains(key))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("The training options have no \"%1\".").arg(key),
                           QStringLiteral("Known are: %1.").arg(known.join(QStringLiteral(", "))));
    if (object.contains(QStringLiteral("network"))) {
        auto network = readNetwork(object.value(QStringLiteral("network")), options.network);
        if (!network)
            return failure(network.error());
        options.network = *network;
    }
    if (auto read = readNames(object, options); !read)
        return failure(read.error());
    if (auto valid = checkNumbers(options); !valid)
        return failure(valid.error());
    return options;
}

QJsonObject TrainOptions::toJson() const
{
    QJsonObject object{{QStringLiteral("network"), network.toJson()},
                       {QStringLiteral("normalisation"), normalisationName(network.normalisation)},
                       {QStringLiteral("input"), inputName(input)},
                       {QStringLiteral("class_balance"), QLatin1String(kBalances[int(balance)])},
                       {QStringLiteral("tuned_layers"), QLatin1String(kTunedLayers[int(tunedLayers)])}};
    visitNumbers(*this, [&](const char *key, const auto &value) {
        using T = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::is_same_v<T, bool>)
            object.insert(QLatin1String(key), value);
        else
            object.insert(QLatin1String(key), double(value));
    });
    return object;
}

} // namespace somno::sdreamer
