// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace somno::jobs {

/// What of the network is trained: chosen by the engine by the amount of labels, its last layers, or all of it.
enum class FinetuneMode { Automatic, Heads, All };

/// All that `sdreamer finetune` can be told. Empty texts and zeros are left to the engine.
struct FinetuneSettings {
    QString manifest;
    QString baseModel; ///< name or folder
    QString output;    ///< folder of the new model, which must not exist
    QString runFolder; ///< cache and checkpoint; the same settings go on with the run in it
    QString name;
    QString version;
    QString config; ///< file of further options
    FinetuneMode mode = FinetuneMode::Automatic;
    int steps = 0;
    quint64 seed = 1;
    int threads = 0;
    int memoryMb = 0;                        ///< at most
    QString device = QStringLiteral("auto"); ///< auto, cpu, cuda
    QString replay;   ///< what is mixed in against forgetting: auto, none, simulated, or a manifest
    QString original; ///< what old skills are judged on: the same
};

/// Arguments of a job, verb first. The same settings give the same arguments, so that a run goes on. With
/// `finish` the best weights so far are judged and saved, and no more is trained.
[[nodiscard]] QStringList finetuneArguments(const FinetuneSettings &settings, bool finish = false);

} // namespace somno::jobs
