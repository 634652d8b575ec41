// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QTest>
#include <QWidget>
#include <cmath>

#include "core/document/scoringdocument.h"
#include "ui/lanes/recordingview.h"

namespace somno::test {

inline constexpr int kGutter = 136;
inline constexpr int kRightMargin = 12;

inline signal::Channel channel(const QString &label, double hz, std::vector<float> samples)
{
    signal::Channel channel;
    channel.label = label;
    channel.unit = QStringLiteral("uV");
    channel.rate = SampleRate::fromHz(hz);
    channel.physicalMin = channel.digitalMin = -32768;
    channel.physicalMax = channel.digitalMax = 32767;
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    return channel;
}

/// Any warning fails the running test, but for one of the offscreen platform about itself.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

/// EEG and EMG of `seconds` at 100 Hz: a sine of 100 and one of 20 units.
inline std::shared_ptr<signal::Recording> sineRecording(int seconds)
{
    auto recording = std::make_shared<signal::Recording>();
    recording->start = QDateTime(QDate(2024, 3, 12), QTime(7, 0, 0));
    recording->time = signal::TimeMap::continuous(seconds * kTicksPerSecond);
    for (const double amplitude : {100.0, 20.0}) {
        std::vector<float> samples(static_cast<size_t>(seconds) * 100);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = float(amplitude * std::sin(double(i) * 0.3));
        recording->channels.push_back(
            channel(amplitude > 50 ? QStringLiteral("EEG") : QStringLiteral("EMG"), 100, std::move(samples)));
    }
    return recording;
}

inline QWidget *lane(const plot::RecordingView &view, const char *name)
{
    return view.findChild<QWidget *>(QString::fromLatin1(name));
}

/// Widget position above a time, halfway down a lane that shows [firstSec, lastSec].
inline QPoint at(const QWidget *lane, double sec, double firstSec, double lastSec)
{
    const int width = lane->width() - kGutter - kRightMargin;
    return {kGutter + int((sec - firstSec) / (lastSec - firstSec) * width), lane->height() / 2};
}

inline QPoint at(const plot::RecordingView &view, const QWidget *lane, double sec)
{
    return at(lane, sec, view.timeAxis()->first(), view.timeAxis()->last());
}

/// The lane as it is on the screen once everything asked for is drawn; one pixel a point.
inline QImage painted(QWidget *lane)
{
    QCoreApplication::processEvents();
    QTest::qWait(30);
    return lane->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

} // namespace somno::test
