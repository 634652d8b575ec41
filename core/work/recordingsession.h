// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/document/scoringdocument.h"
#include "core/work/projectservice.h"
#include "core/work/recordingloader.h"

namespace somno::ui {

/// One open recording: reads it, finds its scoring in the project, keeps the document and has it saved.
/// After open(): loaded() and then ready(), or failed().
class RecordingSession : public QObject {
    Q_OBJECT
public:
    /// Length of the epochs of a recording that was never scored.
    static constexpr double kEpochSec = 1.0;

    RecordingSession(QString path, ProjectService *project, QObject *parent = nullptr);
    /// Saves what is left.
    ~RecordingSession() override;

    void open(const ChannelWish &wish);
    /// Reads other channels of the same file; loaded() follows, or failed() and all stays.
    void setChannels(const io::ChannelChoice &choice, const QList<int> &others, const QList<int> &voters);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString name() const;
    [[nodiscard]] const LoadedRecording &content() const { return m_loaded; }
    [[nodiscard]] signal::RecordingPtr recording() const { return m_loaded.recording; }
    /// Null before ready().
    [[nodiscard]] scoring::ScoringDocument *document() const { return m_document.get(); }
    /// 0 when the project does not know the recording.
    [[nodiscard]] qint64 recordingId() const { return m_entry.id; }
    /// Where the expert was the last time.
    [[nodiscard]] std::optional<store::ViewState> storedView() const { return m_entry.view; }
    void rememberView(const store::ViewState &view);
    /// Finds the project again: it may have been opened after the recording.
    void enterProject();

Q_SIGNALS:
    void progress(double fraction);
    void loaded();
    void ready();
    void failed(const somno::Error &error);

private:
    void read(const ChannelWish &wish);
    void takeStored(const Result<StoredRecording> &stored);
    [[nodiscard]] store::RecordingEntry newEntry() const;

    QString m_path;
    ProjectService *m_project;
    QString m_scorer;
    LoadedRecording m_loaded;
    QByteArray m_digest;
    store::RecordingEntry m_entry;
    std::unique_ptr<scoring::ScoringDocument> m_document;
    std::stop_source m_stop;
};

} // namespace somno::ui
