// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/experiment.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/engine/judging/evaluator.h"
#include "core/engine/training/windowevaluation.h"
#include "core/labels/labelformat.h"

namespace somno::sdreamer {

namespace {

// Figures of arXiv 2501.16329 for 16 mice: accuracy and, where given, macro-F1.
const QString kPaperSequence = QStringLiteral("0.917 / 0.876");
const QString kPaperEpoch = QStringLiteral("0.883");
const QString kPaperEeg = QStringLiteral("0.881");
const QString kPaperEmg = QStringLiteral("0.838");
const QString kPaperEegPlain = QStringLiteral("0.627 (head never trained)");
const QString kPaperEmgPlain = QStringLiteral("0.079 (head never trained)");

constexpr double kNoise = 1; ///< in units of the normalised signal: an EEG's own SD, four times an EMG's quiet tone
constexpr int kPaperSequenceLength = 16;

TrainOptions with(TrainOptions options, const std::function<void(TrainOptions &)> &change)
{
    const int epochs = options.batchWindows * options.network.sequenceLength;
    change(options);
    options.batchWindows = std::max(1, epochs / options.network.sequenceLength);
    return options;
}

/// The paper's Sequence model, of attention shared at both levels.
TrainOptions paperSequence(const TrainOptions &base)
{
    return with(base, [](TrainOptions &o) {
        o.network.architecture = QStringLiteral("SeqHMoE");
        o.network.sequenceLength = kPaperSequenceLength;
    });
}

std::vector<ExperimentRow> multichannel(const TrainOptions &base)
{
    const auto of = [&](const char *architecture) {
        return with(base, [&](TrainOptions &o) { o.network.architecture = QLatin1String(architecture); });
    };
    return {{QStringLiteral("Epoch sDREAMER"), of("Epoch"), Input::Both, 0, 0, kPaperEpoch},
            {QStringLiteral("Sequence sDREAMER (SeqHMoE, 16 epochs)"), paperSequence(base), Input::Both, 0, 0,
             kPaperSequence},
            {QStringLiteral("SeqNewMoE2, %1 epochs").arg(base.network.sequenceLength),
             of("SeqNewMoE2"),
             Input::Both,
             0,
             0,
             {}}};
}

std::vector<ExperimentRow> singleChannel(const TrainOptions &base)
{
    const auto alone = [&](Input input) { return with(base, [&](TrainOptions &o) { o.input = input; }); };
    return {{QStringLiteral("trained on both, scores both"), base, Input::Both, 0, 0, kPaperSequence},
            {QStringLiteral("trained on both, scores EEG alone"), base, Input::Eeg, 0, 0, kPaperEeg},
            {QStringLiteral("trained on EEG alone"), alone(Input::Eeg), Input::Eeg, 0, 0, {}},
            {QStringLiteral("trained on both, scores EMG alone"), base, Input::Emg, 0, 0, kPaperEmg},
            {QStringLiteral("trained on EMG alone"), alone(Input::Emg), Input::Emg, 0, 0, {}}};
}

std::vector<ExperimentRow> distillation(const TrainOptions &base)
{
    const double alpha = base.loss.alpha > 0 ? base.loss.alpha : 0.2;
    const double heads = base.loss.headCrossEntropy > 0 ? base.loss.headCrossEntropy : 0.5;
    std::vector<ExperimentRow> rows;
    for (const double a : {0.0, alpha})
        for (const double h : {0.0, heads}) {
            const TrainOptions options
                = with(base, [&](TrainOptions &o) { o.loss.alpha = a, o.loss.headCrossEntropy = h; });
            const QString name = QStringLiteral("alpha %1, cross-entropy on heads %2: ").arg(a).arg(h);
            rows.push_back({name + QStringLiteral("both"), options, Input::Both, 0, 0,
                            a > 0 && h == 0 ? kPaperSequence : QString()});
            rows.push_back({name + QStringLiteral("both, noise in EEG"), options, Input::Both, kNoise, 0, {}});
            rows.push_back({name + QStringLiteral("both, noise in EMG"), options, Input::Both, 0, kNoise, {}});
            const bool never = a == 0 && h == 0;
            const QString head = never ? QStringLiteral(" (head never trained)") : QString();
            rows.push_back({name + QStringLiteral("EEG alone") + head, options, Input::Eeg, 0, 0,
                            never    ? kPaperEegPlain
                            : h == 0 ? kPaperEeg
                                     : QString()});
            rows.push_back({name + QStringLiteral("EMG alone") + head, options, Input::Emg, 0, 0,
                            never    ? kPaperEmgPlain
                            : h == 0 ? kPaperEmg
                                     : QString()});
        }
    return rows;
}

std::vector<ExperimentRow> patchSize(const TrainOptions &base)
{
    std::vector<ExperimentRow> rows;
    for (const int patch : {16, 32, 64, 128})
        rows.push_back({QStringLiteral("patches of %1 samples").arg(patch),
                        with(base, [&](TrainOptions &o) { o.network.patchLength = patch; }), Input::Both, 0, 0,
                        patch == 16 ? kPaperSequence : QString()});
    return rows;
}

std::vector<ExperimentRow> sharedAttention(const TrainOptions &base)
{
    std::vector<ExperimentRow> rows;
    for (const bool shared : {true, false}) {
        TrainOptions options = paperSequence(base);
        options.network.sharedAttention = shared;
        const QString name
            = shared ? QStringLiteral("shared attention: ") : QStringLiteral("attention of each signal's own: ");
        rows.push_back(
            {name + QStringLiteral("both"), options, Input::Both, 0, 0, shared ? kPaperSequence : QString()});
        rows.push_back({name + QStringLiteral("EEG alone"), options, Input::Eeg, 0, 0, {}});
        rows.push_back({name + QStringLiteral("EMG alone"), options, Input::Emg, 0, 0, {}});
    }
    return rows;
}

std::vector<ExperimentRow> sequenceLength(const TrainOptions &base)
{
    std::vector<ExperimentRow> rows;
    for (const int length : {8, 16, 32, 64, 128})
        rows.push_back({QStringLiteral("%1 epochs").arg(length),
                        with(base, [&](TrainOptions &o) { o.network.sequenceLength = length; }), Input::Both, 0, 0,
                        length == 16 ? kPaperSequence : QString()});
    return rows;
}

std::vector<ExperimentRow> normalisation(const TrainOptions &base)
{
    std::vector<ExperimentRow> rows;
    for (const Normalisation kind : {Normalisation::ZScoreRecording, Normalisation::RobustRecording,
                                     Normalisation::RunningEmg, Normalisation::Equalised})
        rows.push_back({normalisationName(kind),
                        with(base, [&](TrainOptions &o) { o.network.normalisation = kind; }),
                        Input::Both,
                        0,
                        0,
                        {}});
    return rows;
}

std::vector<ExperimentRow> filterBank(const TrainOptions &base)
{
    std::vector<ExperimentRow> rows;
    for (const bool on : {false, true})
        rows.push_back({on ? QStringLiteral("starts as band filters") : QStringLiteral("starts at random"),
                        with(base, [&](TrainOptions &o) { o.filterBank = on; }),
                        Input::Both,
                        0,
                        0,
                        {}});
    return rows;
}

struct Recipe {
    const char *name;
    const char *question;
    std::vector<ExperimentRow> (*rows)(const TrainOptions &);
};

constexpr Recipe kRecipes[] = {
    {"multichannel", "What does the sequence of epochs add to the epoch alone?", multichannel},
    {"single-channel", "Does training on both signals help to score one of them alone?", singleChannel},
    {"distillation",
     "What do self-distillation and cross-entropy on the single-channel heads bring, on clean and on noisy signals?",
     distillation},
    {"patch-size", "How long should a patch be?", patchSize},
    {"shared-attention", "Should both signals share one attention?", sharedAttention},
    {"sequence-length", "How many epochs should the network see at once?", sequenceLength},
    {"normalisation", "Which normalisation survives other amplifiers and shifting gains?", normalisation},
    {"filter-bank", "Does the network learn faster where its patch embeddings start as band filters?", filterBank},
};

/// A model trained for the experiment, whichever rows ask it.
struct Arm {
    TrainOutcome outcome;
    std::optional<TrainingData> test;
};

QString armFolder(const TrainOptions &options)
{
    const QByteArray text = QJsonDocument(options.toJson()).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Blake2b_160).toHex().left(12));
}

