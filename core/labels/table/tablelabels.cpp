// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/tablelabels.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "core/labels/labeltext.h"
#include "core/labels/table/tableplan.h"
#include "core/labels/table/tabletimes.h"

namespace somno::io {

using scoring::EpochSource;
using scoring::Stage;

namespace {

constexpr double kMostEpochs = 20e6;

bool isMissing(const QString &cell)
{
    return cell.isEmpty() || QStringList({"n/a", "na", "nan", "null", "none", "-"}).contains(cell.toLower());
}

/// Reads one text row by row; every error names the line.
class TableReader {
public:
    TableReader(const QString &name, const LabelContext &context) : m_name(name), m_context(context) {}
    Result<LabelTable> read(const QString &text);

private:
    Result<> readBlanks(const TextRow &row, bool areEpochs);
    Result<> readRow(const TextRow &row);
    Result<> readOnset(const TextRow &row, LabelRow &labels);
    Result<> readMoment(const TextRow &row, qsizetype column, Ticks &ticks);
    Result<> readEnd(const TextRow &row, LabelRow &labels);
    Result<> readDuration(const TextRow &row, LabelRow &labels);
    Result<> readEpoch(const TextRow &row, LabelRow &labels);
    Result<> readProbabilities(const TextRow &row, LabelRow &labels);
    void addRows(const TextRow &row, LabelRow labels);
    void settleUnit();
    void sayWhatIsMissing();

    QString cell(const TextRow &row, qsizetype column) const
    {
        return column < 0 ? QString() : row.cells.value(column);
    }
    QString shared(const QString &word)
    {
        const auto known = m_words.constFind(word);
        return known == m_words.constEnd() ? *m_words.insert(word, word) : *known;
    }
    tl::unexpected<Error> invalid(const QString &what, const QString &remedy) const
    {
        return failure(ErrorCode::LabelsInvalid, QStringLiteral("%1, line %2: %3").arg(m_name).arg(m_line).arg(what),
                       remedy);
    }

