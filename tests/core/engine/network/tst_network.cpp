// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "core/engine/network/network.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

std::vector<float> wave(int epochs, double frequency)
{
    std::vector<float> samples(size_t(epochs) * 512);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(std::sin(frequency * double(i)));
    return samples;
}

/// A network that is quick to build.
NetworkConfig smallConfig()
{
    NetworkConfig config;
    config.modelWidth = 16;
    config.heads = 2;
    config.feedForward = 16;
    return config;
}

Network trained()
{
    auto network = Network::create(smallConfig(), 5);
    network->setHeadsTrained(true, true, true);
    return std::move(*network);
}

float largestDifference(std::span<const float> a, std::span<const float> b)
{
    float largest = a.size() == b.size() ? 0 : std::numeric_limits<float>::infinity();
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

ModelPackage packageOf(const Network &network)
{
    ModelPackage package;
    package.name = QStringLiteral("test");
    package.version = QStringLiteral("1");
    package.network = network.config();
    package.weights = network.weights();
    return package;
}

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void seedDecidesTheWeights()
    {
        const WeightMap first = Network::create(smallConfig(), 7)->weights();
        const WeightMap again = Network::create(smallConfig(), 7)->weights();
        const WeightMap other = Network::create(smallConfig(), 8)->weights();
        const QString name = QStringLiteral("cls_head.mlp.0.weight");
        QCOMPARE(first.at(name).values, again.at(name).values);
        QVERIFY(first.at(name).values != other.at(name).values);
    }

    void initialValues()
    {
        const WeightMap weights = Network::create({}, 1)->weights();
        const auto spread = [&](const char *name) {
            double sum = 0;
            const auto &values = weights.at(QString::fromLatin1(name)).values;
            for (const float value : values)
                sum += double(value) * value;
            return std::sqrt(sum / double(values.size()));
        };
        QVERIFY(std::abs(spread("moe_transformer.eeg_loader.get_pos.pos_emb") - 0.02) < 0.001);
        QVERIFY(std::abs(spread("moe_transformer.pool.pool_head.0.weight") - 0.02) < 0.001);
        QVERIFY(std::abs(spread("cls_head.mlp.0.weight") - 0.02) < 0.001);
        QCOMPARE(spread("cls_head.mlp.0.bias"), 0.0);
        QVERIFY(std::abs(spread("eeg_transformer.transformer.0.gamma1") - 0.1) < 1e-6);
        // Uniform within 1/sqrt(fan in) has a spread of that over sqrt(3).
        QVERIFY(std::abs(spread("emg_transformer.transformer.1.ff.ff.3.weight") - 1 / std::sqrt(3.0 * 512)) < 0.001);
    }

    void probabilitiesSumToOne()
    {
        const Network network = trained();
        const auto eeg = wave(12, 0.1), emg = wave(12, 1.3);
        for (const Input input : {Input::Both, Input::Eeg, Input::Emg}) {
            const auto values = network.probabilities(eeg, emg, 3, 4, input);
            QVERIFY(values.has_value());
            QCOMPARE(values->size(), size_t(36));
            for (size_t i = 0; i < values->size(); i += 3)
                QVERIFY(std::abs((*values)[i] + (*values)[i + 1] + (*values)[i + 2] - 1) < 1e-6F);
        }
    }

    void windowsDoNotSeeEachOther()
    {
        const Network network = trained();
        const auto eeg = wave(20, 0.1), emg = wave(20, 1.3);
        const auto together = network.logits(eeg, emg, 2, 10, Input::Both);
        const std::span<const float> eegSpan(eeg), emgSpan(emg);
        const auto alone = network.logits(eegSpan.subspan(5120), emgSpan.subspan(5120), 1, 10, Input::Both);
        QVERIFY(largestDifference(std::span(*together).subspan(30), *alone) < 1e-5F);
    }

    void epochsOfAWindowSeeEachOther()
    {
        const Network network = trained();
        auto eeg = wave(10, 0.1);
        const auto emg = wave(10, 1.3);
        const auto before = network.logits(eeg, emg, 1, 10, Input::Both);
        std::fill(eeg.end() - 512, eeg.end(), 0.F);
        const auto after = network.logits(eeg, emg, 1, 10, Input::Both);
        QVERIFY(largestDifference(std::span(*before).first(3), std::span(*after).first(3)) > 1e-6F);
    }

    void oneSignalIgnoresTheOther()
    {
        const Network network = trained();
        const auto eeg = wave(6, 0.1), emg = wave(6, 1.3);
        const auto with = network.logits(eeg, emg, 1, 6, Input::Eeg);
        const auto without = network.logits(eeg, {}, 1, 6, Input::Eeg);
        QVERIFY(with.has_value() && without.has_value());
        QCOMPARE(*with, *without);
        const auto other = network.logits({}, emg, 1, 6, Input::Emg);
        QVERIFY(other.has_value());
        QVERIFY(largestDifference(*with, *other) > 1e-6F);
    }

    void untrainedHeadRefuses()
    {
        const auto network = Network::create(smallConfig(), 5);
        const auto eeg = wave(2, 0.1), emg = wave(2, 1.3);
        QVERIFY(network->logits(eeg, emg, 1, 2, Input::Both).has_value());
        for (const Input input : {Input::Eeg, Input::Emg}) {
            const auto refused = network->probabilities(eeg, emg, 1, 2, input);
            QVERIFY(!refused.has_value());
            QCOMPARE(refused.error().code, ErrorCode::ModelInputRefused);
            QVERIFY(refused.error().detail.contains(QStringLiteral("never trained")));
        }
    }

    void wrongLengthsAreRefused()
    {
        const Network network = trained();
        const auto eeg = wave(4, 0.1), emg = wave(4, 1.3);
        const std::span<const float> shorter = std::span<const float>(emg).first(emg.size() - 1);
        QCOMPARE(network.logits(eeg, shorter, 1, 4, Input::Both).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(network.logits(eeg, {}, 1, 4, Input::Both).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(network.logits(eeg, emg, 1, 0, Input::Both).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(network.logits(eeg, emg, -1, -4, Input::Both).error().code, ErrorCode::InvalidArgument);
        const auto longer = wave(65, 0.1);
        QCOMPARE(network.logits(longer, longer, 1, 65, Input::Both).error().code, ErrorCode::InvalidArgument);
    }

    void packageKeepsTheNetwork()
    {
        const Network network = trained();
        const auto copy = Network::fromPackage(packageOf(network));
        QVERIFY(copy.has_value());
        const auto eeg = wave(3, 0.1), emg = wave(3, 1.3);
        const auto scored = copy->logits(eeg, emg, 1, 3, Input::Emg),
                   before = network.logits(eeg, emg, 1, 3, Input::Emg);
        QVERIFY(scored && before);
        for (size_t i = 0; i < before->size(); ++i) // a stored network scores by another way, equal to rounding
            QVERIFY(std::abs((*scored)[i] - (*before)[i]) < 1e-5F);
    }

    void foreignWeightsAreNamed()
    {
        const ModelPackage good = packageOf(trained());
        const auto messageOf = [&](const std::function<void(WeightMap &)> &change) {
            ModelPackage package = good;
            change(package.weights);
            const auto network = Network::fromPackage(package);
            return network ? QStringLiteral("accepted") : network.error().message;
        };
        const QString name = QStringLiteral("moe_transformer.mod_emb.weight");
        QVERIFY(
            messageOf([&](WeightMap &weights) { weights.erase(name); }).contains(QStringLiteral("missing: ") + name));
        QVERIFY(messageOf([&](WeightMap &weights) {
                    weights[QStringLiteral("extra.bias")] = {{1}, {0}};
                }).contains(QStringLiteral("surplus: extra.bias")));
        QVERIFY(messageOf([&](WeightMap &weights) {
                    weights[name].shape = {16, 2};
                }).contains(QStringLiteral("%1 is [16, 2], expected [2, 16]").arg(name)));
        QVERIFY(messageOf([&](WeightMap &weights) { weights[name].values[3] = NAN; }).contains(name));
        QVERIFY(messageOf([&](WeightMap &weights) { weights[name].values[0] = INFINITY; }).contains(name));
        QVERIFY(messageOf([&](WeightMap &weights) { weights.clear(); }).contains(QStringLiteral("more")));
    }

    void impossibleNetworkIsRefused()
    {
        NetworkConfig config = smallConfig();
        config.heads = 3;
        QCOMPARE(Network::create(config, 1).error().code, ErrorCode::ModelInvalid);
    }

    void unknownDeviceIsRefused()
    {
        Network network = trained();
        QVERIFY(network.moveTo(QStringLiteral("cpu")).has_value());
        QCOMPARE(network.moveTo(QStringLiteral("abacus")).error().code, ErrorCode::ComputeFailed);
        QVERIFY(network.logits(wave(1, 0.1), wave(1, 1.3), 1, 1, Input::Both).has_value());
    }
};

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"
