// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelfile.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <iterator>

#include "core/labels/labelalignment.h"
#include "core/labels/labelgrid.h"
#include "core/labels/labeloverlaps.h"
#include "core/labels/labeltable.h"
#include "core/recordings/foreignfile.h"
#include "core/recordings/recordingformat.h"

namespace somno::io {

using scoring::Hypnogram;

namespace {

tl::unexpected<Error> noSuchFormat(const QString &id, LabelFormats known)
{
    QStringList ids;
    for (const LabelFormat *format : known)
        ids << format->id;
    return failure(ErrorCode::InvalidArgument, QStringLiteral("There is no format of labels \"%1\" for this.").arg(id),
                   QStringLiteral("Known are %1.").arg(ids.join(QStringLiteral(", "))));
}

Result<const LabelFormat *> formatToRead(const QString &path, const QString &id)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read as labels (%2).")
                           .arg(path, QFileInfo(path).isDir() ? QStringLiteral("it is a folder") : file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    if (!id.isEmpty()) {
        const LabelFormat *format = findLabelFormat(id);
        return format && format->canRead() ? Result<const LabelFormat *>(format)
                                           : noSuchFormat(id, readableLabelFormats());
    }
    const QByteArray start = file.read(kRecognisedBytes);
    if (const LabelFormat *format = formatOf(readableLabelFormats(), start, path))
        return format;
    const QString looks = describeForeignFile(start);
    return failure(ErrorCode::UnsupportedFormat,
                   QStringLiteral("%1 is no label file that can be read%2.")
                       .arg(QFileInfo(path).fileName(),
                            looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
                   QStringLiteral("Known label files end in %1.").arg(labelReadEndings()));
}

Result<const LabelFormat *> formatToWrite(const QString &path, const QString &id)
{
    if (!id.isEmpty()) {
        const LabelFormat *format = findLabelFormat(id);
        return format && format->canWrite() ? Result<const LabelFormat *>(format)
                                            : noSuchFormat(id, writableLabelFormats());
    }
    for (const LabelFormat *format : writableLabelFormats())
        if (format->suffixes.first() == suffixOf(path))
            return format;
    return failure(ErrorCode::UnsupportedFormat,
                   QStringLiteral("%1: labels cannot be written to such a file.").arg(QFileInfo(path).fileName()),
                   QStringLiteral("Choose a name that ends in %1.").arg(eitherOf(labelWriteEndings())));
}

tl::unexpected<Error> noKnownStage(const QString &name, const std::vector<WordUse> &words)
{
    constexpr size_t kMostShown = 12;
    QStringList shown;
    for (size_t i = 0; i < std::min(words.size(), kMostShown); ++i)
        shown << QStringLiteral("\"%1\"").arg(words[i].word.left(40));
    if (words.size() > kMostShown)
        shown << QStringLiteral("...");
    return failure(ErrorCode::LabelsInvalid, QStringLiteral("%1 holds no sleep stages.").arg(name),
                   shown.isEmpty() ? QStringLiteral("It holds no labels at all; it may never have been written "
                                                    "completely.")
                                   : QStringLiteral("None of its words is a stage that is known: %1. State which stage "
                                                    "each of them stands for.")
                                         .arg(shown.join(QStringLiteral(", "))));
}

Error namedError(const QString &name, const Error &error)
{
    return {error.code, name + QStringLiteral(": ") + error.message, error.detail};
}

/// Of a table whose rows are aligned.
Result<ScorerLabels> scoringOf(LabelTable &table, const LabelContext &context, std::vector<WordUse> &words)
{
    addSeconds(words, table);
    const QString scorer = table.rows.empty() ? QString() : table.rows.front().scorer;
    settleOverlaps(table);
    auto hypnogram = hypnogramFromTable(table, context.epochSec, context.totalSec);
    if (!hypnogram)
        return failure(hypnogram.error());
    hypnogram->setStageSet(scoring::StageSet::holding(hypnogram->stages(), context.stages));
    return ScorerLabels{scorer, std::move(*hypnogram)};
}

/// Of several scorers the one that is asked for goes before the others.
Result<> chooseScorer(std::vector<ScorerLabels> &all, const QString &wanted, const QString &name)
{
    if (wanted.isEmpty())
        return {};
    const auto found = std::ranges::find_if(
        all, [&](const ScorerLabels &one) { return one.scorer.compare(wanted, Qt::CaseInsensitive) == 0; });
    QStringList known;
    for (const ScorerLabels &one : all)
        known << QStringLiteral("\"%1\"").arg(one.scorer);
    if (found == all.end())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 has no scorer \"%2\".").arg(name, wanted),
                       QStringLiteral("It has %1.").arg(known.join(QStringLiteral(", "))));
    std::rotate(all.begin(), found, found + 1);
    return {};
}

/// Where nobody could be asked the first thing that is open is the error.
void leaveOpen(LabelImport &found, LabelQuestion question, const Error &refusal)
{
    if (!found.open)
        found.refusal = refusal;
    found.open |= question;
}

/// Each scorer's table on the time of the recording, as far as the file tells.
Result<std::vector<ScorerLabels>> scoringsOf(std::vector<LabelTable> &tables, LabelImport &found,
                                             const LabelContext &context, const QString &name)
{
    std::vector<ScorerLabels> all;
    for (LabelTable &one : tables)
        if (const auto aligned = alignRows(one, context); !aligned) {
            leaveOpen(found, LabelQuestion::RowLength, namedError(name, aligned.error()));
            return all;
        }
    for (LabelTable &one : tables) {
        auto scoring = scoringOf(one, context, found.words);
        if (!scoring)
            return failure(namedError(name, scoring.error()));
        all.push_back(std::move(*scoring));
    }
    found.epochSec = double(tables.front().epoch) / double(kTicksPerSecond);
    found.shift = tables.front().shift;
    return all;
}

void gatherDeviations(LabelImport &found, const std::vector<LabelTable> &tables)
{
    for (const LabelTable &one : tables)
        for (const Deviation &deviation : one.deviations)
            if (std::ranges::find(found.deviations, deviation) == found.deviations.end())
                found.deviations.push_back(deviation);
    std::ranges::move(oddWords(found.words, tables.front()), std::back_inserter(found.deviations));
}

/// What a table says once it is read: each step puts what it found odd to the deviations.
Result<LabelImport> importOf(LabelTable table, const LabelFormat &format, const LabelContext &context,
                             const QString &name)
{
    LabelImport result;
    result.format = &format;
    result.start = table.start;
    result.holdsEvents = table.holdsEvents;
    result.rows = qint64(table.rows.size());
    result.words = understandWords(table, format, context);
    if (std::ranges::none_of(result.words, [](const WordUse &use) { return use.stage.has_value(); })) {
        const Error refusal = noKnownStage(name, result.words).value();
        if (result.words.empty())
            return failure(refusal);
        leaveOpen(result, LabelQuestion::Stages, refusal);
    }
    if (table.rows.empty())
        return result;
    std::vector<LabelTable> tables = tablesByScorer(std::move(table));
    auto all = scoringsOf(tables, result, context, name);
    if (!all)
        return failure(result.open ? result.refusal : all.error());
    gatherDeviations(result, tables);
    if (all->empty())
        return result;
    if (auto chosen = chooseScorer(*all, context.scorer, name); !chosen)
        return failure(chosen.error());
    if (all->size() > 1 && context.scorer.isEmpty())
        result.deviations.push_back({QStringLiteral("several-scorers"), QStringLiteral("scorers"),
                                     QStringLiteral("%1 scorings of the same time").arg(all->size()),
                                     QStringLiteral("the first is taken, the others stay beside it")});
    result.scorer = all->front().scorer;
    result.hypnogram = std::move(all->front().hypnogram);
    result.others.assign(std::make_move_iterator(all->begin() + 1), std::make_move_iterator(all->end()));
    return result;
}

/// Where whatever is odd is an error.
Result<LabelImport> strictly(Result<LabelImport> read, const LabelContext &context, const QString &name)
{
    if (!read || !context.strict || read->open || read->deviations.empty())
        return read;
    QStringList sentences;
    for (const Deviation &deviation : read->deviations)
        sentences << deviation.sentence();
    return failure(ErrorCode::LabelsInvalid, QStringLiteral("%1 is not taken as it stands.").arg(name),
                   sentences.join(QLatin1Char(' ')));
}

Result<LabelImport> readChecked(const QString &path, const LabelContext &context)
{
    const auto format = formatToRead(path, context.format);
    if (!format)
        return failure(format.error());
    auto table = (*format)->read(path, context);
    if (!table)
        return failure(table.error());
    const QString name = QFileInfo(path).fileName();
    return strictly(importOf(std::move(*table), **format, context, name), context, name);
}

} // namespace

Result<LabelImport> surveyLabels(const QString &path, const LabelContext &context)
{
    try {
        return readChecked(path, context);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotReadable,
                       QStringLiteral("%1: there is not enough memory to read it.").arg(path),
                       QStringLiteral("Close other programs and try again."));
    }
}

Result<LabelImport> readLabels(const QString &path, const LabelContext &context)
{
    auto found = surveyLabels(path, context);
    return found && found->open ? failure(found->refusal) : found;
}

bool isLabelFile(const QString &path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray start = file.read(kRecognisedBytes);
    const auto recognises = [&](const FileFormat *format) { return format->recognises(start, path); };
    if (std::ranges::none_of(readableLabelFormats(), recognises))
        return false;
    if (std::ranges::none_of(recordingFormats(), recognises))
        return true;
    const auto recording = openRecording(path); // what both know holds signals, or nothing but labels
    return !recording || (*recording)->channels.empty();
}

Result<QStringList> writeLabels(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    const auto format = formatToWrite(path, options.format);
    if (!format)
        return failure(format.error());
    if (const auto written = (*format)->write(path, hypnogram, options); !written)
        return failure(written.error());
    return labelLosses(**format, hypnogram, options);
}

} // namespace somno::io
