// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/signal/channelchoice.h"
#include "core/signal/recording.h"
#include "ui/lanes/epochselection.h"
#include "ui/lanes/lanespecification.h"
#include "ui/lanes/plottheme.h"
#include "ui/lanes/timeaxis.h"

namespace somno::scoring {
class ScoringDocument;
}

namespace somno::plot {

/// All lanes of one recording over one time axis, built from a list of specifications (standardlanes.cpp), whose ids
/// are their objectNames; those of channels are numbered: "traceLane0", "traceLane1".
///
/// Mouse: wheel scrolls, Ctrl+wheel zooms at the pointer, Ctrl+Shift+wheel scales the traces; a click sets the
/// current epoch, a drag selects epochs and pans at the edge, a right-click selects the bout, dragging with the
/// middle button or with Shift pans; a click jumps where the lane's specification says so. Keys are the window's.
class RecordingView : public QWidget {
    Q_OBJECT
public:
    /// With the standard lanes.
    explicit RecordingView(QWidget *parent = nullptr);
    explicit RecordingView(std::vector<LaneSpecification> lanes, QWidget *parent = nullptr);
    ~RecordingView() override;

    [[nodiscard]] TimeAxis *timeAxis() const;
    [[nodiscard]] EpochSelection *selection() const;

    /// Shows these channels of a recording, and the spectrogram of its EEG; null clears the view. The time axis
    /// starts on the first ten minutes, or stays when only the channels are others. Pyramids and the spectrogram are
    /// computed in background tasks.
    void setRecording(signal::RecordingPtr recording, const QVector<int> &channels,
                      const io::ChannelChoice &roles = {});
    /// The scoring shown, not owned; null shows none. Sets the epochs of selection().
    void setDocument(scoring::ScoringDocument *document);

    void setTheme(const PlotTheme &theme);
    [[nodiscard]] const PlotTheme &theme() const;
    /// Confidence below which an automatic epoch counts as uncertain.
    void setUncertaintyThreshold(float threshold);
    /// Clock time (where the recording has a start) or time elapsed since the start.
    void setClockTime(bool clock);
    /// Share of the file that is read, shown in the overview; outside [0, 1) it is not shown.
    void setLoading(double fraction);

    /// factor > 1 draws all traces taller.
    void scaleAmplitude(double factor);
    /// Back to the scales found from the samples.
    void autoscale();
    /// Lights a range for 80 ms: a key was heard.
    void flash(scoring::EpochRange range);
    /// Moves the range only where the epoch comes nearer to its edge than a tenth of it.
    void ensureVisible(EpochIndex epoch);

Q_SIGNALS:
    /// The traces of a newly set recording are on the screen.
    void firstPagePainted();
    /// Time under the pointer, in seconds; negative when it left.
    void hovered(double timeSec);
    /// The pointer rests on a lane that tells the stage: time for a word on what is under it.
    void rested(double timeSec, const QPoint &globalPos);
    /// There was not enough memory for the spectrogram, or for drawing the whole recording at once.
    void starved();

protected:
    void changeEvent(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace somno::plot
