// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <optional>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::sdreamer {

/// Lets this process compute on `threads` processors from now on (0: all that it may use), makes memory be kept
/// between computations, and warns through `progress` when the BLAS is a slow one. Call once, before any computation
/// with the network.
void prepareCompute(const Progress &progress, int threads = 0);

/// Lets this process allocate no more than so many MB of data; what goes beyond is an error of the computation
/// (ComputeFailed) and harms nothing else. Error InvalidArgument where the system cannot.
[[nodiscard]] Result<> limitMemory(int megabytes);

/// How the large products of scoring are computed.
enum class Precision { Auto, Float32, BFloat16 };
/// "auto", "float32", "bfloat16"
[[nodiscard]] std::optional<Precision> precisionFromName(const QString &name);
/// Whether they are in bfloat16 on this processor: when asked for, or by default where it has instructions for them.
[[nodiscard]] bool computesInHalf(Precision precision);

/// Processors that this process computes on.
[[nodiscard]] int availableThreads();

/// While it lives, no single operation is spread over processors: of a network this small none is worth it, and a
/// processor that waits for its part turns at full speed, for many times the work itself where other programs compute
/// as well.
class OneProcessorEach {
public:
    OneProcessorEach();
    ~OneProcessorEach();
    Q_DISABLE_COPY_MOVE(OneProcessorEach)

private:
    int m_before;
};

/// Runs `work` in `threads` threads at once, each computing on one processor, and returns when all have ended.
void runInThreads(int threads, const std::function<void()> &work);

/// Speed of matrix products in this process, in 10^9 floating-point operations a second. Takes a few milliseconds,
/// 30 at the most with a slow BLAS.
[[nodiscard]] double gemmGflops();

/// What to tell the user about that speed; empty when there is nothing to tell.
[[nodiscard]] QString slowBlasWarning(double gflops);

/// The device to compute on: "cpu" or "cuda", for a wish of "auto", "cpu" or "cuda".
/// Error InvalidArgument for another wish, ComputeFailed when cuda is wanted and there is none.
[[nodiscard]] Result<QString> chooseDevice(const QString &wish);
/// "AMD EPYC", as the system calls the processor.
[[nodiscard]] QString processorName();
/// What is to be told of a device: the processor's name, or that of the graphics card as its driver tells it.
[[nodiscard]] QString deviceName(const QString &device);

} // namespace somno::sdreamer