Result<Arm> trainArm(const ExperimentRow &row, const Manifest &manifest, const TrainPlace &place,
                     const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    const QDir folder(place.runFolder);
    const QString cache = folder.filePath(QStringLiteral("cache"));
    const TrainPlace own{folder.filePath(QStringLiteral("arms/") + armFolder(row.options)), cache, place.device};
    auto outcome = train(manifest, row.options, own, progress, [&](QJsonObject figures) {
        figures.insert(QStringLiteral("row"), row.label);
        if (metric)
            metric(figures);
    });
    if (!outcome)
        return failure(outcome.error());
    auto test = TrainingData::prepare(manifest.recordings(Split::Test), row.options.network, cache, progress,
                                      row.options.input);
    if (!test)
        return failure(test.error());
    return Arm{std::move(*outcome), std::move(*test)};
}

double recordingSpread(const std::vector<scoring::Agreement> &recordings)
{
    double mean = 0, squares = 0;
    for (const scoring::Agreement &one : recordings)
        mean += one.accuracy / double(recordings.size());
    for (const scoring::Agreement &one : recordings)
        squares += (one.accuracy - mean) * (one.accuracy - mean);
    return recordings.size() > 1 ? std::sqrt(squares / double(recordings.size() - 1)) : 0;
}

Result<ExperimentRowOutcome> ask(Arm &arm, const ExperimentRow &row, const Progress &progress)
{
    NetworkModule &module = *moduleOf(arm.outcome.network);
    const auto windows = arm.test->allWindows();
    auto figures = evaluateWindows(module, row.options.network, *arm.test, windows, row.input, progress,
                                   {row.eegNoise, row.emgNoise});
    if (!figures)
        return failure(figures.error());
    ExperimentRowOutcome outcome{std::move(figures->pooled), recordingSpread(figures->recordings), arm.outcome.seconds,
                                 arm.outcome.bestStep, 0};
    for (const torch::Tensor &parameter : module.parameters())
        outcome.parameters += parameter.numel();
    return outcome;
}

