// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/jobs/jobrunner.h"
#include "core/jobs/scratchfolder.h"
#include "core/scoring/agreement.h"
#include "core/work/openrecording.h"

namespace somno::ui {

/// A run of epochs that two models call differently.
struct DifferentStretch {
    scoring::EpochRange range;
    scoring::Stage before = scoring::Stage::Unscored;
    scoring::Stage after = scoring::Stage::Unscored;
};

/// One recording as two models score it.
struct ComparisonResult {
    QString before; ///< titles of the models
    QString after;
    double epochSec = 1;
    scoring::Hypnogram beforeStages, afterStages;
    scoring::Agreement agreement;            ///< rows: before
    std::vector<DifferentStretch> stretches; ///< in order of time
};

/// Stretches where both said something, and not the same.
[[nodiscard]] std::vector<DifferentStretch> differentStretches(const scoring::Proposal &before,
                                                               const scoring::Proposal &after);
/// The two in the epochs of the one before; NoOverlap.
[[nodiscard]] Result<ComparisonResult> compareProposals(const scoring::Proposal &before,
                                                        const scoring::Proposal &after);

/// Scores a recording with a model into a temporary file and compares that with the proposal that lies over it; where
/// there is none, with what the model in use says. The labels of the recording are not touched.
class ProposalComparison : public QObject {
    Q_OBJECT
public:
    explicit ProposalComparison(std::shared_ptr<jobs::JobRunner> runner, QObject *parent = nullptr);
    ~ProposalComparison() override;

    [[nodiscard]] bool isRunning() const { return m_job != nullptr || m_reading; }
    /// Folder and title of the model; empty: the one shipped. `active` is the folder of the model in use.
    void start(const OpenRecording &recording, const QString &folder, const QString &active);
    void cancel();

Q_SIGNALS:
    void progress(qint64 done, qint64 total);
    void finished(const somno::ui::ComparisonResult &result);
    void failed(const somno::Error &error);
    void cancelled();

private:
    void score(const QString &folder, const QString &file, std::function<void(const QString &title)> then);
    void read(const QString &afterTitle);

    std::shared_ptr<jobs::JobRunner> m_runner;
    OpenRecording m_recording;
    std::unique_ptr<jobs::ScratchFolder> m_folder;
    jobs::JobHandle m_job;
    QString m_title; ///< of the model that scores, as the engine tells it
    QString m_beforeTitle;
    bool m_reading = false;
};

} // namespace somno::ui

Q_DECLARE_METATYPE(somno::ui::ComparisonResult)
