// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <cmath>

#include "core/signal/recording.h"

namespace somno::test {

/// A recording of sines: channels of these labels, 100 Hz.
inline signal::Recording sineRecording(double seconds, const QStringList &labels)
{
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 1), QTime(8, 0));
    recording.time = signal::TimeMap::continuous(Ticks(seconds * double(kTicksPerSecond)));
    for (const QString &label : labels) {
        std::vector<qint16> samples(size_t(seconds * 100));
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = qint16(8000 * std::sin(double(i) * 0.3 * double(recording.channels.size() + 1)));
        signal::Channel channel;
        channel.label = label;
        channel.unit = QStringLiteral("uV");
        channel.rate = {100, kTicksPerSecond};
        channel.physicalMin = -500;
        channel.physicalMax = 500;
        channel.sampleCount = SampleIndex(samples.size());
        channel.samples = std::make_shared<const signal::SampleStore>(std::move(samples));
        recording.channels.push_back(std::move(channel));
    }
    return recording;
}

} // namespace somno::test
