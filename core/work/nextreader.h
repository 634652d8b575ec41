// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <map>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/cohort/nextstretches.h"
#include "core/project/recordingstore.h"

namespace somno::ui {

class ProjectService;

/// A recording of the project, whether its file is where it was, and the state that its scoring was last seen in.
struct NextRecording {
    store::RecordingEntry entry;
    bool isMissing = false;
    QString stamp; ///< of the scoring; empty: none
};

/// The scorings of the one who is at work, as far as the choice of stretches needs them. Recordings last opened first.
struct NextStock {
    std::vector<NextRecording> recordings;
    std::vector<learning::StretchSource> sources; ///< one a recording
    QStringList problems;                         ///< scorings that cannot be read, in words
};

/// Reads the project's scorings with the model's probabilities, one recording at a time: what is kept of each is small,
/// and other readers of the project come in between. A scoring that has not changed is not read again.
class NextReader : public QObject {
    Q_OBJECT
public:
    /// The project is not owned.
    explicit NextReader(ProjectService *project, QObject *parent = nullptr);

    /// finished() or failed() follows. Asked for again meanwhile, it reads once more and then tells.
    void read();
    [[nodiscard]] bool isReading() const { return m_isReading; }

Q_SIGNALS:
    void finished(const std::shared_ptr<const somno::ui::NextStock> &stock);
    void failed(const somno::Error &error);
    /// A scoring was read, and not merely found as it was.
    void scoringRead(qint64 recordingId);

private:
    struct Kept {
        QString stamp;
        learning::StretchStock stock;
        QString problem; ///< why it cannot be read
    };

    void readNext();
    void keep(const NextRecording &recording, Result<learning::StretchStock> stock);
    void finish();
    void fail(const Error &error);

    ProjectService *m_project;
    std::vector<NextRecording> m_recordings; ///< of the reading that is going on
    size_t m_at = 0;
    std::map<qint64, Kept> m_kept;
    bool m_isReading = false;
    bool m_again = false;
};

} // namespace somno::ui
