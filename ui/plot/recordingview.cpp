// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/recordingview.h"

namespace somno::plot {

class RecordingView::Private {
public:
    TimeAxis axis;
    EpochSelection selection;
    PlotTheme theme = PlotTheme::light();
};

RecordingView::RecordingView(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>()) {}
RecordingView::~RecordingView() = default;
TimeAxis *RecordingView::timeAxis() const { return &d->axis; }
EpochSelection *RecordingView::selection() const { return &d->selection; }
void RecordingView::setRecording(signal::RecordingPtr, const QVector<int> &) {}
void RecordingView::setDocument(scoring::ScoringDocument *) {}
void RecordingView::setTheme(const PlotTheme &theme) { d->theme = theme; }
const PlotTheme &RecordingView::theme() const { return d->theme; }
void RecordingView::setUncertaintyThreshold(float) {}
void RecordingView::setClockTime(bool) {}
void RecordingView::setLoading(double) {}
void RecordingView::scaleAmplitude(double) {}
void RecordingView::autoscale() {}
void RecordingView::flash(scoring::EpochRange) {}
void RecordingView::ensureVisible(EpochIndex) {}
void RecordingView::changeEvent(QEvent *event) { QWidget::changeEvent(event); }

} // namespace somno::plot
