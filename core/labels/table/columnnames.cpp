// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <algorithm>

#include "core/labels/table/cellvalues.h"
#include "core/labels/stagewords.h"
#include "core/labels/table/tablecolumns.h"

namespace somno::io {

using scoring::Stage;

namespace {

constexpr int kEventRank = 100;

struct Names {
    ColumnRole role;
    std::vector<const char *> names; ///< as plainName() leaves them; the surer first
};

const std::vector<Names> &knownNames()
{
    static const std::vector<Names> all = {
        {ColumnRole::Onset, {"onset",       "recordingonset", "onsettime",  "epochonset",    "start",
                             "starttime",   "tstart",         "epochstart", "boutstart",     "starts",
                             "begin",       "begintime",      "from",       "timefromstart", "elapsed",
                             "elapsedtime", "timeelapsed",    "second",     "seconds",       "sec",
                             "time",        "epochtime",      "t",          "timestamp",     "datetime",
                             "clocktime",   "clock",          "timeofday",  "latency",       "zeit",
                             "uhrzeit",     "temps"}},
        {ColumnRole::End,
         {"end", "endtime", "tend", "epochend", "boutend", "stop", "stoptime", "offset", "offsettime", "finish", "to",
          "until"}},
        {ColumnRole::Duration,
         {"duration", "dur", "length", "len", "epochduration", "epochlength", "boutduration", "boutlength", "dauer",
          "duree"}},
        {ColumnRole::Date, {"date", "day", "datum"}},
        {ColumnRole::Epoch,
         {"epoch", "epochno", "epochnumber", "epochnr", "epochindex", "epochid", "epochnum", "index", "idx", "number",
          "no", "nr", "row", ""}},
        {ColumnRole::Run, {"epochs", "nepochs", "numberofepochs", "runlength", "run", "repeat", "count"}},
        {ColumnRole::Stage, {"stage",       "sleepstage", "sleepstages",    "stages",          "state",
                             "sleepstate",  "brainstate", "vigilancestate", "behavioralstate", "behaviouralstate",
                             "states",      "hypnogram",  "hypno",          "staging",         "scoring",
                             "aasm",        "aasmstage",  "score",          "scores",          "sleepscore",
                             "sleepscores", "class",      "majority",       "consensus",       "label",
                             "labels",      "prediction", "predicted",      "category",        "schlafstadium",
                             "stadium",     "stade"}},
        {ColumnRole::Scorer,
         {"scorer", "rater", "annotator", "scoredby", "reader", "expert", "observer", "technician"}},
        {ColumnRole::Source, {"source"}},
    };
    return all;
}

/// Columns that hold the stages of some files and other things in others; after those above.
const std::vector<const char *> kEventNames
    = {"trialtype", "description", "annotation", "annotations", "event", "events", "eventtype",
       "eventname", "marker",      "text",       "value",       "type",  "code"};

/// "onset (s)" is "onset" in seconds; the unit is 0 where none stands there.
double takeUnit(QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^(.+?)[\\s_.-]*[\\s_.(\\[-](ms|msec|msecs|milliseconds?|s|"
                                                           "secs?|seconds?|mins?|minutes?|h|hrs?|hours?)[)\\]]?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(name.trimmed());
    const QString unit = match.captured(2).toLower();
    if (!match.hasMatch())
        return QStringList({"seconds", "second", "sec"}).contains(name.trimmed().toLower()) ? 1 : 0;
    name = match.captured(1);
    if (unit.startsWith(QLatin1String("ms")) || unit.startsWith(QLatin1String("mil")))
        return 1e-3;
    return unit.startsWith(QLatin1Char('s')) ? 1 : unit.startsWith(QLatin1Char('m')) ? 60 : 3600;
}

/// Whether one of several scorers is meant: "scorer1", "stage_B", "Rater 2".
bool namesAScorer(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            "^(scorer|rater|annotator|expert|reader|observer|stage|score|hypnogram|staging|scoring|label)[\\s_.-]*"
            "(\\d{1,2}|(?<=[\\s_.-])[a-z])$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name.trimmed()).hasMatch();
}

} // namespace

TableColumn namedColumn(const QString &written, bool isOneOfSeveral, const LabelContext &context)
{
    TableColumn column{ColumnRole::Other, written};
    static const QRegularExpression probability(QStringLiteral("^(?:p|prob|proba|probability)[\\s_.-]+(.+)$"),
                                                QRegularExpression::CaseInsensitiveOption);
    if (const auto match = probability.match(written); match.hasMatch()) {
        column.stage = stageOfWord(match.captured(1), context);
        column.role = column.stage && *column.stage != Stage::Unscored ? ColumnRole::Probability : ColumnRole::Other;
        return column;
    }
    if (isOneOfSeveral && namesAScorer(written)) {
        column.role = ColumnRole::Stage;
        column.rank = -1;
        return column;
    }
    QString name = written;
    column.unitSec = takeUnit(name);
    static const QRegularExpression remark(QStringLiteral("\\s*[(\\[][^)\\]]*[)\\]]\\s*$"));
    name.remove(remark);
    const QString plain = plainName(name);
    for (const Names &names : knownNames())
        for (size_t i = 0; i < names.names.size(); ++i)
            if (plain == QLatin1String(names.names[i])) {
                column.role = names.role == ColumnRole::Epoch && column.unitSec > 0 ? ColumnRole::Onset : names.role;
                column.rank = int(i);
                return column;
            }
    const auto event
        = std::ranges::find_if(kEventNames, [&](const char *known) { return plain == QLatin1String(known); });
    if (event != kEventNames.end()) {
        column.role = ColumnRole::Stage;
        column.isEvent = true;
        column.rank = kEventRank + int(event - kEventNames.begin());
    } else if (plain.endsWith(QLatin1String("stage")) || plain.endsWith(QLatin1String("state"))) {
        column.role = ColumnRole::Stage;
        column.rank = kSomeStageRank;
    } else if (!looksLikeNumber(written) && !written.isEmpty() && (column.stage = stageOfWord(written, context))) {
        column.role = ColumnRole::Share;
    }
    return column;
}

QString plainName(const QString &name)
{
    QString plain;
    for (const QChar character : name.toLower().normalized(QString::NormalizationForm_KD)) // accents go
        if (character.isLetterOrNumber())
            plain += character;
    return plain;
}

} // namespace somno::io
