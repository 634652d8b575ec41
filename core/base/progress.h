// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <stop_token>

namespace somno {

/// How long work tells of itself and learns that nobody wants it any more. Every member may be
/// left empty; the functions below then do nothing. Called from the working thread.
struct Progress {
    std::function<void(const QString &phase, qint64 done, qint64 total)> report;
    std::function<void(const QString &message)> warn;
    std::stop_token stop;

    void advance(const QString &phase, qint64 done, qint64 total) const
    {
        if (report)
            report(phase, done, total);
    }
    void warning(const QString &message) const
    {
        if (warn)
            warn(message);
    }
    [[nodiscard]] bool cancelled() const { return stop.stop_requested(); }
};

} // namespace somno
