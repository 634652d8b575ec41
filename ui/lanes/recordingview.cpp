// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/recordingview.h"

#include <QEvent>
#include <QPointer>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/lanes/backdrop.h"
#include "ui/lanes/background.h"
#include "ui/lanes/lanestack.h"
#include "ui/lanes/mousecontroller.h"
#include "ui/lanes/scoringplottables.h"
#include "ui/lanes/spectrogramplottable.h"
#include "ui/lanes/traceplottable.h"

namespace somno::plot {

class RecordingView::Private {
public:
    explicit Private(RecordingView *view);

    Lane *addLane(Lane *lane, int minimumHeight, int preferredHeight, int stretch);
    void addTraceLane(int channel);
    void clearTraceLanes();
    void buildInBackground();
    void refreshAll();
    void refreshOverlays();
    void showEpochs();

    template <class Call>
    void eachLane(Call call)
    {
        call(overview);
        call(ruler);
        for (Lane *lane : lanes)
            call(lane);
    }

    RecordingView *q;
    ViewState state;
    MouseController *mouse;
    LaneStack *stack;
    Lane *overview;
    Lane *ruler;
    std::vector<Lane *> lanes;             ///< in the stack, traces last
    std::vector<QPointer<Lane>> discarded; ///< trace lanes of earlier recordings that wait to be deleted
    std::vector<TracePlottable *> traces;
    SpectrogramPlottable *spectrogram = nullptr;
    std::stop_source stop; ///< of the tasks for the recording shown
    quint64 recordingId = 0;
    bool firstPagePending = false;
};

RecordingView::Private::Private(RecordingView *view)
    : q(view), mouse(new MouseController(state, view)), stack(new LaneStack(state.theme)),
      overview(new Lane(state, QStringLiteral("overviewLane"), Lane::Extent::WholeRecording)),
      ruler(new Lane(state, QStringLiteral("rulerLane")))
{
    new OverviewPlottable(overview);
    new RulerPlottable(ruler);
    overview->setFixedHeight(48);
    ruler->setFixedHeight(28);
    mouse->watch(overview);
    mouse->watch(ruler);
    Lane *hypnogram = addLane(new Lane(state, QStringLiteral("hypnogramLane")), 56, 84, 0);
    new Backdrop(hypnogram, false);
    new HypnogramPlottable(hypnogram);
    Lane *confidence = addLane(new Lane(state, QStringLiteral("confidenceLane")), 28, 40, 0);
    new Backdrop(confidence, false);
    new ConfidencePlottable(confidence);
    spectrogram = new SpectrogramPlottable(addLane(new Lane(state, QStringLiteral("spectrogramLane")), 48, 96, 0));
}

Lane *RecordingView::Private::addLane(Lane *lane, int minimumHeight, int preferredHeight, int stretch)
{
    lane->setHeights(minimumHeight, preferredHeight);
    lane->setFont(ruler->font());
    stack->addLane(lane, stretch);
    mouse->watch(lane);
    lanes.push_back(lane);
    return lane;
}

void RecordingView::Private::addTraceLane(int channel)
{
    const QString name = QStringLiteral("traceLane%1").arg(traces.size());
    Lane *lane = addLane(new Lane(state, name), 52, 150, 1);
    new Backdrop(lane, true);
    traces.push_back(new TracePlottable(lane, channel));
    if (traces.size() == 1)
        QObject::connect(lane, &Lane::painted, q, [this] {
            if (std::exchange(firstPagePending, false))
                Q_EMIT q->firstPagePainted();
        });
}

void RecordingView::Private::clearTraceLanes()
{
    for (const TracePlottable *trace : traces) {
        auto *lane = qobject_cast<Lane *>(trace->parentPlot());
        std::erase(lanes, lane);
        // The caller may be a slot of that very lane, so it goes later; a replot that is queued must by then find
        // nothing that still asks for the recording.
        lane->clearPlottables();
        std::erase_if(discarded, [](const QPointer<Lane> &gone) { return !gone; });
        discarded.push_back(lane);
        lane->hide();
        lane->setParent(nullptr);
        lane->deleteLater();
    }
    traces.clear();
}

void RecordingView::Private::buildInBackground()
{
    const quint64 id = recordingId;
    const auto starved = [this, id] {
        if (id == recordingId)
            Q_EMIT q->starved();
    };
    for (size_t i = 0; i < traces.size(); ++i) {
        const auto samples = state.recording->channels[size_t(traces[i]->channelIndex())].samples;
        if (!samples)
            continue;
        const auto build = [samples, stop = stop.get_token()] { return signal::Envelope::withPyramid(samples, stop); };
        inBackground(
            q, build,
            [this, id, i](const std::shared_ptr<const signal::Envelope> &envelope) {
                if (id != recordingId)
                    return;
                traces[i]->setEnvelope(envelope);
                qobject_cast<Lane *>(traces[i]->parentPlot())->refresh();
            },
            starved);
    }
    if (traces.empty())
        return;
    const auto compute = [recording = state.recording, channel = traces.front()->channelIndex(),
                          stop = stop.get_token()] { return spectrogramOf(*recording, channel, stop); };
    inBackground(
        q, compute,
        [this, id](const std::shared_ptr<const SpectrogramImage> &image) {
            if (id == recordingId)
                spectrogram->setImage(image);
        },
        starved);
}

void RecordingView::Private::refreshAll()
{
    eachLane([](Lane *lane) { lane->refresh(); });
}

void RecordingView::Private::refreshOverlays()
{
    eachLane([](Lane *lane) { lane->refreshOverlay(); });
}

void RecordingView::Private::showEpochs()
{
    if (const scoring::Hypnogram *hypnogram = state.hypnogram())
        state.selection.setEpochs(hypnogram->size(), hypnogram->epochSec());
    else
        state.selection.setEpochs(0, 1);
    refreshAll();
}

RecordingView::RecordingView(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(d->overview);
    layout->addWidget(d->stack, 1);
    layout->addWidget(d->ruler);
    setAutoFillBackground(true);
    setTheme(d->state.theme);

    connect(&d->state.axis, &TimeAxis::rangeChanged, this, [this] {
        d->overview->refreshOverlay();
        d->ruler->refresh();
        for (Lane *lane : d->lanes)
            lane->refresh();
    });
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
    connect(d->stack, &LaneStack::scrollBarWidthChanged, d->ruler, &Lane::setExtraRightMargin);
}

RecordingView::~RecordingView()
{
    d->stop.request_stop();
    // Lanes draw from the state, which goes before the base class deletes them.
    for (const QPointer<Lane> &lane : d->discarded)
        delete lane;
    delete d->stack;
    delete d->overview;
    delete d->ruler;
}

TimeAxis *RecordingView::timeAxis() const
{
    return &d->state.axis;
}

EpochSelection *RecordingView::selection() const
{
    return &d->state.selection;
}

void RecordingView::setRecording(signal::RecordingPtr recording, const QVector<int> &channels)
{
    constexpr double kFirstPageSec = 600;
    d->stop.request_stop();
    d->stop = std::stop_source();
    ++d->recordingId;
    d->clearTraceLanes();
    d->spectrogram->setImage(nullptr);
    const bool isSame = recording && recording == d->state.recording;
    d->state.recording = std::move(recording);
    if (d->state.recording)
        for (const int channel : channels)
            if (channel >= 0 && channel < int(d->state.recording->channels.size()))
                d->addTraceLane(channel);
    d->firstPagePending = !d->traces.empty();
    d->state.axis.setTotal(d->state.recording ? d->state.recording->durationSec() : 0);
    if (!isSame)
        d->state.axis.setRange(0, kFirstPageSec);
    if (d->state.recording)
        d->buildInBackground();
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
    d->eachLane([](Lane *lane) { lane->applyTheme(); });
}

const PlotTheme &RecordingView::theme() const
{
    return d->state.theme;
}

void RecordingView::setUncertaintyThreshold(float threshold)
{
    d->state.threshold = threshold;
    d->refreshAll();
}

void RecordingView::setClockTime(bool clock)
{
    d->state.clockTime = clock;
    d->refreshAll();
}

void RecordingView::setLoading(double fraction)
{
    d->state.loading = fraction;
    d->overview->refresh();
}

void RecordingView::scaleAmplitude(double factor)
{
    for (TracePlottable *trace : d->traces) {
        trace->scaleAmplitude(factor);
        qobject_cast<Lane *>(trace->parentPlot())->refresh();
    }
}

void RecordingView::autoscale()
{
    for (TracePlottable *trace : d->traces) {
        trace->autoscale();
        qobject_cast<Lane *>(trace->parentPlot())->refresh();
    }
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
