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
    static const QString kSigns = QStringLiteral("-_./:,()[]#\u2010\u2013\u2014");
    QString text;
    for (const QChar character : word.toLower().normalized(QString::NormalizationForm_KD)) {
        const bool isAccent = character >= QChar(0x300) && character <= QChar(0x36f);
        if (!isAccent && !character.isSpace() && !kSigns.contains(character))
            text += character;
    }
    return text;
}

struct Spellings {
    Stage stage;
    const char *words; ///< apart by spaces, without spaces in them
};

/// Beside the names in the stage sets. Only words that mean one stage wherever they are written: no "Tiefschlaf", which
/// is N3 of people and NREM of mice, no "sonnolento", which is sleepy as well as slow sleep.
constexpr std::array kSpellings = {
    Spellings{Stage::Wake, "w wa wk wake awake wakefulness waking waken s0 aw qw activewake quietwake "
                           "activewakefulness quietwakefulness wach wachzustand wachheit éveil éveillé veille "
                           "veillecalme veilleactive veglia sveglio vigilia vigilancia despierto desperto acordado "
                           "waak wakker vaken vågen våken hereillä bdění bdělost czuwanie ébren ébrenlét uyanık "
                           "uyanıklık εγρήγορση бодрствование неспання 清醒 清醒期 觉醒 觉醒期 覺醒 覺醒期 覚醒 "
                           "覚醒期 각성 각성기 깨어있음"},
    Spellings{Stage::Nrem,
              "n nr nrem nrems nonrem nonrems sws slowwave slowwaves slowwavesleep quietsleep qs orthodoxsleep "
              "sommeillent sommeilnonrem nonremschlaf nremschlaf sonnonrem suenolento suenonorem norem suenonrem "
              "sononrem sononãorem nãorem nremslaap nonremslaap nonremsömn nremsömn nonremsøvn nremsøvn nonremuni "
              "sennrem nremspánek nremuykusu медленныйсон медленноволновойсон 非快速眼动 非快速眼动睡眠 "
              "非快速眼动期 非快速眼动睡眠期 非快速動眼 非快速動眼睡眠 非快速動眼期 慢波睡眠 慢波睡眠期 ノンレム "
              "ノンレム睡眠 ノンレム期 徐波睡眠 비렘 비렘수면 서파수면"},
    Spellings{Stage::Rem,
              "r rem rems stagerem p ps paradoxical paradoxicalsleep paradoxal activesleep sommeilparadoxal "
              "sommeilrem remschlaf paradoxerschlaf sonnorem sonnoparadosso sonnoparadossale suenorem suenomor "
              "suenoparadojico sonorem sonoparadoxal remslaap remsömn remsomn remsøvn remuni senrem senparadoksalny "
              "remspánek remuykusu быстрыйсон парадоксальныйсон 快速眼动 快速眼动睡眠 快速眼动期 快速眼动睡眠期 "
              "快眼动睡眠 快动眼睡眠 快速動眼 快速動眼睡眠 快速動眼期 异相睡眠 異相睡眠 レム レム睡眠 レム期 "
              "逆説睡眠 렘 렘수면"},
    Spellings{Stage::Microarousal, "ma microarousal microarousals micorarousal briefarousal microwake mikroarousal "
                                   "microéveil microrisveglio microdespertar 微觉醒"},
    Spellings{Stage::N1, "n1 s1 nrem1 nonrem1"},
    Spellings{Stage::N2, "n2 s2 nrem2 nonrem2"},
    Spellings{Stage::N3, "n3 s3 nrem3 nonrem3"},
    Spellings{Stage::S4, "n4 s4 nrem4 nonrem4"},
    Spellings{Stage::MovementTime, "mt movementtime bodymovement"},
    Spellings{
        Stage::Unscored,
        "? ?? unscored unknown undefined undef undetermined notscored unscorable unscoreable nan none null na nil "
        "missing nostage noscore nodata indeterminate indeterminable inconclusive uncertain ambiguous excluded "
        "exclude a art artefact artifact artefacts artifacts artefakt artefatto artefacto noise uns unsc "
        "unlabeled unlabelled unclassified nichtbewertet nonscore nonscoré nonclassé"},
};

const QHash<QString, Stage> &plainSpellings()
{
    static const QHash<QString, Stage> all = [] {
        QHash<QString, Stage> words;
        for (const Spellings &stage : kSpellings)
            for (const QString &word : QString::fromUtf8(stage.words).split(QLatin1Char(' ')))
                words.insert(plain(word), stage.stage);
        return words;
    }();
    return all;
}

/// What stands before a stage's name or number.
const QStringList &prefixes()
{
    static const QStringList all = [] {
        constexpr const char *kWords
            = "sleep stage|nrem stage|non-rem stage|stage|schlafstadium|stadium|stade de sommeil|stade sommeil|stade|"
              "stadio sonno|stadio del sonno|stadio|fase sueño|fase del sueño|fase|estadio|estágio|slaapstadium|"
              "sömnstadium|søvnstadie|stadie|стадия сна|стадия|睡眠段階|段階|ステージ|수면단계";
        QStringList words;
        for (const QString &word : QString::fromUtf8(kWords).split(QLatin1Char('|')))
            words << plain(word);
        return words;
    }();
    return all;
}

