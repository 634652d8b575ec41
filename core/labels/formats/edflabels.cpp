// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <limits>
#include <map>

#include "core/labels/labelformat.h"
#include "core/labels/labeltimes.h"
#include "core/labels/stagewords.h"
#include "core/recordings/edf/edfheader.h"
#include "core/recordings/recordingfile.h"
#include "core/recordings/edf/edfwriter.h"

namespace somno::io {

using scoring::EpochRange;
using scoring::Hypnogram;
using scoring::Stage;
using signal::Annotation;
using signal::Recording;

namespace {

const QString kPrefix = QStringLiteral("Sleep stage ");
// EDF+'s own text for the end; written where the scoring ends with unscored epochs.
const QString kEnd = QStringLiteral("Recording ends");

/// Whether the set in use has such a letter for a text. Else, in a file that says "Sleep stage R" elsewhere, "R" alone
/// is somebody's marker.
bool isStageOfSet(const LabelContext &context, const QString &letter)
{
    const auto stage = context.stages.called(letter);
    const scoring::StageDefinition *definition = stage ? context.stages.find(*stage) : nullptr;
    return definition && definition->annotation().compare(letter, Qt::CaseInsensitive) == 0;
}

bool usesPrefix(const Recording &recording)
{
    return std::ranges::any_of(recording.annotations, [](const Annotation &annotation) {
        return annotation.text.startsWith(kPrefix, Qt::CaseInsensitive);
    });
}

/// "@@EEG" behind a text says of which signal it speaks.
QString wordOf(const Annotation &annotation)
{
    return annotation.text.section(QStringLiteral("@@"), 0, 0).trimmed();
}

/// What recorders write where the recording ends.
bool isEnd(const QString &word)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:recording (?:ends?|ended|stops?|stopped)|end of recording)$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(word).hasMatch();
}

/// Whose an annotation is, if a file is of several: by the signal behind the text, else by the annotation signal that
/// it stands in.
QString sourceOf(const Annotation &annotation)
{
    const QString signal = annotation.text.section(QStringLiteral("@@"), 1).trimmed();
    return signal.isEmpty() ? QString::number(annotation.signal + 1) : signal;
}

/// Of a file with several sources of stages. Where they state the same time twice, each as much as another, they are as
/// many scorers; where they take turns they are one scoring, whose order is that of time.
void settleSources(std::vector<LabelRow> &rows, const std::vector<QString> &sources, const LabelContext &context)
{
    std::map<QString, double> stated; // in ticks, which may be too many for one number of them
    std::vector<bool> isStage(rows.size());
    double all = 0;
    Ticks first = std::numeric_limits<Ticks>::max();
    Ticks last = std::numeric_limits<Ticks>::min();
    for (size_t i = 0; i < rows.size(); ++i) {
        isStage[i] = stageOfWord(rows[i].word, context).has_value();
        if (!isStage[i])
            continue;
        stated[sources[i]] += double(rows[i].duration);
        all += double(rows[i].duration);
        first = std::min(first, rows[i].onset);
        last = std::max(last, rows[i].onset + rows[i].duration);
    }
    if (stated.size() < 2)
        return;
    const auto bySize = [](const auto &a, const auto &b) { return a.second < b.second; };
    const auto [least, most] = std::ranges::minmax_element(stated, bySize);
    const bool areScorers = all > 1.5 * double(last - first) && least->second > most->second / 2;
    for (size_t i = 0; i < rows.size() && areScorers; ++i)
        if (isStage[i])
            rows[i].scorer = sources[i];
    if (!areScorers)
        std::ranges::stable_sort(rows, {}, &LabelRow::onset);
}

/// The epoch length that files of our own state.
Ticks epochOf(const Recording &recording)
{
    static const QRegularExpression pattern(QStringLiteral("epoch=([0-9.]+)s"));
    const auto match = pattern.match(recording.recordingField);
    return match.hasMatch() ? statedEpoch(match.captured(1)) : 0;
}

