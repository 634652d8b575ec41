// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/strictness.h"

#include <QStringList>

namespace somno::app {

void addStrictOption(CLI::App &verb, bool &strict)
{
    verb.add_flag("--strict", strict, "whatever is odd about recordings and labels is an error, not a warning");
}

Result<> takeDeviations(const QString &file, const Deviations &deviations, bool strict, const Progress &progress)
{
    QStringList sentences;
    for (const Deviation &deviation : deviations)
        sentences << deviation.sentence();
    if (strict && !sentences.isEmpty())
        return failure(ErrorCode::HeaderInvalid, QStringLiteral("%1 is not taken as it stands.").arg(file),
                       sentences.join(QLatin1Char(' ')));
    for (const QString &sentence : sentences)
        progress.warning(file + QStringLiteral(": ") + sentence);
    return {};
}

} // namespace somno::app
