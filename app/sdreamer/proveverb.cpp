// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/sdreamer/provingground.h"
#include "app/sdreamer/trainarguments.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/base/folder.h"
#include "core/labels/labelfile.h"
#include "core/model/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;
using scoring::Agreement;

struct Arguments {
    std::string output;
    std::string model = kDefaultModel.toStdString();
    std::vector<std::string> kinds;
    std::vector<std::string> peers;
    std::vector<std::string> real;
    int animals = 12;
    quint64 seed = 1;
    bool json = false;
    VerbOutput speech;
};

Result<> writeFile(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
                   file.errorString());
}

Result<std::vector<Peer>> peersOf(const Arguments &arguments)
{
    std::vector<Peer> peers;
    for (const std::string &one : arguments.peers) {
        const QString text = QString::fromStdString(one);
        const QString command = text.section(QLatin1Char('='), 1);
        if (!QFileInfo(command).isExecutable())
            return failure(ErrorCode::FileNotFound, QStringLiteral("%1 is no program that can be run.").arg(command),
                           QStringLiteral("Give --peer NAME=PROGRAM; resources/proving/install-somnus.sh makes one."));
        peers.push_back({text.section(QLatin1Char('='), 0, 0), command});
    }
    return peers;
}

std::vector<ProvingKind> kindsOf(const Arguments &arguments)
{
    std::vector<ProvingKind> kinds;
    for (const ProvingKind &kind : provingKinds())
        if (arguments.kinds.empty()
            || std::ranges::find(arguments.kinds, kind.name.toStdString()) != arguments.kinds.end())
            kinds.push_back(kind);
    return kinds;
}

/// Each animal's figures are kept, so that a run that was stopped goes on.
Result<std::vector<AnimalFigures>> proveAll(const Arguments &arguments, const LoadedModel &model,
                                            const std::vector<Peer> &peers, const QDir &folder,
                                            const Progress &progress)
{
    const auto kinds = kindsOf(arguments);
    QString known = model.title; // and whom it was proved with
    for (const Peer &peer : peers)
        known += QLatin1Char('_') + peer.name;
    known.replace(QLatin1Char(' '), QLatin1Char('-'));
    std::vector<AnimalFigures> all;
    for (const ProvingKind &kind : kinds)
        for (int subject = 1; subject <= arguments.animals; ++subject) {
            const QString path = folder.filePath(
                QStringLiteral("%1_%2_%3_%4.json").arg(known, kind.name).arg(arguments.seed).arg(subject));
            QFile kept(path);
            if (kept.open(QIODevice::ReadOnly)) {
                all.push_back(AnimalFigures::fromJson(QJsonDocument::fromJson(kept.readAll()).object()));
            } else {
                Progress inner = progress;
                inner.report = nullptr;
                auto figures = proveAnimal(kind, arguments.seed, subject, model, peers, folder.path(), inner);
                if (!figures)
                    return failure(figures.error());
                if (auto written = writeFile(path, QJsonDocument(figures->toJson()).toJson()); !written)
                    return failure(written.error());
                all.push_back(std::move(*figures));
            }
            progress.advance(QStringLiteral("prove"), qint64(all.size()), qint64(kinds.size()) * arguments.animals);
        }
    return all;
}

/// One scorer on one kind of animals.
struct Summary {
    int animals = 0;
    double accuracy = 0, macroF1 = 0, kappa = 0; ///< means over the animals
    Agreement pooled;                            ///< over their epochs
    double worstTenth = 0;                       ///< accuracy that nine in ten reach
    double sleepInWake = 0, remInOther = 0;      ///< share of what is no sleep, no REM, that is called so
};

double tenth(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? NAN : values[(values.size() - 1) / 10];
}

