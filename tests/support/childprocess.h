// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QProcess>

namespace somno::test {

/// A helper program of the tests, beside this test.
class ChildProcess {
public:
    ChildProcess(const QString &name, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QLatin1Char('/') + name, arguments);
    }
    ~ChildProcess() { kill(); }

    /// Its next line, waiting for it; empty when it ended without one.
    QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20000)) {}
        return m_process.readLine().trimmed();
    }
    void say(const QByteArray &text)
    {
        m_process.write(text + '\n');
        m_process.waitForBytesWritten();
    }
    /// SIGKILL: no handler, no destructor, no flush.
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace somno::test
