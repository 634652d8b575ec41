// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/stageset.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QSet>
#include <QStringList>
#include <algorithm>

namespace somno::scoring {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::scoring::StageSet)
};

const QString kPrefix = QStringLiteral("Sleep stage ");
const QString kOwn = QStringLiteral("Stage "); // before the number of a laboratory's own

QStringList wordsOf(const StageDefinition &stage)
{
    return {stage.name, stage.shortName, stage.annotation()};
}

bool shareAWord(const StageDefinition &a, const StageDefinition &b)
{
    return std::ranges::any_of(wordsOf(a), [&](const QString &word) { return b.isCalled(word); });
}

/// Whether a word comes back as it was from a table and from an EDF+ annotation.
bool isWritable(const QString &word)
{
    return word == word.trimmed() && !word.contains(QLatin1String("@@"))
           && std::ranges::none_of(word, [](QChar character) {
                  return character.category() == QChar::Other_Control || QStringLiteral(",;\"").contains(character);
              });
}

/// Whether the name is the usual one of another stage. A laboratory's own may be called as one that all sets know.
bool misleads(const StageDefinition &stage)
{
    const auto usual = StageSet::fromText(stage.name);
    return usual && *usual != stage.stage && (int(stage.stage) < kFirstOwnStage || int(*usual) >= kFirstOwnStage);
}

/// What is wrong with one stage; empty where nothing is.
QString faultOf(const StageDefinition &stage)
{
    if (stage.stage < Stage::Wake || int(stage.stage) >= kStageValues || stage.name.trimmed().isEmpty())
        return Text::tr("A stage has no name, or a number that no stage has.");
    if (!std::ranges::all_of(wordsOf(stage), isWritable))
        return Text::tr("Files cannot hold all that the stage %1 is called: no spaces around it, line breaks, tabs, "
                        "commas, semicolons, quotes and @@.")
            .arg(stage.name);
    if (misleads(stage))
        return Text::tr("The name %1 is that of another stage.").arg(stage.name);
    return {};
}

/// Why the stages make no set; empty where they do.
QString faultOf(const std::vector<StageDefinition> &stages)
{
    QSet<QChar> keys;
    for (size_t i = 0; i < stages.size(); ++i) {
        const StageDefinition &stage = stages[i];
        if (const QString fault = faultOf(stage); !fault.isEmpty())
            return fault;
        for (size_t j = 0; j < i; ++j)
            if (stages[j].stage == stage.stage || shareAWord(stages[j], stage))
                return Text::tr("The stage %1 is there twice.").arg(stage.name);
        for (const QChar key : stage.keys) {
            if (keys.contains(key.toUpper()))
                return Text::tr("The key %1 is there twice.").arg(key);
            keys.insert(key.toUpper());
        }
    }
    return stages.empty() ? Text::tr("It has no stage.") : QString();
}

/// What the built-in sets call their stages, and what others do.
QHash<QString, Stage> spellingsOfAllSets()
{
    QHash<QString, Stage> spellings = {{QStringLiteral("nr"), Stage::Nrem},
                                       {QStringLiteral("sws"), Stage::Nrem},
                                       {QStringLiteral("?"), Stage::Unscored},
                                       {QStringLiteral("unscored"), Stage::Unscored}};
    for (const StageSet &set : StageSet::builtIn())
        for (const StageDefinition &stage : set.stages())
            for (const QString &word : wordsOf(stage))
                spellings.insert(word.toLower(), stage.stage);
    return spellings;
}

/// A stage of another set, called so that no word is there twice.
StageDefinition joining(Stage stage, const std::vector<StageDefinition> &others)
{
    const QString usual = stageName(stage);
    StageDefinition definition{stage, usual, usual, {}, {}};
    const auto isTaken = [&](const StageDefinition &other) { return shareAWord(other, definition); };
    for (int number = 2; std::ranges::any_of(others, isTaken); ++number)
        definition.name = definition.shortName = QStringLiteral("%1 %2").arg(usual).arg(number);
    return definition;
}

} // namespace

QString StageDefinition::annotation() const
{
    return edfText.isEmpty() ? kPrefix + name : edfText;
}

bool StageDefinition::isCalled(const QString &text) const
{
    return !text.isEmpty() && wordsOf(*this).contains(text, Qt::CaseInsensitive);
}

StageSet::StageSet(QString id, QString name, std::vector<StageDefinition> stages)
    : m_data(std::make_shared<const Data>(Data{std::move(id), std::move(name), std::move(stages)}))
{
}

