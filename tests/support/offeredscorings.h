// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

#include "core/cohort/trainingitem.h"
#include "tests/support/hypnograms.h"

namespace somno::test {

/// A scoring by hand of `path`, one letter a second as hypnogramOf() reads them.
inline learning::OfferedScoring offerOf(const QString &path, const QString &subject, std::string_view letters,
                                        const QString &scorer = QStringLiteral("anna"))
{
    return {path, QStringLiteral("EEG"), QStringLiteral("EMG"), subject, scorer, hypnogramOf(letters), false, {}};
}

/// Sleep cycles of 5 min Wake, 4 min NREM and 1 min REM for so many seconds.
inline std::string cycles(size_t seconds)
{
    const std::string cycle = std::string(300, 'W') + std::string(240, 'N') + std::string(60, 'R');
    std::string letters;
    while (letters.size() < seconds)
        letters += cycle;
    letters.resize(seconds);
    return letters;
}

} // namespace somno::test
