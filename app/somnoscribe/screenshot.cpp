// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/somnoscribe/screenshot.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QThreadPool>
#include <QTimer>
#include <cstdio>

#include "ui/window/mainwindow.h"

namespace somno::app {
namespace {

constexpr int kPollMs = 100;
constexpr int kQuietPolls = 8;

/// Background work (pyramids, the spectrogram, reading labels) has come to rest when its pool stays idle for a while.
class Photographer : public QObject {
public:
    Photographer(ui::MainWindow *window, QString path) : QObject(window), m_window(window), m_path(std::move(path))
    {
        m_timer.setInterval(kPollMs);
        connect(&m_timer, &QTimer::timeout, this, &Photographer::poll);
    }

    void waitForQuiet(int exitStatus)
    {
        m_exitStatus = exitStatus;
        m_timer.start();
    }

private:
    void poll()
    {
        m_quiet = QThreadPool::globalInstance()->activeThreadCount() == 0 ? m_quiet + 1 : 0;
        if (m_quiet < kQuietPolls)
            return;
        m_timer.stop();
        if (!m_window->grab().save(m_path)) {
            std::fprintf(stderr,
                         "The picture %s could not be written. Check that its folder exists and that you may "
                         "write there.\n",
                         qPrintable(m_path));
            m_exitStatus = 1;
        }
        m_window->close();
        QCoreApplication::exit(m_exitStatus);
    }

    ui::MainWindow *m_window;
    QString m_path;
    QTimer m_timer;
    int m_quiet = 0;
    int m_exitStatus = 0;
};

} // namespace

void takeScreenshot(ui::MainWindow *window, const QString &path, const QString &labels, bool withRecording)
{
    auto *photographer = new Photographer(window, path);
    QObject::connect(window, &ui::MainWindow::recordingReady, photographer, [window, photographer, labels] {
        if (!labels.isEmpty())
            window->showLabels(labels);
        photographer->waitForQuiet(0);
    });
    QObject::connect(window, &ui::MainWindow::openFailed, photographer,
                     [photographer] { photographer->waitForQuiet(1); });
    if (!withRecording)
        photographer->waitForQuiet(0);
}

} // namespace somno::app
