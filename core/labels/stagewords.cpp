// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/stagewords.h"

#include <QStringList>
#include <algorithm>
#include <array>

#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"

namespace somno::io {

using scoring::Stage;
using scoring::StageSet;

namespace {

/// Lower case, without accents, spaces and the signs that people put between words.
QString plain(const QString &word)
{
    QString text;
    for (const QChar character : word.toLower().normalized(QString::NormalizationForm_KD)) {
        const bool isAccent = character >= QChar(0x300) && character <= QChar(0x36f);
        if (!isAccent && !character.isSpace() && !QStringLiteral("-_./:,()[]#").contains(character))
            text += character;
    }
    return text;
}

struct Spellings {
    Stage stage;
    std::vector<const char *> words; ///< as plain() leaves them
};

/// Beside the names in the stage sets. Only words that mean one stage wherever they are written.
const std::vector<Spellings> &spellings()
{
    static const std::vector<Spellings> all = {
        {Stage::Wake,
         {"w",
          "wa",
          "wk",
          "wake",
          "awake",
          "wakefulness",
          "waking",
          "waken",
          "wakestage",
          "s0",
          "activewake",
          "quietwake",
          "activewakefulness",
          "quietwakefulness",
          "aw",
          "qw",
          "wach",
          "wachzustand",
          "eveil",
          "veille",
          "eveille",
          "veglia",
          "sveglio",
          "vigilia",
          "despierto",
          "desperto",
          "acordado",
          "waak",
          "wakker",
          "vaken",
          "vagen",
          "vaaken",
          "bdeni",
          "czuwanie",
          "бодрствование",
          "清醒",
          "觉醒",
          "覚醒",
          "각성"}},
        {Stage::Nrem,
         {"n",
          "nr",
          "nrem",
          "nonrem",
          "nremsleep",
          "nonremsleep",
          "sws",
          "slowwave",
          "slowwavesleep",
          "slowwaves",
          "nremstage",
          "quietsleep",
          "qs",
          "orthodoxsleep",
          "sommeillent",
          "sonnolento",
          "suenolento",
          "suenonorem",
          "norem",
          "sonnonrem",
          "sommeilnonrem",
          "nonremschlaf",
          "nremschlaf",
          "tiefschlaf",
          "nremslaap",
          "非快速眼动",
          "非快速眼动睡眠",
          "慢波睡眠",
          "ノンレム",
          "ノンレム睡眠"}},
        {Stage::Rem,
         {"r",
          "rem",
          "remsleep",
          "stagerem",
          "p",
          "ps",
          "rems",
          "paradoxical",
          "paradoxicalsleep",
          "paradoxal",
          "paradox",
          "activesleep",
          "dreaming",
          "sommeilparadoxal",
          "remschlaf",
          "sonnorem",
          "sonnoparadosso",
          "suenorem",
          "suenomor",
          "suenoparadojico",
          "sonorem",
          "remslaap",
          "remsomn",
          "快速眼动",
          "快速眼动睡眠",
          "レム",
          "レム睡眠"}},
        {Stage::Microarousal, {"ma", "microarousal", "micorarousal", "briefarousal", "microwake"}},
        {Stage::N1, {"n1", "s1", "nrem1", "nonrem1", "stage1", "stadium1", "stade1"}},
        {Stage::N2, {"n2", "s2", "nrem2", "nonrem2", "stage2", "stadium2", "stade2"}},
        {Stage::N3, {"n3", "s3", "nrem3", "nonrem3", "stage3", "stadium3", "stade3"}},
        {Stage::S4, {"n4", "s4", "nrem4", "nonrem4", "stage4", "stadium4", "stade4"}},
        {Stage::MovementTime, {"mt", "movementtime", "bodymovement"}},
        {Stage::Unscored,
         {"?",
          "??",
          "unscored",
          "unknown",
          "undefined",
          "undef",
          "notscored",
          "unscorable",
          "unscoreable",
          "nan",
          "none",
          "null",
          "na",
          "n/a",
          "nil",
          "missing",
          "nostage",
          "noscore",
          "nodata",
          "indeterminate",
          "indeterminable",
          "inconclusive",
          "uncertain",
          "ambiguous",
          "excluded",
          "exclude",
          "a",
          "art",
          "artefact",
          "artifact",
          "artefacts",
          "artifacts",
          "artefakt",
          "artefatto",
          "artefacto",
          "noise",
          "uns",
          "unsc",
          "unlabeled",
          "unlabelled",
          "unclassified",
          "nichtbewertet",
          "nonscore",
          "-",
          ""}},
    };
    return all;
}

const QHash<QString, Stage> &plainSpellings()
{
    static const QHash<QString, Stage> all = [] {
        QHash<QString, Stage> words;
        for (const Spellings &stage : spellings())
            for (const char *word : stage.words)
                words.insert(QString::fromUtf8(word), stage.stage);
        return words;
    }();
    return all;
}

/// What stands before a stage's name; the longer first. Numbers follow all but the last.
constexpr std::array kPrefixes = {"schlafstadium", "stadesommeil", "stadiosonno", "sleepstage", "fasesueno", "stadium",
                                  "stadio",        "stage",        "stade",       "fase",       "sleep"};

std::optional<Stage> usualStage(const QString &word)
{
    // A sign alone is a word, too.
    const QString text = plain(word);
    const QHash<QString, Stage> &known = plainSpellings();
    if (text.isEmpty())
        return word.trimmed().isEmpty() || word.trimmed() == QLatin1String("-") ? std::optional(Stage::Unscored)
                                                                                : std::nullopt;
    if (const auto found = known.constFind(text); found != known.constEnd())
        return *found;
    for (const char *prefix : kPrefixes) {
        if (!text.startsWith(QLatin1String(prefix)))
            continue;
        const QString rest = text.mid(qsizetype(qstrlen(prefix)));
        if (prefix != kPrefixes.back() && rest.size() == 1 && rest[0] >= QLatin1Char('0')
            && rest[0] <= QLatin1Char('4')) {
            constexpr std::array byNumber = {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::S4};
            return byNumber[size_t(rest[0].digitValue())];
        }
        if (const auto found = known.constFind(rest); found != known.constEnd() && !rest.isEmpty())
            return *found;
    }
    return std::nullopt;
}

/// By the map and the codes, of which no other knows, before the words that everybody knows.
WordUse meaningOf(const QString &word, const LabelFormat &format, const LabelContext &context)
{
    const QString key = word.trimmed().toLower();
    if (const auto mapped = context.stageMap.constFind(key); mapped != context.stageMap.constEnd())
        return {word, *mapped};
    if (const auto code = format.codes.constFind(key); code != format.codes.constEnd())
        return {word, *code};
    auto stage = stageOfWord(word, context);
    if (!stage || context.stages.contains(*stage))
        return {word, stage};
    const auto standIn = std::ranges::find(format.standIns, *stage, &LabelFormat::StandIn::missing);
    return standIn == format.standIns.end() ? WordUse{word, stage} : WordUse{word, standIn->taken, true};
}

QString shownStage(Stage stage)
{
    return stage == Stage::Unscored ? QStringLiteral("unscored") : scoring::stageName(stage);
}

QString rowsText(qint64 rows)
{
    return rows == 1 ? QStringLiteral("1 row") : QStringLiteral("%1 rows").arg(rows);
}

} // namespace

std::optional<Stage> stageOfWord(const QString &word, const LabelContext &context)
{
    const QString key = word.trimmed().toLower();
    if (const auto mapped = context.stageMap.constFind(key); mapped != context.stageMap.constEnd())
        return *mapped;
    if (const auto own = context.stages.called(key))
        return own;
    const auto ofAnySet = StageSet::fromText(key);
    return ofAnySet ? ofAnySet : usualStage(key);
}

bool looksLikeStage(const QString &word)
{
    const QString text = plain(word);
    constexpr std::array parts = {"stage", "stadium", "stade", "schlafst", "nrem", "wake", "sws", "paradox"};
    return text == QLatin1String("rem?")
           || std::ranges::any_of(parts, [&](const char *part) { return text.startsWith(QLatin1String(part)); })
           || text.startsWith(QLatin1String("sleepst"));
}

std::vector<WordUse> understandWords(LabelTable &table, const LabelFormat &format, const LabelContext &context)
{
    std::vector<WordUse> words;
    QHash<QString, size_t> places;
    for (LabelRow &row : table.rows) {
        const auto place = places.constFind(row.word);
        const size_t index = place == places.constEnd() ? words.size() : *place;
        if (index == words.size()) {
            places.insert(row.word, index);
            words.push_back(meaningOf(row.word, format, context));
        }
        WordUse &use = words[index];
        ++use.rows;
        row.stage = use.stage.value_or(Stage::Unscored);
        if (table.holdsEvents && !use.stage)
            use.seconds += double(row.duration) / double(kTicksPerSecond);
    }
    if (table.holdsEvents)
        std::erase_if(table.rows, [&](const LabelRow &row) { return !words[places.value(row.word)].stage; });
    return words;
}

void addSeconds(std::vector<WordUse> &words, const LabelTable &table)
{
    QHash<QString, WordUse *> uses;
    for (WordUse &use : words)
        uses.insert(use.word, &use);
    for (const LabelRow &row : table.rows)
        if (WordUse *use = uses.value(row.word))
            use->seconds += double(row.duration) / double(kTicksPerSecond);
}

Deviations oddWords(const std::vector<WordUse> &words, const LabelTable &table)
{
    Deviations odd;
    for (const WordUse &use : words) {
        const QString where = QStringLiteral("\"%1\"").arg(use.word);
        const QString found = QStringLiteral("%1 (%2 s)").arg(rowsText(use.rows)).arg(use.seconds, 0, 'g', 10);
        if (!use.stage && (!table.holdsEvents || looksLikeStage(use.word)))
            odd.push_back({QStringLiteral("word-unknown"), where, found + QStringLiteral(" of no stage that is known"),
                           QStringLiteral("left unscored")});
        else if (use.isStandIn)
            odd.push_back({QStringLiteral("stage-substituted"), where,
                           found + QStringLiteral(" of a stage that the set in use does not have"),
                           QStringLiteral("read as ") + shownStage(*use.stage)});
    }
    return odd;
}

} // namespace somno::io
