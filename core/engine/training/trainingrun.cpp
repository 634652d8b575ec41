// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/trainingrun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <numbers>
#include <numeric>
#include <random>
#include <sstream>

#include "core/base/atomicfile.h"
#include "core/engine/network/compute.h"
#include "core/engine/network/torchcompat.h"
#include "core/engine/training/layerdepth.h"
#include "core/engine/training/losses.h"
#include "core/engine/training/windowbatch.h"
#include "core/engine/training/windowevaluation.h"

namespace somno::sdreamer {

namespace {

constexpr int kMicroEpochs = 128; ///< epochs in a micro-batch: what fits a processor's cache

/// Square root of a class's rarity, 1 for an even share; a class that does not occur cannot be weighed.
torch::Tensor rarityWeights(const std::vector<qint64> &counts)
{
    const double mean = double(std::accumulate(counts.begin(), counts.end(), qint64(0))) / double(counts.size());
    std::vector<float> weights;
    for (const qint64 count : counts)
        weights.push_back(count > 0 ? float(std::sqrt(mean / double(count))) : 0.f);
    return torch::tensor(weights);
}

void copyWeights(const NetworkModule &from, NetworkModule &to)
{
    const torch::NoGradGuard constant;
    const auto weights = from.parameters();
    auto copies = to.parameters();
    for (size_t i = 0; i < weights.size(); ++i)
        copies[i].copy_(weights[i]);
}

} // namespace

/// The windows of one optimisation step, each of the data beside it, and what decides how they are changed.
struct TrainingRun::Batch {
    std::vector<TrainingData::Window> windows;
    std::vector<const TrainingData *> sources;
    std::vector<quint64> seeds;
    std::vector<bool> replayed;
    std::vector<bool> held; ///< drawn for a stage that no label names
    BatchTotals totals;
};

TrainingRun::TrainingRun(Network network, const TrainOptions &options, QString identity, const QString &folder,
                         torch::Device device)
    : m_stopping(options), m_network(std::move(network)), m_module(moduleOf(m_network)),
      m_average(makeModule(options.network)), m_options(options), m_identity(std::move(identity)),
      m_checkpoint(QDir(folder).filePath(QStringLiteral("checkpoint.pt"))),
      m_best(QDir(folder).filePath(QStringLiteral("best.pt"))), m_device(device),
      m_optimiser((m_module->to(device), parameterGroups()), torch::optim::AdamWOptions(options.learningRate)),
      m_replicas{m_module}, m_microWindows(size_t(std::max(1, kMicroEpochs / options.network.sequenceLength)))
{
    m_average->to(device);
    copyWeights(*m_module, *m_average); // a fine-tuning is validated before its first step
    for (const torch::Tensor &weight : m_module->parameters())
        m_startWeights.push_back(weight.detach().clone());
    if (options.retain > 0) {
        m_start = makeModule(options.network);
        m_start->to(device);
        m_start->eval();
        copyWeights(*m_module, *m_start);
        if (device.is_cpu()) // it is only asked, by the fast way of scoring
            m_start->prepareScoring(options.mixedPrecision && computesInHalf(Precision::Auto));
    }
    const int threads = device.is_cpu() ? availableThreads() : 1;
    while (int(m_replicas.size()) < threads)
        m_replicas.push_back(makeModule(options.network));
}

void TrainingRun::holdUnnamed(const TrainingData &data, const std::vector<ManifestRecording> &heldOut)
{
    if (m_start)
        m_unnamed = unnamedStages(*m_start, data, heldOut, m_options.input, m_device);
}

Result<double> TrainingRun::settledShare(const TrainingData &data, const Progress &progress)
{
    // What is worse at the end of the way may well be better in the middle of it.
    constexpr double kShares[] = {0.75, 0.5, 0.25};
    if (!m_stopping.best().areWorseThan(m_stopping.start()))
        return 1;
    for (const double share : kShares) {
        if (auto loaded = loadBest(*m_average, share, m_device); !loaded)
            return failure(loaded.error());
        const auto figures = evaluate(data, nullptr, progress);
        if (!figures)
            return failure(figures.error());
        if (!figures->areWorseThan(m_stopping.start())) {
            m_settledLoss = figures->loss;
            return share;
        }
    }
    m_settledLoss = m_stopping.start().loss;
    return 0;
}

bool TrainingRun::learns(const std::string &parameter) const
{
    return m_options.tunedLayers == TunedLayers::All || layerDepth(parameter, m_options.network) <= kTopDepth;
}

std::vector<torch::optim::OptimizerParamGroup> TrainingRun::parameterGroups()
{
    // Decay pulls matrices towards zero; on gains, biases, positions and class tokens it would only do harm.
    std::map<std::pair<int, bool>, std::vector<torch::Tensor>> parts; // by depth, and whether they decay
    for (const auto &item : m_module->named_parameters()) {
        const std::string &name = item.key();
        if (!learns(name))
            continue;
        const bool table = name.find("pos_emb") != std::string::npos || name.find("cls_token") != std::string::npos
                           || name.find("mod_emb") != std::string::npos;
        const int depth = m_options.layerDecay < 1 ? layerDepth(name, m_options.network) : 0;
        parts[{depth, item.value().dim() < 2 || table}].push_back(item.value());
    }
    std::vector<torch::optim::OptimizerParamGroup> groups;
    for (const auto &[key, parameters] : parts) {
        const double decay = key.second || m_options.anchor > 0 ? 0 : m_options.weightDecay;
        m_groupFactors.push_back(std::pow(m_options.layerDecay, key.first));
        groups.emplace_back(parameters, std::make_unique<torch::optim::AdamWOptions>(
                                            torch::optim::AdamWOptions(m_options.learningRate).weight_decay(decay)));
    }
    return groups;
}

void TrainingRun::setRates()
{
    auto &groups = m_optimiser.param_groups();
    for (size_t i = 0; i < groups.size(); ++i)
        static_cast<torch::optim::AdamWOptions &>(groups[i].options()).lr(rate() * m_groupFactors[i]);
}

double TrainingRun::rate() const
{
    const double warm = std::max(1.0, m_options.warmUp * m_options.steps);
    if (done < warm)
        return m_options.learningRate * (done + 1) / warm;
    const double t = (done - warm) / std::max(1.0, m_options.steps - warm);
    return m_options.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * t));
}

