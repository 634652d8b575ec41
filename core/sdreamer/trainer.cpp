// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/trainer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>

#include "sdreamer/compute.h"
#include "sdreamer/losses.h"
#include "sdreamer/networkmodule.h"
#include "sdreamer/trainingdata.h"

namespace somno::sdreamer {

namespace {

constexpr int kMicroBatch = 2; ///< windows computed at once by one thread, between two looks at the stop token
constexpr qint64 kWindowValues = qint64(TrainingData::kWindow) * TrainingData::kEpochValues;

struct Batch {
    torch::Tensor signals; ///< [windows, 64, 2, 1, 512]
    torch::Tensor labels;  ///< int64 [windows * 64], -1 does not count
};

Batch readBatch(const TrainingData &data, std::span<const TrainingData::Window> windows)
{
    const auto count = qint64(windows.size());
    Batch batch{torch::empty({count, TrainingData::kWindow, 2, 1, 512}),
                torch::empty({count * TrainingData::kWindow}, torch::kLong)};
    for (qint64 i = 0; i < count; ++i)
        data.read(windows[size_t(i)], {batch.signals.data_ptr<float>() + i * kWindowValues, size_t(kWindowValues)},
                  {reinterpret_cast<qint64 *>(batch.labels.data_ptr<int64_t>()) + i * TrainingData::kWindow,
                   size_t(TrainingData::kWindow)});
    return batch;
}

/// Another gain and polarity for each window and channel, and a little noise: what differs between recordings of one
/// animal must not decide. The z-score already removes the recording's own gain.
void augment(Batch &batch, const TrainOptions &options, quint64 seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<float> normal;
    std::uniform_real_distribution<float> uniform;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    for (qint64 i = 0; i < batch.signals.size(0); ++i)
        for (int channel = 0; channel < 2; ++channel) {
            const float sign = random() % 2 ? 1.f : -1.f;
            const float gain = sign * std::exp(float(options.gainSpread) * normal(random));
            const float noise = float(options.noise) * uniform(random);
            torch::Tensor one = batch.signals[i].select(1, channel);
            one.mul_(gain).add_(torch::randn(one.sizes(), generator), noise);
        }
}

/// One training run: model, optimiser, position and best weights, as kept in its folder.
class Run {
public:
    Run(Network network, const TrainOptions &options, const QString &identity, const QString &folder)
        : m_network(std::move(network)), m_module(moduleOf(m_network)), m_options(options), m_identity(identity),
          m_checkpoint(QDir(folder).filePath(QStringLiteral("checkpoint.pt"))),
          m_best(QDir(folder).filePath(QStringLiteral("best.pt"))),
          m_optimiser(parameterGroups(), torch::optim::AdamWOptions(options.learningRate)), m_replicas{m_module}
    {
        while (int(m_replicas.size()) < availableThreads())
            m_replicas.push_back(makeModule(options.network));
    }

    /// Goes on from the checkpoint in the folder, if there is one.
    Result<> resume();
    /// One optimisation step. Error Cancelled between two micro-batches, with nothing changed.
    Result<> step(const TrainingData &data, const Progress &progress);
    /// Figures on the validation windows; keeps the weights if they are the best so far.
    Result<QJsonObject> validate(const TrainingData &data);
    Result<> saveCheckpoint();
    /// The network with the weights of the best validation.
    Result<Network> takeBest();

    [[nodiscard]] bool finished() const
    {
        return done >= m_options.steps || (m_options.patience > 0 && validationsSinceBest >= m_options.patience);
    }

    int done = 0; ///< steps
    int bestStep = 0;
    int validationsSinceBest = 0;
    double bestLoss = std::numeric_limits<double>::infinity();
    double seconds = 0;

private:
    std::vector<torch::optim::OptimizerParamGroup> parameterGroups();
    [[nodiscard]] double rate() const;
    Batch nextBatch(const TrainingData &data) const;
    void shareWeights();
    double computeGradients(const Batch &batch, const Progress &progress);
    double computeMicroBatch(NetworkModule &module, const Batch &batch, qint64 first, double labelledRows) const;
    Result<> saveArchive(const QString &path, const std::function<void(torch::serialize::OutputArchive &)> &fill);
    [[nodiscard]] QJsonObject position() const;

