// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/openingarguments.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace somno::app {

namespace {

QJsonDocument channelsIn(const std::string &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json));
}

} // namespace

void OpeningArguments::addTo(CLI::App &verb)
{
    verb.add_option("--rate", m_rateHz,
                    "sampling rate in Hz of recordings that do not say it (tables, NumPy, some\nMATLAB files): 512, "
                    "511.9596")
        ->check(CLI::PositiveNumber);
    verb.add_option("--unit", m_unit, "unit of recordings that do not say it: uV, mV, V");
    verb.add_option("--channels", m_channels,
                    "label, unit and rate of each of their channels, as JSON:\n"
                    "[{\"label\":\"EEG\",\"unit\":\"uV\",\"rate\":512}, ...]")
        ->check([](const std::string &json) -> std::string {
            return channelsIn(json).isNull() ? "must be a list in JSON" : "";
        });
}

io::OpenOptions OpeningArguments::options() const
{
    const QJsonDocument channels = channelsIn(m_channels);
    io::OpenOptions options = io::OpenOptions::fromJson(
        channels.isArray() ? QJsonObject{{QStringLiteral("channels"), channels.array()}} : channels.object());
    if (m_rateHz > 0)
        options.rateHz = m_rateHz;
    if (!m_unit.empty())
        options.unit = QString::fromStdString(m_unit);
    return options;
}

} // namespace somno::app
