// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of labels of no program in particular, read in any shape, and the program's own, which holds everything that
// it knows: onset_s,duration_s,stage,confidence,p_<class>...,source.
#include <array>
#include <cmath>

#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;

namespace {

constexpr std::array kDefaultClasses = {Stage::Wake, Stage::Nrem, Stage::Rem};

QByteArray numberText(float value)
{
    return std::isnan(value) ? QByteArray() : QByteArray::number(double(value), 'g', 9);
}

/// Nine digits give each float back exactly; only sums that are off by more than rounding are scaled.
QByteArray probabilityCells(const Proposal &proposal, EpochIndex epoch, size_t classes)
{
    if (epoch >= proposal.size() || std::isnan(proposal.row(epoch)[0]))
        return QByteArray(qsizetype(classes), ',');
    const auto row = proposal.row(epoch);
    double sum = 0;
    for (const float value : row)
        sum += double(value);
    const double scale = std::abs(sum - 1) > 5e-7 && sum > 0 ? 1 / sum : 1;
    QByteArray cells;
    for (const float value : row)
        cells += ',' + QByteArray::number(double(value) * scale, 'g', 9);
    return cells;
}

/// One word for one stage whatever the set is, but for a laboratory's own and where the set calls another one so.
QByteArray wordFor(Stage stage, const scoring::StageSet &set)
{
    const QString usual = scoring::stageName(stage);
    const scoring::StageDefinition *definition = set.find(stage);
    const bool isOwn = int(stage) >= scoring::kFirstOwnStage || set.called(usual).value_or(stage) != stage;
    return (definition && isOwn ? definition->name : usual).toUtf8();
}

StageCodes wordsFor(const scoring::StageSet &set)
{
    StageCodes words;
    for (int value = int(Stage::Unscored); value < scoring::kStageValues; ++value)
        words.insert(Stage(value), wordFor(Stage(value), set));
    return words;
}

QByteArray rowBytes(const Hypnogram &hypnogram, EpochIndex epoch, const StageCodes &words, size_t classes,
                    bool withSource)
{
    QByteArray row = onsetText(hypnogram, epoch) + ',' + onsetText(hypnogram, 1) + ',';
    row += words.value(hypnogram.stage(epoch)) + ',';
    const Proposal &proposal = hypnogram.proposal();
    if (epoch < proposal.size()
        && proposal.stage(epoch) == hypnogram.stage(epoch)) // else the model was sure of another stage
        row += numberText(proposal.confidence(epoch));
    row += probabilityCells(hypnogram.proposal(), epoch, classes);
    if (withSource)
        row += ',' + sourceNames().key(hypnogram.source(epoch)).toUtf8();
    return row + '\n';
}

Result<> writeCsv(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    std::vector<Stage> classes = hypnogram.proposal().classes;
    if (hypnogram.proposal().size() == 0)
        classes.assign(kDefaultClasses.begin(), kDefaultClasses.end());
    const StageCodes words = wordsFor(hypnogram.stageSet());
    QByteArray heading = "onset_s,duration_s,stage,confidence";
    for (const Stage stage : classes)
        heading += ",p_" + QString::fromUtf8(words.value(stage)).toLower().toUtf8();
    heading += options.withSource ? ",source\n" : "\n";
    return writeRows(path, heading, hypnogram.size(), [&](EpochIndex epoch) {
        return rowBytes(hypnogram, epoch, words, classes.size(), options.withSource);
    });
}

} // namespace

const LabelFormat &csvLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("csv"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "CSV table")),
         {QStringLiteral("csv"), QStringLiteral("tsv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("csv");
         }},
        LabelContent::Probabilities | LabelContent::Source,
        {},
        readTableLabels,
        writeCsv,
    };
    return format;
}

} // namespace somno::io
