// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/provingground.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <cmath>

#include "core/cohort/simulatedcohort.h"
#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/doubts.h"
#include "core/engine/decision/rules.h"
#include "core/engine/decision/scorer.h"
#include "core/labels/labelfile.h"
#include "core/recordings/recordingfile.h"
#include "core/scoring/stageset.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;
using simulation::Condition;
using simulation::Stratum;

constexpr int kPeerPatienceMs = 20 * 60 * 1000;

QString called(const QString &scorer, Input input)
{
    return input == Input::Both ? scorer : scorer + QLatin1Char(' ') + inputName(input);
}

/// The features of one signal only.
SignalFeatures featuresOf(SignalFeatures features, Input input)
{
    const EpochIndex seconds = features.size();
    SignalFeatures none;
    none.resize(seconds);
    if (input == Input::Emg)
        for (auto [to, from] : {std::pair{&features.delta, &none.delta},
                                {&features.lowTheta, &none.lowTheta},
                                {&features.theta, &none.theta},
                                {&features.sigma, &none.sigma},
                                {&features.beta, &none.beta},
                                {&features.fast, &none.fast}})
            *to = *from;
    if (input == Input::Eeg) {
        features.emgTone = none.emgTone;
        features.emgLevel = none.emgLevel;
    }
    return features;
}

