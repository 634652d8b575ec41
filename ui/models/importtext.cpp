// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/importtext.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <span>

namespace somno::ui {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::ImportText)
};

/// Deviations that are said in other words, or asked.
constexpr std::array kSaidElsewhere = {"word-unknown", "several-scorers"};
/// Those that only tidy: nothing is lost by them and no label lies elsewhere than the file says.
constexpr std::array kTidying = {"rows-unsorted", "durations-missing", "overlap-same-stage", "gaps"};

bool isAmong(std::span<const char *const> codes, const QString &code)
{
    return std::ranges::any_of(codes, [&](const char *one) { return code == QLatin1String(one); });
}

QString secondsText(double seconds)
{
    return QLocale().toString(seconds, 'g', 10);
}

/// Rows of one length are the epochs themselves.
QString amountText(const io::LabelImport &labels)
{
    const QLocale locale;
    double seconds = 0;
    qint64 rows = 0;
    for (const io::WordUse &use : labels.words)
        if (use.stage || !labels.holdsEvents) {
            seconds += use.seconds;
            rows += use.rows;
        }
    if (labels.epochSec <= 0)
        return Text::tr("%1 rows").arg(locale.toString(labels.rows));
    if (labels.others.empty() && std::abs(double(rows) * labels.epochSec - seconds) < 1e-3)
        return Text::tr("%1 epochs of %2 s").arg(locale.toString(rows), secondsText(labels.epochSec));
    return labels.holdsEvents
               ? Text::tr("%1 annotations, epochs of %2 s")
                     .arg(locale.toString(labels.rows), secondsText(labels.epochSec))
               : Text::tr("%1 rows, epochs of %2 s").arg(locale.toString(labels.rows), secondsText(labels.epochSec));
}

QString scorersText(const io::LabelImport &labels)
{
    if (labels.others.empty())
        return labels.scorer.isEmpty() ? QString() : Text::tr("scorer %1").arg(labels.scorer);
    QStringList names{labels.scorer};
    for (const io::ScorerLabels &other : labels.others)
        names << other.scorer;
    names.sort();
    return Text::tr("%1 scorers: %2").arg(names.size()).arg(names.join(QStringLiteral(", ")));
}

ImportNote notUnderstoodNote(qint64 words, double seconds)
{
    const QString many
        = words == 1 ? Text::tr("1 word is not understood") : Text::tr("%L1 words are not understood").arg(words);
    const QString time = seconds > 0 ? Text::tr(" (%1 s)").arg(secondsText(seconds)) : QString();
    return {many + time + Text::tr("; left unscored."), true};
}

} // namespace

QString formatName(const io::LabelFormat &format)
{
    return QCoreApplication::translate("somno::io::LabelFormat", format.name.toUtf8().constData());
}

QString importSummary(const io::LabelImport &labels)
{
    QStringList parts{formatName(*labels.format), amountText(labels)};
    if (labels.start.isValid())
        parts << Text::tr("starts at %1").arg(labels.start.toString(QStringLiteral("HH:mm:ss")));
    if (const QString scorers = scorersText(labels); !scorers.isEmpty())
        parts << scorers;
    return parts.join(QStringLiteral(" · "));
}

bool isNotUnderstood(const io::WordUse &use, const io::LabelImport &labels)
{
    return !use.stage && (!labels.holdsEvents || io::looksLikeStage(use.word));
}

std::vector<ImportNote> importNotes(const io::LabelImport &labels)
{
    std::vector<ImportNote> notes;
    if (labels.open & io::LabelQuestion::RowLength)
        notes.push_back(
            {Text::tr("The file states no times, and nothing tells how long a row lasts: say it below."), true});
    if (labels.open & io::LabelQuestion::Stages)
        notes.push_back(
            {Text::tr("None of its words is a stage that is known: say below which stage each stands for."), true});
    qint64 words = 0;
    double seconds = 0;
    for (const io::WordUse &use : labels.words)
        if (isNotUnderstood(use, labels)) {
            ++words;
            seconds += use.seconds;
        }
    if (words > 0 && !(labels.open & io::LabelQuestion::Stages))
        notes.push_back(notUnderstoodNote(words, seconds));
    for (const Deviation &deviation : labels.deviations)
        if (!isAmong(kSaidElsewhere, deviation.code)) {
            const QString sentence = deviation.sentence();
            notes.push_back({sentence.left(1).toUpper() + sentence.mid(1), !isAmong(kTidying, deviation.code)});
        }
    // Not std::ranges: clang 14 does not know its subranges.
    std::stable_partition(notes.begin(), notes.end(), std::mem_fn(&ImportNote::isGrave));
    return notes;
}

QString scoredText(const scoring::Hypnogram &hypnogram)
{
    const EpochIndex scored = hypnogram.size() - hypnogram.count(scoring::Stage::Unscored);
    return Text::tr("%L1 of %L2 epochs are scored now.").arg(scored).arg(hypnogram.size());
}

} // namespace somno::ui