TrainingRun::Batch TrainingRun::drawBatch(const TrainingData &data, const TrainingData *replay) const
{
    // A function of seed and step alone, so that a resumed run sees what an unbroken one would have seen.
    std::mt19937_64 random(m_options.seed * 0x9E3779B97F4A7C15ull + quint64(done));
    Batch batch;
    if (m_options.balance == ClassBalance::Weighted)
        batch.totals.classWeights = rarityWeights(data.classCounts());
    std::vector<qint64> labels(size_t(data.windowEpochs()));
    for (int i = 0; i < m_options.batchWindows; ++i) {
        // Spread evenly, so that every step has its share.
        const bool holds = i == 0 && !m_unnamed.windows.empty(),
                   replays
                   = !holds && replay && std::floor((i + 1) * m_options.replay) > std::floor(i * m_options.replay);
        batch.replayed.push_back(replays);
        batch.held.push_back(holds);
        batch.sources.push_back(replays ? replay : &data);
        batch.windows.push_back(holds ? m_unnamed.windows[random() % m_unnamed.windows.size()]
                                      : batch.sources.back()->draw(random, m_options.balance));
        batch.seeds.push_back(random());
        batch.sources.back()->readLabels(batch.windows.back(), labels);
        for (const qint64 label : labels)
            if (label >= 0)
                batch.totals.labelled
                    += batch.totals.classWeights.defined() ? batch.totals.classWeights[label].item<double>() : 1.0;
    }
    batch.totals.rows = double(labels.size()) * m_options.batchWindows;
    if (batch.totals.classWeights.defined())
        batch.totals.classWeights = batch.totals.classWeights.to(m_device);
    return batch;
}

void TrainingRun::shareWeights()
{
    const auto weights = m_module->named_parameters();
    for (size_t r = 0; r < m_replicas.size(); ++r) {
        auto parameters = m_replicas[r]->parameters();
        for (size_t i = 0; i < parameters.size(); ++i) {
            if (r > 0)
                parameters[i].set_data(weights[i].value().data());
            parameters[i].set_requires_grad(learns(weights[i].key()));
            if (parameters[i].requires_grad())
                parameters[i].mutable_grad() = torch::zeros_like(weights[i].value());
        }
        m_replicas[r]->train();
    }
}

