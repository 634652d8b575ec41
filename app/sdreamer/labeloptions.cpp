// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/labeloptions.h"

#include <QFileInfo>

#include "app/sdreamer/strictness.h"
#include "core/labels/stagewords.h"
#include "core/recordings/recordingfile.h"

namespace somno::app {

namespace {

using Clocks = std::vector<std::pair<std::string, io::LabelClock>>;

const Clocks &clocks()
{
    static const Clocks all
        = {{"auto", io::LabelClock::Automatic}, {"clock", io::LabelClock::ByClock}, {"start", io::LabelClock::ByStart}};
    return all;
}

/// "2=Wake" of `--map`.
Result<std::pair<QString, scoring::Stage>> mappedWord(const std::string &text)
{
    const QString pair = QString::fromStdString(text);
    const qsizetype equals = pair.lastIndexOf(QLatin1Char('='));
    const QString word = pair.left(equals).trimmed().toLower();
    const auto stage = equals > 0 ? io::stageOfWord(pair.mid(equals + 1), {}) : std::nullopt;
    if (!stage || word.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--map %1 names no word and stage.").arg(pair),
                       QStringLiteral("Write it as WORD=STAGE: --map 2=Wake --map quiet=NREM --map 9=unscored"));
    return std::pair(word, *stage);
}

} // namespace

void LabelOptions::addTo(CLI::App &verb)
{
    verb.add_option("--epoch", m_epochSec, "epoch length in seconds (default: that of the labels)")
        ->check(CLI::Range(0.1, 3600.0));
    verb.add_option("--row", m_rowSec, "seconds that each row lasts, of labels that state no times")
        ->check(CLI::Range(0.1, 3600.0));
    verb.add_option("--map", m_map, "what a word or code of the labels stands for: WORD=STAGE, as often as needed");
    verb.add_option("--recording", m_recording, "recording of these labels, for its length and start clock")
        ->check(CLI::ExistingFile);
    verb.add_option("--clock", m_clock,
                    "labels that state another start than the recording: by their clock, by the recording's start, or "
                    "by the clock where that leaves them on it")
        ->check(CLI::IsMember({"auto", "clock", "start"}));
    verb.add_option("--scorer", m_scorer, "whose labels, of a file with several (default: the first)");
    verb.add_option("--format", m_format, "format of the labels (default: by their content)");
    m_opening.addTo(verb);
    addStrictOption(verb, m_strict);
}

Result<io::LabelContext> LabelOptions::context() const
{
    io::LabelContext context;
    context.epochSec = m_epochSec;
    context.rowSec = m_rowSec;
    context.scorer = QString::fromStdString(m_scorer);
    context.format = QString::fromStdString(m_format);
    context.strict = m_strict;
    for (const auto &[name, clock] : clocks())
        if (name == m_clock)
            context.clock = clock;
    for (const std::string &text : m_map) {
        const auto pair = mappedWord(text);
        if (!pair)
            return failure(pair.error());
        context.stageMap.insert(pair->first, pair->second);
    }
    if (m_recording.empty())
        return context;
    const auto recording = io::openRecording(QString::fromStdString(m_recording), {}, m_opening.options());
    if (!recording)
        return failure(recording.error());
    context.totalSec = (*recording)->durationSec();
    context.recordingStart = (*recording)->start;
    return context;
}

Result<io::LabelImport> LabelOptions::read(const std::string &path, const Progress &progress) const
{
    const auto told = context();
    if (!told)
        return failure(told.error());
    const QString file = QString::fromStdString(path);
    auto labels = io::readLabels(file, *told);
    if (!labels) {
        Error error = labels.error();
        if (error.code == ErrorCode::LabelsInvalid)
            error.detail += QStringLiteral(" (--row SECONDS, --recording FILE, --map WORD=STAGE, --format ID)");
        return failure(std::move(error));
    }
    if (auto taken = takeDeviations(QFileInfo(file).fileName(), labels->deviations, m_strict, progress); !taken)
        return failure(taken.error());
    return labels;
}

Result<QDateTime> LabelOptions::recordingStart() const
{
    const auto told = context();
    if (!told)
        return failure(told.error());
    return told->recordingStart;
}

} // namespace somno::app
