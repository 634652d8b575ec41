// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListView;

namespace somno::ui {

class RecordingListModel;

/// The list of the project's recordings beside the lanes.
class ProjectPanel : public QWidget {
    Q_OBJECT
public:
    /// The model is not owned.
    explicit ProjectPanel(RecordingListModel *model, QWidget *parent = nullptr);

    /// Marks the recording that is open; 0 for none.
    void setCurrent(qint64 recordingId);

Q_SIGNALS:
    void recordingActivated(const QString &path);

private:
    void showCurrent();

    RecordingListModel *m_model;
    QListView *m_list;
    qint64 m_current = 0;
};

} // namespace somno::ui
