// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/recordingstore.h"

namespace somno::store {

class Connection;

/// In SQLite.
class RecordingRepository : public RecordingStore {
public:
    explicit RecordingRepository(Connection &connection) : m_connection(connection) {}

    [[nodiscard]] Result<RecordingEntry> upsert(const RecordingEntry &entry) override;
    [[nodiscard]] Result<std::vector<RecordingEntry>> list() override;
    [[nodiscard]] Result<> updateView(qint64 recordingId, const ViewState &view) override;
    [[nodiscard]] Result<> updateChannels(qint64 recordingId, const QString &eegLabel,
                                          const QString &emgLabel) override;
    [[nodiscard]] Result<> updateSubject(qint64 recordingId, const QString &subject) override;

private:
    [[nodiscard]] Result<QString> subjectOf(const RecordingEntry &entry);

    Connection &m_connection;
};

} // namespace somno::store
