// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/document/scoringset.h"
#include "core/work/newscoring.h"
#include "core/work/projectservice.h"
#include "core/work/recordingloader.h"

namespace somno::ui {

/// One open recording: reads it, finds its scorings in the project, keeps their documents and has the one that is
/// edited saved. After open(): loaded() and then ready(), or failed().
class RecordingSession : public QObject {
    Q_OBJECT
public:
    /// `fresh` is how the recording is scored where nobody has scored it yet.
    RecordingSession(QString path, ProjectService *project, NewScoring fresh = {}, QObject *parent = nullptr);
    /// Saves what is left.
    ~RecordingSession() override;

    /// `knownDigest` is what the project noted of a recording at that path; empty for nothing.
    void open(const ChannelWish &wish, const QByteArray &knownDigest = {});
    /// After asked(): what the file does not say; what open() does follows.
    void answer(const io::OpenOptions &said);
    /// Reads other channels of the same file; loaded() follows, or failed() and all stays.
    void setChannels(const io::ChannelChoice &choice, const QList<int> &others, const QList<int> &voters);

    /// Gives up reading the whole of a recording that is too large for memory; what is looked at is still read.
    void endSurvey();

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString name() const;
    [[nodiscard]] const LoadedRecording &content() const { return m_loaded; }
    [[nodiscard]] signal::RecordingPtr recording() const { return m_loaded.recording; }
    /// The scoring that is edited; null before ready().
    [[nodiscard]] scoring::ScoringDocument *document() const { return m_scorings.editedDocument(); }
    /// Everybody's scorings of the recording; empty before ready().
    [[nodiscard]] const scoring::ScoringSet &scorings() const { return m_scorings; }
    /// Shows and edits another one of them; documentChanged() follows.
    void edit(int scoring);
    /// Begins one more beside them, under a name that none of them has, and edits it. One that nobody touched has no
    /// claim to its name.
    void begin(const QString &author, const NewScoring &fresh);
    /// Puts labels of a file beside the other scorings, under an author's name, and returns their document. They are
    /// one step of it that can be undone. scoringsChanged() follows.
    scoring::ScoringDocument *addFromFile(const QString &author, const scoring::Hypnogram &labels,
                                          const QString &fileName);
    /// 0 when the project does not know the recording.
    [[nodiscard]] qint64 recordingId() const { return m_entry.id; }
    /// Where the expert was the last time.
    [[nodiscard]] std::optional<store::ViewState> storedView() const { return m_entry.view; }
    void rememberView(const store::ViewState &view);

Q_SIGNALS:
    void progress(double fraction);
    void loaded();
    void ready();
    /// How much is known of the whole of a recording that is too large for memory; 1 at the end.
    void surveyed(double fraction);
    /// Its file is no longer what was opened (io::FileStamp), or can no longer be read.
    void changed(const somno::Error &change);
    /// The file does not say all that belongs to a recording: answer() goes on.
    void asked(const somno::io::RecordingDraftPtr &draft);
    void failed(const somno::Error &error);
    /// Another scoring is edited; that document is document() now, and the one before is still there.
    void documentChanged();
    /// A scoring was saved elsewhere since it was read: what was saved there is scorings() `theirs`, and `mine`, which
    /// need not be the one that is edited, goes on beside it.
    void savedElsewhere(int mine, int theirs);
    /// There are more scorings of the recording now than there were, or one of a file has lost its labels.
    void scoringsChanged();

private:
    [[nodiscard]] Progress tellingProgress();
    void read(const ChannelWish &wish);
    void watch();
    void enterProject();
    /// What was saved elsewhere before the labels of a head that stands beside it.
    [[nodiscard]] int besideOf(const scoring::ScoringHead &head) const;
    [[nodiscard]] scoring::Hypnogram emptyScoring(const NewScoring &fresh) const;
    void takeStored(const Result<StoredRecording> &stored);
    void attach();
    void takeFork(const scoring::ScoringHead &before, const scoring::ScoringHead &mine);
    void tellOfFork();
    void addOthers(const std::vector<store::StoredScoring> &scorings);
    [[nodiscard]] store::RecordingEntry newEntry() const;

    QString m_path;
    ProjectService *m_project;
    QString m_scorer;
    LoadedRecording m_loaded;
    QByteArray m_knownDigest;
    io::RecordingDraftPtr m_draft; ///< of which somebody was asked
    ChannelWish m_wish;            ///< the first
    QByteArray m_digest;
    store::RecordingEntry m_entry;
    NewScoring m_fresh;
    scoring::ScoringSet m_scorings;
    std::stop_source m_stop;
};

} // namespace somno::ui
