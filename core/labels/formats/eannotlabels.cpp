// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Luna's .eannot (luna-doc, annotations.md): a label a line, epochs of 30 s unless told otherwise. Luna's stages are W,
// N1, N2, N3, NREM4, R, M and ?, L is lights on. It knows no NREM as such: rodents' is written N2, which is said.
#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/formats/listlabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

Result<> writeEannot(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes words{{Stage::Wake, "W"},    {Stage::N1, "N1"},          {Stage::N2, "N2"},
                                  {Stage::N3, "N3"},     {Stage::S4, "NREM4"},       {Stage::Nrem, "N2"},
                                  {Stage::Rem, "R"},     {Stage::MovementTime, "M"}, {Stage::Microarousal, "MA"},
                                  {Stage::Unscored, "?"}};
    return writeRows(path, {}, hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(words, hypnogram.stage(epoch)) + '\n'; });
}

} // namespace

const LabelFormat &eannotLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("eannot"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Luna epoch annotations")),
         {QStringLiteral("eannot")},
         [](const QByteArray &bytes, const QString &name) {
             return listFormatOf(bytes, name) == QLatin1String("eannot");
         }},
        {},
        {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::S4, Stage::Rem, Stage::MovementTime, Stage::Microarousal},
        readListLabels,
        writeEannot,
        {{QStringLiteral("m"), Stage::MovementTime},
         {QStringLiteral("l"), Stage::Unscored},
         {QStringLiteral("u"), Stage::Unscored}},
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
        {{Stage::Nrem, Stage::N2}},
        false,
    };
    return format;
}

} // namespace somno::io