/// A stage by its number after such a word.
std::optional<Stage> stageOfNumber(const QString &number)
{
    static const QHash<QString, Stage> stages
        = {{QStringLiteral("0"), Stage::Wake}, {QStringLiteral("1"), Stage::N1},  {QStringLiteral("i"), Stage::N1},
           {QStringLiteral("2"), Stage::N2},   {QStringLiteral("ii"), Stage::N2}, {QStringLiteral("3"), Stage::N3},
           {QStringLiteral("iii"), Stage::N3}, {QStringLiteral("34"), Stage::N3}, // "Stage 3/4"
           {QStringLiteral("4"), Stage::S4},   {QStringLiteral("iv"), Stage::S4}};
    const auto found = stages.constFind(number);
    return found == stages.constEnd() ? std::nullopt : std::optional(*found);
}

/// Of a word as plain() leaves it.
std::optional<Stage> stageOfPlain(const QString &text)
{
    const QHash<QString, Stage> &known = plainSpellings();
    if (const auto found = known.constFind(text); found != known.constEnd())
        return *found;
    for (const QString &prefix : prefixes()) {
        if (!text.startsWith(prefix))
            continue;
        const QString rest = text.mid(prefix.size());
        if (const auto stage = stageOfNumber(rest))
            return stage;
        if (const auto found = known.constFind(rest); found != known.constEnd())
            return *found;
    }
    const QString kSleep = QStringLiteral("sleep"); // "SLEEP-S2"; "sleep 2" may be a night
    const auto found = text.startsWith(kSleep) ? known.constFind(text.mid(kSleep.size())) : known.constEnd();
    return found == known.constEnd() ? std::nullopt : std::optional(*found);
}

/// What stands behind a stage's name and changes nothing: "N2 - manual", "Stage 1 sleep", "N1期".
QString withoutTail(const QString &text)
{
    for (const QString &tail :
         {QStringLiteral("manual"), QStringLiteral("automatic"), QStringLiteral("auto"), QStringLiteral("scored"),
          QStringLiteral("sleep"), QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("期")})
        if (text.size() > tail.size() + 1 && text.endsWith(tail))
            return text.chopped(tail.size());
    return {};
}

std::optional<Stage> usualStage(const QString &word)
{
    const QString text = plain(word);
    if (text.isEmpty()) // a sign alone is a word, too
        return word.trimmed().isEmpty() || word.trimmed() == QLatin1String("-") ? std::optional(Stage::Unscored)
                                                                                : std::nullopt;
    if (const auto stage = stageOfPlain(text))
        return stage;
    if (const QString head = withoutTail(text); !head.isEmpty())
        if (const auto stage = stageOfPlain(head))
            return stage;
    // "Sleep stage W;confidence 0.9": what is behind speaks of the same stage only where the head says that it is one.
    const QString head = plain(word.section(QLatin1Char(';'), 0, 0).section(QLatin1Char('|'), 0, 0));
    const bool saysStage
        = std::ranges::any_of(prefixes(), [&](const QString &prefix) { return head.startsWith(prefix); });
    return saysStage && head.size() < text.size() ? stageOfPlain(head) : std::nullopt;
}

/// By the map, then the codes, of which no other knows, before the words that everybody knows.
WordUse meaningOf(const QString &word, const LabelFormat &format, const LabelContext &context)
{
    const QString key = word.trimmed().toLower();
    if (const auto mapped = context.stageMap.constFind(key); mapped != context.stageMap.constEnd())
        return {word, *mapped};
    const auto code = format.codes.constFind(key);
    const auto stage = code != format.codes.constEnd() ? std::optional(*code) : stageOfWord(word, context);
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
    QHash<std::pair<QString, bool>, size_t> places;
    for (LabelRow &row : table.rows) {
        const std::pair key(row.word, row.isEvent);
        const auto place = places.constFind(key);
        const size_t index = place == places.constEnd() ? words.size() : *place;
        if (index == words.size()) {
            places.insert(key, index);
            const bool isEvent = row.isEvent && !context.stageMap.contains(row.word.trimmed().toLower());
            words.push_back(isEvent ? WordUse{row.word, std::nullopt} : meaningOf(row.word, format, context));
        }
        WordUse &use = words[index];
        ++use.rows;
        row.stage = use.stage.value_or(Stage::Unscored);
        if (table.holdsEvents && !use.stage)
            use.seconds += double(row.duration) / double(kTicksPerSecond);
    }
    if (table.holdsEvents)
        std::erase_if(table.rows, [&](const LabelRow &row) {
            return !words[places.value({row.word, row.isEvent})].stage;
        });
    return words;
}

void addSeconds(std::vector<WordUse> &words, const LabelTable &table)
{
    QHash<QString, WordUse *> uses;
    for (WordUse &use : words)
        if (use.stage || !uses.contains(use.word)) // a word may be an event elsewhere
            uses.insert(use.word, &use);
    for (const LabelRow &row : table.rows)
        if (WordUse *use = uses.value(row.word))
            use->seconds += double(row.duration) / double(kTicksPerSecond);
}

Deviations oddWords(const std::vector<WordUse> &words, const LabelTable &table)
{
    constexpr size_t kMostNamed = 30; // of a file that is no file of labels each number may be a word
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
    if (odd.size() > kMostNamed) {
        const size_t more = odd.size() - kMostNamed;
        odd.resize(kMostNamed);
        odd.push_back({QStringLiteral("word-unknown"), QStringLiteral("words"),
                       QStringLiteral("%1 more of no stage that is known").arg(more), QStringLiteral("left unscored")});
    }
    return odd;
}

} // namespace somno::io
