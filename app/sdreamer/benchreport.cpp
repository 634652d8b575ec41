// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/benchreport.h"

#include <QJsonArray>
#include <algorithm>
#include <cstdio>

namespace somno::app {

namespace {

// The published implementation with PyTorch 1.13 and OpenBLAS on two cores: fastest and slowest of several runs.
constexpr double kReferenceHours = 24;
constexpr double kReferenceScoreSec[] = {138, 204};
constexpr double kReferenceTrainSec[] = {0.27, 0.42};
constexpr const char *kReferenceNote = "measured elsewhere, on another two-core machine";

double best(const std::vector<double> &values)
{
    return *std::ranges::min_element(values);
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    const size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double peakMb(const BenchReport &report)
{
    double peak = 0;
    for (const NetworkCost &network : report.networks)
        peak = std::max({peak, network.inFloat32.peakMb, network.byDefault.peakMb});
    for (const LengthCost &length : report.lengths)
        peak = std::max(peak, length.cost.peakMb);
    return peak;
}

/// "score_24h_"
QString scoreKey(double hours)
{
    return QStringLiteral("score_%1h_").arg(hours);
}

QJsonArray ratios(const double (&reference)[2], double ours)
{
    return {reference[0] / ours, reference[1] / ours};
}

/// The keys that both the report and each of its networks have.
QJsonObject networkJson(const NetworkCost &network, double hours)
{
    const QString key = scoreKey(hours);
    return {{key + QStringLiteral("float32_s"), network.inFloat32.seconds},
            {key + QStringLiteral("default_s"), network.byDefault.seconds},
            {key + QStringLiteral("parts_s"),
             QJsonObject{{"float32", network.inFloat32.parts}, {"default", network.byDefault.parts}}},
            {"real_time_factor", QJsonObject{{"float32", network.inFloat32.realTimeFactor()},
                                             {"default", network.byDefault.realTimeFactor()}}}};
}

QJsonArray networksJson(const BenchReport &report)
{
    QJsonArray array;
    for (const NetworkCost &network : report.networks) {
        QJsonObject object = networkJson(network, report.hours);
        object["name"] = network.byDefault.model;
        object["peak_memory_mb"]
            = QJsonObject{{"float32", network.inFloat32.peakMb}, {"default", network.byDefault.peakMb}};
        object["views"] = network.byDefault.views;
        object["default_precision"] = network.byDefault.precision;
        object["default_equal_stages"] = network.equalStages;
        object["default_largest_difference"] = network.largestDifference;
        array.append(object);
    }
    return array;
}

QJsonArray linearJson(const BenchReport &report)
{
    QJsonArray array;
    for (const LengthCost &length : report.lengths) {
        if (!length.skipped.isEmpty())
            array.append(QJsonObject{{"hours", length.hours}, {"skipped", length.skipped}});
        else
            array.append(QJsonObject{{"hours", length.hours},
                                     {"seconds", length.cost.seconds},
                                     {"seconds_per_hour", length.cost.seconds / length.hours},
                                     {"parts_s", length.cost.parts},
                                     {"peak_memory_mb", length.cost.peakMb}});
    }
    return array;
}

QJsonObject machineJson(const BenchReport &report)
{
    const sdreamer::ComputeDescription &machine = report.machine;
    return {{"processor", machine.processor},
            {"cores", machine.cores},
            {"threads", machine.threads},
            {"libtorch", machine.libTorch},
            {"blas", machine.blas},
            {"load_before", report.loadBefore < 0 ? QJsonValue() : QJsonValue(report.loadBefore)}};
}

QJsonObject referenceJson(const BenchReport &report)
{
    QJsonObject ratio{{"train", ratios(kReferenceTrainSec, median(report.trainSecPerSequence))}};
    if (report.hours == kReferenceHours) { // other lengths would have to be extrapolated
        ratio["score_float32"] = ratios(kReferenceScoreSec, report.networks.front().inFloat32.seconds);
        ratio["score_default"] = ratios(kReferenceScoreSec, report.networks.front().byDefault.seconds);
    }
    return {{"note", QString::fromLatin1(kReferenceNote)},
            {"software", "published implementation, PyTorch 1.13, OpenBLAS"},
            {"score_24h_s", QJsonArray{kReferenceScoreSec[0], kReferenceScoreSec[1]}},
            {"train_s_per_sequence", QJsonArray{kReferenceTrainSec[0], kReferenceTrainSec[1]}},
            {"times_as_fast", ratio}};
}

void printCost(const ScoreCost &cost, const char *precision)
{
    std::printf("%-20s %-10s %8.1f %8.0f %9.0f %7.1f %8.1f %8.1f %6.1f\n", qUtf8Printable(cost.model), precision,
                cost.seconds, cost.realTimeFactor(), cost.peakMb, cost.parts["read"].toDouble(),
                cost.parts["prepare"].toDouble(), cost.parts["network"].toDouble(), cost.parts["write"].toDouble());
}

void printLengths(const BenchReport &report)
{
    std::printf("\n%10s %10s %12s %10s\n", "hours", "seconds", "s per hour", "memory MB");
    for (const LengthCost &length : report.lengths) {
        if (length.skipped.isEmpty())
            std::printf("%10g %10.1f %12.2f %10.0f\n", length.hours, length.cost.seconds,
                        length.cost.seconds / length.hours, length.cost.peakMb);
        else
            std::printf("%10g not measured: %s\n", length.hours, qUtf8Printable(length.skipped));
    }
}

} // namespace

QJsonObject BenchReport::toJson() const
{
    QJsonObject json = networkJson(networks.front(), hours);
    json["train_s_per_sequence"] = median(trainSecPerSequence);
    json[isQuick() ? "finetune_few_steps_s" : "finetune_30min_s"] = finetuneSec;
    json["finetune_peak_memory_mb"] = finetunePeakMb;
    json["train"] = QJsonObject{{"best_s_per_sequence", best(trainSecPerSequence)},
                                {"median_s_per_sequence", median(trainSecPerSequence)},
                                {"steps", int(trainSecPerSequence.size())},
                                {"sequences_per_step", windowsPerStep}};
    json["peak_memory_mb"] = peakMb(*this);
    json["gemm_gflops"] = gemmGflops;
    json["default_equal_stages"] = networks.back().equalStages;
    json["networks"] = networksJson(*this);
    json["linear"] = linearJson(*this);
    json["reference"] = referenceJson(*this);
    json["machine"] = machineJson(*this);
    return json;
}

void BenchReport::print() const
{
    std::printf("%s, %d cores; LibTorch %s with %d threads; %s; matrix products %.0f GFLOP/s\n\n",
                qUtf8Printable(machine.processor), machine.cores, qUtf8Printable(machine.libTorch), machine.threads,
                qUtf8Printable(machine.blas), gemmGflops);
    std::printf("%g h of EEG and EMG at 512 Hz\n%-20s %-10s %8s %8s %9s %7s %8s %8s %6s\n", hours, "network",
                "precision", "seconds", "x real", "memory MB", "read", "prepare", "network", "write");
    for (const NetworkCost &network : networks) {
        printCost(network.inFloat32, "float32");
        printCost(network.byDefault, "default");
    }
    const NetworkCost &model = networks.back();
    std::printf("the published shape judges each epoch within one window, as published; %s within %d\n",
                qUtf8Printable(model.byDefault.model), model.byDefault.views);
    std::printf("%s by default against float32: %.3f %% equal stages, largest difference of a probability %.4f\n",
                qUtf8Printable(model.byDefault.model), 100 * model.equalStages, model.largestDifference);
    printLengths(*this);
    std::printf("\nfine-tuning on 30 min of labels, judged%s: %.0f s, %.0f MB\n", isQuick() ? " (few steps)" : "",
                finetuneSec, finetunePeakMb);
    std::printf("training: %.3f s for a sequence of 64 epochs (best step %.3f, %d steps of %d sequences)\n",
                median(trainSecPerSequence), best(trainSecPerSequence), int(trainSecPerSequence.size()),
                windowsPerStep);
    std::printf("published implementation (PyTorch 1.13, OpenBLAS; %s): 24 h in %.0f to %.0f s, %.2f to %.2f s for a "
                "sequence\n",
                kReferenceNote, kReferenceScoreSec[0], kReferenceScoreSec[1], kReferenceTrainSec[0],
                kReferenceTrainSec[1]);
}

} // namespace somno::app
