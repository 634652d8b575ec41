// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/document/scoringdocument.h"
#include "core/document/scoringhead.h"
#include "core/project/projectstore.h"
#include "core/project/recordingstore.h"

namespace somno::store {

class SaveThread;
struct SaveRequest;

/// Saves documents continuously from a thread of its own. What cannot be saved (a full disk) stays in memory and
/// is tried again every two seconds. GUI thread only.
class AutoSaver : public QObject {
    Q_OBJECT

public:
    explicit AutoSaver(StoreOpener open, QObject *parent = nullptr);
    /// Saves what is left, waiting up to 5 s.
    ~AutoSaver() override;

    /// Saves every further edit of `document`, beside those of the documents that are attached already: an answer of
    /// the engine may come for one that is no longer shown. The document must live until detach() or the end of the
    /// saver. One that is attached stays as it is; what was edited before is handed over first.
    void attach(scoring::ScoringDocument *document, const scoring::ScoringHead &head);
    /// Hands unsaved edits to the saving thread and lets go of all documents. Does not wait.
    void detach();
    /// Remembers where the expert is in a recording of which a document is attached.
    void setView(qint64 recordingId, const ViewState &view);

    /// Waits until all is in the project file. False when time ran out or saving failed (saveFailed() tells why);
    /// nothing is given up then, the edits are still kept and tried again.
    bool flush(std::chrono::milliseconds timeout = std::chrono::seconds(5));
    /// Whether some change is not yet in the project file.
    [[nodiscard]] bool hasUnsaved() const;
    /// Why the last attempt to save failed; nullopt when it did not.
    [[nodiscard]] std::optional<Error> lastError() const;

Q_SIGNALS:
    /// All edits up to now are in the project file.
    void saved();
    /// Edits are kept in memory and tried again. Once for each kind of failure until a save succeeds.
    void saveFailed(const somno::Error &error);
    /// The scoring with the first head was saved elsewhere since it was read, or saved from here. Nothing was
    /// overwritten and nothing is lost: the labels from here stand beside it, and go on, under the second head.
    void forked(const somno::scoring::ScoringHead &before, const somno::scoring::ScoringHead &mine);

private:
    /// A document with what is not handed over yet.
    struct Attached {
        scoring::ScoringDocument *document = nullptr;
        scoring::ScoringHead head;
        std::vector<scoring::ScoringEdit> edits;
        std::optional<ViewState> view;
        bool proposalChanged = false;
    };
    [[nodiscard]] Attached *find(const scoring::ScoringDocument *document);
    void submit();
    void submit(Attached &attached);
    void onSaveDone(const std::optional<Error> &error);

    std::unique_ptr<SaveThread> m_thread;
    std::vector<Attached> m_attached;
    std::optional<ErrorCode> m_reported; ///< failure that the user already knows of
    QTimer m_delay;
};

} // namespace somno::store
