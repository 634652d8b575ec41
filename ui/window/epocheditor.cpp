// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/epocheditor.h"

#include <algorithm>
#include <utility>

#include "ui/lanes/recordingview.h"
#include "ui/window/actiontable.h"
#include "ui/window/epochnavigator.h"

namespace somno::ui {

using namespace scoring;

namespace {

/// "actionNrem", "actionStage16": by the stage, for a laboratory may call one as another action is called.
QString actionIdOf(Stage stage)
{
    const QString name = stageName(stage).remove(QLatin1Char(' '));
    return QStringLiteral("action") + name.left(1).toUpper() + name.mid(1).toLower();
}

QString actionTextOf(const StageDefinition &definition)
{
    // An event that has a word, and no name as the stages have.
    const bool isWord = definition.stage == Stage::Microarousal;
    return EpochEditor::tr("Score as &%1").arg(isWord ? EpochEditor::tr("microarousal") : definition.name);
}

} // namespace

EpochEditor::EpochEditor(ActionTable *table, plot::RecordingView *view, EpochNavigator *navigator)
    : QObject(table), m_table(table), m_view(view), m_navigator(navigator)
{
}

QList<ActionEntry> EpochEditor::actions()
{
    return {{.id = QStringLiteral("actionUnscore"),
             .text = tr("&Clear the stage"),
             .keys = {QKeySequence(Qt::Key_Backspace), QKeySequence(Qt::Key_Delete)},
             .menu = MenuGroup::EditEpochs,
             .section = KeySection::Score,
             .needs = Need::Scoring | Need::Writable,
             .run = [this] { score(Stage::Unscored); }}};
}

QList<ActionEntry> EpochEditor::stageActions(const StageSet &set)
{
    std::vector<StageDefinition> stages(set.stages().begin(), set.stages().end());
    std::ranges::stable_sort(stages, {}, [](const StageDefinition &definition) {
        return std::pair(definition.keys.isEmpty(), definition.keys);
    });
    QList<QKeySequence> taken; // a key of two actions would do neither
    for (const auto &[entry, action] : m_table->rows())
        if (entry.menu != MenuGroup::ScoreByKey)
            taken += entry.keys;
    QList<ActionEntry> actions;
    for (const StageDefinition &definition : stages) {
        ActionEntry entry{.id = actionIdOf(definition.stage),
                          .text = actionTextOf(definition),
                          .menu = MenuGroup::ScoreByKey,
                          .section = KeySection::Score,
                          .needs = Need::Scoring | Need::Writable,
                          .run = [this, stage = definition.stage] { score(stage); }};
        for (const QChar key : definition.keys)
            if (const QKeySequence sequence{QString(key)}; !taken.contains(sequence))
                entry.keys.append(sequence);
        actions.append(entry);
    }
    return actions;
}

void EpochEditor::setStageSet(const StageSet &set)
{
    if (set == m_stages)
        return;
    m_stages = set;
    m_table->put(QStringLiteral("stages"), stageActions(set));
}

void EpochEditor::setDocument(ScoringDocument *document)
{
    if (m_document)
        disconnect(m_document, &ScoringDocument::epochsChanged, this, nullptr);
    m_document = document;
    if (!document)
        return;
    setStageSet(document->hypnogram().stageSet());
    // An import may bring another set, and its undo the former.
    connect(document, &ScoringDocument::epochsChanged, this,
            [this] { setStageSet(m_document->hypnogram().stageSet()); });
}

void EpochEditor::score(Stage stage)
{
    plot::EpochSelection *selection = m_view->selection();
    const EpochRange target = selection->target();
    m_document->setStage(target, stage);
    m_view->flash(target);
    showTarget(target);
    // A selection stays, so that a wrong key is mended by the right one; single epochs are scored in a row.
    if (selection->selection().isEmpty() && stage != Stage::Unscored)
        m_navigator->step(1);
}

/// A change must be seen: a selection that was scrolled away comes back into view.
void EpochEditor::showTarget(EpochRange target)
{
    const double epochSec = m_view->selection()->epochSec();
    const plot::TimeAxis *axis = m_view->timeAxis();
    if (double(target.last) * epochSec <= axis->first() || double(target.first) * epochSec >= axis->last())
        m_view->ensureVisible(target.first);
}

} // namespace somno::ui
