// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/judgement.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

using Matrix = std::vector<std::vector<qint64>>;

constexpr double kTail = 0.025; // on either side of a 95 % interval
constexpr const char *kVerdicts[] = {"better", "not distinguishable", "worse"};

void add(Matrix &sum, const Matrix &part)
{
    for (size_t t = 0; t < sum.size(); ++t)
        for (size_t s = 0; s < sum.size(); ++s)
            sum[t][s] += part[t][s];
}

/// The figures of both models on a draw of units.
struct Pair {
    Agreement before, after;
};

/// The stages of which the truth of all units holds enough; where it does of none, those of which it holds any.
std::vector<bool> stagesHeldOut(size_t classes, const std::vector<PairedCounts> &units)
{
    std::vector<qint64> epochs(classes, 0);
    for (const PairedCounts &unit : units)
        for (size_t t = 0; t < classes; ++t)
            epochs[t] += std::accumulate(unit.before[t].begin(), unit.before[t].end(), qint64(0));
    const qint64 least = std::ranges::max(epochs) >= kLeastStageEpochs ? kLeastStageEpochs : 1;
    std::vector<bool> held(epochs.size());
    std::transform(epochs.begin(), epochs.end(), held.begin(), [least](qint64 count) { return count >= least; });
    return held;
}

/// The mean over the stages that are held out: the same for both models and in every draw, whatever either of them
/// says.
void takeMacroF1(Agreement &agreement, const std::vector<bool> &held)
{
    double sum = 0;
    for (size_t c = 0; c < held.size(); ++c)
        if (held[c] && std::isfinite(agreement.perClass[c].f1))
            sum += agreement.perClass[c].f1;
    agreement.macroF1 = sum / double(std::max<std::ptrdiff_t>(1, std::ranges::count(held, true)));
}

Pair figures(const std::vector<Stage> &classes, const std::vector<PairedCounts> &units,
             const std::vector<size_t> &drawn, const std::vector<bool> &held)
{
    Matrix before(classes.size(), std::vector<qint64>(classes.size())), after = before;
    for (const size_t unit : drawn) {
        add(before, units[unit].before);
        add(after, units[unit].after);
    }
    Pair pair{Agreement::fromConfusion(classes, std::move(before), 0),
              Agreement::fromConfusion(classes, std::move(after), 0)};
    takeMacroF1(pair.before, held);
    takeMacroF1(pair.after, held);
    return pair;
}

/// How much wider an interval by few units must be than that of a bootstrap, which takes their spread for the true one:
/// by Student's t beside the normal quantile (series in 1/(n - 1): Abramowitz and Stegun 1964, 26.7.5), and n - 1
/// beside n.
double widening(size_t units)
{
    const double freedom = double(units) - 1, normal = 1.959964;
    const double student = normal + 2.3723 / freedom + 2.8225 / (freedom * freedom);
    return student / normal * std::sqrt(double(units) / freedom);
}

/// After minus before: accuracy, macro-F1, kappa and F1 of each class.
std::vector<double> differences(const Pair &pair)
{
    std::vector<double> values{pair.after.accuracy - pair.before.accuracy, pair.after.macroF1 - pair.before.macroF1,
                               pair.after.kappa - pair.before.kappa};
    for (size_t c = 0; c < pair.after.perClass.size(); ++c)
        values.push_back(pair.after.perClass[c].f1 - pair.before.perClass[c].f1);
    return values;
}

Difference interval(double value, std::vector<double> draws, size_t units)
{
    std::erase_if(draws, [](double draw) { return std::isnan(draw); }); // a stage that such a draw does not hold
    if (draws.empty())
        return {value, value, value};
    std::sort(draws.begin(), draws.end());
    const auto at = [&](double share) {
        return value + widening(units) * (draws[size_t(std::lround(share * double(draws.size() - 1)))] - value);
    };
    return {value, at(kTail), at(1 - kTail)};
}

Verdict verdictOf(const Judgement &judgement)
{
    if (judgement.units < kLeastUnits)
        return Verdict::NotDistinguishable;
    if (judgement.accuracy.high < 0 || judgement.macroF1.high < 0)
        return Verdict::Worse;
    return judgement.accuracy.low > 0 || judgement.macroF1.low > 0 ? Verdict::Better : Verdict::NotDistinguishable;
}

