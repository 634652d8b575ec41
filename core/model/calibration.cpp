// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr int kBins = 10;
constexpr size_t kFewestRows = 100;

/// Logits up to a constant, which the softmax does not see.
double logOf(float probability)
{
    return std::log(std::max(double(probability), double(std::numeric_limits<float>::min())));
}

/// -log of the probability of one row's true class, its logits times `inverse`.
double lossOf(std::span<const float> row, int label, double inverse)
{
    const double largest = logOf(*std::max_element(row.begin(), row.end()));
    double sum = 0;
    for (const float probability : row)
        sum += std::exp(inverse * (logOf(probability) - largest));
    return std::log(sum) - inverse * (logOf(row[size_t(label)]) - largest);
}

double meanLoss(const LabelledRows &rows, double inverse)
{
    const size_t classes = rows.classes.size();
    double sum = 0;
    for (size_t i = 0; i < rows.labels.size(); ++i)
        sum += lossOf(std::span(rows.probabilities).subspan(i * classes, classes), rows.labels[i], inverse);
    return sum / double(rows.labels.size());
}

/// Where a function of one minimum between `low` and `high` has it, by golden section.
template <typename Function>
double minimum(double low, double high, const Function &function)
{
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double left = high - golden * (high - low), right = low + golden * (high - low);
    double atLeft = function(left), atRight = function(right);
    while (high - low > 1e-5) {
        if (atLeft < atRight) {
            high = std::exchange(right, left);
            atRight = atLeft;
            left = high - golden * (high - low);
            atLeft = function(left);
        } else {
            low = std::exchange(left, right);
            atLeft = atRight;
            right = low + golden * (high - low);
            atRight = function(right);
        }
    }
    return (low + high) / 2;
}

} // namespace

void LabelledRows::append(const scoring::Proposal &proposal, const scoring::Hypnogram &truth)
{
    if (classes.empty())
        classes = proposal.classes;
    for (EpochIndex i = 0; i < std::min(proposal.size(), truth.size()); ++i) {
        const int label = scoring::classIndex(truth.stage(i), classes);
        const auto row = proposal.row(i);
        if (label < 0 || std::isnan(row.front()))
            continue;
        probabilities.insert(probabilities.end(), row.begin(), row.end());
        labels.push_back(label);
    }
}

double fitTemperature(const LabelledRows &rows)
{
    if (rows.labels.size() < kFewestRows)
        return 1;
    // The bounds are symmetric in the logarithm, and a function of one minimum in 1/T has one in its logarithm, too.
    const double logarithm = minimum(std::log(kLeastTemperature), std::log(kLargestTemperature),
                                     [&](double logTemperature) { return meanLoss(rows, std::exp(-logTemperature)); });
    return std::exp(logarithm);
}

scoring::Proposal tempered(scoring::Proposal proposal, double temperature)
{
    const size_t classes = proposal.classes.size();
    for (size_t first = 0; temperature != 1 && first < proposal.probabilities.size(); first += classes) {
        const auto row = std::span(proposal.probabilities).subspan(first, classes);
        if (std::isnan(row.front()))
            continue;
        const auto winner = std::max_element(row.begin(), row.end());
        const double largest = logOf(*winner);
        double sum = 0;
        for (const float probability : row)
            sum += std::exp((logOf(probability) - largest) / temperature);
        for (float &probability : row)
            probability = float(std::exp((logOf(probability) - largest) / temperature) / sum);
        if (std::max_element(row.begin(), row.end()) != winner) // two that rounding made equal
            *winner = std::nextafter(*winner, 1.f);
    }
    return proposal;
}

std::vector<ReliabilityBin> reliabilityOf(const LabelledRows &rows)
{
    std::vector<ReliabilityBin> bins(kBins);
    const size_t classes = rows.classes.size();
    for (size_t i = 0; i < rows.labels.size(); ++i) {
        const auto row = std::span(rows.probabilities).subspan(i * classes, classes);
        const auto largest = std::max_element(row.begin(), row.end());
        ReliabilityBin &bin = bins[size_t(std::clamp(int(*largest * kBins), 0, kBins - 1))];
        ++bin.epochs;
        bin.meanConfidence += double(*largest);
        bin.accuracy += largest - row.begin() == rows.labels[i] ? 1.0 : 0.0;
    }
    for (ReliabilityBin &bin : bins)
        if (bin.epochs > 0) {
            bin.meanConfidence /= double(bin.epochs);
            bin.accuracy /= double(bin.epochs);
        }
    return bins;
}

double calibrationError(const std::vector<ReliabilityBin> &bins)
{
    double sum = 0;
    qint64 epochs = 0;
    for (const ReliabilityBin &bin : bins) {
        sum += std::abs(bin.accuracy - bin.meanConfidence) * double(bin.epochs);
        epochs += bin.epochs;
    }
    return epochs > 0 ? sum / double(epochs) : 0;
}

} // namespace somno::sdreamer
