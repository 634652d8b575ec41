// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/openoptions.h"

#include <QJsonArray>

namespace somno::io {

namespace {

constexpr double kMostHz = 1e9;

void put(QJsonObject &json, double rateHz, const QString &unit)
{
    if (rateHz > 0)
        json.insert(QStringLiteral("rate"), rateHz);
    if (!unit.isEmpty())
        json.insert(QStringLiteral("unit"), unit);
}

double rateIn(const QJsonObject &json)
{
    const double rate = json.value(QStringLiteral("rate")).toDouble();
    return rate > 0 && rate < kMostHz ? rate : 0;
}

} // namespace

QJsonObject OpenOptions::toJson() const
{
    QJsonObject json;
    put(json, rateHz, unit);
    QJsonArray list;
    for (const ChannelFacts &facts : channels) {
        QJsonObject channel;
        put(channel, facts.rateHz, facts.unit);
        if (!facts.label.isEmpty())
            channel.insert(QStringLiteral("label"), facts.label);
        list.append(channel);
    }
    if (!list.isEmpty())
        json.insert(QStringLiteral("channels"), list);
    return json;
}

OpenOptions OpenOptions::fromJson(const QJsonObject &json)
{
    OpenOptions options{rateIn(json), json.value(QStringLiteral("unit")).toString(), {}};
    for (const QJsonValue &value : json.value(QStringLiteral("channels")).toArray()) {
        const QJsonObject channel = value.toObject();
        options.channels.push_back({channel.value(QStringLiteral("label")).toString(),
                                    channel.value(QStringLiteral("unit")).toString(), rateIn(channel)});
    }
    return options;
}

} // namespace somno::io