Summary summarise(const std::vector<const Agreement *> &agreements)
{
    Summary summary;
    std::vector<double> accuracies;
    double wake = 0, sleepInWake = 0, other = 0, remInOther = 0;
    for (const Agreement *one : agreements) {
        accuracies.push_back(one->accuracy);
        summary.accuracy += one->accuracy;
        summary.macroF1 += one->macroF1;
        summary.pooled = one == agreements.front() ? *one : summary.pooled.pooledWith(*one);
        summary.kappa += one->kappa;
        for (size_t t = 0; t < one->classes.size(); ++t)
            for (size_t o = 0; o < one->classes.size(); ++o) {
                const double count = double(one->confusion[t][o]);
                const bool isWake = one->classes[t] == scoring::Stage::Wake,
                           isRem = one->classes[t] == scoring::Stage::Rem;
                wake += isWake ? count : 0;
                sleepInWake += isWake && o != t ? count : 0;
                other += isRem ? 0 : count;
                remInOther += !isRem && one->classes[o] == scoring::Stage::Rem ? count : 0;
            }
    }
    const double n = double(agreements.size());
    summary.animals = int(agreements.size());
    summary.accuracy /= n;
    summary.macroF1 /= n;
    summary.kappa /= n;
    summary.worstTenth = tenth(accuracies);
    summary.sleepInWake = wake > 0 ? sleepInWake / wake : 0;
    summary.remInOther = other > 0 ? remInOther / other : 0;
    return summary;
}

/// Animals of one kind, or all.
using Group = std::vector<const AnimalFigures *>;

std::map<QString, Summary> summariesOf(const Group &group)
{
    std::map<QString, std::vector<const Agreement *>> byScorer;
    for (const AnimalFigures *animal : group)
        for (const auto &[name, agreement] : animal->scorers)
            byScorer[name].push_back(&agreement);
    std::map<QString, Summary> summaries;
    for (const auto &[name, agreements] : byScorer)
        summaries.emplace(name, summarise(agreements));
    return summaries;
}

/// In how many animals the model is more accurate than all of the others from both signals.
int animalsWon(const Group &group, const std::vector<QString> &others)
{
    return int(std::ranges::count_if(group, [&](const AnimalFigures *animal) {
        const auto accuracy = [&](const QString &name) {
            return animal->scorers.contains(name) ? animal->scorers.at(name).accuracy : -1;
        };
        return std::ranges::all_of(
            others, [&](const QString &name) { return accuracy(QStringLiteral("model")) > accuracy(name); });
    }));
}

double calibrationErrorOf(const Group &group)
{
    std::vector<ReliabilityBin> sum(10);
    for (const AnimalFigures *animal : group)
        for (size_t i = 0; i < std::min(sum.size(), animal->reliability.size()); ++i) {
            const ReliabilityBin &bin = animal->reliability[i];
            sum[i].meanConfidence += bin.meanConfidence * double(bin.epochs);
            sum[i].accuracy += bin.accuracy * double(bin.epochs);
            sum[i].epochs += bin.epochs;
        }
    for (ReliabilityBin &bin : sum) {
        bin.meanConfidence /= double(std::max<qint64>(1, bin.epochs));
        bin.accuracy /= double(std::max<qint64>(1, bin.epochs));
    }
    return calibrationError(sum);
}

struct Table {
    std::vector<std::pair<QString, Group>> groups; ///< kinds, then all
    std::vector<QString> others;                   ///< rules and peers
};

Table tableOf(const std::vector<AnimalFigures> &all, const std::vector<Peer> &peers)
{
    Table table;
    Group everybody;
    for (const AnimalFigures &one : all) {
        if (table.groups.empty() || table.groups.back().first != one.kind)
            table.groups.push_back({one.kind, {}});
        table.groups.back().second.push_back(&one);
        everybody.push_back(&one);
    }
    table.groups.push_back({QStringLiteral("all"), everybody});
    table.others.push_back(QStringLiteral("rules"));
    for (const Peer &peer : peers)
        table.others.push_back(peer.name);
    return table;
}

QJsonObject toJson(const Table &table)
{
    QJsonObject kinds;
    for (const auto &[name, group] : table.groups) {
        QJsonObject scorers;
        for (const auto &[scorer, s] : summariesOf(group))
            scorers.insert(scorer, QJsonObject{{"animals", s.animals},
                                               {"accuracy", s.accuracy},
                                               {"macro_f1", s.macroF1},
                                               {"kappa", s.kappa},
                                               {"pooled", s.pooled.toJson()},
                                               {"worst_tenth", s.worstTenth},
                                               {"sleep_in_wake", s.sleepInWake},
                                               {"rem_in_other", s.remInOther}});
        kinds.insert(name, QJsonObject{{"animals", int(group.size())},
                                       {"model_best_in", animalsWon(group, table.others)},
                                       {"calibration_error", calibrationErrorOf(group)},
                                       {"scorers", scorers}});
    }
    return kinds;
}

QString number(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QStringLiteral("–");
}