    Network m_network;
    NetworkModulePtr m_module;
    TrainOptions m_options;
    QString m_identity; ///< options and data: a checkpoint of another run is refused
    QString m_checkpoint;
    QString m_best;
    torch::optim::AdamW m_optimiser;
    std::vector<NetworkModulePtr> m_replicas; ///< one a thread, on the same weights, with gradients of its own; the first is m_module
    double m_lossSum = 0; ///< of the steps since the last validation
    int m_lossCount = 0;
};

std::vector<torch::optim::OptimizerParamGroup> Run::parameterGroups()
{
    // Decay pulls matrices towards zero; on gains, biases, positions and class tokens it would only do harm.
    std::vector<torch::Tensor> matrices, others;
    for (const auto &item : m_module->named_parameters()) {
        const std::string &name = item.key();
        const bool table = name.find("pos_emb") != std::string::npos || name.find("cls_token") != std::string::npos
            || name.find("mod_emb") != std::string::npos;
        (item.value().dim() >= 2 && !table ? matrices : others).push_back(item.value());
    }
    std::vector<torch::optim::OptimizerParamGroup> groups;
    for (const auto &[parameters, decay] : {std::pair{matrices, m_options.weightDecay}, std::pair{others, 0.0}})
        groups.emplace_back(parameters, std::make_unique<torch::optim::AdamWOptions>(
                                            torch::optim::AdamWOptions(m_options.learningRate).weight_decay(decay)));
    return groups;
}

double Run::rate() const
{
    const double warm = std::max(1.0, m_options.warmUp * m_options.steps);
    if (done < warm)
        return m_options.learningRate * (done + 1) / warm;
    const double t = (done - warm) / std::max(1.0, m_options.steps - warm);
    return m_options.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * t));
}

Batch Run::nextBatch(const TrainingData &data) const
{
    // A function of seed and step alone, so that a resumed run sees what an unbroken one would have seen.
    std::mt19937_64 random(m_options.seed * 0x9E3779B97F4A7C15ull + quint64(done));
    std::vector<TrainingData::Window> windows;
    for (int i = 0; i < m_options.batchWindows; ++i)
        windows.push_back(data.draw(random));
    Batch batch = readBatch(data, windows);
    augment(batch, m_options, random());
    return batch;
}

void Run::shareWeights()
{
    const auto weights = m_module->parameters();
    for (size_t r = 0; r < m_replicas.size(); ++r) {
        auto parameters = m_replicas[r]->parameters();
        for (size_t i = 0; i < parameters.size(); ++i) {
            if (r > 0)
                parameters[i].set_data(weights[i].data());
            parameters[i].mutable_grad() = torch::zeros_like(weights[i]);
        }
        m_replicas[r]->train();
    }
}

double Run::computeMicroBatch(NetworkModule &module, const Batch &batch, qint64 first, double labelledRows) const
{
    const qint64 last = std::min<qint64>(first + kMicroBatch, batch.signals.size(0));
    const bool heads = m_options.loss.alpha > 0 || m_options.loss.headCrossEntropy > 0;
    seedDropout((m_options.seed << 40) + (quint64(done) << 16) + quint64(first));
    const PathLogits logits = module.forward(batch.signals.slice(0, first, last), {true, heads, heads});
    const LossTerms terms =
        distillationLoss(logits, batch.labels.slice(0, first * TrainingData::kWindow, last * TrainingData::kWindow),
                         m_options.loss, labelledRows, double(batch.labels.size(0)));
    terms.total.backward();
    return terms.total.item<double>();
}

double Run::computeGradients(const Batch &batch, const Progress &progress)
{
    const double labelledRows = double(batch.labels.ge(0).sum().item<int64_t>());
    const auto threads = int(m_replicas.size());
    std::vector<double> losses(m_replicas.size(), 0);
    std::vector<std::exception_ptr> failures(m_replicas.size());
    std::atomic<int> next = 0;
    runInThreads(threads, [&] {
        // Each replica always takes the same micro-batches, so that sums are the same in every run.
        const auto mine = size_t(next++);
        try {
            for (qint64 first = qint64(mine) * kMicroBatch; first < batch.signals.size(0) && !progress.cancelled();
                 first += qint64(threads) * kMicroBatch)
                losses[mine] += computeMicroBatch(*m_replicas[mine], batch, first, labelledRows);
        } catch (...) {
            failures[mine] = std::current_exception();
        }
    });
    for (const std::exception_ptr &failed : failures)
        if (failed)
            std::rethrow_exception(failed);
    auto sums = m_module->parameters();
    for (size_t r = 1; r < m_replicas.size(); ++r) {
        const auto parts = m_replicas[r]->parameters();
        for (size_t i = 0; i < sums.size(); ++i)
            sums[i].mutable_grad().add_(parts[i].grad());
    }
    return std::accumulate(losses.begin(), losses.end(), 0.0);
}