    QString m_name;
    const LabelContext &m_context;
    TablePlan m_plan;
    qint64 m_line = 1;
    ClockColumn m_clock;
    Ticks m_next = 0; ///< end of the row before
    qint64 m_withoutOnset = 0;
    qint64 m_blanks = 0;
    qint64 m_withoutStage = 0;
    QHash<QString, QString> m_words; ///< each text is held once
    LabelTable m_table;
};

Result<LabelTable> TableReader::read(const QString &text)
{
    auto plan = planOf(text, m_context);
    if (!plan)
        return invalid(
            QStringLiteral("there is no column of stages."),
            QStringLiteral("The first line must name the columns: onset_s, duration_s, stage, and where known "
                           "confidence, p_wake, p_nrem, p_rem, source."));
    m_plan = std::move(*plan);
    for (const qsizetype share : m_plan.shares)
        if (m_plan.sharesAreProbabilities)
            m_table.classes.push_back(*m_plan.column(share)->stage);
    TextRows rows(text, m_plan.layout.separator);
    const bool keepsBlanks = m_plan.times == TimeSource::Rows && blankEpochs(linesOf(text)) > 0;
    for (TextRow row; rows.next(row);) {
        m_line = row.line;
        if (row.line <= m_plan.layout.headingLine || row.cells == m_plan.layout.heading) // files that were joined
            continue;
        if (const auto done = readBlanks(row, keepsBlanks); !done)
            return failure(done.error());
        if (const auto done = readRow(row); !done)
            return failure(done.error());
        if (m_table.rows.size() > kMostLabelRows)
            return tooManyRows(m_name);
    }
    if (m_table.rows.empty())
        return invalid(QStringLiteral("the file holds no labels."),
                       QStringLiteral("It may never have been written completely."));
    settleUnit();
    if (m_plan.times == TimeSource::Epochs)
        settleEpochNumbers(m_table);
    settleClockTimes(m_table, m_clock);
    sayWhatIsMissing();
    return std::move(m_table);
}

/// Where each row is an epoch a blank line is one without a stage, so that all behind it stay in their place.
Result<> TableReader::readBlanks(const TextRow &row, bool areEpochs)
{
    const TextRow blank{row.line, 0, QStringList(row.cells.size())};
    for (qint64 i = 0; areEpochs && i < row.blanks; ++i) {
        ++m_blanks;
        if (const auto done = readRow(blank); !done)
            return done;
    }
    return {};
}

Result<> TableReader::readRow(const TextRow &row)
{
    const bool isBlank = std::ranges::all_of(row.cells, [](const QString &cell) { return cell.isEmpty(); });
    if (isBlank && m_plan.times != TimeSource::Rows) // where each row is an epoch it is one without a stage
        return {};
    LabelRow labels;
    labels.onset = m_next;
    if (m_plan.times == TimeSource::Onsets && isMissing(cell(row, m_plan.onset))) {
        ++m_withoutOnset;
        return {};
    }
    Result<> read;
    if (m_plan.times == TimeSource::Onsets)
        read = readOnset(row, labels);
    else if (m_plan.times == TimeSource::Epochs)
        read = readEpoch(row, labels);
    else if (m_plan.times == TimeSource::Rows)
        labels.duration = kTicksPerSecond;
    if (read)
        read = readDuration(row, labels);
    if (read && labels.duration == 0)
        read = readEnd(row, labels);
    if (read)
        read = readProbabilities(row, labels);
    if (read) {
        m_next = labels.onset + labels.duration;
        addRows(row, std::move(labels));
    }
    const double farthest = m_plan.times == TimeSource::Runs ? kMostEpochs : 2 * kFarthestSec;
    if (read && m_clock.kind == Moment::Count && double(m_next) > farthest * double(kTicksPerSecond))
        return invalid(QStringLiteral("the labels reach too far."),
                       QStringLiteral("Onsets and durations must be seconds from the start of the recording."));
    return read;
}

Result<> TableReader::readMoment(const TextRow &row, qsizetype column, Ticks &ticks)
{
    QString text = cell(row, column);
    if (m_plan.date >= 0 && text.contains(QLatin1Char(':')) && !isMissing(cell(row, m_plan.date)))
        text = cell(row, m_plan.date) + QLatin1Char(' ') + text;
    auto moment = momentOf(text, m_plan.style, m_plan.dateOrder);
    if (!moment)
        moment = momentOf(cell(row, column), m_plan.style, m_plan.dateOrder);
    const bool isFirst = m_table.rows.empty() && (column == m_plan.onset || m_plan.times == TimeSource::Ends);
    if (moment && isFirst)
        m_clock.kind = moment->kind;
    const double seconds = moment ? moment->count * m_plan.unitOf(column) : 0;
    if (!moment || moment->kind != m_clock.kind || std::abs(seconds) > kFarthestSec)
        return invalid(
            QStringLiteral("\"%1\" is no %2 in seconds.")
                .arg(cell(row, column), column == m_plan.end ? QStringLiteral("end") : QStringLiteral("onset")),
            QStringLiteral("Onsets are counted in seconds from the start of the recording, or are all clock "
                           "times."));
    ticks = moment->kind == Moment::Count ? toTicks(seconds) : moment->ticks;
    return {};
}

Result<> TableReader::readOnset(const TextRow &row, LabelRow &labels)
{
    return readMoment(row, m_plan.onset, labels.onset);
}

Result<> TableReader::readEnd(const TextRow &row, LabelRow &labels)
{
    const bool isRead = m_plan.times == TimeSource::Onsets || m_plan.times == TimeSource::Ends;
    if (!isRead || m_plan.end < 0 || isMissing(cell(row, m_plan.end)))
        return {};
    Ticks end = 0;
    if (auto read = readMoment(row, m_plan.end, end); !read)
        return read;
    constexpr Ticks kDay = 86400 * kTicksPerSecond;
    if (m_clock.kind == Moment::Clock && end < labels.onset)
        end += kDay;
    if (end < labels.onset)
        return invalid(QStringLiteral("the end \"%1\" lies before the onset.").arg(cell(row, m_plan.end)),
                       QStringLiteral("An end is a time, as the onset is."));
    labels.duration = end - labels.onset;
    return {};
}

Result<> TableReader::readDuration(const TextRow &row, LabelRow &labels)
{
    const QString text = cell(row, m_plan.duration);
    if (isMissing(text))
        return {};
    const auto moment = momentOf(text, m_plan.style);
    const double seconds = !moment                         ? -1
                           : moment->kind == Moment::Clock ? double(moment->ticks) / double(kTicksPerSecond)
                                                           : moment->count * m_plan.unitOf(m_plan.duration);
    if (seconds < 0 || seconds > kFarthestSec)
        return invalid(QStringLiteral("\"%1\" is no duration in seconds.").arg(text),
                       QStringLiteral("Durations are seconds above zero."));
    labels.duration = toTicks(seconds);
    return {};
}

Result<> TableReader::readEpoch(const TextRow &row, LabelRow &labels)
{
    const auto number = numberOf(cell(row, m_plan.epoch), m_plan.style);
    if (!number || std::abs(*number) > kMostEpochs)
        return invalid(QStringLiteral("\"%1\" is no number of an epoch.").arg(cell(row, m_plan.epoch)),
                       QStringLiteral("Epochs are counted from 0 or 1."));
    labels.onset = toTicks(std::floor(*number));
    return {};
}

Result<> TableReader::readProbabilities(const TextRow &row, LabelRow &labels)
{
    if (!m_plan.sharesAreProbabilities)
        return {};
    QStringList names;
    for (const qsizetype column : m_plan.shares) {
        const QString text = cell(row, column);
        names << m_plan.column(column)->name.toLower();
        if (text.isEmpty() || text.compare(QLatin1String("nan"), Qt::CaseInsensitive) == 0)
            continue;
        const auto value = numberOf(text, m_plan.style);
        if (!value || *value < 0 || *value > 1.000001)
            return invalid(QStringLiteral("\"%1\" in column %2 is no probability.").arg(text, names.last()),
                           QStringLiteral("Probabilities lie between 0 and 1."));
        labels.probabilities.push_back(float(*value));
    }
    if (!labels.probabilities.empty() && labels.probabilities.size() != m_table.classes.size())
        return invalid(QStringLiteral("some of the probabilities are missing."),
                       QStringLiteral("State all of %1 or none.").arg(names.join(QStringLiteral(", "))));
    return {};
}

void TableReader::addRows(const TextRow &row, LabelRow labels)
{
    labels.source = sourceNames().value(cell(row, m_plan.source).toLower(), EpochSource::Imported);
    labels.scorer = shared(cell(row, m_plan.scorer));
    for (const qsizetype column : m_plan.stages) {
        LabelRow one = labels;
        m_withoutStage += column >= row.cells.size();
        one.word = shared(codeText(cell(row, column)));
        if (m_plan.stages.size() > 1)
            one.scorer = m_plan.column(column)->name;
        m_table.rows.push_back(std::move(one));
    }
    if (m_plan.stages.empty()) {
        labels.word = shared(wordOfShares(m_plan, row));
        m_table.rows.push_back(std::move(labels));
    }
}

void TableReader::settleUnit()
{
    const TableColumn *stage = m_plan.stages.empty() ? nullptr : m_plan.column(m_plan.stages.front());
    m_table.holdsEvents = stage && stage->isEvent;
    const bool isByEpoch
        = m_plan.times == TimeSource::Runs || m_plan.times == TimeSource::Epochs || m_plan.times == TimeSource::Rows;
    const auto isSaid = [this](qsizetype place) { return place >= 0 && m_plan.column(place)->unitSec > 0; };
    const qsizetype time = m_plan.times == TimeSource::Onsets ? m_plan.onset
                           : m_plan.times == TimeSource::Ends ? m_plan.end
                                                              : m_plan.duration;
    m_table.unit = isByEpoch ? LabelUnit::Epochs : isSaid(time) ? LabelUnit::Seconds : LabelUnit::Unsaid;
    const TableColumn *onset = m_plan.column(m_plan.onset);
    m_clock.isElapsed = onset
                        && (onset->name.contains(QLatin1String("elapsed"), Qt::CaseInsensitive)
                            || plainName(onset->name).contains(QLatin1String("fromstart")));
}

void TableReader::sayWhatIsMissing()
{
    if (m_blanks > 0)
        m_table.deviations.push_back(blankLines(m_blanks));
    if (m_withoutOnset > 0)
        m_table.deviations.push_back({QStringLiteral("onsets-missing"), QStringLiteral("rows"),
                                      QStringLiteral("%1 state no onset").arg(m_withoutOnset),
                                      QStringLiteral("left out")});
    if (m_withoutStage > 0)
        m_table.deviations.push_back({QStringLiteral("cells-missing"), QStringLiteral("rows"),
                                      QStringLiteral("%1 end before their stage").arg(m_withoutStage),
                                      QStringLiteral("left unscored")});
}

} // namespace

Result<LabelTable> readTableLabels(const QString &path, const LabelContext &context)
{
    Deviations deviations;
    const auto text = readText(path, deviations);
    if (!text)
        return failure(text.error());
    auto table = tableLabelsOf(*text, QFileInfo(path).fileName(), context);
    if (table)
        table->deviations.insert(table->deviations.begin(), deviations.begin(), deviations.end());
    return table;
}

Result<LabelTable> tableLabelsOf(const QString &text, const QString &name, const LabelContext &context)
{
    return TableReader(name, context).read(text);
}

const QHash<QString, EpochSource> &sourceNames()
{
    static const QHash<QString, EpochSource> names = {{QStringLiteral("automatic"), EpochSource::Automatic},
                                                      {QStringLiteral("human"), EpochSource::Human},
                                                      {QStringLiteral("imported"), EpochSource::Imported},
                                                      {QStringLiteral("confirmed"), EpochSource::Confirmed}};
    return names;
}

} // namespace somno::io