LabelTable tableOf(const Recording &recording, const LabelContext &context)
{
    const bool needsPrefix = usesPrefix(recording);
    LabelTable table;
    table.start = recording.start;
    table.epoch = epochOf(recording);
    table.absentIsUnscored = true;
    table.holdsEvents = true;
    qint64 beyondReason = 0;
    std::vector<QString> sources;
    for (const Annotation &annotation : recording.annotations) {
        const auto onset = statedTicks(annotation.onsetSec);
        const auto duration = statedTicks(annotation.durationSec);
        if (!onset || !duration) {
            ++beyondReason;
            continue;
        }
        LabelRow row{*onset, std::max<Ticks>(0, *duration), wordOf(annotation)};
        row.isEvent = needsPrefix && row.word.size() == 1 && !isStageOfSet(context, row.word);
        if (isEnd(row.word))
            table.end = std::max(table.end, *onset);
        sources.push_back(sourceOf(annotation));
        table.rows.push_back(std::move(row));
    }
    settleSources(table.rows, sources, context);
    if (beyondReason > 0)
        table.deviations.push_back({QStringLiteral("times-beyond-reason"), QStringLiteral("annotations"),
                                    QStringLiteral("%1 begin or last beyond thirty years").arg(beyondReason),
                                    QStringLiteral("left out")});
    return table;
}

Result<LabelTable> readEdfLabels(const QString &path, const LabelContext &context)
{
    const auto recording = openRecording(path);
    if (!recording)
        return failure(recording.error());
    return tableOf(**recording, context);
}

QString edfText(const Hypnogram &hypnogram, Stage stage)
{
    const scoring::StageDefinition *definition = hypnogram.stageSet().find(stage);
    return definition ? definition->annotation() : kPrefix + scoring::stageName(stage);
}

/// Labels may replace labels, never a recording or a file of another kind.
Result<> checkReplaceable(const QString &path)
{
    if (QFileInfo(path).size() == 0) // absent or empty
        return {};
    const auto header = readEdfHeader(path);
    if (header && std::ranges::all_of(header->signalHeaders, &EdfSignalHeader::isAnnotation))
        return {};
    return failure(ErrorCode::FileNotWritable,
                   QStringLiteral("%1 exists and is no file of labels; it is not overwritten.").arg(path),
                   QStringLiteral("Choose another name for the labels."));
}

Result<> writeEdfLabels(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    if (auto free = checkReplaceable(path); !free)
        return free;
    const Ticks epoch = toTicks(hypnogram.epochSec());
    const auto seconds = [&](EpochIndex index) { return double(index * epoch) / double(kTicksPerSecond); };
    Recording recording;
    recording.start = options.recordingStart;
    const QString date
        = options.recordingStart.isValid()
              ? QLocale::c().toString(options.recordingStart.date(), QStringLiteral("dd-MMM-yyyy")).toUpper()
              : QStringLiteral("X");
    // The epoch length cannot be told from merged bouts, so the equipment subfields carry it.
    recording.recordingField
        = QStringLiteral("Startdate %1 X X Somnoscribe epoch=%2s").arg(date, QString::fromLatin1(secondsText(epoch)));
    for (const EpochRange &bout : hypnogram.bouts())
        if (hypnogram.stage(bout.first) != Stage::Unscored)
            recording.annotations.push_back(
                {seconds(bout.first), seconds(bout.size()), edfText(hypnogram, hypnogram.stage(bout.first))});
    if (hypnogram.size() > 0 && hypnogram.stage(hypnogram.size() - 1) == Stage::Unscored)
        recording.annotations.push_back({seconds(hypnogram.size()), -1, kEnd});
    return writeEdf(path, recording);
}

} // namespace

const LabelFormat &edfLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("edf"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "EDF+ annotations")),
         {QStringLiteral("edf"), QStringLiteral("bdf")},
         [](const QByteArray &bytes, const QString &) { return isEdf(bytes) || isBdf(bytes); }},
        LabelContent::StartClock,
        {},
        readEdfLabels,
        writeEdfLabels,
        {},
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
