// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/pairedjudgement.h"

#include <QSet>
#include <algorithm>
#include <map>
#include <optional>

#include "core/cohort/labelledrecording.h"
#include "core/engine/decision/scorer.h"
#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

using scoring::PairedCounts;
using scoring::Proposal;
using scoring::Stage;

constexpr EpochIndex kStretchEpochs = 60; ///< longer than most bouts, in which errors come together

struct Said {
    Proposal before, after;
};

/// Both models see the same normalised epochs: a fine-tuning keeps the normalisation.
Result<Said> scoreTwice(const LabelledRecording &labelled, const ComparedModel &before, const ComparedModel &after,
                        ScoreOptions options, const Progress &progress)
{
    Progress silent = progress;
    silent.report = nullptr;
    const auto channels = channelsFor(*labelled.recording, labelled.choice, after.network.config(), options.input);
    if (!channels)
        return failure(channels.error());
    const auto prepared = prepareRecording(*labelled.recording, *channels, after.network.config().normalisation, silent,
                                           before.committee || after.committee);
    if (!prepared)
        return failure(prepared.error());
    for (const QString &warning : prepared->warnings)
        progress.warning(warning);
    options.committee = before.committee;
    auto first = scorePrepared(*prepared, before.network, options, silent);
    if (!first)
        return failure(first.error());
    silent.warn = nullptr; // what is wrong with a channel is said once
    options.committee = after.committee;
    auto second = scorePrepared(*prepared, after.network, options, silent);
    if (!second)
        return failure(second.error());
    return Said{std::move(*first), std::move(*second)};
}

/// Counts of each unit: a subject, or a stretch of a recording.
class Counts {
public:
    explicit Counts(const std::vector<Stage> &classes) : m_classes(classes) {}

    void add(const LabelledRecording &labelled, const Said &said, const QString &unit, bool bySubject)
    {
        for (EpochIndex i = 0; i < std::min({labelled.labels.size(), said.before.size(), said.after.size()}); ++i) {
            const int truth = scoring::classIndex(labelled.labels.stage(i), m_classes);
            const int before = scoring::classIndex(said.before.stage(i), m_classes),
                      after = scoring::classIndex(said.after.stage(i), m_classes);
            if (truth < 0 || before < 0 || after < 0)
                continue;
            PairedCounts &counts
                = unitNamed(bySubject ? unit : QStringLiteral("%1 %2").arg(unit).arg(i / kStretchEpochs));
            ++counts.before[size_t(truth)][size_t(before)];
            ++counts.after[size_t(truth)][size_t(after)];
        }
    }

    [[nodiscard]] std::vector<PairedCounts> all() const
    {
        std::vector<PairedCounts> units;
        for (const auto &[name, counts] : m_units)
            units.push_back(counts);
        return units;
    }

private:
    PairedCounts &unitNamed(const QString &name)
    {
        const std::vector<std::vector<qint64>> none(m_classes.size(), std::vector<qint64>(m_classes.size()));
        return m_units.try_emplace(name, PairedCounts{none, none}).first->second;
    }

    std::vector<Stage> m_classes;
    std::map<QString, PairedCounts> m_units;
};

bool hasEnoughSubjects(const std::vector<ManifestRecording> &recordings)
{
    QSet<QString> subjects;
    for (const ManifestRecording &recording : recordings)
        subjects.insert(recording.subject);
    return subjects.size() >= scoring::kLeastUnits;
}

QString signalsOf(const ManifestRecording &recording)
{
    return QStringLiteral("%1\n%2\n%3").arg(recording.path, recording.eeg, recording.emg);
}

/// The epochs of each pair of signals that some scorer confirmed; none named where one of them labelled the whole.
std::map<QString, std::vector<scoring::EpochRange>> rangesBySignals(const std::vector<ManifestRecording> &recordings)
{
    std::map<QString, std::vector<scoring::EpochRange>> ranges;
    QSet<QString> whole;
    for (const ManifestRecording &recording : recordings) {
        auto &all = ranges[signalsOf(recording)];
        all.insert(all.end(), recording.confirmed.begin(), recording.confirmed.end());
        if (recording.confirmed.empty())
            whole.insert(signalsOf(recording));
    }
    for (const QString &signal : whole)
        ranges[signal].clear();
    return ranges;
}

} // namespace

Result<scoring::Judgement> compareModels(const ComparedModel &before, const ComparedModel &after,
                                         const std::vector<ManifestRecording> &recordings, Input input,
                                         const Progress &progress)
{
    if (auto present = requireFiles(recordings); !present)
        return failure(present.error());
    const bool bySubject = hasEnoughSubjects(recordings);
    Counts counts(before.network.config().classes);
    const std::map<QString, std::vector<scoring::EpochRange>> wanted = rangesBySignals(recordings);
    std::map<QString, Said> said; // the scorers of one recording share its scoring
    for (size_t i = 0; i < recordings.size(); ++i) {
        const ManifestRecording &recording = recordings[i];
        const auto labelled = openLabelled(recording, progress);
        if (!labelled)
            return failure(labelled.error());
        const QString key = signalsOf(recording);
        if (labelled->hasLabels() && !said.contains(key)) {
            ScoreOptions options;
            options.input = input;
            options.only = wanted.at(key);
            auto scored = scoreTwice(*labelled, before, after, options, progress);
            if (!scored)
                return failure(scored.error());
            said.emplace(key, std::move(*scored));
        }
        if (labelled->hasLabels())
            counts.add(*labelled, said.at(key), bySubject ? recording.subject : recording.path, bySubject);
        progress.advance(QStringLiteral("judge"), qint64(i + 1), qint64(recordings.size()));
    }
    return scoring::judge(before.network.config().classes, counts.all(), bySubject);
}

} // namespace somno::sdreamer
