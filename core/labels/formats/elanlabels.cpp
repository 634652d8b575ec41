// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Elan's .hyp as Visbrain 0.4 reads and writes it (rw_hypno.py): time_base (s of a value), sampling_period, epoch_nb,
// epoch_list, then a value a line: 0 W, 1 to 4 stages 1 to 4, 5 REM, -1 and -2 artefact or not scored.
#include <QFileInfo>
#include <algorithm>

#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
#include "core/labels/labelwriter.h"
#include "core/labels/formats/listlabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

Result<LabelTable> readElan(const QString &path, const LabelContext &context)
{
    auto table = readListLabels(path, context);
    if (!table)
        return table;
    const auto list = std::ranges::find(table->rows, QStringLiteral("epoch_list"), &LabelRow::word);
    const double seconds
        = table->rows.front().word.section(QLatin1Char(' '), 1, 1, QString::SectionSkipEmpty).toDouble();
    if (list == table->rows.end() || list + 1 == table->rows.end() || !(seconds > 0 && seconds <= 3600))
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1 is no hypnogram of Elan.").arg(QFileInfo(path).fileName()),
                       QStringLiteral("It must state a time_base and values behind epoch_list."));
    table->epoch = toTicks(seconds);
    const auto stated = std::ranges::find_if(
        table->rows, [](const LabelRow &row) { return row.word.startsWith(QLatin1String("epoch_nb")); });
    const qint64 count = stated < list ? stated->word.section(QLatin1Char(' '), 1, 1).toLongLong() : 0;
    table->rows.erase(table->rows.begin(), list + 1);
    if (count > 0 && count != qint64(table->rows.size()))
        table->deviations.push_back({QStringLiteral("epochs-missing"), QStringLiteral("epoch_nb"),
                                     QStringLiteral("%1, and %2 values follow").arg(count).arg(table->rows.size()),
                                     QStringLiteral("the values that are there")});
    for (size_t i = 0; i < table->rows.size(); ++i)
        table->rows[i].onset = Ticks(i) * kTicksPerSecond;
    return table;
}

Result<> writeElan(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{{Stage::Wake, "0\n"}, {Stage::N1, "1\n"},       {Stage::N2, "2\n"},
                                  {Stage::N3, "3\n"},   {Stage::S4, "4\n"},       {Stage::Nrem, "2\n"},
                                  {Stage::Rem, "5\n"},  {Stage::Unscored, "-2\n"}};
    const QByteArray seconds = QByteArray::number(hypnogram.epochSec(), 'f', 6);
    const QByteArray heading = "time_base " + seconds + "\nsampling_period " + seconds + "\nepoch_nb "
                               + QByteArray::number(hypnogram.size()) + "\nepoch_list\n";
    return writeRows(path, heading, hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(codes, hypnogram.stage(epoch)); });
}

} // namespace

const LabelFormat &elanLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("elan"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Elan hypnogram")),
         {QStringLiteral("hyp")},
         [](const QByteArray &bytes, const QString &name) {
             return listFormatOf(bytes, name) == QLatin1String("elan");
         }},
        {},
        {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::S4, Stage::Rem},
        readElan,
        writeElan,
        {{QStringLiteral("0"), Stage::Wake},
         {QStringLiteral("1"), Stage::N1},
         {QStringLiteral("2"), Stage::N2},
         {QStringLiteral("3"), Stage::N3},
         {QStringLiteral("4"), Stage::S4},
         {QStringLiteral("5"), Stage::Rem},
         {QStringLiteral("-1"), Stage::Unscored},
         {QStringLiteral("-2"), Stage::Unscored}},
        {{Stage::S4, Stage::N3}},
        {{Stage::Nrem, Stage::N2}},
    };
    return format;
}

} // namespace somno::io
