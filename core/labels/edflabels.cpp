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

const QString kPrefix = QStringLiteral("Sleep stage ");
// EDF+'s own text for the end; written where the scoring ends with unscored epochs.
const QString kEnd = QStringLiteral("Recording ends");

/// What an annotation says.
struct Said {
    Stage stage = Stage::Unscored;
    bool otherwise = false; ///< the set in use lacks the stage, this one stands for it
};

Said saidIn(const LabelContext &context, Stage stage, Stage substitute)
{
    return context.stages.contains(stage) ? Said{stage} : Said{substitute, true};
}

/// Whether a text says its stage in a file that says "Sleep stage R" elsewhere: "R" or "W" alone do not.
bool needsNoPrefix(const LabelContext &context, const QString &text, Stage stage)
{
    const scoring::StageDefinition *definition = context.stages.find(stage);
    return stage == Stage::Microarousal || int(stage) >= scoring::kFirstOwnStage
           || (definition && definition->annotation().compare(text, Qt::CaseInsensitive) == 0);
}

/// nullopt for other events than stages. What the context says goes before Rechtschaffen and Kales.
std::optional<Said> stageOf(const LabelContext &context, const QString &text, bool needsPrefix)
{
    static const QHash<QString, Stage> numbers
        = {{QStringLiteral("1"), Stage::N1}, {QStringLiteral("2"), Stage::N2}, {QStringLiteral("3"), Stage::N3}};
    if (const auto mapped = context.stageMap.constFind(text.toLower()); mapped != context.stageMap.constEnd())
        return Said{*mapped};
    const bool isPrefixed = text.startsWith(kPrefix, Qt::CaseInsensitive);
    const QString name = isPrefixed ? text.mid(kPrefix.size()).trimmed() : text;
    auto stage = context.stages.called(text);
    if (!stage && text.compare(QLatin1String("movement time"), Qt::CaseInsensitive) == 0)
        return saidIn(context, Stage::MovementTime, Stage::Unscored);
    if (!stage)
        stage = context.stageOf(name);
    if (!stage && isPrefixed && name == QLatin1String("4"))
        return saidIn(context, Stage::S4, Stage::N3);
    if (!stage && isPrefixed && numbers.contains(name))
        stage = numbers.value(name);
    if (!stage || (needsPrefix && !isPrefixed && !needsNoPrefix(context, text, *stage)))
        return std::nullopt;
    return Said{*stage};
}

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
        const QString text = annotation.text.section(QStringLiteral("@@"), 0, 0).trimmed(); // "@@EEG": of a signal
        const auto said = stageOf(context, text, needsPrefix);
        if (annotation.onsetSec < 0 || annotation.onsetSec > kFarthestSec || annotation.durationSec > kFarthestSec) {
            outside += said ? 1 : 0;
            continue;
        }
        const Ticks onset = toTicks(annotation.onsetSec);
        if (annotation.text == kEnd)
            table.end = std::max(table.end, onset);
        if (!said)
            continue;
        LabelRow row;
        row.onset = onset;
        row.duration = std::max<Ticks>(0, toTicks(annotation.durationSec));
        row.stage = said->stage;
        row.word = said->otherwise ? text : QString();
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
    };
    return format;
}

} // namespace somno::io
