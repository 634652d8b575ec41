// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelwriter.h"

#include "core/base/atomicfile.h"

namespace somno::io {

using scoring::Stage;

namespace {

constexpr qsizetype kWriteBlock = 1 << 20;

} // namespace

QByteArray codeFor(const StageCodes &codes, Stage stage)
{
    return codes.value(stage, codes.value(Stage::Unscored));
}

QByteArray onsetText(const scoring::Hypnogram &hypnogram, EpochIndex epoch)
{
    return secondsText(epoch * toTicks(hypnogram.epochSec()));
}

Result<> writeRows(const QString &path, const QByteArray &heading, EpochIndex count,
                   const std::function<QByteArray(EpochIndex)> &text)
{
    QByteArray bytes = heading;
    AtomicFile file(path);
    auto done = file.open();
    for (EpochIndex i = 0; i < count && done; ++i) {
        bytes += text(i);
        if (bytes.size() >= kWriteBlock) { // weeks of seconds are not held as text
            done = file.write(bytes);
            bytes.clear();
        }
    }
    if (done)
        done = file.write(bytes);
    if (done)
        done = file.commit();
    return done;
}

} // namespace somno::io
