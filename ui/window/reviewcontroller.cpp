// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/reviewcontroller.h"

#include <QLocale>
#include <QSettings>
#include <algorithm>
#include <cmath>

#include "core/scoring/reviewprogress.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/lanes/recordingview.h"

namespace somno::ui {

using namespace scoring;

namespace {

constexpr double kConfident = 0.95;
constexpr double kEdge = 0.1; ///< of the page, on each side, is no good place for what is to be looked at

QString thresholdKey()
{
    return QStringLiteral("review/confirmAbove");
}

QString confirmedText(EpochIndex epochs)
{
    return epochs == 1 ? ReviewController::tr("1 epoch confirmed")
                       : ReviewController::tr("%1 epochs confirmed").arg(QLocale().toString(epochs));
}

} // namespace

ReviewController::ReviewController(plot::RecordingView *view, QObject *parent) : QObject(parent), m_view(view) {}

QList<ActionEntry> ReviewController::actions()
{
    return confirmActions() + doubtActions();
}

QList<ActionEntry> ReviewController::confirmActions()
{
    const auto confirm = [](const char *id, const QString &text, const QString &toolTip,
                            Qt::KeyboardModifiers modifiers, const std::function<void()> &run) {
        return ActionEntry{.id = QLatin1String(id),
                           .text = text,
                           .keys = {QKeySequence(modifiers | Qt::Key_Return), QKeySequence(modifiers | Qt::Key_Enter)},
                           .toolTip = toolTip,
                           .menu = MenuGroup::ScoreReview,
                           .section = KeySection::Review,
                           .autoRepeat = false, // a key that is held down must not confirm what nobody looked at
                           .needs = Need::Scoring | Need::Writable,
                           .run = run};
    };
    return {confirm("actionConfirm", tr("&Confirm the selection or bout"),
                    tr("Confirm the selected epochs, or the bout at the current epoch, and go on to the next "
                       "unreviewed bout (Return)"),
                    Qt::NoModifier, [this] { confirmHere(); }),
            confirm("actionConfirmPage", tr("Confirm the visible &page"),
                    tr("Confirm every scored epoch that is on the screen (Shift+Return)"), Qt::ShiftModifier,
                    [this] { confirmPage(); }),
            confirm("actionConfirmConfident", tr("Confirm all c&onfident epochs…"),
                    tr("Confirm every automatic epoch of the recording above a confidence that you choose "
                       "(Ctrl+Shift+Return)"),
                    Qt::ControlModifier | Qt::ShiftModifier, [this] { askConfident(); })};
}

QList<ActionEntry> ReviewController::doubtActions()
{
    return {{.id = QStringLiteral("actionNextDoubtful"),
             .text = tr("Next bout in order of doubt"),
             .keys = {QKeySequence(Qt::Key_D)},
             .toolTip = tr("Go to the unreviewed bout of the lowest mean confidence, then to the next (D)"),
             .menu = MenuGroup::GoDoubt,
             .section = KeySection::Review,
             .needs = Need::Scoring,
             .run = [this] { nextDoubtful(); }},
            {.id = QStringLiteral("actionPreviousDoubtful"),
             .text = tr("Previous bout in order of doubt"),
             .keys = {QKeySequence(Qt::ShiftModifier | Qt::Key_D)},
             .toolTip = tr("Go back towards the unreviewed bout of the lowest mean confidence (Shift+D)"),
             .menu = MenuGroup::GoDoubt,
             .section = KeySection::Review,
             .needs = Need::Scoring,
             .run = [this] { previousDoubtful(); }}};
}

void ReviewController::setDocument(ScoringDocument *document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_place.reset();
    // Another answer of the model is another order.
    if (document)
        connect(document, &ScoringDocument::proposalChanged, this, [this] { m_place.reset(); });
}

void ReviewController::confirmHere()
{
    const plot::EpochSelection *selection = m_view->selection();
    EpochRange target = selection->selection();
    if (target.isEmpty())
        target = m_document->hypnogram().bout(selection->current());
    const EpochIndex confirmed = m_document->confirm(target);
    if (confirmed > 0)
        m_view->flash(target);
    goOn(target.last - 1, confirmed);
}

/// To the next bout that awaits review, with what was confirmed in words.
void ReviewController::goOn(EpochIndex from, EpochIndex confirmed)
{
    const Hypnogram &hypnogram = m_document->hypnogram();
    QStringList words;
    if (confirmed > 0)
        words.append(confirmedText(confirmed));
    if (const auto next = nextUnreviewed(hypnogram, from)) {
        m_view->selection()->clear();
        m_view->selection()->setCurrent(*next);
        show(hypnogram.bout(*next), kEdge);
    } else if (const ReviewProgress progress = reviewProgress(hypnogram); progress.scored > progress.reviewed) {
        words.append(tr("no unreviewed bout follows, epochs that are unreviewed before: %1")
                         .arg(QLocale().toString(progress.scored - progress.reviewed)));
    } else {
        words.append(progress.scored > 0 ? tr("all that is scored is reviewed")
                                         : tr("there is nothing to confirm yet"));
    }
    if (words.isEmpty())
        return;
    QString sentence = words.join(tr("; "));
    sentence.replace(0, 1, sentence.left(1).toUpper());
    Q_EMIT notice(sentence);
}

void ReviewController::confirmPage()
{
    const plot::TimeAxis *axis = m_view->timeAxis();
    const double epochSec = m_view->selection()->epochSec();
    // Epochs by their middle, so that page after page takes in each of them once.
    const EpochRange page{EpochIndex(std::ceil(axis->first() / epochSec - 0.5)),
                          EpochIndex(std::ceil(axis->last() / epochSec - 0.5))};
    const EpochIndex confirmed = m_document->confirm(page);
    if (confirmed > 0)
        m_view->flash(page);
    Q_EMIT notice(confirmed > 0 ? confirmedText(confirmed) : tr("Nothing on this page awaits review"));
}

void ReviewController::askConfident()
{
    const double remembered = QSettings().value(thresholdKey(), kConfident).toDouble();
    auto *dialog = new ConfirmDialog(m_document, std::clamp(remembered, 0.0, 1.0), m_view->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { confirmConfident(dialog->threshold()); });
    dialog->open();
}

void ReviewController::confirmConfident(double threshold)
{
    QSettings().setValue(thresholdKey(), threshold);
    if (!m_document) // closed while the question was open
        return;
    const EpochIndex confirmed = m_document->confirm(confidentRuns(m_document->hypnogram(), threshold));
    if (confirmed > 0)
        Q_EMIT notice(confirmedText(confirmed));
}

void ReviewController::nextDoubtful()
{
    if (const auto next = nextInDoubt(m_document->hypnogram(), m_place)) {
        goTo(*next);
    } else if (const auto first = nextInDoubt(m_document->hypnogram())) {
        goTo(*first);
        Q_EMIT notice(tr("That was the last one; again from the most doubtful"));
    } else {
        Q_EMIT notice(tr("No bout awaits review"));
    }
}

void ReviewController::previousDoubtful()
{
    const auto previous = m_place ? previousInDoubt(m_document->hypnogram(), *m_place) : std::nullopt;
    if (previous)
        goTo(*previous);
    else
        Q_EMIT notice(tr("No bout of more doubt awaits review"));
}

void ReviewController::goTo(const DoubtfulBout &bout)
{
    m_place = bout;
    m_view->selection()->setCurrent(bout.range.first);
    // Selected, so that it is seen how far it reaches, and one key corrects or confirms it.
    m_view->selection()->select(bout.range);
    show(bout.range, 0.5);
}

/// Brings a bout onto the page, where it does not lie there already: its middle to a place given as a share of the
/// page, but no farther than its beginning allows.
void ReviewController::show(EpochRange bout, double middle)
{
    plot::TimeAxis *axis = m_view->timeAxis();
    const double epochSec = m_view->selection()->epochSec();
    const double first = double(bout.first) * epochSec, last = double(bout.last) * epochSec;
    const double edge = kEdge * axis->span();
    if (first >= axis->first() + edge && last <= axis->last() - edge)
        return;
    const double left = std::max(middle * axis->span() - (last - first) / 2, edge);
    axis->pan(first - left - axis->first());
}

} // namespace somno::ui
