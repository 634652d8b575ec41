// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/committeedecision.h"

#include <algorithm>
#include <atomic>
#include <limits>

#include "core/engine/decision/sequenceprior.h"
#include "core/engine/decision/doubts.h"
#include "core/engine/network/compute.h"
#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {
constexpr size_t kClasses = scoring::kLearnedClasses.size();
} // namespace

Result<> checkReads(const Judge &judge, Input input)
{
    const size_t width = EvidenceRows::width(input);
    if (judge.centre.size() == width)
        return {};
    return failure(
        ErrorCode::ModelInvalid,
        QStringLiteral(
            "The model's committee does not fit this program: the judge of %1 does not read %2 numbers a second.")
            .arg(inputName(input))
            .arg(width),
        QStringLiteral(
            "Take the model from its source again, or install the version of the program that it was made for."));
}

std::vector<float> opinionsOf(const Judge &judge, const EvidenceRows &rows, int threads)
{
    constexpr EpochIndex kBlock = 600;
    std::vector<float> logs(size_t(rows.size()) * kClasses, std::numeric_limits<float>::quiet_NaN());
    std::atomic<EpochIndex> next = 0;
    const auto work = [&] {
        std::vector<float> row(judge.centre.size());
        for (EpochIndex first = next.fetch_add(kBlock); first < rows.size(); first = next.fetch_add(kBlock))
            for (EpochIndex i = first; i < std::min(first + kBlock, rows.size()); ++i) {
                if (rows.isSilent(i))
                    continue;
                rows.row(i, row);
                judge.standardise(row);
                judge.opinion(row, std::span(logs).subspan(size_t(i) * kClasses, kClasses));
            }
    };
    runInThreads(threads > 0 ? threads : availableThreads(), work);
    return logs;
}

Input decidingInput(const Committee &committee, const Evidence &evidence, Input asked)
{
    if (asked != Input::Both)
        return asked;
    const bool noEeg = showsNoSleep(evidence.signal), noEmg = showsNoTone(evidence.signal);
    if (noEeg && !noEmg && committee.knows(Input::Emg))
        return Input::Emg;
    if (noEmg && !noEeg && committee.knows(Input::Eeg))
        return Input::Eeg;
    return asked;
}

Result<scoring::Proposal> decide(const Committee &committee, const Evidence &evidence, Input input, int threads,
                                 const Progress &progress)
{
    input = decidingInput(committee, evidence, input);
    const Judge &judge = committee.judges.at(input);
    if (auto reads = checkReads(judge, input); !reads)
        return failure(reads.error());
    const EvidenceRows rows(evidence, input);
    if (progress.cancelled())
        return failure(ErrorCode::Cancelled, QStringLiteral("Scoring was cancelled."));
    scoring::Proposal proposal;
    proposal.classes = mouseClasses();
    proposal.probabilities = decodeSequence(opinionsOf(judge, rows, threads), judge.prior);
    return proposal;
}

} // namespace somno::sdreamer
