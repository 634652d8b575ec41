// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// How simulated mice sleep beside hypnograms that experts made of real ones, as JSON.
// Usage: bench_sleepstructure FOLDER [MICE]     FOLDER holds LAB_*.csv, run lengths in epochs of 4 s: "code,epochs"
// with 1 Wake, 2 NREM, 3 REM, 4 artefact (counted as the stage before), others unscored; the laboratory is the name's
// first two words (lab_1). Those of a laboratory "day" begin when the lights go on, and are compared hour by hour as
// well.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

#include "core/simulation/stageprocess.h"

namespace {

using namespace somno;

constexpr double kEpochSec = 4;
constexpr const char *kStages[] = {"Wake", "NREM", "REM"};
constexpr int kHours = 24;

using Epochs = std::vector<int>; ///< 0 Wake, 1 NREM, 2 REM, -1 unscored

struct Laboratory {
    std::map<QString, std::vector<Epochs>> mice;
};

struct Structure {
    std::array<std::vector<double>, 3> boutSec;
    double transitions[3][3] = {};
    std::array<std::vector<double>, 3> shares; ///< one a mouse
    double hours = 0;
    std::array<double, kHours> wakeByHour{};

    [[nodiscard]] double probability(int from, int to) const
    {
        const double *row = transitions[from];
        return row[to] / std::max(1.0, row[0] + row[1] + row[2]);
    }
};

Epochs readRuns(const QString &path)
{
    QFile file(path);
    Epochs epochs;
    if (!file.open(QIODevice::ReadOnly))
        return epochs;
    file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> cells = file.readLine().trimmed().split(',');
        if (cells.size() != 2)
            continue;
        const int code = cells[0].toInt();
        const int stage = code >= 1 && code <= 3 ? code - 1 : code == 4 && !epochs.empty() ? epochs.back() : -1;
        epochs.insert(epochs.end(), size_t(cells[1].toInt()), stage);
    }
    return epochs;
}

std::map<QString, Laboratory> readLaboratories(const QDir &folder)
{
    std::map<QString, Laboratory> laboratories;
    for (const QString &name : folder.entryList({QStringLiteral("*.csv")}, QDir::Files, QDir::Name)) {
        const QStringList words = name.split(QLatin1Char('_'));
        if (words.size() >= 3)
            laboratories[words[0] + QLatin1Char('_') + words[1]].mice[words[2]].push_back(
                readRuns(folder.filePath(name)));
    }
    return laboratories;
}

/// The stage that holds the most of each epoch, as an expert would write it; a microarousal is Wake.
Epochs toEpochs(const std::vector<simulation::Segment> &segments, double totalSec)
{
    std::vector<std::array<double, 3>> held(size_t(totalSec / kEpochSec));
    for (const simulation::Segment &segment : segments) {
        const scoring::Stage stage = segment.stage();
        const size_t of = stage == scoring::Stage::Nrem ? 1 : stage == scoring::Stage::Rem ? 2 : 0;
        for (size_t i = size_t(segment.firstSec / kEpochSec);
             i < held.size() && double(i) * kEpochSec < segment.lastSec; ++i)
            held[i][of] += std::min(segment.lastSec, double(i + 1) * kEpochSec)
                           - std::max(segment.firstSec, double(i) * kEpochSec);
    }
    Epochs epochs;
    for (const auto &one : held)
        epochs.push_back(int(std::max_element(one.begin(), one.end()) - one.begin()));
    return epochs;
}

Laboratory simulated(int mice)
{
    Laboratory laboratory;
    for (int subject = 1; subject <= mice; ++subject) {
        const simulation::SleepTraits traits(simulation::Random({20261129, quint64(subject), 1}));
        const double totalSec = kHours * 3600.0;
        const auto segments = drawSegments(traits, simulation::Stratum::Typical, simulation::ranges::kLightsOnHour,
                                           totalSec, simulation::Random({20261129, quint64(subject), 2}));
        laboratory.mice[QString::number(subject)].push_back(toEpochs(segments, totalSec));
    }
    return laboratory;
}

void addBouts(const Epochs &epochs, Structure &structure)
{
    for (size_t first = 0, last; first < epochs.size(); first = last) {
        last = first + 1;
        while (last < epochs.size() && epochs[last] == epochs[first])
            ++last;
        const int before = first > 0 ? epochs[first - 1] : -1, after = last < epochs.size() ? epochs[last] : -1;
        if (epochs[first] < 0)
            continue;
        if (before >= 0 && after >= 0)
            structure.boutSec[size_t(epochs[first])].push_back(double(last - first) * kEpochSec);
        if (after >= 0)
            ++structure.transitions[epochs[first]][after];
    }
}

