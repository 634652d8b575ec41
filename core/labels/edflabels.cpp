// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <optional>

#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
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

constexpr double kFarthestSec = 1e9;
const QString kPrefix = QStringLiteral("sleep stage ");
// EDF+'s own text for the end; written where the scoring ends with unscored epochs.
const QString kEnd = QStringLiteral("Recording ends");

/// Stage of an annotation; nullopt for other events. Rechtschaffen and Kales' 3 and 4 are both N3, and movement time is
/// unscored, but in a scoring that knows them.
std::optional<Stage> stageOf(const LabelContext &context, QString text, bool needsPrefix)
{
    text = text.section(QStringLiteral("@@"), 0, 0).trimmed().toLower(); // "@@EEG" ties an event to a signal
    if (context.stageMap.contains(text))
        return context.stageMap.value(text);
    if (text == QLatin1String("movement time"))
        return context.stages.contains(Stage::MovementTime) ? Stage::MovementTime : Stage::Unscored;
    if (text.startsWith(kPrefix)) {
        const QString name = text.mid(kPrefix.size()).trimmed();
        if (name == QLatin1String("1"))
            return Stage::N1;
        if (name == QLatin1String("2"))
            return Stage::N2;
        if (name == QLatin1String("3"))
            return Stage::N3;
        if (name == QLatin1String("4"))
            return context.stages.contains(Stage::S4) ? Stage::S4 : Stage::N3;
        return context.stageOf(name);
    }
    const auto stage = context.stageOf(text);
    return !needsPrefix || stage == Stage::Microarousal ? stage : std::nullopt;
}

// "R" or "W" alone are stages only in a file that does not say "Sleep stage R" elsewhere.
bool usesPrefix(const Recording &recording)
{
    return std::ranges::any_of(recording.annotations, [](const Annotation &annotation) {
        return annotation.text.startsWith(kPrefix, Qt::CaseInsensitive);
    });
}

Result<LabelTable> tableOf(const Recording &recording, const LabelContext &context)
{
    const bool needsPrefix = usesPrefix(recording);
    LabelTable table;
    int outside = 0;
    for (const Annotation &annotation : recording.annotations) {
        const auto stage = stageOf(context, annotation.text, needsPrefix);
        if (annotation.onsetSec < 0 || annotation.onsetSec > kFarthestSec || annotation.durationSec > kFarthestSec) {
            outside += stage ? 1 : 0;
            continue;
        }
        const Ticks onset = toTicks(annotation.onsetSec);
        if (annotation.text == kEnd)
            table.end = std::max(table.end, onset);
        if (!stage)
            continue;
        LabelRow row;
        row.onset = onset;
        row.duration = std::max<Ticks>(0, toTicks(annotation.durationSec));
        row.stage = *stage;
        table.rows.push_back(row);
    }
    if (table.rows.empty())
        return failure(
            ErrorCode::LabelsInvalid,
            QStringLiteral("%1 holds no sleep stages.").arg(QFileInfo(recording.path).fileName()),
            QStringLiteral(
                "Of its %1 annotations none is \"Sleep stage W\", \"N\", \"R\", \"N1\" ... or \"Microarousal\".")
                .arg(recording.annotations.size()));
    if (outside > 0)
        table.warnings << QStringLiteral(
                              "Left out were stages that begin before the recording or last beyond reason: %1.")
                              .arg(outside);
    std::ranges::stable_sort(table.rows, {}, &LabelRow::onset);
    completeDurations(table.rows);
    static const QRegularExpression epoch(QStringLiteral("epoch=([0-9.]+)s"));
    if (const auto match = epoch.match(recording.recordingField); match.hasMatch())
        table.epoch = toTicks(match.captured(1).toDouble());
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
    return definition ? definition->edfText : QStringLiteral("Sleep stage ") + scoring::stageName(stage);
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
    };
    return format;
}

} // namespace somno::io
