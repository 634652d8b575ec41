// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/committeetraining.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/sequenceprior.h"
#include "core/engine/decision/finitevalues.h"
#include "core/engine/network/compute.h"
#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr size_t kClasses = scoring::kLearnedClasses.size();
constexpr EpochIndex kShortestSec = 480; // of a recording that was cut short
constexpr int kChoices = 12;             // looks at the validation recordings
constexpr double kWorthwhile = 0.002;    // by which a taught judge must be better, in ln probability
constexpr double kUsual = 0.05;          // quantile of the recordings below which a confidence is low
constexpr double kRecordingDropout = 0.3, kHiddenDropout = 0.1;
// How a variant is disturbed: what a laboratory unlike all others does to the heads and the features. Judgement.
constexpr double kDisturbed = 0.6; // share of the variants
constexpr float kHeadShift = 1.5f, kHeadLeast = 0.5f, kHeadMost = 1.2f, kContrastLeast = 0.55f, kContrastMost = 1.2f,
                kLargestNoise = 0.6f;

using Generator = std::mt19937_64;

/// One row a second, and the classes.
struct Rows {
    size_t width = 0;
    std::vector<float> values;
    std::vector<qint64> labels;
};

// The distributions of <random> differ from library to library; these do not.
float uniform(Generator &random, float low, float high)
{
    return low + (high - low) * float(random() >> 40) * 0x1p-24f;
}

float normal(Generator &random)
{
    float sum = 0;
    for (int i = 0; i < 12; ++i)
        sum += uniform(random, -0.5f, 0.5f);
    return sum;
}

void disturbHead(std::vector<float> &logits, Generator &random)
{
    const float scale = uniform(random, kHeadLeast, kHeadMost);
    float shift[kClasses];
    for (float &one : shift)
        one = kHeadShift * normal(random);
    for (size_t i = 0; i < logits.size(); ++i)
        logits[i] = scale * logits[i] + shift[i % kClasses];
}

void disturbFeature(std::vector<float> &values, Generator &random)
{
    const float middle = quantileOf(values, 0.5), contrast = uniform(random, kContrastLeast, kContrastMost);
    const float noise = uniform(random, -kLargestNoise, kLargestNoise); // half of the features get none
    for (float &value : values) {
        value = middle + contrast * (value - middle);
        if (noise > 0)
            value += noise * normal(random);
    }
}

LabelledEvidence variantOf(const LabelledEvidence &one, Generator &random)
{
    const EpochIndex size = one.evidence.size();
    const double shortest = double(std::min(kShortestSec, size)) / double(size);
    const auto length = EpochIndex(double(size) * std::pow(shortest, double(uniform(random, 0, 1))));
    const auto first = EpochIndex(uniform(random, 0, 1) * float(size - length));
    LabelledEvidence variant{one.evidence.cut(first, first + length),
                             {one.labels.begin() + first, one.labels.begin() + first + length}};
    if (double(uniform(random, 0, 1)) >= kDisturbed)
        return variant;
    HeadLogits &heads = variant.evidence.heads;
    for (auto *head : {&heads.mix, &heads.eeg, &heads.emg})
        disturbHead(*head, random);
    SignalFeatures &signal = variant.evidence.signal;
    for (auto *values :
         {&signal.delta, &signal.lowTheta, &signal.theta, &signal.sigma, &signal.beta, &signal.fast, &signal.emgTone})
        disturbFeature(*values, random);
    return variant;
}

void addRows(const LabelledEvidence &one, Input input, int most, Generator &random, Rows &rows)
{
    const EvidenceRows evidence(one.evidence, input);
    std::vector<EpochIndex> seconds;
    for (EpochIndex i = 0; i < evidence.size(); ++i)
        if (one.labels[size_t(i)] >= 0 && !evidence.isSilent(i))
            seconds.push_back(i);
    const size_t kept = std::min(seconds.size(), size_t(most));
    for (size_t i = 0; i < kept; ++i) // a random choice of them
        std::swap(seconds[i], seconds[i + random() % (seconds.size() - i)]);
    rows.width = EvidenceRows::width(input);
    for (size_t i = 0; i < kept; ++i) {
        rows.values.resize(rows.values.size() + rows.width);
        evidence.row(seconds[i], std::span(rows.values).last(rows.width));
        rows.labels.push_back(one.labels[size_t(seconds[i])]);
    }
}

