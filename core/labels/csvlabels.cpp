// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QHash>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/atomicfile.h"
#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
#include "core/labels/labeltext.h"
#include "core/labels/stagewords.h"

namespace somno::io {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;

namespace {

constexpr std::array kDefaultClasses = {Stage::Wake, Stage::Nrem, Stage::Rem};
constexpr qsizetype kWriteBlock = 1 << 20;

const QHash<QString, EpochSource> &sourceNames()
{
    static const QHash<QString, EpochSource> names = {{QStringLiteral("automatic"), EpochSource::Automatic},
                                                      {QStringLiteral("human"), EpochSource::Human},
                                                      {QStringLiteral("imported"), EpochSource::Imported},
                                                      {QStringLiteral("confirmed"), EpochSource::Confirmed}};
    return names;
}

/// Reads one file line by line; every error names the line.
class CsvReader {
public:
    CsvReader(const QString &path, const LabelContext &context) : m_path(path), m_context(context) {}
    Result<LabelTable> read();

private:
    Result<> readHeading(const QString &line);
    Result<> readRow(const QString &line);
    Result<> readProbabilities(LabelRow &row);

    /// Cells of a line by RFC 4180: separators within quotes are text, two quotes within them are one.
    QStringList split(const QString &line) const
    {
        QStringList cells{QString()};
        bool isQuoted = false;
        for (const QChar character : line) {
            if (character == QLatin1Char('"'))
                isQuoted = !isQuoted;
            if (character == m_separator && !isQuoted)
                cells << QString();
            else
                cells.last() += character;
        }
        for (QString &cell : cells) {
            cell = cell.trimmed();
            if (cell.size() >= 2 && cell.startsWith(QLatin1Char('"')) && cell.endsWith(QLatin1Char('"')))
                cell = cell.mid(1, cell.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\"")).trimmed();
        }
        return cells;
    }
    QString cell(const QString &column) const { return m_cells.value(m_columns.value(column, -1)); }
    std::optional<double> number(QString text) const
    {
        if (m_separator != QLatin1Char(','))
            text.replace(QLatin1Char(','), QLatin1Char('.')); // spreadsheets of half of Europe
        bool isNumber = false;
        const double value = text.toDouble(&isNumber);
        return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
    }
    tl::unexpected<Error> invalid(const QString &what, const QString &remedy) const
    {
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1, line %2: %3").arg(QFileInfo(m_path).fileName()).arg(m_line).arg(what),
                       remedy);
    }

    QString m_path;
    const LabelContext &m_context;
    qint64 m_line = 0;
    QChar m_separator = QLatin1Char(',');
    QHash<QString, qsizetype> m_columns;
    QStringList m_probabilityColumns;
    QStringList m_cells;
    LabelTable m_table;
};

Result<> CsvReader::readHeading(const QString &line)
{
    for (const QChar candidate : {QLatin1Char('\t'), QLatin1Char(';')})
        if (line.contains(candidate))
            m_separator = candidate;
    const QStringList names = split(line.toLower());
    for (qsizetype i = 0; i < names.size(); ++i) {
        const bool isUnsaid = names[i] == QLatin1String("onset") || names[i] == QLatin1String("duration");
        m_table.unit = isUnsaid ? LabelUnit::Unsaid : m_table.unit;
        m_columns.insert(isUnsaid ? names[i] + QStringLiteral("_s") : names[i], i);
        if (!names[i].startsWith(QLatin1String("p_")))
            continue;
        if (const auto stage = stageOfWord(names[i].mid(2), m_context); stage && *stage != Stage::Unscored) {
            m_probabilityColumns << names[i];
            m_table.classes.push_back(*stage);
        }
    }
    for (const QString &needed : {QStringLiteral("onset_s"), QStringLiteral("stage")})
        if (!m_columns.contains(needed))
            return invalid(
                QStringLiteral("there is no column \"%1\".").arg(needed),
                QStringLiteral("The first line must name the columns: onset_s, duration_s, stage, and where known "
                               "confidence, p_wake, p_nrem, p_rem, source."));
    return {};
}