Result<> Run::step(const TrainingData &data, const Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    const Batch batch = nextBatch(data);
    shareWeights();
    const double loss = computeGradients(batch, progress);
    if (progress.cancelled())
        return failure(ErrorCode::Cancelled, QStringLiteral("Training was cancelled."));
    if (!std::isfinite(loss))
        return failure(ErrorCode::ComputeFailed, QStringLiteral("The training loss is not a number at step %1.").arg(done),
                       QStringLiteral("The last checkpoint is whole. Train again with half the learning rate."));
    torch::nn::utils::clip_grad_norm_(m_module->parameters(), m_options.gradientClip);
    for (auto &group : m_optimiser.param_groups())
        static_cast<torch::optim::AdamWOptions &>(group.options()).lr(rate());
    m_optimiser.step();
    ++done;
    m_lossSum += loss;
    ++m_lossCount;
    seconds += double(timer.nsecsElapsed()) * 1e-9;
    return {};
}

Result<QJsonObject> Run::validate(const TrainingData &data)
{
    torch::NoGradGuard noGradients;
    m_module->eval();
    std::vector<TrainingData::Window> windows = data.windows(1);
    windows.resize(std::min(windows.size(), size_t(m_options.validationWindows)));
    double loss = 0, correct = 0, labelled = 0;
    for (size_t first = 0; first < windows.size(); first += kMicroBatch) {
        const size_t count = std::min(size_t(kMicroBatch), windows.size() - first);
        const Batch batch = readBatch(data, std::span(windows).subspan(first, count));
        const torch::Tensor logits = m_module->forward(batch.signals, {true, false, false}).mix;
        loss += distillationLoss({logits, {}, {}}, batch.labels, {.headCrossEntropy = 0, .alpha = 0}, 1, 1)
                    .crossEntropy.item<double>();
        correct += logits.argmax(1).eq(batch.labels).sum().item<double>();
        labelled += batch.labels.ge(0).sum().item<double>();
    }
    loss /= std::max(labelled, 1.0);
    ++validationsSinceBest;
    if (loss < bestLoss) {
        bestLoss = loss;
        bestStep = done;
        validationsSinceBest = 0;
        if (auto saved = saveArchive(m_best, [&](auto &archive) { m_module->save(archive); }); !saved)
            return failure(saved.error());
    }
    const double trainLoss = m_lossSum / std::max(m_lossCount, 1);
    m_lossSum = m_lossCount = 0;
    return QJsonObject{{QStringLiteral("step"), done},
                       {QStringLiteral("steps"), m_options.steps},
                       {QStringLiteral("seconds"), std::round(seconds)},
                       {QStringLiteral("train_loss"), trainLoss},
                       {QStringLiteral("validation_loss"), loss},
                       {QStringLiteral("validation_accuracy"), correct / std::max(labelled, 1.0)}};
}

Result<> Run::saveArchive(const QString &path, const std::function<void(torch::serialize::OutputArchive &)> &fill)
{
    const QString temporary = path + QStringLiteral(".part");
    try {
        torch::serialize::OutputArchive archive;
        fill(archive);
        archive.save_to(temporary.toStdString());
    } catch (const std::exception &error) {
        QFile::remove(temporary);
        return failure(ErrorCode::DiskFull, QStringLiteral("The checkpoint %1 cannot be written.").arg(path),
                       QStringLiteral("%1. Free some space and start again: the last checkpoint is whole.")
                           .arg(QString::fromUtf8(error.what())));
    }
    if (std::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0)
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The checkpoint %1 cannot be replaced.").arg(path));
    return {};
}

QJsonObject Run::position() const
{
    return {{QStringLiteral("identity"), m_identity},
            {QStringLiteral("done"), done},
            {QStringLiteral("best_step"), bestStep},
            {QStringLiteral("since_best"), validationsSinceBest},
            {QStringLiteral("best_loss"), std::isfinite(bestLoss) ? QJsonValue(bestLoss) : QJsonValue()},
            {QStringLiteral("seconds"), seconds}};
}

Result<> Run::saveCheckpoint()
{
    return saveArchive(m_checkpoint, [&](torch::serialize::OutputArchive &archive) {
        torch::serialize::OutputArchive model, optimiser;
        m_module->save(model);
        m_optimiser.save(optimiser);
        archive.write("model", model);
        archive.write("optimiser", optimiser);
        archive.write("position",
                      c10::IValue(QJsonDocument(position()).toJson(QJsonDocument::Compact).toStdString()));
    });
}