/// Rounded, and never "-0.000".
QString figure(double value)
{
    const double rounded = std::round(value * 1000) / 1000;
    return QString::number(rounded == 0 ? 0 : rounded, 'f', 3);
}

QString change(const QString &what, double before, double after, const Difference &difference)
{
    return QStringLiteral("%1 from %2 to %3 (change %4, 95 % interval %5 to %6)")
        .arg(what, figure(before), figure(after), figure(difference.value), figure(difference.low),
             figure(difference.high));
}

QJsonObject json(const Difference &difference)
{
    return {{QStringLiteral("value"), difference.value},
            {QStringLiteral("low"), difference.low},
            {QStringLiteral("high"), difference.high}};
}

} // namespace

QString Judgement::words() const
{
    const QString start = verdict == Verdict::Better  ? QStringLiteral("Better")
                          : verdict == Verdict::Worse ? QStringLiteral("Worse")
                          : units < kLeastUnits ? QStringLiteral("Not distinguishable, because too little was held out")
                                                : QStringLiteral("Not distinguishable");
    return QStringLiteral("%1: on %2 held-out epochs, %3; %4.")
        .arg(start, QLocale::c().toString(after.compared),
             change(QStringLiteral("accuracy"), before.accuracy, after.accuracy, accuracy),
             change(QStringLiteral("macro-F1"), before.macroF1, after.macroF1, macroF1));
}

QJsonObject Judgement::toJson() const
{
    QJsonObject stages;
    for (size_t c = 0; c < f1.size(); ++c)
        stages.insert(stageName(after.perClass[c].stage), json(f1[c])); // keys as in "after"
    return {{QStringLiteral("epochs"), after.compared},
            {QStringLiteral("units"), units},
            {QStringLiteral("by_subject"), bySubject},
            {QStringLiteral("before"), before.toJson()},
            {QStringLiteral("after"), after.toJson()},
            {QStringLiteral("difference"), QJsonObject{{QStringLiteral("accuracy"), json(accuracy)},
                                                       {QStringLiteral("macro_f1"), json(macroF1)},
                                                       {QStringLiteral("kappa"), json(kappa)},
                                                       {QStringLiteral("f1"), stages}}},
            {QStringLiteral("verdict"), QLatin1String(kVerdicts[int(verdict)])},
            {QStringLiteral("words"), words()}};
}

Result<Judgement> judge(const std::vector<Stage> &classes, const std::vector<PairedCounts> &units, bool bySubject,
                        int draws, quint64 seed)
{
    std::vector<size_t> drawn(units.size());
    for (size_t i = 0; i < drawn.size(); ++i)
        drawn[i] = i;
    const std::vector<bool> held = stagesHeldOut(classes.size(), units);
    const Pair whole = figures(classes, units, drawn, held);
    if (whole.after.compared == 0)
        return failure(ErrorCode::NoOverlap, QStringLiteral("No held-out epoch is both labelled and scored."),
                       QStringLiteral("Without one, nothing can be said of the new model."));
    const std::vector<double> values = differences(whole);
    std::vector<std::vector<double>> drawnValues(values.size());
    std::mt19937_64 random(seed);
    for (int draw = 0; draw < draws && units.size() >= size_t(kLeastUnits); ++draw) {
        for (size_t &unit : drawn)
            unit = random() % units.size();
        const Pair pair = figures(classes, units, drawn, held);
        if (pair.after.compared == 0)
            continue;
        const std::vector<double> differing = differences(pair);
        for (size_t i = 0; i < differing.size(); ++i)
            drawnValues[i].push_back(differing[i]);
    }
    std::vector<Difference> intervals;
    for (size_t i = 0; i < values.size(); ++i)
        intervals.push_back(interval(values[i], std::move(drawnValues[i]), units.size()));
    Judgement judgement{whole.before,         whole.after,  intervals[0],
                        intervals[1],         intervals[2], {intervals.begin() + 3, intervals.end()},
                        qint64(units.size()), bySubject,    {}};
    judgement.verdict = verdictOf(judgement);
    return judgement;
}

} // namespace somno::scoring
