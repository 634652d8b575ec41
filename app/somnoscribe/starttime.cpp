// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/somnoscribe/starttime.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <unistd.h>

#include "ui/lanes/recordingview.h"
#include "ui/window/mainwindow.h"

namespace somno::app {
namespace {

class StartMeter : public QObject {
public:
    StartMeter(ui::MainWindow *window, bool withRecording) : QObject(window), m_withRecording(withRecording)
    {
        connect(window, &ui::MainWindow::firstPainted, this, [this] {
            m_paint = secondsSinceProcessStart();
            printWhenKnown();
        });
        connect(window->view(), &plot::RecordingView::firstPagePainted, this, [this] {
            m_traces = secondsSinceProcessStart();
            printWhenKnown();
        });
        connect(window, &ui::MainWindow::openFailed, this, [] { QCoreApplication::exit(1); });
    }

private:
    void printWhenKnown()
    {
        if (m_paint < 0 || (m_withRecording && m_traces < 0))
            return;
        const QJsonObject figures{
            {QStringLiteral("first_paint_s"), m_paint},
            {QStringLiteral("first_traces_s"), m_withRecording ? QJsonValue(m_traces) : QJsonValue(QJsonValue::Null)}};
        std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
        // Not at once: this may run inside a paint event, and quitting closes the window.
        QTimer::singleShot(0, qApp, &QCoreApplication::quit);
    }

    bool m_withRecording;
    double m_paint = -1;
    double m_traces = -1;
};

} // namespace

double secondsSinceProcessStart()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    // The name of the program may hold spaces and brackets: count the fields after the last bracket.
    const QByteArray text = file.readAll();
    constexpr int kStartTimeAfterName = 19;
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const double started = fields.value(kStartTimeAfterName).toDouble() / double(sysconf(_SC_CLK_TCK));
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9 - started;
}

void measureStart(ui::MainWindow *window, bool withRecording)
{
    new StartMeter(window, withRecording);
}

} // namespace somno::app