/// Animals of which the model itself says something, and its accuracy in these.
QString warnedOf(const Group &group)
{
    int warned = 0;
    double accuracy = 0;
    for (const AnimalFigures *animal : group)
        if (!animal->doubts.isEmpty() && animal->scorers.contains(QStringLiteral("model"))) {
            ++warned;
            accuracy += animal->scorers.at(QStringLiteral("model")).accuracy;
        }
    return warned > 0 ? QStringLiteral("%1 (%2)").arg(warned).arg(number(accuracy / warned)) : QStringLiteral("0");
}

QString markdown(const Table &table)
{
    QString head = QStringLiteral("| kind | animals | model | worst tenth | pooled | network alone |"),
            rule = QStringLiteral("|---|---|---|---|---|---|");
    for (const QString &other : table.others) {
        head += QStringLiteral(" %1 | worst tenth |").arg(other);
        rule += QStringLiteral("---|---|");
    }
    QString text
        = head + QStringLiteral(" best in | calibration error | warned of | EEG alone (rules) | EMG alone (rules) |\n")
          + rule + QStringLiteral("---|---|---|---|---|\n");
    for (const auto &[name, group] : table.groups) {
        const auto all = summariesOf(group);
        const auto both = [&](const QString &scorer) {
            return all.contains(scorer)
                       ? QStringLiteral("%1 / %2").arg(number(all.at(scorer).accuracy), number(all.at(scorer).macroF1))
                       : QStringLiteral("–");
        };
        const auto pooled = [&](const QString &scorer) {
            return all.contains(scorer) ? QStringLiteral("%1 / %2").arg(number(all.at(scorer).pooled.accuracy),
                                                                        number(all.at(scorer).pooled.macroF1))
                                        : QStringLiteral("–");
        };
        const auto worst = [&](const QString &scorer) {
            return all.contains(scorer) ? number(all.at(scorer).worstTenth) : QStringLiteral("–");
        };
        text += QStringLiteral("| %1 | %2 | **%3** | %4 | %5 | %6 |")
                    .arg(name)
                    .arg(group.size())
                    .arg(both(QStringLiteral("model")), worst(QStringLiteral("model")), pooled(QStringLiteral("model")),
                         both(QStringLiteral("network")));
        for (const QString &other : table.others)
            text += QStringLiteral(" %1 | %2 |").arg(both(other), worst(other));
        text += QStringLiteral(" %1 | %2 | %7 | %3 (%4) | %5 (%6) |\n")
                    .arg(animalsWon(group, table.others))
                    .arg(number(calibrationErrorOf(group)))
                    .arg(both(QStringLiteral("model eeg")), both(QStringLiteral("rules eeg")),
                         both(QStringLiteral("model emg")), both(QStringLiteral("rules emg")), warnedOf(group));
    }
    return text;
}

/// Recordings of real animals without labels: everybody's scoring as a file, and how far they agree.
Result<QJsonArray> askOfReal(const Arguments &arguments, const LoadedModel &model, const std::vector<Peer> &peers,
                             const QDir &folder, QString &text, const Progress &progress)
{
    QJsonArray recordings;
    for (const std::string &one : arguments.real) {
        const QString all = QString::fromStdString(one), path = all.section(QLatin1Char(';'), 0, 0);
        const auto opinions = askEverybody(path, all.section(QLatin1Char(';'), 1, 1),
                                           all.section(QLatin1Char(';'), 2, 2), model, peers, folder.path(), progress);
        if (!opinions)
            return failure(opinions.error());
        QJsonObject agreement;
        text += QStringLiteral("\n%1: ").arg(QFileInfo(path).fileName());
        for (const auto &[name, scoring] : opinions->scorings) {
            if (name.contains(QLatin1Char(' ')))
                continue;
            const QString out
                = folder.filePath(QStringLiteral("%1_%2.csv").arg(QFileInfo(path).completeBaseName(), name));
            if (auto written = io::writeLabels(out, scoring); !written)
                return failure(written.error());
            const double total
                = double(std::max<EpochIndex>(1, scoring.size() - scoring.count(scoring::Stage::Unscored)));
            const auto share = [&](scoring::Stage stage) { return double(scoring.count(stage)) / total; };
            const auto shared = scoring::compareScorings(opinions->scorings.at(QStringLiteral("model")), scoring);
            agreement.insert(name, QJsonObject{{"with_model", shared ? QJsonValue(shared->accuracy) : QJsonValue()},
                                               {"Wake", share(scoring::Stage::Wake)},
                                               {"NREM", share(scoring::Stage::Nrem)},
                                               {"REM", share(scoring::Stage::Rem)}});
            text += QStringLiteral("%1 %2/%3/%4 %5, ")
                        .arg(name)
                        .arg(100 * share(scoring::Stage::Wake), 0, 'f', 0)
                        .arg(100 * share(scoring::Stage::Nrem), 0, 'f', 0)
                        .arg(100 * share(scoring::Stage::Rem), 0, 'f', 0)
                        .arg(shared ? QStringLiteral("(agrees %1)").arg(number(shared->accuracy)) : QString());
        }
        recordings.append(QJsonObject{{"recording", QFileInfo(path).fileName()}, {"scorers", agreement}});
    }
    return recordings;
}