Result<scoring::Hypnogram> askPeer(const Peer &peer, const QString &recording, const QString &eeg, const QString &emg,
                                   const QString &folder)
{
    const QString out = QDir(folder).filePath(peer.name + QStringLiteral(".csv"));
    QFile::remove(out);
    QProcess process;
    process.start(peer.command, {recording, eeg, emg, out});
    if (!process.waitForFinished(kPeerPatienceMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        return failure(ErrorCode::ComputeFailed, QStringLiteral("%1 did not score %2.").arg(peer.name, recording),
                       QString::fromLocal8Bit(process.readAllStandardError()).trimmed().section(QLatin1Char('\n'), -1));
    return io::readLabels(out, {.epochSec = 1}).map([](const io::LabelImport &labels) { return labels.hypnogram; });
}

} // namespace

const std::vector<ProvingKind> &provingKinds()
{
    static const std::vector<ProvingKind> kinds = {
        {QStringLiteral("variety"), Condition::Variety},
        {QStringLiteral("clean"), Condition::Clean},
        {QStringLiteral("weak-emg"), Condition::WeakEmg},
        {QStringLiteral("narrow-eeg"), Condition::NarrowEeg},
        {QStringLiteral("hum"), Condition::Hum},
        {QStringLiteral("drift"), Condition::Drift},
        {QStringLiteral("emg-gain"), Condition::EmgGain},
        {QStringLiteral("rectified-emg"), Condition::RectifiedEmg},
        {QStringLiteral("noise-floor"), Condition::NoiseFloor},
        {QStringLiteral("unlike"), Condition::Unlike},
        {QStringLiteral("no-sleep"), Condition::Variety, Stratum::NoSleep},
        {QStringLiteral("no-rem"), Condition::Variety, Stratum::NoRem},
        {QStringLiteral("sleep-rich"), Condition::Variety, Stratum::SleepRich},
        {QStringLiteral("deprived"), Condition::Variety, Stratum::Deprived, 4},
        {QStringLiteral("ten-minutes"), Condition::Variety, {}, 1.0 / 6},
        {QStringLiteral("128-hz"), Condition::Variety, Stratum::Typical, 1.5, 128},
        {QStringLiteral("1000-hz"), Condition::Variety, Stratum::Typical, 1.5, 1000},
        {QStringLiteral("day"), Condition::Variety, Stratum::Typical, 24, 256, 7},
    };
    return kinds;
}

Result<Opinions> askEverybody(const QString &path, const QString &eeg, const QString &emg, const LoadedModel &model,
                              const std::vector<Peer> &peers, const QString &folder, const Progress &progress)
{
    const auto recording = io::openRecording(path);
    if (!recording)
        return failure(recording.error());
    const auto choice = io::chooseChannels(**recording, eeg, emg);
    if (!choice)
        return failure(choice.error());
    const auto prepared = prepareRecording(**recording, *choice, model.network->config().normalisation, progress, true);
    if (!prepared)
        return failure(prepared.error());
    const auto evidence = evidenceOf(*prepared, *model.network, {}, progress);
    if (!evidence)
        return failure(evidence.error());
    Opinions opinions;
    for (const auto &[input, logits] : {std::pair{Input::Both, &evidence->heads.mix},
                                        {Input::Eeg, &evidence->heads.eeg},
                                        {Input::Emg, &evidence->heads.emg}}) {
        opinions.scorings.emplace(called(QStringLiteral("rules"), input),
                                  scoring::Hypnogram::fromProposal(applyRules(featuresOf(evidence->signal, input))));
        if (logits->empty())
            continue;
        const auto alone = proposalFrom(*logits, model.network->config().classes, model.temperature);
        auto said = model.committee.knows(input) ? decide(model.committee, *evidence, input, 0, progress) : alone;
        if (!said)
            return failure(said.error());
        opinions.scorings.emplace(called(QStringLiteral("model"), input), scoring::Hypnogram::fromProposal(*said));
        opinions.scorings.emplace(called(QStringLiteral("network"), input), scoring::Hypnogram::fromProposal(alone));
        if (input == Input::Both && model.committee.knows(input))
            opinions.doubts = doubtsOf(*evidence, model.committee, input, *said);
        if (input == Input::Both)
            opinions.model = std::move(*said);
    }
    const auto label = [&](int index) { return (*recording)->channels[size_t(index)].label; };
    for (const Peer &peer : peers) {
        auto scoring = askPeer(peer, path, label(choice->eeg), label(choice->emg), folder);
        if (scoring)
            opinions.scorings.emplace(peer.name, std::move(*scoring));
        else
            progress.warning(scoring.error().message + QLatin1Char(' ') + scoring.error().detail);
    }
    return opinions;
}

Result<AnimalFigures> proveAnimal(const ProvingKind &kind, quint64 seed, int subject, const LoadedModel &model,
                                  const std::vector<Peer> &peers, const QString &folder, const Progress &progress)
{
    simulation::SimulationRequest request;
    request.hours = kind.hours;
    request.seed = seed;
    request.subject = subject;
    request.condition = kind.condition;
    request.stratum = kind.stratum;
    request.rateHz = kind.rateHz;
    request.startHour = kind.startHour;
    const QString path = QDir(folder).filePath(QStringLiteral("%1_%2_%3.edf").arg(kind.name).arg(seed).arg(subject));
    if (const auto written = simulateFile(request, path, progress); !written)
        return failure(written.error());
    const auto truth = io::readLabels(path, {.epochSec = 1});
    if (!truth)
        return failure(truth.error());
    Progress quiet = progress; // what is wrong with a simulated channel is meant to be
    quiet.warn = nullptr;
    auto opinions = askEverybody(path, QStringLiteral("EEG"), QStringLiteral("EMG"), model, peers, folder, quiet);
    QFile::remove(path);
    if (!opinions)
        return failure(opinions.error());
    AnimalFigures figures{kind.name, subject, {}, {}, opinions->doubts};
    for (const auto &[name, scoring] : opinions->scorings)
        if (const auto agreement = scoring::compareScorings(truth->hypnogram, scoring); agreement)
            figures.scorers.emplace(name, *agreement);
    for (const Peer &peer : peers)
        if (!figures.scorers.contains(peer.name))
            progress.warning(QStringLiteral("%1 said nothing of %2 %3.").arg(peer.name, kind.name).arg(subject));
    LabelledRows rows;
    rows.append(opinions->model, truth->hypnogram);
    figures.reliability = reliabilityOf(rows);
    return figures;
}

QJsonObject AnimalFigures::toJson() const
{
    QJsonObject each;
    for (const auto &[name, agreement] : scorers)
        each.insert(name, agreement.toJson());
    QJsonArray bins;
    for (const ReliabilityBin &bin : reliability)
        bins.append(QJsonArray{bin.epochs, bin.meanConfidence, bin.accuracy});
    return {{QStringLiteral("kind"), kind},
            {QStringLiteral("subject"), subject},
            {QStringLiteral("scorers"), each},
            {QStringLiteral("reliability"), bins},
            {QStringLiteral("doubts"), QJsonArray::fromStringList(doubts)}};
}

AnimalFigures AnimalFigures::fromJson(const QJsonObject &object)
{
    AnimalFigures figures{
        object.value(QStringLiteral("kind")).toString(), object.value(QStringLiteral("subject")).toInt(), {}, {}, {}};
    for (const QJsonValue doubt : object.value(QStringLiteral("doubts")).toArray())
        figures.doubts << doubt.toString();
    const QJsonObject each = object.value(QStringLiteral("scorers")).toObject();
    for (auto it = each.begin(); it != each.end(); ++it) {
        const QJsonObject one = it->toObject();
        std::vector<scoring::Stage> classes;
        for (const QJsonValue name : one.value(QStringLiteral("classes")).toArray())
            classes.push_back(scoring::StageSet::fromText(name.toString()).value_or(scoring::Stage::Unscored));
        std::vector<std::vector<qint64>> confusion;
        for (const QJsonValue row : one.value(QStringLiteral("confusion")).toArray()) {
            confusion.emplace_back();
            for (const QJsonValue count : row.toArray())
                confusion.back().push_back(count.toInteger());
        }
        figures.scorers.emplace(it.key(),
                                scoring::Agreement::fromConfusion(std::move(classes), std::move(confusion),
                                                                  one.value(QStringLiteral("n_excluded")).toInteger()));
    }
    for (const QJsonValue bin : object.value(QStringLiteral("reliability")).toArray())
        figures.reliability.push_back(
            {bin.toArray()[0].toInteger(), bin.toArray()[1].toDouble(), bin.toArray()[2].toDouble()});
    return figures;
}

} // namespace somno::app
