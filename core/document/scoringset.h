// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/document/scoringdocument.h"
#include "core/document/scoringhead.h"

namespace somno::scoring {

/// All scorings of one recording, by people, models and files. One of them is edited, the others stand beside it to be
/// looked at. GUI thread only.
class ScoringSet : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] int size() const { return int(m_scorings.size()); }
    [[nodiscard]] const ScoringHead &head(int index) const { return m_scorings[size_t(index)].head; }
    /// Lives as long as the set.
    [[nodiscard]] ScoringDocument *document(int index) const { return m_scorings[size_t(index)].document.get(); }
    /// -1 while there is none.
    [[nodiscard]] int indexOf(const QString &id) const;
    /// The index of the one that is edited; -1 while there is none.
    [[nodiscard]] int edited() const { return m_edited; }
    /// Null while there is none.
    [[nodiscard]] ScoringDocument *editedDocument() const { return m_edited < 0 ? nullptr : document(m_edited); }

    /// Nobody has said anything in it yet, here or anywhere else: it was never saved and never edited.
    [[nodiscard]] bool isUntouched(int index) const;

    /// Adds a scoring and returns its index; the first one is edited. One whose id is there already takes the place of
    /// nothing: its index is returned.
    int add(const ScoringHead &head, Hypnogram hypnogram);
    void setEdited(int index);
    /// The scoring goes on under another head: it was split from one that was saved elsewhere.
    void setHead(int index, const ScoringHead &head) { m_scorings[size_t(index)].head = head; }

Q_SIGNALS:
    /// Another scoring is edited now. The documents of both are there.
    void editedChanged();

private:
    struct Scoring {
        ScoringHead head;
        std::unique_ptr<ScoringDocument> document;
    };
    std::vector<Scoring> m_scorings;
    int m_edited = -1;
};

} // namespace somno::scoring
