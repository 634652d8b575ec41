// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/recording.h"

namespace somno::signal {

double Channel::gain() const
{
    return (physicalMax - physicalMin) / double(digitalMax - digitalMin);
}

double Channel::offset() const
{
    return physicalMin - double(digitalMin) * gain();
}

std::vector<float> Channel::physical(SampleIndex first, SampleIndex count) const
{
    std::vector<float> out(static_cast<size_t>(count));
    samples->scaled(first, gain(), offset(), out);
    return out;
}

Result<> Channel::read(SampleIndex first, std::span<float> out) const
{
    if (samples) {
        samples->scaled(first, gain(), offset(), out);
        return {};
    }
    if (source)
        return source->scaled(first, gain(), offset(), out);
    return failure(ErrorCode::InvalidArgument,
                   QStringLiteral("The samples of channel \"%1\" have not been read.").arg(label));
}

int Recording::channelIndex(const QString &label) const
{
    const QString wanted = label.trimmed();
    for (size_t i = 0; i < channels.size(); ++i)
        if (channels[i].label.trimmed().compare(wanted, Qt::CaseInsensitive) == 0)
            return int(i);
    if (wanted.startsWith(QLatin1Char('#'))) {
        bool isNumber = false;
        const int number = wanted.mid(1).toInt(&isNumber);
        if (isNumber && number >= 1 && number <= int(channels.size()))
            return number - 1;
    }
    return -1;
}

} // namespace somno::signal
