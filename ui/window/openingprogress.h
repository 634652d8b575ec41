// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class EngineRunner;
class MessageBar;
class RecordingOpener;
class StatusLine;

/// What is seen of the opening of a recording: how far it is, and what went wrong.
class OpeningProgress : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    OpeningProgress(const RecordingOpener *recordings, const EngineRunner *engine, plot::RecordingView *view,
                    StatusLine *statusLine, MessageBar *messages, QObject *parent = nullptr);

private:
    void hideJob();

    const EngineRunner *m_engine; ///< whose job has the first right to the status line
    StatusLine *m_statusLine;
};

} // namespace somno::ui
