// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/learninglink.h"

#include <QMessageBox>
#include <QPushButton>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/work/learningcontroller.h"
#include "core/work/recordingsession.h"
#include "ui/lanes/recordingview.h"
#include "ui/models/judgementtext.h"
#include "ui/panels/messagebar.h"
#include "ui/teach/learningwindow.h"

namespace somno::ui {

namespace {

// How much of the recording is seen around a stretch, as a multiple of it.
constexpr double kSurroundings = 1.5;
constexpr double kLeastSurroundings = 1.25;
constexpr double kMostSurroundings = 10;
constexpr double kLeastSpanSec = 60; ///< as if a stretch were that long: one epoch alone says little

} // namespace

std::optional<OpenRecording> openRecordingOf(const RecordingSession *session)
{
    if (!session || !session->document())
        return std::nullopt;
    const LoadedRecording &loaded = session->content();
    const auto name = [&](int channel) { return channel < 0 ? QString() : channelName(*loaded.recording, channel); };
    if (loaded.choice.eeg < 0 && loaded.choice.emg < 0)
        return std::nullopt;
    QStringList eeg{name(loaded.choice.eeg)};
    for (const int voter : loaded.voters) { // of several, a comma within a label would be taken for one between two
        const QString label = name(voter);
        eeg.append(label.contains(QLatin1Char(',')) ? QStringLiteral("#%1").arg(voter + 1) : label);
    }
    if (eeg.size() > 1 && eeg.first().contains(QLatin1Char(',')))
        eeg.first() = QStringLiteral("#%1").arg(loaded.choice.eeg + 1);
    return OpenRecording{session->recordingId(),
                         session->path(),
                         session->name(),
                         eeg.join(QLatin1Char(',')),
                         name(loaded.choice.emg),
                         session->document()->hypnogram().proposal(),
                         loaded.said};
}

LearningLink::LearningLink(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner, MessageBar *messages,
                           plot::RecordingView *view, QObject *parent)
    : QObject(parent), m_messages(messages), m_view(view),
      m_controller(new LearningController(project, std::move(runner), this))
{
    connect(m_controller, &LearningController::modelReady, this, &LearningLink::tellReady);
    for (const auto change : {&jobs::JobQueue::progressed, &jobs::JobQueue::stateChanged})
        connect(m_controller->jobs(), change, this, &LearningLink::tellTeaching);
    connect(m_controller, &LearningController::jobFailed, this, [this](qint64, const Error &error) {
        m_messages->showError(error, {tr("Show the run"), [this] { showRuns(); }});
    });
    connect(m_controller, &LearningController::interruptedFound, this, [this] {
        m_messages->showMessage(MessageBar::Kind::Info, tr("A run was interrupted when Somnoscribe ended."),
                                tr("It can go on from its last checkpoint."),
                                {tr("Show the run"), [this] { showRuns(); }});
    });
    connect(m_controller, &LearningController::failed, this, [this](const Error &error) {
        if (!m_window || !m_window->isVisible()) // else it is said there
            m_messages->showError(error);
    });
}

LearningLink::~LearningLink() = default;

QList<ActionEntry> LearningLink::actions()
{
    return {{.id = QStringLiteral("actionTeach"),
             .text = tr("&Teach the model…"),
             .keys = {QKeySequence(tr("Ctrl+T"))},
             .icon = QStringLiteral("teach"),
             .iconText = tr("Teach"),
             .menu = MenuGroup::ScoreByModel,
             .bar = BarGroup::Model,
             .section = KeySection::Score,
             .run = [this] { showWindow(); }}};
}

void LearningLink::tellTeaching()
{
    QString text;
    for (const qint64 id : m_controller->jobs()->ids()) {
        const jobs::JobInfo *job = m_controller->jobs()->find(id);
        if (!job || job->isOver() || !job->started.isValid())
            continue;
        text = job->state == jobs::JobState::Paused ? tr("Teaching paused")
               : job->phase == QLatin1String("train") && job->total > 0
                   ? tr("Teaching %1 %").arg(100 * job->done / job->total)
                   : tr("Teaching…");
    }
    if (text != std::exchange(m_teaching, text))
        Q_EMIT teachingMoved(text.isEmpty() ? tr("Teach") : text);
}

void LearningLink::showWindow()
{
    if (!m_window) {
        m_window = std::make_unique<LearningWindow>(m_controller);
        m_window->setTheme(m_theme);
        m_window->setOpenRecordingSource([this] { return openRecordingOf(m_session); });
        connect(m_window.get(), &LearningWindow::stretchWanted, this, &LearningLink::goTo);
    }
    m_window->show();
    m_window->activateWindow();
}

void LearningLink::closeWindow()
{
    if (m_window)
        m_window->close();
}

bool LearningLink::mayClose(QWidget *parent) const
{
    if (!m_controller->isTeaching())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Somnoscribe"), tr("A model is being taught."), QMessageBox::NoButton,
                    parent);
    box.setObjectName(QStringLiteral("closeQuestion"));
    box.setInformativeText(
        tr("Closing stops it. It can go on from its last checkpoint when Somnoscribe is started again."));
    QPushButton *keep = box.addButton(tr("Keep open"), QMessageBox::RejectRole);
    box.addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    box.setDefaultButton(keep);
    box.exec();
    return box.clickedButton() != keep;
}

