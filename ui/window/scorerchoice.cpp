// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scorerchoice.h"

#include <QInputDialog>
#include <QSettings>

#include "core/project/scoringstore.h"
#include "core/work/projectservice.h"
#include "core/work/whendone.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/enginerunner.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {

ScorerChoice::ScorerChoice(ProjectService *project, RecordingOpener *recordings, const EngineRunner *engine,
                           MessageBar *messages, StatusLine *statusLine, QWidget *window)
    : QObject(window), m_project(project), m_recordings(recordings), m_engine(engine), m_messages(messages),
      m_statusLine(statusLine), m_window(window)
{
}

QList<ActionEntry> ScorerChoice::actions()
{
    return {{.id = QStringLiteral("actionScorer"),
             .text = text(),
             .toolTip = tr("Whose labels are shown and set"),
             .menu = MenuGroup::ScoreWhose,
             .run = [this] { ask(); }}};
}

QString ScorerChoice::text() const
{
    return tr("Scor&er: %1…").arg(QString(m_project->scorer()).replace(QLatin1Char('&'), QLatin1String("&&")));
}

void ScorerChoice::ask()
{
    const auto read = [](store::ProjectStore &project) { return project.scorings().scorers(); };
    whenDone(this, m_project->run(ProjectAccess::Read, read), [this](const Result<QStringList> &known) {
        QStringList names = known.value_or(QStringList());
        if (!names.contains(m_project->scorer()))
            names.append(m_project->scorer());
        askAmong(names);
    });
}

void ScorerChoice::askAmong(const QStringList &names)
{
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(QStringLiteral("scorerDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Scorer"));
    dialog->setLabelText(tr("Whose labels are shown and set? Those of the others stay as they are.\nA new name "
                            "begins without labels."));
    dialog->setComboBoxItems(names);
    dialog->setComboBoxEditable(true);
    dialog->setTextValue(m_project->scorer());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) { change(name.simplified()); });
    dialog->open();
}

void ScorerChoice::change(const QString &name)
{
    if (name.isEmpty() || name == m_project->scorer())
        return;
    if (m_engine->isRunning()) {
        m_messages->showMessage(
            MessageBar::Kind::Warning, tr("The labels are still those of %1.").arg(m_project->scorer()),
            tr("A scoring is running, and its result is theirs. Wait for it or cancel it, then change the scorer."));
        return;
    }
    const QString path = m_recordings->path();
    m_recordings->close(); // saves what the one before has set
    m_project->setScorer(name);
    QSettings().setValue(QStringLiteral("scorer/name"), name);
    Q_EMIT textChanged(text());
    if (!path.isEmpty())
        m_recordings->open(path);
    m_statusLine->showNotice(tr("Labels are now those of %1").arg(name));
}

} // namespace somno::ui