void measureScale(const Rows &rows, Judge &judge)
{
    const double count = double(rows.labels.size());
    std::vector<double> sum(rows.width), squares(rows.width);
    for (size_t i = 0; i < rows.values.size(); ++i) {
        sum[i % rows.width] += double(rows.values[i]);
        squares[i % rows.width] += double(rows.values[i]) * double(rows.values[i]);
    }
    for (size_t i = 0; i < rows.width; ++i) {
        const double mean = sum[i] / count, variance = squares[i] / count - mean * mean;
        judge.centre.push_back(float(mean));
        judge.scale.push_back(float(std::sqrt(std::max(variance, 1e-6))));
    }
}

torch::nn::Sequential makeLayers(size_t width, const std::vector<int> &hidden)
{
    torch::nn::Sequential layers;
    auto inputs = int64_t(width);
    for (const int outputs : hidden) {
        layers->push_back(torch::nn::Linear(inputs, outputs));
        layers->push_back(torch::nn::ReLU());
        layers->push_back(torch::nn::Dropout(kHiddenDropout));
        inputs = outputs;
    }
    layers->push_back(torch::nn::Linear(inputs, int64_t(kClasses)));
    return layers;
}

std::vector<float> valuesOf(const torch::Tensor &tensor)
{
    const torch::Tensor flat = tensor.detach().contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

void takeLayers(const torch::nn::Sequential &layers, Judge &judge)
{
    judge.layers.clear();
    for (const auto &module : *layers)
        if (const auto *linear = module.ptr()->as<torch::nn::Linear>())
            judge.layers.push_back({size_t(linear->options.in_features()), size_t(linear->options.out_features()),
                                    valuesOf(linear->weight.t()), valuesOf(linear->bias)});
}

void putLayers(const Judge &judge, torch::nn::Sequential &layers)
{
    const torch::NoGradGuard noGrad;
    size_t next = 0;
    for (auto &module : *layers)
        if (auto *linear = module.ptr()->as<torch::nn::Linear>()) {
            const Judge::Layer &layer = judge.layers[next++];
            linear->weight.copy_(torch::from_blob(const_cast<float *>(layer.weights.data()),
                                                  {int64_t(layer.inputs), int64_t(layer.outputs)})
                                     .t());
            linear->bias.copy_(torch::from_blob(const_cast<float *>(layer.bias.data()), {int64_t(layer.outputs)}));
        }
}

/// Mean over the recordings of -ln of the probability of the true class.
double lossOf(const std::vector<std::vector<float>> &logs, const std::vector<LabelledEvidence> &recordings)
{
    double sum = 0;
    int counted = 0;
    for (size_t r = 0; r < recordings.size(); ++r) {
        double loss = 0, seconds = 0;
        for (size_t i = 0; i < recordings[r].labels.size(); ++i)
            if (const int label = recordings[r].labels[i]; label >= 0 && !std::isnan(logs[r][i * kClasses])) {
                loss -= std::max(double(logs[r][i * kClasses + size_t(label)]), -20.0);
                ++seconds;
            }
        if (seconds > 0) {
            sum += loss / seconds;
            ++counted;
        }
    }
    return sum / std::max(1, counted);
}

/// The trade of one judge.
class JudgeTraining {
public:
    JudgeTraining(const std::vector<LabelledEvidence> &train, const std::vector<LabelledEvidence> &validation,
                  Input input, const CommitteeOptions &options, const Progress &progress)
        : m_validation(validation), m_input(input), m_options(options), m_progress(progress), m_random(options.seed)
    {
        for (const LabelledEvidence &one : train) {
            addRows(one, input, options.secondsOfEach, m_random, m_rows);
            for (int i = 1; i < options.variants; ++i)
                addRows(variantOf(one, m_random), input, options.secondsOfEach, m_random, m_rows);
        }
    }

    /// From there instead of from nothing; `replay` makes half of each batch.
    void startFrom(const Judge &judge, const std::vector<LabelledEvidence> &replay)
    {
        m_start = &judge;
        for (const LabelledEvidence &one : replay)
            addRows(one, m_input, m_options.secondsOfEach, m_random, m_replay);
    }

    Result<Judge> run(const std::function<void(const QJsonObject &)> &metric)
    {
        if (m_rows.labels.empty())
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("No labelled second to learn a committee from."));
        if (m_start)
            m_judge = *m_start;
        else
            measureScale(m_rows, m_judge);
        const size_t width = m_rows.width;
        for (Rows *rows : {&m_rows, &m_replay})
            for (size_t at = 0; at < rows->values.size(); at += width)
                m_judge.standardise(std::span(rows->values).subspan(at, width));
        torch::manual_seed(m_options.seed);
        auto layers = makeLayers(width, m_options.hidden);
        if (m_start)
            putLayers(*m_start, layers);
        torch::optim::AdamW optimiser(
            layers->parameters(),
            torch::optim::AdamWOptions(m_options.learningRate).weight_decay(m_options.weightDecay));
        Judge best = m_judge;
        double bestLoss
            = m_start ? lossOf(opinions(m_judge), m_validation) - kWorthwhile : std::numeric_limits<double>::infinity();
        for (int step = 0; step < m_options.steps; ++step) {
            if (m_progress.cancelled())
                return failure(ErrorCode::Cancelled, QStringLiteral("The training was cancelled."));
            learn(layers, optimiser, step);
            if ((step + 1) % std::max(1, m_options.steps / kChoices) != 0)
                continue;
            takeLayers(layers, m_judge);
            const double loss = lossOf(opinions(m_judge), m_validation);
            if (loss < bestLoss) {
                bestLoss = loss;
                best = m_judge;
            }
            m_progress.advance(QStringLiteral("committee %1").arg(inputName(m_input)), step + 1, m_options.steps);
        }
        if (!m_start) {
            fitPrior(best, bestLoss, metric);
            best.usualConfidence = usualConfidence(best);
        }
        return best;
    }

private:
    void learn(torch::nn::Sequential &layers, torch::optim::AdamW &optimiser, int step)
    {
        const double share = double(step) / m_options.steps;
        static_cast<torch::optim::AdamWOptions &>(optimiser.param_groups()[0].options())
            .lr(m_options.learningRate * 0.5 * (1 + std::cos(3.14159265 * share)));
        const size_t width = m_rows.width, facts = EvidenceRows::recordingWidth(m_input);
        torch::Tensor x = torch::empty({m_options.batch, int64_t(width)}),
                      y = torch::empty({m_options.batch}, torch::kLong);
        for (int i = 0; i < m_options.batch; ++i) {
            const Rows &rows = i % 2 == 1 && !m_replay.labels.empty() ? m_replay : m_rows;
            const size_t at = size_t(m_random() % rows.labels.size());
            std::copy_n(rows.values.begin() + std::ptrdiff_t(at * width), width,
                        x.data_ptr<float>() + size_t(i) * width);
            y.data_ptr<int64_t>()[i] = rows.labels[at];
        }
        layers->train();
        // What a recording is like as a whole must not become the name of an animal.
        torch::Tensor ofRecording = x.narrow(1, int64_t(width - facts), int64_t(facts));
        ofRecording.mul_(torch::bernoulli(torch::full_like(ofRecording, 1 - kRecordingDropout)));
        optimiser.zero_grad();
        torch::nn::functional::cross_entropy(layers->forward(x), y).backward();
        optimiser.step();
    }

    [[nodiscard]] std::vector<std::vector<float>> opinions(const Judge &judge) const
    {
        std::vector<std::vector<float>> result;
        for (const LabelledEvidence &one : m_validation)
            result.push_back(opinionsOf(judge, EvidenceRows(one.evidence, m_input), 0));
        return result;
    }

    void fitPrior(Judge &judge, double lossAlone, const std::function<void(const QJsonObject &)> &metric)
    {
        const auto alone = opinions(judge);
        double bestLoss = std::numeric_limits<double>::infinity();
        for (const double sharpness : {0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1})
            for (const double strength : {0.0, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32}) {
                const PriorWeights weights{sharpness, strength};
                std::vector<std::vector<float>> decoded;
                for (const auto &logs : alone) {
                    decoded.push_back(decodeSequence(logs, weights));
                    for (float &value : decoded.back())
                        value = std::log(std::max(value, 1e-9f));
                }
                if (const double loss = lossOf(decoded, m_validation); loss < bestLoss) {
                    bestLoss = loss;
                    judge.prior = weights;
                }
            }
        if (metric)
            metric({{QStringLiteral("judge"), inputName(m_input)},
                    {QStringLiteral("seconds_learned"), qint64(m_rows.labels.size())},
                    {QStringLiteral("validation_loss_alone"), lossAlone},
                    {QStringLiteral("validation_loss"), bestLoss},
                    {QStringLiteral("sharpness"), judge.prior.sharpness},
                    {QStringLiteral("strength"), judge.prior.strength}});
    }

    [[nodiscard]] double usualConfidence(const Judge &judge) const
    {
        std::vector<float> means;
        for (const auto &logs : opinions(judge)) {
            scoring::Proposal decoded;
            decoded.classes = mouseClasses();
            decoded.probabilities = decodeSequence(logs, judge.prior);
            means.push_back(float(decoded.meanConfidence()));
        }
        return double(quantileOf(std::move(means), kUsual)); // leaves out what is not scored
    }

    const std::vector<LabelledEvidence> &m_validation;
    const Input m_input;
    const CommitteeOptions &m_options;
    const Progress &m_progress;
    Generator m_random;
    Rows m_rows, m_replay;
    const Judge *m_start = nullptr;
    Judge m_judge;
};