double majorityShare(const TrainingData &data)
{
    const auto counts = data.classCounts();
    qint64 most = 0, sum = 0;
    for (const qint64 count : counts) {
        most = std::max(most, count);
        sum += count;
    }
    return double(most) / double(std::max<qint64>(sum, 1));
}

QString f1Of(const scoring::Agreement &agreement, size_t index)
{
    const double f1 = index < agreement.perClass.size() ? agreement.perClass[index].f1 : std::nan("");
    return std::isnan(f1) ? QStringLiteral("–") : QString::number(f1, 'f', 3);
}

} // namespace

QStringList experimentNames()
{
    QStringList names;
    for (const Recipe &recipe : kRecipes)
        names << QLatin1String(recipe.name);
    return names;
}

Result<Experiment> makeExperiment(const QString &name, const TrainOptions &base)
{
    if (base.input != Input::Both)
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("Experiments train on both signals."),
            QStringLiteral(
                "Leave \"input\" out of the options; the experiment single-channel trains on one signal, too."));
    for (const Recipe &recipe : kRecipes)
        if (name == QLatin1String(recipe.name))
            return Experiment{name, QLatin1String(recipe.question), recipe.rows(base)};
    return failure(ErrorCode::InvalidArgument, QStringLiteral("There is no experiment \"%1\".").arg(name),
                   QStringLiteral("Choose one of %1.").arg(experimentNames().join(QStringLiteral(", "))));
}

Result<ExperimentOutcome> runExperiment(const Experiment &experiment, const Manifest &manifest, const TrainPlace &place,
                                        const Progress &progress,
                                        const std::function<void(const QJsonObject &)> &metric)
