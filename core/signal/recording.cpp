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

std::vector<int> Recording::channelsCalled(const QString &name) const
{
    const QString wanted = name.trimmed();
    const auto called = [&](Qt::CaseSensitivity sensitivity) {
        std::vector<int> found;
        for (size_t i = 0; i < channels.size(); ++i)
            if (channels[i].label.trimmed().compare(wanted, sensitivity) == 0)
                found.push_back(int(i));
        return found;
    };
    if (auto exact = called(Qt::CaseSensitive); !exact.empty())
        return exact;
    if (auto folded = called(Qt::CaseInsensitive); !folded.empty())
        return folded;
    bool isNumber = false;
    const int number = wanted.startsWith(QLatin1Char('#')) ? wanted.mid(1).toInt(&isNumber) : 0;
    if (isNumber && number >= 1 && number <= int(channels.size()))
        return {number - 1};
    return {};
}

int Recording::channelIndex(const QString &name) const
{
    const std::vector<int> found = channelsCalled(name);
    return found.empty() ? -1 : found.front();
}

} // namespace somno::signal