Result<Committee> trainJudges(const NetworkConfig &network, const std::vector<LabelledEvidence> &train,
                              const std::vector<LabelledEvidence> &validation, const CommitteeOptions &options,
                              const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
try {
    Committee committee;
    for (const Input input : network.trainedInputs()) {
        auto judge = JudgeTraining(train, validation, input, options, progress).run(metric);
        if (!judge)
            return failure(judge.error());
        committee.judges.emplace(input, std::move(*judge));
    }
    return committee;
} catch (const std::exception &error) { // c10::Error, std::bad_alloc
    return failure(ErrorCode::ComputeFailed, QStringLiteral("The committee could not be trained."),
                   QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
}

} // namespace

Result<Committee> trainCommittee(const NetworkConfig &network, const std::vector<LabelledEvidence> &train,
                                 const std::vector<LabelledEvidence> &validation, const CommitteeOptions &options,
                                 const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    // Layers so small are computed fastest on one processor, and with the same sums each time.
    std::optional<Result<Committee>> committee;
    runInThreads(1, [&] { committee = trainJudges(network, train, validation, options, progress, metric); });
    return *committee;
}

CommitteeOptions tuneCommitteeOptions(quint64 seed)
{
    CommitteeOptions options;
    options.seed = seed;
    options.steps = 360;
    options.batch = 512;
    options.learningRate = 3e-4;
    options.weightDecay = 0;
    options.variants = 1;
    options.secondsOfEach = 4000;
    return options;
}

Result<Committee> tuneCommittee(const Committee &start, const std::vector<LabelledEvidence> &train,
                                const std::vector<LabelledEvidence> &validation,
                                const std::vector<LabelledEvidence> &replay, const CommitteeOptions &options,
                                const Progress &progress, bool *changed)
{
    Committee committee;
    std::optional<Error> error;
    runInThreads(1, [&] {
        try {
            for (const auto &[input, judge] : start.judges) {
                if (auto reads = checkReads(judge, input); !reads)
                    return void(error = reads.error());
                CommitteeOptions own = options;
                own.hidden.clear();
                for (size_t i = 0; i + 1 < judge.layers.size(); ++i)
                    own.hidden.push_back(int(judge.layers[i].outputs));
                JudgeTraining training(train, validation, input, own, progress);
                training.startFrom(judge, replay);
                auto taught = training.run({});
                if (!taught)
                    return void(error = taught.error());
                committee.judges.emplace(input, std::move(*taught));
            }
        } catch (const std::exception &problem) { // c10::Error, std::bad_alloc
            error = Error{ErrorCode::ComputeFailed, QStringLiteral("The committee could not be taught."),
                          QString::fromUtf8(problem.what()).section(QLatin1Char('\n'), 0, 0)};
        }
    });
    if (error)
        return failure(*error);
    if (changed)
        *changed = committee.weights() != start.weights();
    return committee;
}

Result<Committee> teachCommittee(const Committee &start, const Network &network, const TeachingRecordings &recordings,
                                 quint64 seed, const Progress &progress, bool *changed)
{
    if (start.isEmpty()) {
        if (changed)
            *changed = false;
        return start;
    }
    Progress quiet = progress; // what is wrong with a recording has been said
    quiet.warn = nullptr;
    std::vector<LabelledEvidence> parts[3];
    for (const auto &[from, part] : {std::pair{&recordings.train, &parts[0]},
                                     {&recordings.validation, &parts[1]},
                                     {&recordings.replay, &parts[2]}}) {
        auto gathered = gatherEvidence(network, *from, {}, quiet);
        if (!gathered)
            return failure(gathered.error());
        *part = std::move(*gathered);
    }
    return tuneCommittee(start, parts[0], parts[1], parts[2], tuneCommitteeOptions(seed), quiet, changed);
}

} // namespace somno::sdreamer