try {
    ExperimentOutcome outcome{experiment,
                              {},
                              0,
                              {},
                              int(manifest.subjects(Split::Train).size()),
                              int(manifest.subjects(Split::Validation).size()),
                              int(manifest.subjects(Split::Test).size()),
                              0};
    QMap<QString, std::shared_ptr<Arm>> arms;
    for (const ExperimentRow &row : experiment.rows) {
        std::shared_ptr<Arm> &arm = arms[armFolder(row.options)];
        if (!arm) {
            auto trained = trainArm(row, manifest, place, progress, metric);
            if (!trained)
                return failure(trained.error());
            arm = std::make_shared<Arm>(std::move(*trained));
        }
        auto answered = ask(*arm, row, progress);
        if (!answered)
            return failure(answered.error());
        outcome.rows.push_back(std::move(*answered));
        outcome.majorityAccuracy = majorityShare(*arm->test);
        outcome.trainHours = double(arm->outcome.trainEpochs) / 3600;
        progress.advance(QStringLiteral("experiment"), qint64(outcome.rows.size()), qint64(experiment.rows.size()));
    }
    Progress quiet = progress;
    quiet.report = nullptr; // the rows are the unit of progress here
    auto rules = evaluateRules(manifest.recordings(Split::Test), quiet);
    if (!rules)
        return failure(rules.error());
    outcome.rules = std::move(rules->pooled);
    return outcome;
} catch (const std::exception &error) { // c10::Error, bad_alloc
    return failure(ErrorCode::ComputeFailed,
                   QStringLiteral("The experiment stopped with an error of the computing library."),
                   QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
}

QJsonObject ExperimentOutcome::toJson() const
{
    QJsonArray each;
    for (size_t i = 0; i < rows.size(); ++i) {
        const ExperimentRow &row = experiment.rows[i];
        QJsonObject object = rows[i].pooled.toJson();
        object.insert(QStringLiteral("label"), row.label);
        object.insert(QStringLiteral("input"), inputName(row.input));
        object.insert(QStringLiteral("eeg_noise"), row.eegNoise);
        object.insert(QStringLiteral("emg_noise"), row.emgNoise);
        object.insert(QStringLiteral("recording_sd"), rows[i].recordingSd);
        object.insert(QStringLiteral("train_seconds"), rows[i].trainSeconds);
        object.insert(QStringLiteral("best_step"), rows[i].bestStep);
        object.insert(QStringLiteral("parameters"), rows[i].parameters);
        object.insert(QStringLiteral("options"), row.options.toJson());
        object.insert(QStringLiteral("paper_other_data"), row.paper);
        each.append(object);
    }
    return {{QStringLiteral("experiment"), experiment.name},
            {QStringLiteral("question"), experiment.question},
            {QStringLiteral("majority_accuracy"), majorityAccuracy},
            {QStringLiteral("rules"), rules.toJson()},
            {QStringLiteral("subjects"), QJsonObject{{QStringLiteral("train"), trainSubjects},
                                                     {QStringLiteral("validation"), validationSubjects},
                                                     {QStringLiteral("test"), testSubjects}}},
            {QStringLiteral("train_hours"), trainHours},
            {QStringLiteral("rows"), each}};
}

QString ExperimentOutcome::toMarkdown() const
{
    QString head = QStringLiteral("| | accuracy | macro-F1 | kappa |");
    QString rule = QStringLiteral("|---|---|---|---|");
    const auto &classes = experiment.rows.front().options.network.classes;
    for (const scoring::Stage stage : classes) {
        head += QStringLiteral(" F1 %1 |").arg(scoring::stageName(stage));
        rule += QStringLiteral("---|");
    }
    QString text = head + QStringLiteral(" SD over recordings | parameters | training | paper, other data |\n") + rule
                   + QStringLiteral("---|---|---|---|\n");
    for (size_t i = 0; i < rows.size(); ++i) {
        const ExperimentRowOutcome &row = rows[i];
        text += QStringLiteral("| %1 | %2 | %3 | %4 |")
                    .arg(experiment.rows[i].label)
                    .arg(row.pooled.accuracy, 0, 'f', 3)
                    .arg(row.pooled.macroF1, 0, 'f', 3)
                    .arg(row.pooled.kappa, 0, 'f', 3);
        for (size_t c = 0; c < classes.size(); ++c)
            text += QStringLiteral(" %1 |").arg(f1Of(row.pooled, c));
        text += QStringLiteral(" %1 | %2 | %3 min | %4 |\n")
                    .arg(row.recordingSd, 0, 'f', 3)
                    .arg(row.parameters)
                    .arg(row.trainSeconds / 60, 0, 'f', 1)
                    .arg(experiment.rows[i].paper);
    }
    const TrainOptions &options = experiment.rows.front().options;
    text += QStringLiteral(
                "\n%1 subjects (%2 h) to learn from, %3 to choose the weights by, %4 tested; %5 steps of %6 epochs, "
                "seed %7; "
                "always the most frequent stage: accuracy %8; rules without training: accuracy %9, macro-F1 %10.\n")
                .arg(trainSubjects)
                .arg(trainHours, 0, 'f', 1)
                .arg(validationSubjects)
                .arg(testSubjects)
                .arg(options.steps)
                .arg(options.batchWindows * options.network.sequenceLength)
                .arg(options.seed)
                .arg(majorityAccuracy, 0, 'f', 3)
                .arg(rules.accuracy, 0, 'f', 3)
                .arg(rules.macroF1, 0, 'f', 3);
    return text;
}

} // namespace somno::sdreamer