Structure structureOf(const Laboratory &laboratory)
{
    Structure structure;
    std::array<double, kHours> wake{}, all{};
    for (const auto &[name, recordings] : laboratory.mice) {
        std::array<double, 3> count{};
        for (const Epochs &epochs : recordings) {
            addBouts(epochs, structure);
            for (size_t i = 0; i < epochs.size(); ++i)
                if (epochs[i] >= 0) {
                    const size_t hour = size_t(double(i) * kEpochSec / 3600) % kHours;
                    ++count[size_t(epochs[i])];
                    ++all[hour];
                    wake[hour] += epochs[i] == 0;
                }
        }
        const double total = count[0] + count[1] + count[2];
        structure.hours += total * kEpochSec / 3600;
        for (size_t s = 0; s < 3; ++s)
            structure.shares[s].push_back(count[s] / total);
    }
    for (size_t h = 0; h < kHours; ++h)
        structure.wakeByHour[h] = wake[h] / std::max(1.0, all[h]);
    for (auto &bouts : structure.boutSec)
        std::sort(bouts.begin(), bouts.end());
    return structure;
}

double quantile(const std::vector<double> &sorted, double q)
{
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, size_t(q * double(sorted.size())))];
}

double mean(const std::vector<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / double(std::max<size_t>(1, values.size()));
}

double spread(const std::vector<double> &values)
{
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / double(std::max<size_t>(1, values.size())));
}

/// Mean distance of the quantiles, in ln s: the earth mover's distance of the logarithms.
double moverDistance(const std::vector<double> &a, const std::vector<double> &b)
{
    constexpr int kSteps = 200;
    double sum = 0;
    for (int i = 0; i < kSteps && !a.empty() && !b.empty(); ++i)
        sum += std::abs(std::log(quantile(a, (i + 0.5) / kSteps) / quantile(b, (i + 0.5) / kSteps)));
    return sum / kSteps;
}

QJsonObject toJson(const Structure &structure)
{
    QJsonObject object{{"hours", structure.hours}, {"mice", int(structure.shares[0].size())}};
    for (size_t s = 0; s < 3; ++s) {
        const auto &bouts = structure.boutSec[s];
        QJsonObject next;
        for (int to = 0; to < 3; ++to)
            if (to != int(s))
                next.insert(QLatin1String(kStages[to]), structure.probability(int(s), to));
        object.insert(QLatin1String(kStages[s]), QJsonObject{{"share", mean(structure.shares[s])},
                                                             {"share_sd", spread(structure.shares[s])},
                                                             {"bouts_per_hour", double(bouts.size()) / structure.hours},
                                                             {"median_s", quantile(bouts, 0.5)},
                                                             {"mean_s", mean(bouts)},
                                                             {"q75_s", quantile(bouts, 0.75)},
                                                             {"q95_s", quantile(bouts, 0.95)},
                                                             {"q99_s", quantile(bouts, 0.99)},
                                                             {"next", next}});
    }
    return object;
}

QJsonObject distance(const Structure &a, const Structure &b)
{
    QJsonObject object;
    double transitions = 0;
    for (int from = 0; from < 3; ++from)
        for (int to = 0; to < 3; ++to)
            transitions = std::max(transitions, std::abs(a.probability(from, to) - b.probability(from, to)));
    for (size_t s = 0; s < 3; ++s)
        object.insert(QStringLiteral("%1_bouts_ln").arg(QLatin1String(kStages[s])),
                      moverDistance(a.boutSec[s], b.boutSec[s]));
    object.insert(QStringLiteral("largest_transition_difference"), transitions);
    return object;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_sleepstructure FOLDER [MICE]\n");
        return 2;
    }
    std::map<QString, Structure> all;
    for (const auto &[name, laboratory] : readLaboratories(QDir(QString::fromLocal8Bit(argv[1]))))
        all.emplace(name, structureOf(laboratory));
    all.emplace(QStringLiteral("simulated"), structureOf(simulated(argc > 2 ? std::atoi(argv[2]) : 100)));
    QJsonObject laboratories, distances, wake;
    for (const auto &[name, structure] : all) {
        laboratories.insert(name, toJson(structure));
        for (const auto &[other, second] : all)
            if (name < other)
                distances.insert(name + QStringLiteral(" - ") + other, distance(structure, second));
        if (name == QLatin1String("simulated") || name.startsWith(QLatin1String("day"))) {
            QJsonArray hours;
            for (const double share : structure.wakeByHour)
                hours.append(std::round(share * 1000) / 1000);
            wake.insert(name, hours);
        }
    }
    const QJsonObject report{
        {"laboratories", laboratories}, {"distances", distances}, {"wake_by_hour_since_lights_on", wake}};
    std::printf("%s", QJsonDocument(report).toJson().constData());
    return 0;
}