void TrainingRun::pullToAnchor()
{
    if (m_options.anchor <= 0)
        return;
    const torch::NoGradGuard constant;
    const auto weights = m_module->named_parameters();
    for (size_t i = 0; i < m_startWeights.size(); ++i)
        if (learns(weights[i].key()))
            weights[i].value().lerp_(m_startWeights[i], std::min(1.0, rate() * m_options.anchor));
}

void TrainingRun::averageWeights()
{
    // A short memory at first, so that the random start is soon forgotten.
    const double memory = std::min(m_options.weightAverage, double(done) / (done + 10));
    const torch::NoGradGuard constant;
    const auto weights = m_module->parameters();
    auto averages = m_average->parameters();
    for (size_t i = 0; i < weights.size(); ++i)
        averages[i].lerp_(weights[i], 1 - memory);
}

PathLogits TrainingRun::forward(NetworkModule &module, const torch::Tensor &signals) const
{
    const bool mixed = m_options.mixedPrecision;
    const compat::MixedPrecision onCard(mixed, m_device);
    const HalfProducts onProcessor(mixed && m_device.is_cpu() && computesInHalf(Precision::Auto));
    PathLogits logits = module.forward(signals, {m_options.trainsHead(Input::Both), m_options.trainsHead(Input::Eeg),
                                                 m_options.trainsHead(Input::Emg)});
    for (torch::Tensor *head : {&logits.mix, &logits.eeg, &logits.emg})
        if (head->defined())
            *head = head->to(torch::kFloat32); // losses are never computed in half precision
    return logits;
}

torch::Tensor TrainingRun::lossOfForgetting(const PathLogits &now, const torch::Tensor &signals, const Batch &batch,
                                            size_t first) const
{
    const int64_t epochs = m_options.network.sequenceLength;
    const auto rows = [&](const std::vector<bool> &windows) {
        return double(std::max<qint64>(1, std::ranges::count(windows, true)) * epochs);
    };
    const double replayedRows = rows(batch.replayed), heldRows = rows(batch.held);
    torch::Tensor loss = torch::zeros({}, m_device);
    for (int64_t i = 0; i < signals.size(0); ++i) {
        const bool held = batch.held[first + size_t(i)];
        if (!batch.replayed[first + size_t(i)] && !held)
            continue;
        PathLogits before;
        {
            const torch::NoGradGuard constant;
            before = forward(*m_start, signals.narrow(0, i, 1));
        }
        for (const auto &[was, is] :
             {std::pair{before.mix, now.mix}, std::pair{before.eeg, now.eeg}, std::pair{before.emg, now.emg}})
            if (was.defined() && held)
                loss = loss + unnamedDivergence(was, is.narrow(0, i * epochs, epochs), m_unnamed.classes) / heldRows;
            else if (was.defined())
                loss = loss + divergence(was, is.narrow(0, i * epochs, epochs)) / replayedRows;
    }
    return loss;
}

double TrainingRun::computeMicroBatch(NetworkModule &module, const Batch &batch, size_t first) const
{
    const size_t count = std::min(m_microWindows, batch.windows.size() - first);
    WindowBatch micro
        = readBatch(std::span(batch.sources).subspan(first, count), std::span(batch.windows).subspan(first, count));
    augment(micro, m_options, std::span(batch.seeds).subspan(first, count));
    seedDropout((m_options.seed << 40) + (quint64(done) << 16) + quint64(first));
    const torch::Tensor signals = micro.signals.to(m_device);
    const PathLogits logits = forward(module, signals);
    torch::Tensor loss = distillationLoss(logits, micro.labels.to(m_device), m_options.loss, batch.totals).total;
    if (m_start)
        loss = loss + m_options.retain * lossOfForgetting(logits, signals, batch, first);
    loss.backward();
    return loss.item<double>();
}

