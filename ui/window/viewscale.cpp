// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/viewscale.h"

#include <QAction>
#include <cmath>

#include "ui/lanes/recordingview.h"
#include "ui/window/actiontable.h"

namespace somno::ui {
namespace {

constexpr double kZoomStep = 1.5;
constexpr double kAmplitudeStep = 1.25;

struct Span {
    double seconds; ///< 0 for the whole recording
    QString id;
    QString text;
    QString toolTip;
};

QList<Span> spans()
{
    return {{30, QStringLiteral("actionSpan30s"), ViewScale::tr("30 s"), ViewScale::tr("Show 30 seconds")},
            {120, QStringLiteral("actionSpan2min"), ViewScale::tr("2 min"), ViewScale::tr("Show 2 minutes")},
            {600, QStringLiteral("actionSpan10min"), ViewScale::tr("10 min"), ViewScale::tr("Show 10 minutes")},
            {3600, QStringLiteral("actionSpan1h"), ViewScale::tr("1 h"), ViewScale::tr("Show 1 hour")},
            {21600, QStringLiteral("actionSpan6h"), ViewScale::tr("6 h"), ViewScale::tr("Show 6 hours")},
            {0, QStringLiteral("actionSpanAll"), ViewScale::tr("All"), ViewScale::tr("Show the whole recording")}};
}

} // namespace

ViewScale::ViewScale(ActionTable *table, plot::RecordingView *view) : QObject(table), m_table(table), m_view(view)
{
    connect(view->timeAxis(), &plot::TimeAxis::rangeChanged, this, &ViewScale::showSpan);
    connect(view->timeAxis(), &plot::TimeAxis::totalChanged, this, &ViewScale::showSpan);
}

QList<ActionEntry> ViewScale::actions()
{
    const auto scale
        = [](const char *id, const QString &text, const QList<QKeySequence> &keys, const std::function<void()> &run) {
              return ActionEntry{.id = QLatin1String(id),
                                 .text = text,
                                 .keys = keys,
                                 .menu = MenuGroup::ViewScale,
                                 .section = KeySection::View,
                                 .needs = Need::Recording,
                                 .run = run};
          };
    const auto key = [](const QString &text) { return QKeySequence(text); };
    return spanActions()
           + QList{
               scale("actionZoomIn", tr("Zoom &in"), {key(tr("+")), key(tr("=")), key(tr("Ctrl++"))},
                     [this] { setSpan(m_view->timeAxis()->span() / kZoomStep); }),
               scale("actionZoomOut", tr("Zoom &out"), {key(tr("-")), key(tr("Ctrl+-"))},
                     [this] { setSpan(m_view->timeAxis()->span() * kZoomStep); }),
               scale("actionTaller", tr("&Taller traces"), {key(tr("Ctrl+Up"))},
                     [this] { m_view->scaleAmplitude(kAmplitudeStep); }),
               scale("actionFlatter", tr("&Flatter traces"), {key(tr("Ctrl+Down"))},
                     [this] { m_view->scaleAmplitude(1 / kAmplitudeStep); }),
               scale("actionAutoscale", tr("&Automatic scale"), {key(tr("Ctrl+0"))}, [this] { m_view->autoscale(); })};
}

QList<ActionEntry> ViewScale::spanActions()
{
    QList<ActionEntry> actions;
    for (const Span &span : spans())
        actions.append({.id = span.id,
                        .text = span.text,
                        .toolTip = span.toolTip,
                        .menu = MenuGroup::ViewSpan,
                        .bar = BarGroup::Span,
                        .check = Check::Toggle,
                        .needs = Need::Recording,
                        .run = [this, seconds = span.seconds] {
                            setSpan(seconds);
                            showSpan(); // where nothing moved the click has changed the mark
                        }});
    return actions;
}

void ViewScale::setSpan(double seconds)
{
    plot::TimeAxis *axis = m_view->timeAxis();
    const plot::EpochSelection *selection = m_view->selection();
    const scoring::EpochRange target = selection->target();
    const double anchor = double(target.first + target.last) / 2 * selection->epochSec();
    const bool isVisible = !target.isEmpty() && anchor >= axis->first() && anchor <= axis->last();
    if (seconds > 0)
        axis->setSpan(seconds, isVisible ? anchor : (axis->first() + axis->last()) / 2);
    else
        axis->setRange(0, axis->total());
}

/// Checks the span that is shown, where it is one of those that can be chosen.
void ViewScale::showSpan()
{
    const plot::TimeAxis *axis = m_view->timeAxis();
    for (const Span &one : spans()) {
        const double span = one.seconds > 0 ? one.seconds : axis->total();
        m_table->action(one.id)->setChecked(axis->total() > 0 && std::abs(axis->span() - span) < 1e-6 * span
                                            && (one.seconds == 0 || one.seconds < axis->total()));
    }
}

} // namespace somno::ui
