// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/trainoptions.h"

#include <QStringList>
#include <type_traits>

namespace somno::sdreamer {

namespace {

// One list of names serves reading and writing, so that they cannot drift apart.
template <class Options, class Visit> void visitNumbers(Options &o, Visit &&visit)
{
    visit("head_cross_entropy", o.loss.headCrossEntropy);
    visit("alpha", o.loss.alpha);
    visit("tau_eeg", o.loss.tauEeg);
    visit("tau_emg", o.loss.tauEmg);
    visit("temperature_squared", o.loss.temperatureSquared);
    visit("reference_compat", o.loss.referenceCompat);
    visit("seed", o.seed);
    visit("steps", o.steps);
    visit("batch_windows", o.batchWindows);
    visit("learning_rate", o.learningRate);
    visit("weight_decay", o.weightDecay);
    visit("warm_up", o.warmUp);
    visit("gradient_clip", o.gradientClip);
    visit("validate_every", o.validateEvery);
    visit("validation_windows", o.validationWindows);
    visit("patience", o.patience);
    visit("gain_spread", o.gainSpread);
    visit("noise", o.noise);
}

} // namespace

Result<TrainOptions> TrainOptions::fromJson(const QJsonObject &object)
{
    TrainOptions options;
    QStringList known{QStringLiteral("network")};
    visitNumbers(options, [&](const char *key, auto &value) {
        using T = std::remove_reference_t<decltype(value)>;
        known << QLatin1String(key);
        const QJsonValue given = object.value(QLatin1String(key));
        if constexpr (std::is_same_v<T, bool>)
            value = given.toBool(value);
        else
            value = T(given.toDouble(double(value)));
    });
    for (const QString &key : object.keys())
        if (!known.contains(key))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("The training options have no \"%1\".").arg(key),
                           QStringLiteral("Known are: %1.").arg(known.join(QStringLiteral(", "))));
    if (object.contains(QStringLiteral("network"))) {
        auto network = NetworkConfig::fromJson(object.value(QStringLiteral("network")).toObject());
        if (!network)
            return failure(network.error());
        options.network = *network;
    }
    if (options.steps < 1 || options.batchWindows < 1 || options.validateEvery < 1 || options.validationWindows < 1)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("steps, batch_windows, validate_every and validation_windows must be at least 1."));
    return options;
}

QJsonObject TrainOptions::toJson() const
{
    QJsonObject object{{QStringLiteral("network"), network.toJson()}};
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