Result<> CsvReader::readProbabilities(LabelRow &row)
{
    for (const QString &column : m_probabilityColumns) {
        const QString text = cell(column);
        if (text.isEmpty() || text.compare(QLatin1String("nan"), Qt::CaseInsensitive) == 0)
            continue;
        const auto value = number(text);
        if (!value || *value < 0 || *value > 1.000001)
            return invalid(QStringLiteral("\"%1\" in column %2 is no probability.").arg(text, column),
                           QStringLiteral("Probabilities lie between 0 and 1."));
        row.probabilities.push_back(float(*value));
    }
    if (!row.probabilities.empty() && row.probabilities.size() != m_table.classes.size())
        return invalid(QStringLiteral("some of the probabilities are missing."),
                       QStringLiteral("State all of %1 or none.").arg(m_probabilityColumns.join(QStringLiteral(", "))));
    return {};
}

Result<> CsvReader::readRow(const QString &line)
{
    m_cells = split(line);
    LabelRow row;
    const auto onset = number(cell(QStringLiteral("onset_s")));
    if (!onset || std::abs(*onset) > kFarthestSec)
        return invalid(QStringLiteral("\"%1\" is no onset in seconds.").arg(cell(QStringLiteral("onset_s"))),
                       QStringLiteral("Onsets are counted in seconds from the start of the recording."));
    row.onset = toTicks(*onset);
    if (const QString text = cell(QStringLiteral("duration_s")); !text.isEmpty()) {
        const auto duration = number(text);
        if (!duration || *duration <= 0 || *duration > kFarthestSec)
            return invalid(QStringLiteral("\"%1\" is no duration in seconds.").arg(text),
                           QStringLiteral("Durations are seconds above zero."));
        row.duration = toTicks(*duration);
    }
    row.word = cell(QStringLiteral("stage"));
    row.scorer = cell(QStringLiteral("scorer"));
    row.source = sourceNames().value(cell(QStringLiteral("source")).toLower(), EpochSource::Imported);
    if (const auto read = readProbabilities(row); !read)
        return read;
    m_table.rows.push_back(std::move(row));
    return {};
}

Result<LabelTable> CsvReader::read()
{
    const auto text = readText(m_path, m_table.deviations);
    if (!text)
        return failure(text.error());
    bool hasHeading = false;
    for (const QString &line : linesOf(*text)) {
        ++m_line;
        if (line.trimmed().isEmpty())
            continue;
        const auto read = hasHeading ? readRow(line) : readHeading(line);
        if (!read)
            return failure(read.error());
        hasHeading = true;
    }
    if (m_table.rows.empty())
        return invalid(QStringLiteral("the file holds no labels."),
                       QStringLiteral("It may never have been written completely."));
    return std::move(m_table);
}

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

QHash<Stage, QByteArray> wordsFor(const scoring::StageSet &set)
{
    QHash<Stage, QByteArray> words;
    for (int value = int(Stage::Unscored); value < scoring::kStageValues; ++value)
        words.insert(Stage(value), wordFor(Stage(value), set));
    return words;
}

QByteArray rowBytes(const Hypnogram &hypnogram, EpochIndex epoch, const QHash<Stage, QByteArray> &words, size_t classes,
                    bool withSource)
{
    const Ticks length = toTicks(hypnogram.epochSec());
    QByteArray row = secondsText(epoch * length) + ',' + secondsText(length) + ',';
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
    const QHash<Stage, QByteArray> words = wordsFor(hypnogram.stageSet());
    QByteArray bytes = "onset_s,duration_s,stage,confidence";
    for (const Stage stage : classes)
        bytes += ",p_" + QString::fromUtf8(words.value(stage)).toLower().toUtf8();
    bytes += options.withSource ? ",source\n" : "\n";
    AtomicFile file(path);
    auto done = file.open();
    for (EpochIndex i = 0; i < hypnogram.size() && done; ++i) {
        bytes += rowBytes(hypnogram, i, words, classes.size(), options.withSource);
        if (bytes.size() >= kWriteBlock) { // weeks of seconds are not held as text
            done = file.write(bytes);
            bytes.clear();
        }
    }
    if (done)
        done = file.write(bytes);
    if (done)
        done = file.commit();
    return done;
}

} // namespace

const LabelFormat &csvLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("csv"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "CSV table")),
         {QStringLiteral("csv"), QStringLiteral("tsv")},
         [](const QByteArray &bytes, const QString &) { return bytes.left(1024).toLower().contains("onset_s"); }},
        LabelContent::Probabilities | LabelContent::Source,
        {},
        [](const QString &path, const LabelContext &context) { return CsvReader(path, context).read(); },
        writeCsv,
    };
    return format;
}

} // namespace somno::io