Result<QJsonObject> prove(Arguments &arguments, const Progress &progress)
{
    const auto folder = makeFolder(arguments.output);
    if (!folder)
        return failure(folder.error());
    const auto peers = peersOf(arguments);
    if (!peers)
        return failure(peers.error());
    const auto model = loadModel(QString::fromStdString(arguments.model), Input::Both, QStringLiteral("cpu"),
                                 Precision::Auto, progress);
    if (!model)
        return failure(model.error());
    const auto all = proveAll(arguments, *model, *peers, *folder, progress);
    if (!all)
        return failure(all.error());
    const Table table = tableOf(*all, *peers);
    QString text = markdown(table);
    auto real = askOfReal(arguments, *model, *peers, *folder, text, progress);
    if (!real)
        return failure(real.error());
    const QJsonObject report{
        {"model", model->title}, {"seed", qint64(arguments.seed)}, {"kinds", toJson(table)}, {"real", *real}};
    for (const auto &[name, content] :
         {std::pair{QStringLiteral("proving-ground.md"), text.toUtf8()},
          std::pair{QStringLiteral("proving-ground.json"), QJsonDocument(report).toJson()}})
        if (auto written = writeFile(folder->filePath(name), content); !written)
            return failure(written.error());
    if (!arguments.json && !arguments.speech.isJson())
        std::printf("%s\n", qUtf8Printable(text));
    return report;
}

int runProve(Arguments &arguments)
{
    const auto report = prove(arguments, arguments.speech.progress());
    if (!report)
        return arguments.speech.fail(report.error());
    if (arguments.json && !arguments.speech.isJson())
        printJson(*report);
    arguments.speech.result(
        QDir(QString::fromStdString(arguments.output)).filePath(QStringLiteral("proving-ground.md")));
    return ExitDone;
}

} // namespace

void addProveVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb
        = app.add_subcommand("prove", "Try a model, the rules and other programs on simulated animals of all kinds");
    std::vector<std::string> names;
    for (const ProvingKind &kind : provingKinds())
        names.push_back(kind.name.toStdString());
    verb->add_option("-o,--output", arguments->output, "folder for the figures; a run that was stopped goes on there")
        ->required();
    verb->add_option("--model", arguments->model, "name or folder of the model")->capture_default_str();
    verb->add_option("--kinds", arguments->kinds, "which kinds of recording (default: all)")
        ->delimiter(',')
        ->check(CLI::IsMember(names));
    verb->add_option("--animals", arguments->animals, "animals of each kind")
        ->check(CLI::Range(1, 9999))
        ->capture_default_str();
    verb->add_option("--seed", arguments->seed, "of the animals: one that nothing was chosen by")
        ->capture_default_str();
    verb->add_option("--peer", arguments->peers,
                     "NAME=PROGRAM: another scorer, run as PROGRAM RECORDING EEG EMG OUT.csv");
    verb->add_option("--real", arguments->real,
                     "\"RECORDING;EEG;EMG\": recordings without labels, to see how far the scorers agree");
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Prints accuracy / macro-F1, means over animals and pooled over their epochs, and the accuracy that "
                 "nine in ten\nanimals reach; writes\n"
                 "proving-ground.md and .json. resources/proving/prove.sh does it all, with somnus-eeg where it is "
                 "installed.\n\n"
                 "Example: sdreamer prove --kinds clean,unlike --animals 12 --seed 7 -o proved");
    verb->callback([arguments, &run] { run = [arguments] { return runProve(*arguments); }; });
}

} // namespace somno::app
