// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/agreement.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/samplerate.h"
#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::scoring::Agreement)
};

QJsonValue jsonNumber(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

double ratio(qint64 part, qint64 whole)
{
    return whole > 0 ? double(part) / double(whole) : 0.0;
}

struct Totals {
    std::vector<qint64> truth;
    std::vector<qint64> other;
    qint64 all = 0;
    qint64 agreed = 0;
};

Totals totalsOf(const std::vector<std::vector<qint64>> &confusion)
{
    Totals totals;
    totals.truth.assign(confusion.size(), 0);
    totals.other.assign(confusion.size(), 0);
    for (size_t t = 0; t < confusion.size(); ++t) {
        for (size_t o = 0; o < confusion.size(); ++o) {
            totals.truth[t] += confusion[t][o];
            totals.other[o] += confusion[t][o];
            totals.all += confusion[t][o];
        }
        totals.agreed += confusion[t][t];
    }
    return totals;
}

ClassFigures figuresOf(Stage stage, qint64 hits, qint64 inTruth, qint64 inOther)
{
    if (inTruth + inOther == 0)
        return {stage, 0, kNaN, kNaN, kNaN};
    return {stage, inTruth, ratio(hits, inOther), ratio(hits, inTruth), ratio(2 * hits, inTruth + inOther)};
}

double cohenKappa(const Totals &totals)
{
    if (totals.all == 0)
        return kNaN;
    double chance = 0;
    for (size_t c = 0; c < totals.truth.size(); ++c)
        chance += ratio(totals.truth[c], totals.all) * ratio(totals.other[c], totals.all);
    if (totals.agreed == totals.all)
        return 1; // also where both hold one class and the quotient is 0/0
    return (ratio(totals.agreed, totals.all) - chance) / (1 - chance);
}

/// The longest piece of time that begins and ends with an epoch of either grid wherever it lies; of grids that have
/// none of a tenth of a second or more the finer one.
Ticks pieceOf(const Hypnogram &truth, const Hypnogram &other)
{
    const Ticks one = toTicks(truth.epochSec());
    const Ticks two = toTicks(other.epochSec());
    const Ticks divisor = std::gcd(one, two);
    return divisor >= kTicksPerSecond / 10 ? divisor : std::min(one, two);
}

/// The epoch that holds the middle of piece `i`.
EpochIndex epochAt(EpochIndex i, Ticks piece, const Hypnogram &hypnogram)
{
    return (i * piece + piece / 2) / toTicks(hypnogram.epochSec());
}

Stage compared(const Hypnogram &hypnogram, EpochIndex epoch, bool microarousalIsClass)
{
    const Stage stage = epoch < hypnogram.size() ? hypnogram.stage(epoch) : Stage::Unscored;
    return stage == Stage::Microarousal && !microarousalIsClass ? Stage::Wake : stage;
}

using Pairs = std::vector<std::pair<Stage, Stage>>;

Pairs pairedStages(const Hypnogram &truth, const Hypnogram &other, Ticks piece, bool microarousalIsClass)
{
    const Ticks longest = std::max(truth.size() * toTicks(truth.epochSec()), other.size() * toTicks(other.epochSec()));
    const EpochIndex count = (longest + piece / 2) / piece;
    Pairs pairs;
    pairs.reserve(size_t(count));
    for (EpochIndex i = 0; i < count; ++i)
        pairs.emplace_back(compared(truth, epochAt(i, piece, truth), microarousalIsClass),
                           compared(other, epochAt(i, piece, other), microarousalIsClass));
    return pairs;
}

bool isScored(const std::pair<Stage, Stage> &pair)
{
    return pair.first != Stage::Unscored && pair.second != Stage::Unscored;
}

/// Wake, NREM and REM always, so that confusions of one laboratory have one shape; others where they occur.
std::vector<Stage> classesOf(const Pairs &pairs)
{
    std::vector<Stage> classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    for (const auto &pair : pairs) {
        if (!isScored(pair))
            continue;
        for (const Stage stage : {pair.first, pair.second})
            if (std::find(classes.begin(), classes.end(), stage) == classes.end())
                classes.push_back(stage);
    }
    std::sort(classes.begin(), classes.end());
    return classes;
}

size_t indexOf(const std::vector<Stage> &classes, Stage stage)
{
    return size_t(std::find(classes.begin(), classes.end(), stage) - classes.begin());
}

void addConfusion(const Agreement &from, const std::vector<Stage> &classes, std::vector<std::vector<qint64>> &into)
{
    for (size_t t = 0; t < from.classes.size(); ++t)
        for (size_t o = 0; o < from.classes.size(); ++o)
            into[indexOf(classes, from.classes[t])][indexOf(classes, from.classes[o])] += from.confusion[t][o];
}

} // namespace

