// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace somno::ui {

/// What the window shows while no recording is open: where to drop one, the recent ones, the demonstration.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// The recordings that were open last, newest first; the first few are shown.
    void setRecent(const QStringList &paths);
    /// Highlights the drop area while a file hovers over the window.
    void setDropActive(bool active);
    /// The demonstration cannot be asked for twice while it is being made.
    void setDemonstrationEnabled(bool enabled);

Q_SIGNALS:
    void openClicked();
    void demonstrationClicked();
    void recentClicked(const QString &path);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_area;
    QPushButton *m_demonstration;
    QLabel *m_recentTitle;
    QVBoxLayout *m_recent;
    bool m_dropActive = false;
};

} // namespace somno::ui