Result<> Run::resume()
{
    if (!QFile::exists(m_checkpoint))
        return {};
    try {
        torch::serialize::InputArchive archive, model, optimiser;
        archive.load_from(m_checkpoint.toStdString());
        c10::IValue text;
        archive.read("position", text);
        const QJsonObject position = QJsonDocument::fromJson(QByteArray::fromStdString(text.toStringRef())).object();
        if (position.value(QStringLiteral("identity")).toString() != m_identity)
            return failure(ErrorCode::TrainingDataInvalid,
                           QStringLiteral("%1 belongs to a run with other options or recordings.").arg(m_checkpoint),
                           QStringLiteral("Choose another folder, or delete that file to start anew."));
        archive.read("model", model);
        archive.read("optimiser", optimiser);
        m_module->load(model);
        m_optimiser.load(optimiser);
        done = position.value(QStringLiteral("done")).toInt();
        bestStep = position.value(QStringLiteral("best_step")).toInt();
        validationsSinceBest = position.value(QStringLiteral("since_best")).toInt();
        bestLoss = position.value(QStringLiteral("best_loss")).toDouble(bestLoss);
        seconds = position.value(QStringLiteral("seconds")).toDouble();
    } catch (const std::exception &error) {
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("The checkpoint %1 is damaged.").arg(m_checkpoint),
                       QStringLiteral("%1. Delete it to start anew.").arg(QString::fromUtf8(error.what())));
    }
    return {};
}

Result<Network> Run::takeBest()
{
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(m_best.toStdString());
        m_module->load(archive);
    } catch (const std::exception &error) {
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("The best weights %1 cannot be read.").arg(m_best),
                       QString::fromUtf8(error.what()));
    }
    m_module->eval();
    const bool heads = m_options.loss.headCrossEntropy > 0 && !m_options.loss.referenceCompat;
    m_network.setHeadsTrained(heads, heads);
    return std::move(m_network);
}

/// Steps, validations and checkpoints until the run is finished or cancelled.
Result<> runSteps(Run &run, const TrainingData &training, const TrainingData &validation, const TrainOptions &options,
                  const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    while (!run.finished()) {
        if (auto stepped = run.step(training, progress); !stepped)
            return stepped;
        progress.advance(QStringLiteral("train"), run.done, options.steps);
        const bool validateNow = run.done % options.validateEvery == 0 || run.done == options.steps;
        if (validateNow) {
            const auto figures = run.validate(validation);
            if (!figures)
                return failure(figures.error());
            if (metric)
                metric(*figures);
        }
        if (validateNow || run.done % 25 == 0)
            if (auto saved = run.saveCheckpoint(); !saved)
                return saved;
    }
    return {};
}

} // namespace

Result<TrainOutcome> train(const Manifest &manifest, const TrainOptions &options, const QString &runFolder,
                           const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    try {
        const QString cache = QDir(runFolder).filePath(QStringLiteral("cache"));
        const auto training = TrainingData::prepare(manifest.recordings(Split::Train), cache, progress);
        if (!training)
            return failure(training.error());
        const auto validation = TrainingData::prepare(manifest.recordings(Split::Validation), cache, progress);
        if (!validation)
            return failure(validation.error());
        auto network = Network::create(options.network, options.seed);
        if (!network)
            return failure(network.error());
        const auto digest = manifest.digest();
        if (!digest)
            return failure(digest.error());
        const QString identity = QString::fromUtf8(QJsonDocument(options.toJson()).toJson(QJsonDocument::Compact) + *digest);
        Run run(std::move(*network), options, identity, runFolder);
        if (auto resumed = run.resume(); !resumed)
            return failure(resumed.error());
        const int before = run.done;
        const double secondsBefore = run.seconds;
        if (auto ran = runSteps(run, *training, *validation, options, progress, metric); !ran)
            return failure(ran.error());
        const double windows = double(run.done - before) * options.batchWindows;
        auto best = run.takeBest();
        if (!best)
            return failure(best.error());
        return TrainOutcome{std::move(*best), run.bestStep, run.bestLoss, run.seconds,
                            windows > 0 ? (run.seconds - secondsBefore) / windows : 0, training->epochCount()};
    } catch (const std::exception &error) { // c10::Error, bad_alloc
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Training stopped with an error of the computing library."),
                       QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
}

} // namespace somno::sdreamer
