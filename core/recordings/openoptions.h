// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

namespace somno::io {

/// What someone says of a channel of a file that does not. What is left empty, or 0, is as the file says.
struct ChannelFacts {
    QString label = {};
    QString unit = {};
    double rateHz = 0;
    friend bool operator==(const ChannelFacts &, const ChannelFacts &) = default;
};

/// What a recording without a header, such as a table of numbers, needs to be told. Others are read without it.
struct OpenOptions {
    double rateHz = 0;                       ///< of every channel of which neither `channels` nor the file says it
    QString unit = {};                       ///< the same
    std::vector<ChannelFacts> channels = {}; ///< in the order of the file; may be fewer

    [[nodiscard]] bool isEmpty() const { return rateHz == 0 && unit.isEmpty() && channels.empty(); }
    /// {"rate", "unit", "channels": [{"label", "unit", "rate"}]}, without what is not said.
    [[nodiscard]] QJsonObject toJson() const;
    /// Of an object that may hold other keys, too; rates that are no positive numbers are not said.
    [[nodiscard]] static OpenOptions fromJson(const QJsonObject &json);
    friend bool operator==(const OpenOptions &, const OpenOptions &) = default;
};

} // namespace somno::io