double TrainingRun::computeGradients(const Batch &batch, const Progress &progress)
{
    const size_t threads = m_replicas.size();
    std::vector<double> losses(threads, 0);
    std::vector<std::exception_ptr> failures(threads);
    std::atomic<size_t> next = 0;
    runInThreads(int(threads), [&] {
        // Each replica always takes the same micro-batches, so that sums are the same in every run.
        const size_t mine = next++;
        try {
            for (size_t first = mine * m_microWindows; first < batch.windows.size() && !progress.cancelled();
                 first += threads * m_microWindows)
                losses[mine] += computeMicroBatch(*m_replicas[mine], batch, first);
        } catch (...) {
            failures[mine] = std::current_exception();
        }
    });
    for (const std::exception_ptr &failed : failures)
        if (failed)
            std::rethrow_exception(failed);
    auto sums = m_module->parameters();
    for (size_t r = 1; r < threads; ++r) {
        const auto parts = m_replicas[r]->parameters();
        for (size_t i = 0; i < sums.size(); ++i)
            if (sums[i].requires_grad())
                sums[i].mutable_grad().add_(parts[i].grad());
    }
    return std::accumulate(losses.begin(), losses.end(), 0.0);
}

Result<> TrainingRun::step(const TrainingData &data, const TrainingData *replay, const Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    const Batch batch = drawBatch(data, replay);
    shareWeights();
    const double loss = computeGradients(batch, progress);
    if (progress.cancelled())
        return failure(ErrorCode::Cancelled, QStringLiteral("Training was cancelled."));
    if (!std::isfinite(loss))
        return failure(
            ErrorCode::ComputeFailed, QStringLiteral("The training loss is not a number at step %1.").arg(done),
            QStringLiteral(
                "Train anew with half the learning rate (\"learning_rate\" in the options), into another folder."));
    torch::nn::utils::clip_grad_norm_(m_module->parameters(), m_options.gradientClip);
    setRates();
    m_optimiser.step();
    pullToAnchor();
    averageWeights();
    ++done;
    m_lossSum += loss;
    ++m_lossCount;
    seconds += double(timer.nsecsElapsed()) * 1e-9;
    return {};
}

Result<ValidationFigures> TrainingRun::evaluate(const TrainingData &data, scoring::Agreement *agreement,
                                                const Progress &progress)
{
    std::vector<TrainingData::Window> windows = data.windows(1);
    windows.resize(std::min(windows.size(), size_t(m_options.validationWindows)));
    const auto evaluated
        = evaluateWindows(*m_average, m_options.network, data, windows, m_options.input, progress, {}, m_device);
    if (!evaluated)
        return failure(evaluated.error());
    if (agreement)
        *agreement = evaluated->pooled;
    return ValidationFigures{evaluated->loss, evaluated->pooled.accuracy, evaluated->pooled.macroF1};
}

Result<QJsonObject> TrainingRun::validate(const TrainingData &data, const Progress &progress)
{
    scoring::Agreement agreement;
    const auto figures = evaluate(data, &agreement, progress);
    if (!figures)
        return failure(figures.error());
    validated = done;
    if (m_stopping.note(done, *figures))
        if (auto saved = saveArchive(m_best, [&](auto &archive) { m_average->save(archive); }); !saved)
            return failure(saved.error());
    const QJsonValue trainLoss
        = m_lossCount > 0 ? QJsonValue(m_lossSum / m_lossCount) : QJsonValue(); // nothing was learned since
    m_lossSum = m_lossCount = 0;
    return QJsonObject{{QStringLiteral("step"), done},
                       {QStringLiteral("steps"), m_options.steps},
                       {QStringLiteral("seconds"), std::round(seconds)},
                       {QStringLiteral("learning_rate"), rate()},
                       {QStringLiteral("train_loss"), trainLoss},
                       {QStringLiteral("validation_loss"), figures->loss},
                       {QStringLiteral("validation_accuracy"), figures->accuracy},
                       {QStringLiteral("validation_macro_f1"), figures->macroF1},
                       {QStringLiteral("validation_kappa"), agreement.kappa},
                       {QStringLiteral("best_step"), bestStep()}};
}

