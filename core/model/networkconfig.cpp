// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/networkconfig.h"

#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr int kLargestSize = 1 << 16;
constexpr int kMostLayers = 64;

struct IntegerField {
    const char *key;
    int NetworkConfig::*member;
    int most;
};

constexpr IntegerField kFields[] = {
    {"samples_per_epoch", &NetworkConfig::samplesPerEpoch, kLargestSize},
    {"patch_length", &NetworkConfig::patchLength, kLargestSize},
    {"sequence_length", &NetworkConfig::sequenceLength, kLargestSize},
    {"model_width", &NetworkConfig::modelWidth, kLargestSize},
    {"heads", &NetworkConfig::heads, kLargestSize},
    {"feed_forward", &NetworkConfig::feedForward, kLargestSize},
    {"epoch_layers", &NetworkConfig::epochLayers, kMostLayers},
    {"sequence_layers", &NetworkConfig::sequenceLayers, kMostLayers},
    {"mixed_layers", &NetworkConfig::mixedLayers, kMostLayers},
};

tl::unexpected<Error> impossible(const QString &what)
{
    return failure(ErrorCode::ModelInvalid, QStringLiteral("The network cannot be built: %1.").arg(what),
                   QStringLiteral("The architecture in the model's config.json is damaged or was edited. "
                                  "Take the model from its source again."));
}

const std::pair<Normalisation, const char *> kNormalisations[] = {
    {Normalisation::ZScoreRecording, "zscore-recording"},
    {Normalisation::RobustRecording, "robust-recording"},
    {Normalisation::RunningEmg, "running-emg"},
    {Normalisation::Equalised, "equalised"},
};

const std::pair<Input, const char *> kInputs[] = {{Input::Both, "both"}, {Input::Eeg, "eeg"}, {Input::Emg, "emg"}};

template <class Value, size_t N>
QString nameOf(Value value, const std::pair<Value, const char *> (&names)[N])
{
    for (const auto &[known, name] : names)
        if (known == value)
            return QLatin1String(name);
    return {};
}

template <class Value, size_t N>
std::optional<Value> valueOf(const QString &name, const std::pair<Value, const char *> (&names)[N])
{
    for (const auto &[value, known] : names)
        if (name == QLatin1String(known))
            return value;
    return std::nullopt;
}

const QStringList kArchitectures{QStringLiteral("SeqNewMoE2"), QStringLiteral("SeqHMoE"), QStringLiteral("Epoch")};

} // namespace

QString inputName(Input input)
{
    return nameOf(input, kInputs);
}

std::optional<Input> inputFromName(const QString &name)
{
    return valueOf(name, kInputs);
}

QString normalisationName(Normalisation normalisation)
{
    return nameOf(normalisation, kNormalisations);
}

std::optional<Normalisation> normalisationFromName(const QString &name)
{
    return valueOf(name, kNormalisations);
}

std::vector<scoring::Stage> mouseClasses()
{
    return {scoring::kLearnedClasses.begin(), scoring::kLearnedClasses.end()};
}

std::vector<Input> NetworkConfig::trainedInputs() const
{
    std::vector<Input> inputs;
    for (const auto &[trained, input] :
         {std::pair{mixHeadTrained, Input::Both}, {eegHeadTrained, Input::Eeg}, {emgHeadTrained, Input::Emg}})
        if (trained)
            inputs.push_back(input);
    return inputs;
}

QJsonObject NetworkConfig::toJson() const
{
    QJsonObject object{
        {"type", architecture}, {"dropout", dropout}, {"drop_path", dropPath}, {"shared_attention", sharedAttention}};
    for (const IntegerField &field : kFields)
        object.insert(QLatin1String(field.key), this->*field.member);
    return object;
}

Result<NetworkConfig> NetworkConfig::fromJson(const QJsonObject &object)
{
    NetworkConfig config;
    config.architecture = object.value("type").toString(config.architecture);
    for (const IntegerField &field : kFields) {
        const QJsonValue value = object.value(QLatin1String(field.key));
        if (value.isUndefined())
            continue;
        config.*field.member = value.toInt(-1);
        if (config.*field.member < 0)
            return impossible(QStringLiteral("%1 is not a whole number").arg(QLatin1String(field.key)));
    }
    config.dropout = object.value("dropout").toDouble(config.dropout);
    config.dropPath = object.value("drop_path").toDouble(config.dropPath);
    config.sharedAttention = object.value("shared_attention").toBool(config.sharedAttention);
    if (auto valid = config.validate(); !valid)
        return failure(valid.error());
    return config;
}

Result<> NetworkConfig::validate() const
{
    if (!kArchitectures.contains(architecture))
        return failure(ErrorCode::ModelInvalid,
                       QStringLiteral("Unknown network architecture \"%1\".").arg(architecture),
                       QStringLiteral("This version computes %1. A newer version of the program may know it.")
                           .arg(kArchitectures.join(QStringLiteral(", "))));
    for (const IntegerField &field : kFields)
        if (this->*field.member < 1 || this->*field.member > field.most)
            return impossible(QStringLiteral("%1 is %2, not 1 to %3")
                                  .arg(QLatin1String(field.key))
                                  .arg(this->*field.member)
                                  .arg(field.most));
    if (samplesPerEpoch % patchLength != 0)
        return impossible(QStringLiteral("an epoch of %1 samples does not divide into patches of %2")
                              .arg(samplesPerEpoch)
                              .arg(patchLength));
    if (modelWidth % heads != 0)
        return impossible(QStringLiteral("a width of %1 does not divide into %2 heads").arg(modelWidth).arg(heads));
    const int mixingLayers = architecture == QLatin1String("Epoch") ? epochLayers : sequenceLayers;
    if (mixedLayers > mixingLayers)
        return impossible(QStringLiteral("%1 mixed layers of %2").arg(mixedLayers).arg(mixingLayers));
    if (!(dropout >= 0 && dropout < 1) || !(dropPath >= 0 && dropPath < 1))
        return impossible(QStringLiteral("a dropout of %1, a drop path of %2").arg(dropout).arg(dropPath));
    if (classes.size() < 2)
        return impossible(QStringLiteral("it has fewer than two classes"));
    return {};
}

} // namespace somno::sdreamer