Result<StageSet> StageSet::make(const QString &id, const QString &name, std::vector<StageDefinition> stages)
{
    if (const QString fault = faultOf(stages); !fault.isEmpty())
        return failure(ErrorCode::InvalidArgument, Text::tr("The stage set %1 cannot be used.").arg(name), fault);
    return StageSet(id, name, std::move(stages));
}

StageSet StageSet::holding(std::span<const Stage> stages, const StageSet &preferred)
{
    const auto holdsAll = [&](const StageSet &set) {
        return std::ranges::all_of(stages, [&](Stage stage) { return set.contains(stage); });
    };
    if (holdsAll(preferred))
        return preferred;
    const auto known = std::ranges::find_if(builtIn(), holdsAll);
    if (known != builtIn().end())
        return *known;
    std::vector<StageDefinition> all(preferred.stages().begin(), preferred.stages().end());
    for (const Stage stage : stages)
        if (stage != Stage::Unscored && std::ranges::find(all, stage, &StageDefinition::stage) == all.end())
            all.push_back(joining(stage, all));
    return {preferred.id() + QLatin1Char('+'), preferred.name() + QLatin1Char('+'), std::move(all)};
}

QJsonObject StageSet::toJson() const
{
    if (std::ranges::find(builtIn(), id(), &StageSet::id) != builtIn().end())
        return {{"id", id()}, {"name", name()}}; // the log of edits holds one each key
    QJsonArray stages;
    for (const StageDefinition &stage : m_data->stages)
        stages.append(QJsonObject{{"stage", int(stage.stage)},
                                  {"name", stage.name},
                                  {"short_name", stage.shortName},
                                  {"edf_text", stage.edfText},
                                  {"keys", stage.keys},
                                  {"rgb", qint64(stage.rgb)}});
    return {{"id", m_data->id}, {"name", m_data->name}, {"stages", stages}};
}

Result<StageSet> StageSet::fromJson(const QJsonObject &json)
{
    const QString id = json[QLatin1String("id")].toString();
    const auto known = std::ranges::find(builtIn(), id, &StageSet::id);
    if (known != builtIn().end())
        return *known;
    std::vector<StageDefinition> stages;
    for (const QJsonValue &value : json[QLatin1String("stages")].toArray()) {
        const int stage = value[QLatin1String("stage")].toInt(-1);
        if (stage < 0 || stage >= kStageValues)
            return failure(ErrorCode::InvalidArgument, Text::tr("The stage set %1 cannot be used.").arg(id),
                           Text::tr("%1 is no number of a stage.").arg(stage));
        stages.push_back({Stage(stage), value[QLatin1String("name")].toString(),
                          value[QLatin1String("short_name")].toString(), value[QLatin1String("edf_text")].toString(),
                          value[QLatin1String("keys")].toString(), quint32(value[QLatin1String("rgb")].toInteger())});
    }
    return make(id, json[QLatin1String("name")].toString(), std::move(stages));
}

const StageDefinition *StageSet::find(Stage stage) const
{
    const auto found = std::ranges::find(m_data->stages, stage, &StageDefinition::stage);
    return found == m_data->stages.end() ? nullptr : &*found;
}

QString StageSet::name(Stage stage) const
{
    const StageDefinition *definition = find(stage);
    return definition ? definition->name : QString();
}

std::optional<Stage> StageSet::called(const QString &text) const
{
    const auto found
        = std::ranges::find_if(m_data->stages, [&](const StageDefinition &stage) { return stage.isCalled(text); });
    return found == m_data->stages.end() ? std::nullopt : std::optional(found->stage);
}

bool operator==(const StageSet &a, const StageSet &b)
{
    return a.m_data == b.m_data || (a.id() == b.id() && a.name() == b.name() && a.m_data->stages == b.m_data->stages);
}

std::optional<Stage> StageSet::fromText(const QString &text)
{
    static const QHash<QString, Stage> spellings = spellingsOfAllSets();
    QString key = text.trimmed().toLower();
    if (!spellings.contains(key) && key.startsWith(kPrefix, Qt::CaseInsensitive))
        key = key.mid(kPrefix.size()).trimmed();
    if (const auto it = spellings.find(key); it != spellings.end())
        return *it;
    const int own = key.startsWith(kOwn, Qt::CaseInsensitive) ? key.mid(kOwn.size()).toInt() : 0;
    return own >= kFirstOwnStage && own < kStageValues ? std::optional(Stage(own)) : std::nullopt;
}

QString stageName(Stage stage)
{
    for (const StageSet &set : StageSet::builtIn())
        if (const StageDefinition *definition = set.find(stage))
            return definition->name;
    return stage == Stage::Unscored ? QString() : kOwn + QString::number(int(stage));
}

} // namespace somno::scoring
