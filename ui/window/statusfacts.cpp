// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/statusfacts.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "core/scoring/stageset.h"
#include "ui/lanes/stagelook.h"
#include "ui/models/timetext.h"

namespace somno::ui {
namespace {

using namespace scoring;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::StatusLine)
};

/// What the model thinks, "NREM 0.97"; empty where it said nothing.
QString modelOpinion(const Hypnogram &hypnogram, EpochIndex epoch)
{
    const float confidence = hypnogram.confidence(epoch);
    if (std::isnan(confidence))
        return {};
    return QStringLiteral("%1 %2").arg(stageName(hypnogram.proposal().stage(epoch))).arg(double(confidence), 0, 'f', 2);
}

QString sourceText(const Hypnogram &hypnogram, EpochIndex epoch)
{
    const QString version = hypnogram.proposal().modelVersion;
    const QString opinion = modelOpinion(hypnogram, epoch);
    const bool differs = !opinion.isEmpty() && hypnogram.proposal().stage(epoch) != hypnogram.stage(epoch);
    QString said;
    switch (hypnogram.source(epoch)) {
    case EpochSource::None: return {};
    case EpochSource::Automatic:
        return version.isEmpty() ? Text::tr("automatic") : Text::tr("automatic, %1").arg(version);
    case EpochSource::Human: said = Text::tr("set by hand"); break;
    case EpochSource::Imported: said = Text::tr("imported"); break;
    case EpochSource::Confirmed: said = Text::tr("confirmed"); break;
    }
    return differs ? Text::tr("%1, the model said %2").arg(said, opinion) : said;
}

QString stageText(const Hypnogram &hypnogram, EpochIndex epoch)
{
    const Stage stage = hypnogram.stage(epoch);
    const float confidence = hypnogram.confidence(epoch);
    if (stage == Stage::Unscored)
        return Text::tr("unscored");
    const QString name = hypnogram.stageSet().name(stage);
    if (hypnogram.source(epoch) != EpochSource::Automatic || std::isnan(confidence))
        return name;
    return QStringLiteral("%1 %2").arg(name).arg(double(confidence), 0, 'f', 2);
}

} // namespace

StatusLine::EpochFacts epochFacts(const signal::Recording &recording, const Hypnogram &hypnogram,
                                  const plot::EpochSelection &selection, const plot::PlotTheme &theme, bool clockTime)
{
    StatusLine::EpochFacts facts;
    const EpochIndex epoch = selection.current();
    if (epoch < 0 || epoch >= hypnogram.size())
        return facts;
    facts.time = timeText(recording.start, double(epoch) * hypnogram.epochSec(), clockTime);
    facts.epoch = Text::tr("epoch %1 of %2").arg(QLocale().toString(epoch + 1), QLocale().toString(hypnogram.size()));
    facts.stage = stageText(hypnogram, epoch);
    facts.stageColour = plot::lookOf(hypnogram.stage(epoch), plot::stageSetOf(&hypnogram), theme).colour;
    facts.state = hypnogram.source(epoch);
    facts.source = sourceText(hypnogram, epoch);
    if (const EpochIndex selected = selection.selection().size(); selected > 0)
        facts.selection = selected == 1 ? Text::tr("1 epoch selected")
                                        : Text::tr("%1 epochs selected").arg(QLocale().toString(selected));
    return facts;
}

QString epochText(const signal::Recording &recording, const Hypnogram &hypnogram, EpochIndex epoch, bool clockTime)
{
    const QString time = timeText(recording.start, double(epoch) * hypnogram.epochSec(), clockTime);
    if (epoch >= hypnogram.size())
        return time;
    const QString source = sourceText(hypnogram, epoch);
    const QString stage = stageText(hypnogram, epoch);
    return QStringLiteral("%1   %2").arg(time, source.isEmpty() ? stage : Text::tr("%1, %2").arg(stage, source));
}

} // namespace somno::ui
