// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/engine/network/compute.h"
#include "core/engine/network/headlogits.h"
#include "core/model/modelpackage.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

class NetworkModule;

/// sDREAMER ready to compute, in float32. Movable, not copyable. Several threads may ask for logits at once,
/// unless its module is being trained.
class Network {
public:
    /// A network with freshly drawn weights; the same seed gives the same weights.
    [[nodiscard]] static Result<Network> create(const NetworkConfig &config, quint64 seed);
    /// A network with the weights of a package. Error ModelInvalid naming the tensor that does not fit.
    [[nodiscard]] static Result<Network> fromPackage(const ModelPackage &package);

    Network(Network &&) noexcept;
    Network &operator=(Network &&) noexcept;
    ~Network();

    [[nodiscard]] const NetworkConfig &config() const;
    /// Says which heads have been trained and may be asked.
    void setHeadsTrained(bool mix, bool eeg, bool emg);

    /// Class logits [windows * epochsPerWindow * classes] in evaluation mode, without gradients. `eeg` and `emg`
    /// hold [windows * epochsPerWindow * samplesPerEpoch] normalised samples; the one that `input` leaves out may be
    /// empty. epochsPerWindow 1 to sequenceLength uses the first positions. With a `stride`, windows overlap: each
    /// begins `stride` epochs after the one before, and the signals hold (windows - 1) * stride + epochsPerWindow
    /// epochs. Errors InvalidArgument (sizes), ModelInputRefused (head never trained), ComputeFailed.
    [[nodiscard]] Result<std::vector<float>> logits(std::span<const float> eeg, std::span<const float> emg, int windows,
                                                    int epochsPerWindow, Input input, int stride = 0) const;
    /// logits() of all trained heads, each signal encoded once. Both signals are needed.
    [[nodiscard]] Result<HeadLogits> logitsOfHeads(std::span<const float> eeg, std::span<const float> emg, int windows,
                                                   int epochsPerWindow, int stride = 0) const;
    /// softmax of logits().
    [[nodiscard]] Result<std::vector<float>> probabilities(std::span<const float> eeg, std::span<const float> emg,
                                                           int windows, int epochsPerWindow, Input input) const;

    /// Scores on the CPU with that precision from now on (a network from a package: in float32 until then).
    void setPrecision(Precision precision);
    /// The weights by their names, for a package.
    [[nodiscard]] WeightMap weights() const;
    /// "cpu", "cuda" or "cuda:1". Error ComputeFailed when there is no such device.
    [[nodiscard]] Result<> moveTo(const QString &device);

private:
    struct Private;
    explicit Network(std::unique_ptr<Private> d);
    friend std::shared_ptr<NetworkModule> moduleOf(Network &network);
    std::unique_ptr<Private> d;
};

/// Names and shapes of every tensor that a network of this configuration has, in checkpoint order.
[[nodiscard]] std::vector<std::pair<QString, std::vector<qint64>>> parameterShapes(const NetworkConfig &config);

/// That the weights are those of the configuration. Error ModelInvalid naming each tensor that is missing, surplus,
/// of another shape (both given), or not finite. `source` names the file in messages.
[[nodiscard]] Result<> checkWeights(const NetworkConfig &config, const WeightMap &weights, const QString &source);

} // namespace somno::sdreamer