void LearningLink::setTheme(const plot::PlotTheme &theme)
{
    m_theme = theme;
    if (m_window)
        m_window->setTheme(theme);
}

void LearningLink::setSession(RecordingSession *session)
{
    m_session = session;
    if (m_window)
        m_window->openRecordingChanged();
    if (!session)
        return;
    const auto wanted = std::exchange(m_wanted, {});
    if (wanted && wanted->recordingId == session->recordingId())
        showStretch(wanted->firstSec, wanted->lastSec);
}

void LearningLink::withActiveModel(RecordingSession *session, std::function<void(const QString &)> score)
{
    m_controller->models()->checkActive(
        session, [this, session = QPointer(session), score = std::move(score)](const Result<QString> &folder) {
            if (folder) {
                score(*folder);
                return;
            }
            m_messages->showError(folder.error(), {tr("Score with the shipped model"), [session, score] {
                                                       if (session)
                                                           score({});
                                                   }});
        });
}

void LearningLink::tellReady(qint64 modelId)
{
    const store::ModelEntry *model = m_controller->models()->find(modelId);
    if (!model)
        return;
    const QString verdict = verdictLine(model->metrics);
    m_messages->showMessage(MessageBar::Kind::Done, tr("%1 has learned from your labels.").arg(model->title()),
                            (verdict.isEmpty()
                                 ? QString()
                                 : tr("Judged on labels it did not learn from: %1.").arg(verdict) + QLatin1Char(' '))
                                + tr("It is not used before you say so."),
                            {tr("Read the judgement"), [this] { showRuns(); }});
}

void LearningLink::showRuns()
{
    showWindow();
    m_window->showPage(LearningWindow::Page::Runs);
}

void LearningLink::showPlace(double firstSec, double lastSec)
{
    plot::EpochSelection *selection = m_view->selection();
    if (selection->count() == 0)
        return;
    const EpochIndex first = selection->epochAt(firstSec);
    const auto last = EpochIndex(std::ceil(lastSec / selection->epochSec()));
    selection->setCurrent(first);
    selection->select({first, std::min(last, selection->count())});
    m_view->ensureVisible(first);
    m_view->window()->activateWindow();
}

void LearningLink::goTo(const WantedPlace &place)
{
    if (m_session && m_session->document() && m_session->recordingId() == place.recordingId) {
        showStretch(place.firstSec, place.lastSec);
        return;
    }
    m_wanted = place;
    m_view->window()->activateWindow();
    Q_EMIT recordingWanted(place.path);
}

void LearningLink::showStretch(double firstSec, double lastSec)
{
    if (lastSec <= firstSec) { // the recording alone was wanted
        m_view->window()->activateWindow();
        return;
    }
    const double span = std::max(lastSec - firstSec, kLeastSpanSec);
    // The zoom stays where the stretch can be seen as a whole and is not lost in it.
    plot::TimeAxis *axis = m_view->timeAxis();
    const double shown = axis->span() < span * kLeastSurroundings || axis->span() > span * kMostSurroundings
                             ? span * kSurroundings
                             : axis->span();
    const double middle = (firstSec + lastSec) / 2;
    axis->setRange(middle - shown / 2, middle + shown / 2);
    showPlace(firstSec, lastSec);
}

} // namespace somno::ui
