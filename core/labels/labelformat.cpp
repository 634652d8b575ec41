// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelformat.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

const LabelFormat &csvLabels();
const LabelFormat &edfLabels();
const LabelFormat &bidsLabels();
const LabelFormat &edfBrowserLabels();
const LabelFormat &edfBrowserXmlLabels();
const LabelFormat &nsrrLabels();
const LabelFormat &profusionLabels();
const LabelFormat &sleepScoringLabels();
const LabelFormat &accuSleepLabels();
const LabelFormat &accuSleepyLabels();
const LabelFormat &somnusLabels();
const LabelFormat &miSleepLabels();
const LabelFormat &sireniaLabels();
const LabelFormat &sleepSignLabels();
const LabelFormat &scoringHeroLabels();
const LabelFormat &visLabels();
const LabelFormat &yasaLabels();
const LabelFormat &yasaThreeStageLabels();
const LabelFormat &yasaTableLabels();
const LabelFormat &eannotLabels();
const LabelFormat &lunaAnnotLabels();
const LabelFormat &visbrainLabels();
const LabelFormat &visbrainSecondsLabels();
const LabelFormat &elanLabels();
const LabelFormat &listLabels();

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::io::LabelFormat)
};

QString shownName(const LabelFormat &format)
{
    return Text::tr(format.name.toUtf8().constData());
}

std::vector<const LabelFormat *> formatsThat(bool (LabelFormat::*can)() const)
{
    std::vector<const LabelFormat *> formats;
    for (const LabelFormat *format : labelFormats())
        if ((format->*can)())
            formats.push_back(format);
    return formats;
}

/// What a dialog says of a format before anything is written.
QString contentsText(LabelContents contents)
{
    const bool confidence = contents & LabelContent::Probabilities;
    const bool source = contents & LabelContent::Source;
    if (confidence && source)
        return Text::tr("stages, confidence and source");
    if (confidence)
        return Text::tr("stages and confidence, without source");
    return source ? Text::tr("stages and source, without confidence")
                  : Text::tr("stages only, without confidence and source");
}

/// What the stages that these labels have and the format has no words for come to.
QString nameOfLost(const LabelFormat &format, Stage stage)
{
    const auto written = std::ranges::find(format.writtenAs, stage, &LabelFormat::StandIn::missing);
    return written == format.writtenAs.end() ? scoring::stageName(stage)
                                             : QStringLiteral("%1 (written as %2)")
                                                   .arg(scoring::stageName(stage), scoring::stageName(written->taken));
}

QStringList stagesWithoutWords(const LabelFormat &format, const Hypnogram &hypnogram)
{
    QStringList names;
    for (const Stage stage : hypnogram.stages())
        if (stage != Stage::Unscored && !format.stages.empty()
            && std::ranges::find(format.stages, stage) == format.stages.end()
            && !names.contains(nameOfLost(format, stage)))
            names << nameOfLost(format, stage);
    return names;
}

} // namespace

LabelFormats labelFormats()
{
    static const std::array formats = {
        &csvLabels(),
        &edfLabels(),
        &bidsLabels(),
        &edfBrowserLabels(),
        &edfBrowserXmlLabels(),
        &nsrrLabels(),
        &profusionLabels(),
        &sleepScoringLabels(),
        &accuSleepLabels(),
        &accuSleepyLabels(),
        &somnusLabels(),
        &miSleepLabels(),
        &sireniaLabels(),
        &sleepSignLabels(),
        &scoringHeroLabels(),
        &visLabels(),
        &yasaLabels(),
        &yasaThreeStageLabels(),
        &yasaTableLabels(),
        &eannotLabels(),
        &lunaAnnotLabels(),
        &visbrainLabels(),
        &visbrainSecondsLabels(),
        &elanLabels(),
        &listLabels(),
    };
    return formats;
}

LabelFormats readableLabelFormats()
{
    static const auto formats = formatsThat(&LabelFormat::canRead);
    return formats;
}

LabelFormats writableLabelFormats()
{
    static const auto formats = formatsThat(&LabelFormat::canWrite);
    return formats;
}

const LabelFormat *findLabelFormat(const QString &id)
{
    for (const LabelFormat *format : labelFormats())
        if (format->id == id)
            return format;
    return nullptr;
}

QStringList labelLosses(const LabelFormat &format, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    QStringList lost;
    if (const QStringList stages = stagesWithoutWords(format, hypnogram); !stages.isEmpty())
        lost << QStringLiteral("the stages %1").arg(stages.join(QStringLiteral(", ")));
    if (!format.statesEpoch && hypnogram.size() > 0)
        lost << QStringLiteral("the length of an epoch, %1 s").arg(hypnogram.epochSec());
    if (hypnogram.proposal().size() > 0 && !(format.contents & LabelContent::Probabilities))
        lost << QStringLiteral("the model's probabilities and confidence");
    if (std::ranges::any_of(hypnogram.sources(), scoring::isReviewed)
        && !(format.contents & LabelContent::Source && options.withSource))
        lost << QStringLiteral("who set each epoch (model, scorer or import)");
    return lost;
}

QString labelReadFilters()
{
    const auto filter = [](const QString &name, const QStringList &suffixes) {
        return QStringLiteral("%1 (%2)").arg(name, openPatterns(suffixes));
    };
    QStringList filters{filter(Text::tr("All label files"), suffixesOf(readableLabelFormats()))};
    for (const LabelFormat *format : readableLabelFormats())
        filters << filter(shownName(*format), format->suffixes);
    filters << Text::tr("All files (*)");
    return filters.join(QStringLiteral(";;"));
}

QStringList labelWriteFilters()
{
    QStringList filters;
    for (const LabelFormat *format : writableLabelFormats())
        filters << QStringLiteral("%1: %2 (%3)")
                       .arg(shownName(*format), contentsText(format->contents),
                            namePatterns(format->suffixes.first(1)));
    return filters;
}

QString labelReadEndings()
{
    return endings(suffixesOf(readableLabelFormats()));
}

QStringList labelWriteEndings()
{
    QStringList written;
    for (const LabelFormat *format : writableLabelFormats())
        written << QLatin1Char('.') + format->suffixes.first();
    written.removeDuplicates();
    return written;
}

} // namespace somno::io