Result<> TrainingRun::saveArchive(const QString &path,
                                  const std::function<void(torch::serialize::OutputArchive &)> &fill)
{
    // By way of memory: LibTorch's own writer ends the process where the disk is full.
    std::ostringstream bytes;
    torch::serialize::OutputArchive archive;
    fill(archive);
    archive.save_to(bytes);
    io::AtomicFile file(path);
    auto saved = file.open();
    if (saved)
        saved = file.write(QByteArray::fromStdString(bytes.str()));
    if (saved)
        saved = file.commit();
    if (!saved)
        return failure(saved.error().code, saved.error().message,
                       saved.error().detail
                           + (QFile::exists(m_checkpoint) ? QStringLiteral(
                                  " The last checkpoint is whole: the same command goes on from there.")
                                                          : QString()));
    return {};
}

QJsonObject TrainingRun::position() const
{
    QJsonObject position{{QStringLiteral("identity"), m_identity},    {QStringLiteral("done"), done},
                         {QStringLiteral("validated"), validated},    {QStringLiteral("loss_sum"), m_lossSum},
                         {QStringLiteral("loss_count"), m_lossCount}, {QStringLiteral("seconds"), seconds}};
    m_stopping.addTo(position);
    return position;
}

Result<> TrainingRun::saveCheckpoint()
{
    return saveArchive(m_checkpoint, [&](torch::serialize::OutputArchive &archive) {
        torch::serialize::OutputArchive model, average, optimiser;
        m_module->save(model);
        m_average->save(average);
        m_optimiser.save(optimiser);
        archive.write("model", model);
        archive.write("average", average);
        archive.write("optimiser", optimiser);
        archive.write("position", c10::IValue(QJsonDocument(position()).toJson(QJsonDocument::Compact).toStdString()));
    });
}

Result<> TrainingRun::resume()
{
    if (!QFile::exists(m_checkpoint))
        return {};
    try {
        torch::serialize::InputArchive archive, model, average, optimiser;
        archive.load_from(m_checkpoint.toStdString(), m_device);
        c10::IValue text;
        archive.read("position", text);
        const QJsonObject position = QJsonDocument::fromJson(QByteArray::fromStdString(text.toStringRef())).object();
        if (position.value(QStringLiteral("identity")).toString() != m_identity)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("%1 belongs to a run with other options, recordings or another starting model.")
                    .arg(m_checkpoint),
                QStringLiteral("Choose another folder, or delete that file to start anew."));
        archive.read("model", model);
        archive.read("average", average);
        archive.read("optimiser", optimiser);
        m_module->load(model);
        m_average->load(average);
        m_optimiser.load(optimiser);
        done = position.value(QStringLiteral("done")).toInt();
        validated = position.value(QStringLiteral("validated")).toInt(done);
        m_stopping.takeFrom(position);
        m_lossSum = position.value(QStringLiteral("loss_sum")).toDouble();
        m_lossCount = position.value(QStringLiteral("loss_count")).toInt();
        seconds = position.value(QStringLiteral("seconds")).toDouble();
    } catch (const std::exception &error) {
        return failure(ErrorCode::TrainingDataInvalid,
                       QStringLiteral("The checkpoint %1 is damaged.").arg(m_checkpoint),
                       QStringLiteral("%1. Delete it to start anew.").arg(QString::fromUtf8(error.what())));
    }
    return {};
}

Result<> TrainingRun::loadBest(NetworkModule &module, double share, torch::Device device) const
{
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(m_best.toStdString(), device);
        module.load(archive);
        module.to(device);
    } catch (const std::exception &error) {
        return failure(ErrorCode::TrainingDataInvalid,
                       QStringLiteral("The best weights %1 cannot be read.").arg(m_best),
                       QString::fromUtf8(error.what()));
    }
    const torch::NoGradGuard constant;
    auto weights = module.parameters();
    for (size_t i = 0; i < weights.size() && share < 1; ++i)
        weights[i].copy_(m_startWeights[i].to(device).lerp(weights[i], share));
    return {};
}

Result<Network> TrainingRun::takeBest(double share)
{
    if (auto loaded = loadBest(*m_module, share, torch::kCPU); !loaded)
        return failure(loaded.error());
    m_module->eval();
    m_network.setPrecision(Precision::Float32);
    m_network.setHeadsTrained(m_options.trainsHead(Input::Both), m_options.trainsHead(Input::Eeg),
                              m_options.trainsHead(Input::Emg));
    return std::move(m_network);
}

} // namespace somno::sdreamer
