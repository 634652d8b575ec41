// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/window/windowfixture.h"

#include "core/labels/labelfile.h"

namespace somno::test {

/// A shell script in the engine's place: what it answers is the test's.
class StandInEngine {
public:
    /// `body` runs with the file after -o in $out.
    StandInEngine(const Desk &desk, const QByteArray &body)
    {
        const QString path
            = desk.save(QStringLiteral("engine.sh"), "#!/bin/sh\necho \"$@\" > \"$(dirname \"$0\")/arguments.txt\"\n"
                                                     "while [ $# -gt 0 ]; do [ \"$1\" = -o ] && out=$2; shift; done\n"
                                                         + body);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("SOMNOSCRIBE_ENGINE", path.toUtf8());
    }
    ~StandInEngine() { qunsetenv("SOMNOSCRIBE_ENGINE"); }
};

/// A file as `sdreamer score` writes it: NREM everywhere, sure but for epochs 60 to 69.
inline QString proposalFile(const Desk &desk, EpochIndex epochs)
{
    using scoring::Stage;
    scoring::Proposal proposal;
    proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    for (EpochIndex i = 0; i < epochs; ++i) {
        const float nrem = i >= 60 && i < 70 ? 0.5f : 0.9f;
        proposal.probabilities.insert(proposal.probabilities.end(), {(1 - nrem) * 0.75f, nrem, (1 - nrem) * 0.25f});
    }
    const auto written
        = io::writeLabels(desk.path(QStringLiteral("proposal.csv")), scoring::Hypnogram::fromProposal(proposal));
    if (!written)
        qFatal("%s", qPrintable(written.error().message));
    return desk.path(QStringLiteral("proposal.csv"));
}

/// The body of an engine that scores at once.
inline QByteArray scoringBody(const Desk &desk)
{
    return "echo '{\"event\":\"progress\",\"phase\":\"score\",\"done\":60,\"total\":120}'\n"
           "echo '{\"event\":\"warning\",\"message\":\"The EMG is weak; the model learned from simulated "
           "recordings.\"}'\n"
           "echo '{\"event\":\"metric\",\"model\":\"starter 1\"}'\n"
           "cp '"
           + proposalFile(desk, 120).toUtf8()
           + "' \"$out\"\n"
             "echo \"{\\\"event\\\":\\\"result\\\",\\\"path\\\":\\\"$out\\\"}\"\n";
}

} // namespace somno::test
