// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/proposalcomparison.h"

#include <QtConcurrentRun>

#include "core/labels/labelfile.h"
#include "core/work/whendone.h"

namespace somno::ui {

using namespace scoring;

namespace {

const QString kAfterFile = QStringLiteral("after.csv");
const QString kBeforeFile = QStringLiteral("before.csv");

} // namespace

std::vector<DifferentStretch> differentStretches(const Proposal &before, const Proposal &after)
{
    std::vector<DifferentStretch> stretches;
    for (EpochIndex i = 0; i < std::min(before.size(), after.size()); ++i) {
        const Stage a = before.stage(i), b = after.stage(i);
        if (a == b || a == Stage::Unscored || b == Stage::Unscored)
            continue;
        if (!stretches.empty() && stretches.back().range.last == i && stretches.back().before == a
            && stretches.back().after == b)
            ++stretches.back().range.last;
        else
            stretches.push_back({{i, i + 1}, a, b});
    }
    return stretches;
}

Result<ComparisonResult> compareProposals(const Proposal &before, const Proposal &after)
{
    const Proposal onGrid = after.onGrid(before.epochSec, before.size());
    auto beforeStages = Hypnogram::fromProposal(before), afterStages = Hypnogram::fromProposal(onGrid);
    auto agreement = compareScorings(beforeStages, afterStages);
    if (!agreement)
        return failure(agreement.error());
    return ComparisonResult{before.modelVersion,
                            after.modelVersion,
                            before.epochSec,
                            std::move(beforeStages),
                            std::move(afterStages),
                            std::move(*agreement),
                            differentStretches(before, onGrid)};
}

ProposalComparison::ProposalComparison(std::shared_ptr<jobs::JobRunner> runner, QObject *parent)
    : QObject(parent), m_runner(std::move(runner))
{
}

ProposalComparison::~ProposalComparison() = default;

void ProposalComparison::start(const OpenRecording &recording, const QString &folder, const QString &active)
{
    if (isRunning())
        return;
    m_recording = recording;
    m_folder = std::make_unique<jobs::ScratchFolder>();
    if (!m_folder->isValid()) {
        Q_EMIT failed({ErrorCode::FileNotWritable, tr("The comparison could not make its temporary folder."),
                       m_folder->errorString()});
        return;
    }
    score(folder, kAfterFile, [this, active](const QString &after) {
        if (m_recording.proposal.size() > 0)
            read(after);
        else
            score(active, kBeforeFile, [this, after](const QString &before) {
                m_beforeTitle = before;
                read(after);
            });
    });
}

void ProposalComparison::score(const QString &folder, const QString &file, std::function<void(const QString &)> then)
{
    m_title.clear();
    m_job = m_runner->start({scoreArguments(m_recording, folder, m_folder->filePath(file)), {}, {}});
    connect(m_job.get(), &jobs::EngineJob::progress, this,
            [this](const QString &, qint64 done, qint64 total) { Q_EMIT progress(done, total); });
    connect(m_job.get(), &jobs::EngineJob::metric, this, [this](const QJsonObject &values) {
        if (values.contains("model"))
            m_title = values.value("model").toString();
    });
    connect(m_job.get(), &jobs::EngineJob::finished, this, [this, then = std::move(then)] {
        m_job.reset();
        then(m_title);
    });
    connect(m_job.get(), &jobs::EngineJob::failed, this, [this](const Error &error) {
        m_job.reset();
        Q_EMIT failed(error);
    });
    connect(m_job.get(), &jobs::EngineJob::cancelled, this, [this] {
        m_job.reset();
        Q_EMIT cancelled();
    });
}

void ProposalComparison::read(const QString &afterTitle)
{
    m_reading = true;
    const auto task = [recording = m_recording, beforeTitle = m_beforeTitle, afterTitle,
                       folder = m_folder->path()]() -> Result<ComparisonResult> {
        const auto proposalOf = [&](const QString &file, const QString &title) -> Result<Proposal> {
            auto labels = io::readLabels(folder + QLatin1Char('/') + file);
            if (!labels)
                return failure(labels.error());
            Proposal proposal = labels->hypnogram.proposal();
            if (proposal.modelVersion.isEmpty())
                proposal.modelVersion = title;
            return proposal;
        };
        const auto after = proposalOf(kAfterFile, afterTitle);
        const auto before = recording.proposal.size() > 0 ? Result<Proposal>(recording.proposal)
                                                          : proposalOf(kBeforeFile, beforeTitle);
        if (!after || !before)
            return failure(after ? before.error() : after.error());
        return compareProposals(*before, *after);
    };
    whenDone(this, QtConcurrent::run(task), [this](const Result<ComparisonResult> &result) {
        m_reading = false;
        m_folder.reset();
        if (result)
            Q_EMIT finished(*result);
        else
            Q_EMIT failed(result.error());
    });
}

void ProposalComparison::cancel()
{
    if (m_job)
        m_job->cancel();
}

} // namespace somno::ui
