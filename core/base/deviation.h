// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

namespace somno {

/// Where a file says something else than its format asks or than the rest of it says, and what was taken instead. Its
/// content is beyond doubt all the same: what is not is an Error.
struct Deviation {
    QString code = {};  ///< for scripts, never changed once published: "record-count-unknown", "rows-unsorted"
    QString where = {}; ///< for people: "number of data records", "row 12", "channel EMG"
    QString found = {}; ///< what stands there: "\"-1\"", "3 of 24 begin before the one above"
    QString taken = {}; ///< what was done: "read as 100, which the size of the file gives", "sorted by onset"
    qint64 byte = -1;   ///< offset in the file, where one byte is meant

    /// "number of data records (byte 236): "-1"; read as 100, which the size of the file gives."
    [[nodiscard]] QString sentence() const;
    /// {"code", "where", "found", "taken", "byte"}, the last where there is one.
    [[nodiscard]] QJsonObject toJson() const;
    friend bool operator==(const Deviation &, const Deviation &) = default;
};
using Deviations = std::vector<Deviation>;

} // namespace somno
