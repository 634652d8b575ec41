// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/recordingview.h"

#include <QEvent>
#include <QPointer>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "ui/lanes/laneplottable.h"
#include "ui/lanes/lanestack.h"
#include "ui/lanes/mousecontroller.h"
#include "ui/lanes/standardlanes.h"

namespace somno::plot {

class RecordingView::Private {
public:
    Private(std::vector<LaneSpecification> specifications, RecordingView *view);

    void addLane(const LaneSpecification &specification, int channel = -1);
    void addChannelLanes();
    void removeChannelLanes();
    /// Draws anew what is drawn from that, and the overlay of the other lanes.
    void tell(ViewChange change);
    void refreshAll();
    void refreshOverlays();
    void showEpochs();

    template <class Call>
    void eachPlottable(Call call)
    {
        for (Lane *lane : lanes)
            for (LanePlottable *plottable : lane->drawn())
                call(plottable);
    }

    RecordingView *q;
    std::vector<LaneSpecification> specifications;
    ViewState state;
    MouseController *mouse;
    LaneStack *stack;
    QVBoxLayout *layout;
    std::vector<Lane *> lanes;
    std::vector<QPointer<Lane>> discarded; ///< lanes of earlier recordings' channels that wait to be deleted
};

RecordingView::Private::Private(std::vector<LaneSpecification> specs, RecordingView *view)
    : q(view), specifications(std::move(specs)), mouse(new MouseController(state, view)),
      stack(new LaneStack(state.theme)), layout(new QVBoxLayout(view))
{
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(stack, 1);
    for (const LaneSpecification &specification : specifications)
        if (!specification.perChannel)
            addLane(specification);
}

void RecordingView::Private::addLane(const LaneSpecification &specification, int channel)
{
    auto *lane = new Lane(state, specification, channel);
    if (specification.place == LaneSpecification::Place::Stack) {
        lane->setFont(q->font());
        stack->addLane(lane);
    } else {
        const bool atTop = specification.place == LaneSpecification::Place::Top;
        layout->insertWidget(atTop ? layout->indexOf(stack) : layout->count(), lane);
        lane->setFixedHeight(specification.preferredHeight);
        if (!lane->showsWholeRecording())
            connect(stack, &LaneStack::scrollBarWidthChanged, lane, &Lane::setExtraRightMargin);
    }
    mouse->watch(lane);
    connect(lane, &Lane::starved, q, &RecordingView::starved);
    lanes.push_back(lane);
}

void RecordingView::Private::addChannelLanes()
{
    const size_t standing = lanes.size();
    for (LaneSpecification specification : specifications) {
        const QString id = specification.id;
        for (size_t i = 0; specification.perChannel && i < state.channels.size(); ++i) {
            specification.id = id + QString::number(i);
            addLane(specification, state.channels[i]);
        }
    }
    if (lanes.size() > standing)
        connect(lanes[standing], &Lane::painted, q, &RecordingView::firstPagePainted, Qt::SingleShotConnection);
}

void RecordingView::Private::removeChannelLanes()
{
    std::erase_if(discarded, [](const QPointer<Lane> &gone) { return !gone; });
    std::erase_if(lanes, [this](Lane *lane) {
        if (!lane->specification().perChannel)
            return false;
        // The caller may be a slot of that very lane, so it goes later; a replot that is queued must by then find
        // nothing that still asks for the recording.
        lane->clearPlottables();
        discarded.push_back(lane);
        lane->hide();
        lane->setParent(nullptr);
        lane->deleteLater();
        return true;
    });
}

void RecordingView::Private::tell(ViewChange change)
{
    for (Lane *lane : lanes)
        if (lane->specification().drawnFrom.testFlag(change))
            lane->refresh();
        else
            lane->refreshOverlay();
}

void RecordingView::Private::refreshAll()
{
    for (Lane *lane : lanes)
        lane->refresh();
}

void RecordingView::Private::refreshOverlays()
{
    for (Lane *lane : lanes)
        lane->refreshOverlay();
}

void RecordingView::Private::showEpochs()
{
    if (const scoring::Hypnogram *hypnogram = state.hypnogram())
        state.selection.setEpochs(hypnogram->size(), hypnogram->epochSec());
    else
        state.selection.setEpochs(0, 1);
    tell(ViewChange::Labels);
}

RecordingView::RecordingView(QWidget *parent) : RecordingView(standardLanes(), parent) {}

RecordingView::RecordingView(std::vector<LaneSpecification> lanes, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>(std::move(lanes), this))
{
    setAutoFillBackground(true);
    setTheme(d->state.theme);
    connect(&d->state.axis, &TimeAxis::rangeChanged, this, [this] { d->tell(ViewChange::Range); });
    connect(&d->state.selection, &EpochSelection::currentChanged, this, [this] { d->refreshOverlays(); });
    connect(&d->state.selection, &EpochSelection::selectionChanged, this, [this] { d->refreshOverlays(); });
    connect(d->mouse, &MouseController::amplitudeScaled, this, &RecordingView::scaleAmplitude);
    connect(d->mouse, &MouseController::rested, this, &RecordingView::rested);
    connect(d->mouse, &MouseController::hovered, this, [this](double sec) {
        if (std::exchange(d->state.hoverSec, sec) == sec)
            return;
        d->refreshOverlays();
        Q_EMIT hovered(sec);
    });
}

RecordingView::~RecordingView()
{
    // Lanes draw from the state, which goes before the base class deletes them.
    for (const QPointer<Lane> &lane : d->discarded)
        delete lane;
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
}

TimeAxis *RecordingView::timeAxis() const
{
    return &d->state.axis;
}

EpochSelection *RecordingView::selection() const
{
    return &d->state.selection;
}

void RecordingView::setRecording(signal::RecordingPtr recording, const QVector<int> &channels,
                                 const io::ChannelChoice &roles)
{
    constexpr double kFirstPageSec = 600;
    d->removeChannelLanes();
    const bool isSame = recording && recording == d->state.recording;
    d->state.recording = std::move(recording);
    const int known = d->state.recording ? int(d->state.recording->channels.size()) : 0;
    d->state.roles = roles;
    d->state.channels.clear();
    std::ranges::copy_if(channels, std::back_inserter(d->state.channels),
                         [known](int channel) { return channel >= 0 && channel < known; });
    d->addChannelLanes();
    d->state.axis.setTotal(d->state.recording ? d->state.recording->durationSec() : 0);
    if (!isSame)
        d->state.axis.setRange(0, kFirstPageSec);
    d->eachPlottable([](LanePlottable *plottable) { plottable->recordingChanged(); });
    d->refreshAll();
}

void RecordingView::setDocument(scoring::ScoringDocument *document)
{
    if (d->state.document)
        disconnect(d->state.document, nullptr, this, nullptr);
    d->state.document = document;
    d->state.flash = {};
    if (document) {
        connect(document, &scoring::ScoringDocument::epochsChanged, this, [this] { d->showEpochs(); });
        connect(document, &scoring::ScoringDocument::proposalChanged, this, [this] { d->showEpochs(); });
        connect(document, &QObject::destroyed, this, [this] {
            d->state.document = nullptr;
            d->showEpochs();
        });
    }
    d->showEpochs();
}

void RecordingView::setTheme(const PlotTheme &theme)
{
    d->state.theme = theme;
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    d->stack->applyTheme();
    for (Lane *lane : d->lanes)
        lane->applyTheme();
}

const PlotTheme &RecordingView::theme() const
{
    return d->state.theme;
}

void RecordingView::setUncertaintyThreshold(float threshold)
{
    d->state.threshold = threshold;
    d->tell(ViewChange::Threshold);
}

void RecordingView::setClockTime(bool clock)
{
    d->state.clockTime = clock;
    d->tell(ViewChange::Clock);
}

void RecordingView::setLoading(double fraction)
{
    d->state.loading = fraction;
    d->tell(ViewChange::Loading);
}

void RecordingView::scaleAmplitude(double factor)
{
    d->eachPlottable([factor](LanePlottable *plottable) { plottable->scaleAmplitude(factor); });
}

void RecordingView::autoscale()
{
    d->eachPlottable([](LanePlottable *plottable) { plottable->autoscale(); });
}

void RecordingView::flash(scoring::EpochRange range)
{
    constexpr int kFlashMs = 80;
    d->state.flash = range;
    d->refreshOverlays();
    QTimer::singleShot(kFlashMs, this, [this, range] {
        if (d->state.flash == range)
            d->state.flash = {};
        d->refreshOverlays();
    });
}

void RecordingView::ensureVisible(EpochIndex epoch)
{
    const TimeAxis &axis = d->state.axis;
    const double epochSec = d->state.selection.epochSec();
    const double first = double(epoch) * epochSec, last = first + epochSec;
    const double edge = axis.span() / 10;
    if (last > axis.last() - edge)
        d->state.axis.pan(last - (axis.last() - edge));
    else if (first < axis.first() + edge)
        d->state.axis.pan(first - (axis.first() + edge));
}

void RecordingView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange)
        d->refreshAll();
}

} // namespace somno::plot