Agreement Agreement::fromConfusion(std::vector<Stage> classes, std::vector<std::vector<qint64>> confusion,
                                   qint64 excluded)
{
    Agreement result;
    const Totals totals = totalsOf(confusion);
    double f1Sum = 0;
    int occurring = 0;
    for (size_t c = 0; c < classes.size(); ++c) {
        const ClassFigures figures = figuresOf(classes[c], confusion[c][c], totals.truth[c], totals.other[c]);
        result.perClass.push_back(figures);
        if (!std::isnan(figures.f1)) {
            f1Sum += figures.f1;
            ++occurring;
        }
    }
    result.classes = std::move(classes);
    result.confusion = std::move(confusion);
    result.compared = totals.all;
    result.excluded = excluded;
    result.accuracy = totals.all > 0 ? ratio(totals.agreed, totals.all) : kNaN;
    result.macroF1 = occurring > 0 ? f1Sum / occurring : kNaN;
    result.kappa = cohenKappa(totals);
    return result;
}

Agreement Agreement::pooledWith(const Agreement &other) const
{
    std::vector<Stage> all = classes;
    for (const Stage stage : other.classes)
        if (std::find(all.begin(), all.end(), stage) == all.end())
            all.push_back(stage);
    std::vector<std::vector<qint64>> sum(all.size(), std::vector<qint64>(all.size(), 0));
    addConfusion(*this, all, sum);
    addConfusion(other, all, sum);
    Agreement pooled = fromConfusion(std::move(all), std::move(sum), excluded + other.excluded);
    pooled.pieceSec = pieceSec == other.pieceSec ? pieceSec : 0;
    return pooled;
}

QJsonObject Agreement::toJson() const
{
    QJsonArray names;
    QJsonObject figures;
    QJsonArray rows;
    for (size_t c = 0; c < classes.size(); ++c) {
        const ClassFigures &of = perClass[c];
        names.append(stageName(of.stage));
        figures.insert(stageName(of.stage), QJsonObject{{QStringLiteral("support"), of.support},
                                                        {QStringLiteral("precision"), jsonNumber(of.precision)},
                                                        {QStringLiteral("recall"), jsonNumber(of.recall)},
                                                        {QStringLiteral("f1"), jsonNumber(of.f1)}});
        QJsonArray row;
        for (const qint64 count : confusion[c])
            row.append(count);
        rows.append(row);
    }
    return {{QStringLiteral("accuracy"), jsonNumber(accuracy)},
            {QStringLiteral("macro_f1"), jsonNumber(macroF1)},
            {QStringLiteral("kappa"), jsonNumber(kappa)},
            {QStringLiteral("per_class"), figures},
            {QStringLiteral("confusion"), rows},
            {QStringLiteral("n_compared"), compared},
            {QStringLiteral("n_excluded"), excluded},
            {QStringLiteral("classes"), names}};
}

Result<Agreement> compareScorings(const Hypnogram &truth, const Hypnogram &other, bool microarousalIsClass)
{
    const Ticks piece = pieceOf(truth, other);
    const Pairs pairs = pairedStages(truth, other, piece, microarousalIsClass);
    const std::vector<Stage> classes = classesOf(pairs);
    std::vector<std::vector<qint64>> confusion(classes.size(), std::vector<qint64>(classes.size(), 0));
    qint64 scored = 0;
    for (const auto &pair : pairs) {
        if (!isScored(pair))
            continue;
        ++confusion[indexOf(classes, pair.first)][indexOf(classes, pair.second)];
        ++scored;
    }
    if (scored == 0)
        return failure(ErrorCode::NoOverlap, Text::tr("The two scorings have no epoch that is scored in both."),
                       Text::tr("Nothing can be compared. Check that both belong to the same recording and that "
                                "neither is empty."));
    Agreement agreement = Agreement::fromConfusion(classes, std::move(confusion), qint64(pairs.size()) - scored);
    agreement.pieceSec = double(piece) / double(kTicksPerSecond);
    return agreement;
}

} // namespace somno::scoring
